"""An edit list as a warp: which stretch of the old film stands where in the new cut. Pure.

OpenTimelineIO reads both kinds, CMX 3600 (`.edl`) and its own (`.otio`). The new cut begins with its first event,
whatever time code that has.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from subtool.cues.warp import Piece, Warp
from subtool.errors import FormatError
from subtool.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

ADAPTERS = {".edl": "cmx_3600", ".otio": "otio_json"}
AUXILIARY = {None, "AX", "BL", "BLACK"}  # reels of CMX 3600 that are no film; the reader leaves "AX" out
HOUR_MS = 3_600_000


def read(text: str, suffix: str, fps: Fraction) -> Warp:
    """The warp that the edit list in `text` stands for; `fps` is the rate of a `.edl`, which does not say it.

    Where all its sources begin at an hour or later, as time codes of masters do, that hour is the old film's start.

    Raises:
        FormatError: it is no edit list, or uses no stretch of the film.
    """
    import opentimelineio as otio

    rate = {"rate": float(fps), "ignore_timecode_mismatch": True} if suffix == ".edl" else {}
    try:
        timeline = otio.adapters.read_from_string(text, ADAPTERS[suffix], **rate)
        pieces = sorted(_pieces(timeline, suffix), key=lambda piece: piece.old.start_ms)
    except (otio.exceptions.OTIOError, ValueError, KeyError, IndexError, AttributeError, TypeError) as error:
        reason = (str(error).splitlines() or ["unknown"])[0]
        raise FormatError(
            f"is no edit list: {reason}", hint="export it anew, as CMX 3600 or .otio"
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


def _pieces(timeline: Any, suffix: str) -> Iterator[Piece]:  # noqa: ANN401 - the library has no types
    """The clips of the first picture track that come from the film."""
    import opentimelineio as otio

    tracks = timeline.video_tracks()
    for clip in tracks[0] if tracks else ():
        if not isinstance(clip, otio.schema.Clip) or not clip.enabled:
            continue
        if suffix == ".edl" and clip.metadata.get("cmx_3600", {}).get("reel") in AUXILIARY:
            continue
        source, record = clip.trimmed_range(), clip.range_in_parent()
        speeds = [
            effect.time_scalar for effect in clip.effects if isinstance(effect, otio.schema.LinearTimeWarp)
        ]
        speed = Fraction(speeds[0]).limit_denominator(1001) if speeds and speeds[0] > 0 else Fraction(1)
        start_ms = _ms(source.start_time)
        long_ms = round(_ms(source.duration) * speed)
        yield Piece(Span(start_ms, start_ms + long_ms), _ms(record.start_time), 1 / speed)


def _ms(time: Any) -> int:  # noqa: ANN401
    return round(
        Fraction(time.value).limit_denominator(1001) * 1000 / Fraction(time.rate).limit_denominator(1001)
    )
