"""Passages of a film as frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.errors import MediaError, Place
from subtool.media.frames import cut, whole

if TYPE_CHECKING:
    from subtool.media.frames import Cut, Frames
    from subtool.media.probe import Film
    from subtool.model import Span

ONE_FRAME_MS = 50


def cut_of(film: Film, frames: Frames, span: Span | None) -> Cut:
    """The frames of a range, or all of them.

    Raises:
        MediaError: the film is shorter than the range.
    """
    if span is None:
        return whole(frames)
    ends_ms = max(film.duration_ms, round(frames.end * 1000))
    beyond = span.end_ms > ends_ms + ONE_FRAME_MS or span.start_ms >= round(frames.end * 1000)
    if beyond or span.end_ms <= round(frames.times[0] * 1000):
        asked = f"{clock(span.start_ms)} to {clock(span.end_ms)}"
        runs = f"{clock(round(frames.times[0] * 1000))} to {clock(ends_ms)}"
        raise MediaError(
            f"has no passage from {asked}: its picture runs from {runs}",
            at=Place(str(film.path)),
            hint="choose a range inside the film",
        )
    return cut(frames, span)


def clock(ms: int) -> str:
    """A time as people write it: 1:02:03.500, 0:02."""
    hours, minutes, seconds = ms // 3_600_000, ms // 60_000 % 60, ms // 1000 % 60
    whole_part = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
    return f"{whole_part}.{ms % 1000:03}" if ms % 1000 else whole_part
