"""An edit list as a warp: which stretch of the old film stands where in the new cut. Pure.

There are two kinds, CMX 3600 (`.edl`) and OpenTimelineIO (`.otio`). The new cut begins with its first event, whatever
time code that has.
"""

from __future__ import annotations

from fractions import Fraction
from json import JSONDecodeError
from typing import TYPE_CHECKING

from subtool.errors import FormatError
from subtool.formats import edl_events, otio_timeline
from subtool.model import Span
from subtool.retime.warp import Piece, Warp
from subtool.timecode import HOUR_MS

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIXES = {".edl", ".otio"}
WARPS = {"LinearTimeWarp", "FreezeFrame"}
AUXILIARY = {"AX", "BL", "BLACK"}  # reels of CMX 3600 that are not a film


def read(text: str, suffix: str, fps: Fraction) -> Warp:
    """The warp that the edit list in `text` stands for; `fps` is the rate of a `.edl`, which does not say it.

    Where all its sources begin at an hour or later, as time codes of masters do, that hour is the old film's start.

    Raises:
        FormatError: it is not an edit list, or uses no stretch of the film.
    """
    try:
        found = _events(text, fps) if suffix == ".edl" else _clips(text)
        pieces = sorted(found, key=lambda piece: piece.old.start_ms)
    except otio_timeline.WRONG as error:
        raise FormatError(
            f"is not an edit list: {_reason(error)}", hint="export it again, as CMX 3600 or .otio"
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


def _reason(error: Exception) -> str:
    if isinstance(error, JSONDecodeError):
        return f"line {error.lineno}, column {error.colno} is not JSON: {error.msg.lower()}"
    return "it holds no timeline, or something in it is missing or of another kind"


def _events(text: str, fps: Fraction) -> Iterator[Piece]:
    """The events of a CMX 3600 list that come from the film, from the first event on."""
    found = edl_events.events(text, fps)
    begin_ms = min((event.record_ms[0] for event in found), default=0)
    for event in found:
        if event.reel.upper() not in AUXILIARY:
            at_ms, until_ms = event.record_ms
            speed = event.speed or Fraction(1)
            start_ms = event.source_ms[0]
            yield Piece(
                Span(start_ms, start_ms + round((until_ms - at_ms) * speed)), at_ms - begin_ms, 1 / speed
            )


def _clips(text: str) -> Iterator[Piece]:
    """The clips of the first picture track."""
    _, tracks = otio_timeline.tracks(text)
    pictures = [track for track in tracks if track.get("kind", "Video") == "Video"]
    for clip, begin in otio_timeline.items(pictures[0]) if pictures else ():
        if otio_timeline.kind(clip) != "Clip" or not clip.get("enabled", True):
            continue
        start, length = otio_timeline.used(clip)
        warps = (effect for effect in clip.get("effects") or () if otio_timeline.kind(effect) in WARPS)
        scalar = next((effect["time_scalar"] for effect in warps), 1)
        speed = Fraction(scalar).limit_denominator(1001) if scalar > 0 else Fraction(1)
        start_ms, long_ms = round(start * 1000), round(round(length * 1000) * speed)
        yield Piece(Span(start_ms, start_ms + long_ms), round(begin * 1000), 1 / speed)
