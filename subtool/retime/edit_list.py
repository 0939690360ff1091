"""An edit list as a warp: which stretch of the old film stands where in the new cut. Pure.

There are two kinds, CMX 3600 (`.edl`), which OpenTimelineIO reads, and its own (`.otio`). The new cut begins with its
first event, whatever time code that has.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from subtool.errors import FormatError
from subtool.formats import otio_timeline
from subtool.model import Span
from subtool.retime.warp import Piece, Warp
from subtool.timecode import HOUR_MS

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIXES = {".edl", ".otio"}
WARPS = {"LinearTimeWarp", "FreezeFrame"}
AUXILIARY = {None, "AX", "BL", "BLACK"}  # reels of CMX 3600 that are no film; the reader leaves "AX" out


def read(text: str, suffix: str, fps: Fraction) -> Warp:
    """The warp that the edit list in `text` stands for; `fps` is the rate of a `.edl`, which does not say it.

    Where all its sources begin at an hour or later, as time codes of masters do, that hour is the old film's start.

    Raises:
        FormatError: it is no edit list, or uses no stretch of the film.
    """
    import opentimelineio as otio

    try:
        if suffix == ".edl":
            rate = {"rate": float(fps), "ignore_timecode_mismatch": True}
            text = otio.adapters.read_from_string(text, "cmx_3600", **rate).to_json_string()
        pieces = sorted(_pieces(text, suffix), key=lambda piece: piece.old.start_ms)
    except (otio.exceptions.OTIOError, *otio_timeline.WRONG) as error:
        reason = (str(error).splitlines() or ["unknown"])[0]
        raise FormatError(
            f"is no edit list: {reason}", hint="export it again, as CMX 3600 or .otio"
        ) from error
    if not pieces:
        raise FormatError("uses no stretch of the film", hint="export the picture track of the new cut")
    hour_ms = pieces[0].old.start_ms // HOUR_MS * HOUR_MS
    early = [Piece(piece.old.shifted(-hour_ms), piece.new_ms, piece.rate) for piece in pieces]
    try:
        return Warp(tuple(early))
    except ValueError as error:
        raise FormatError(
            "uses a stretch of the film twice", hint="a cue can go to one place: leave the repetition out"
        ) from error


def _pieces(text: str, suffix: str) -> Iterator[Piece]:
    """The clips of the first picture track that come from the film."""
    _, tracks = otio_timeline.tracks(text)
    pictures = [track for track in tracks if track.get("kind", "Video") == "Video"]
    for clip, at in otio_timeline.items(pictures[0]) if pictures else ():
        if otio_timeline.kind(clip) != "Clip" or not clip.get("enabled", True):
            continue
        if suffix == ".edl" and clip["metadata"].get("cmx_3600", {}).get("reel") in AUXILIARY:
            continue
        start, length = otio_timeline.used(clip)
        warps = (effect for effect in clip.get("effects") or () if otio_timeline.kind(effect) in WARPS)
        scalar = next((effect["time_scalar"] for effect in warps), 1)
        speed = Fraction(scalar).limit_denominator(1001) if scalar > 0 else Fraction(1)
        start_ms, long_ms = round(start * 1000), round(round(length * 1000) * speed)
        yield Piece(Span(start_ms, start_ms + long_ms), round(at * 1000), 1 / speed)
