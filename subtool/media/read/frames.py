"""Frames and cut points, exactly. Pure: when the frames of a film are shown is known, the rest is reckoned.

A cue is snapped to frames. Its time in ASS is then the middle between a frame and the one before, so that
rounding to the centiseconds of ASS cannot move it over a frame.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from subtool.model import Span
from subtool.timecode import is_nearer

SEEK_MARGIN = 1  # seconds; MPEG-TS lands on the first keyframe after the place asked for


@dataclass(frozen=True)
class Frames:
    """When each frame is shown, in order, in seconds from the container's start.

    `end` is when the last one goes, `keys` are the frames from which decoding can begin.
    """

    times: tuple[Fraction, ...]
    keys: tuple[Fraction, ...]
    end: Fraction

    def __len__(self) -> int:
        return len(self.times)

    @cached_property
    def edges(self) -> tuple[Fraction, ...]:
        """The starts of all frames, and the end of the last."""
        return (*self.times, self.end)

    def nearest(self, at_ms: int) -> int:
        """The edge nearest to a time; in the middle, the later one."""
        time = Fraction(at_ms, 1000)
        later = bisect_left(self.edges, time)
        if later == 0:
            return 0
        if later == len(self.edges):
            return later - 1
        return later if is_nearer(self.edges[later], self.edges[later - 1], time) else later - 1

    def at(self, at_ms: int) -> int:
        """The frame on screen at a time; the first before it, the last after the end."""
        return max(0, bisect_right(self.times, Fraction(at_ms, 1000)) - 1)

    def carrying(self, span: Span) -> range:
        """The frames that carry a cue, one at least."""
        first = min(self.nearest(span.start_ms), len(self) - 1)
        return range(first, max(self.nearest(span.end_ms), first + 1))

    def snapped(self, span: Span) -> Span:
        """A cue from the first of its frames to the end of the last, in whole milliseconds."""
        carrying = self.carrying(span)
        return Span(round(self.edges[carrying.start] * 1000), round(self.edges[carrying.stop] * 1000))

    def before(self, frame: int) -> Fraction:
        """A moment between a frame and the one before, half-way."""
        if frame == 0:
            return self.times[0] - self._shortest_half
        return (self.edges[frame - 1] + self.edges[frame]) / 2

    def seek(self, frame: int) -> Fraction | None:
        """Where to seek so that decoding begins at a keyframe before `frame`; None to read from the start."""
        index = bisect_right(self.keys, self.times[frame]) - 1
        if index < 1 or self.keys[index] <= SEEK_MARGIN:
            return None
        return Fraction(int(self.keys[index] - SEEK_MARGIN))

    @cached_property
    def _shortest_half(self) -> Fraction:
        return (self.edges[1] - self.edges[0]) / 2


@dataclass(frozen=True)
class FrameRange:
    """The frames `first` up to and without `last` of a film; its own time begins with its first frame.

    The whole film keeps the container's time, in which the first frame may be late.
    """

    frames: Frames
    first: int
    last: int
    whole: bool = False

    def __len__(self) -> int:
        return self.last - self.first

    @property
    def start(self) -> Fraction:
        """When this cut begins on the film's time line, in seconds."""
        return Fraction(0) if self.whole else self.frames.times[self.first]

    @property
    def end(self) -> Fraction:
        """When the last frame of this cut goes, on the film's time line, in seconds."""
        return self.frames.edges[self.last]

    def on_screen(self, span: Span) -> Span | None:
        """When a cue is on screen, in the time of the cut and in whole centiseconds; None outside the cut."""
        carrying = self.frames.carrying(span)
        first, last = max(carrying.start, self.first), min(carrying.stop, self.last)
        return Span(self._edge_ms(first), self._edge_ms(last)) if first < last else None

    def _edge_ms(self, edge: int) -> int:
        if edge == self.first:
            return 0
        last = edge == self.last
        time = self.frames.edges[edge] + 1 if last else self.frames.before(edge)
        return round((time - self.start) * 100) * 10


def whole(frames: Frames) -> FrameRange:
    """All of a film."""
    return FrameRange(frames, 0, len(frames), whole=True)


def cut(frames: Frames, span: Span) -> FrameRange:
    """The frames nearest to a stretch of time, one at least."""
    carrying = frames.carrying(span)
    return FrameRange(frames, carrying.start, carrying.stop)
