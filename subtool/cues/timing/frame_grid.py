"""What the picture gives to timing: the frames on which in- and out-times stand, and where shots change."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil, floor
from typing import TYPE_CHECKING

from subtool.model import DEFAULT_FPS
from subtool.timecode import is_nearer

if TYPE_CHECKING:
    from collections.abc import Sequence

BY_MS = Fraction(1000)  # frames a second: a grid of milliseconds


@dataclass(frozen=True)
class Grid:
    """Frames numbered from 0. `fps` is what the house style's frames are counted in.

    `edges` are the starts of the frames in seconds, where a film says them; without, the frames are even, `rate`
    a second from 0 on. `shots` are the starts of the frames that begin a new shot.

    A time in ms that stands for a frame is rounded into it: an in-time up, an out-time down, so that two frames
    of gap are never a millisecond short.
    """

    fps: Fraction
    edges: tuple[Fraction, ...] = ()
    shots: tuple[Fraction, ...] = ()
    rate: Fraction | None = None

    def at(self, ms: int) -> int:
        """The frame on show at a time: within that millisecond, for a frame's own time may be rounded."""
        if self.edges:
            return max(0, bisect_right(self._outs, ms) - 1)
        return -(-(ms + 1) * self._per_s // self._s_ms) - 1

    def after(self, ms: int) -> int:
        """The first frame that begins at a time or after it."""
        if self.edges:
            return min(len(self.edges) - 1, bisect_left(self._outs, ms))
        return -(-ms * self._per_s // self._s_ms)

    def nearest(self, ms: int) -> int:
        """The frame that begins nearest to a time; of two as near, the later one."""
        before = self.at(ms)
        if self.edges and before + 1 >= len(self.edges):
            return before
        time = Fraction(ms, 1000)
        return before + is_nearer(self._seconds(before + 1), self._seconds(before), time)

    def in_ms(self, frame: int) -> int:
        """An in-time on this frame."""
        if self.edges and not 0 <= frame < len(self.edges):
            return ceil(self._seconds(frame) * 1000)
        return self._ins[frame] if self.edges else -(-frame * self._s_ms // self._per_s)

    def out_ms(self, frame: int) -> int:
        """An out-time when this frame comes."""
        if self.edges and not 0 <= frame < len(self.edges):
            return floor(self._seconds(frame) * 1000)
        return self._outs[frame] if self.edges else frame * self._s_ms // self._per_s

    def frames(self, count: int) -> int:
        """So many frames of the house style, in steps of this grid."""
        return ceil(count * self._rate / self.fps) if self.rate else count

    @cached_property
    def shot_frames(self) -> tuple[int, ...]:
        """The numbers of the frames that begin a new shot."""
        return tuple(self.nearest(round(start * 1000)) for start in self.shots)

    @property
    def _rate(self) -> Fraction:
        return self.rate or self.fps

    @cached_property
    def _per_s(self) -> int:
        """So many frames in `_s_ms`: the rate in whole numbers, which are faster than fractions."""
        return self._rate.numerator

    @cached_property
    def _s_ms(self) -> int:
        return self._rate.denominator * 1000

    def _seconds(self, frame: int) -> Fraction:
        if not self.edges:
            return frame / self._rate
        inside = min(max(frame, 0), len(self.edges) - 1)  # outside the film, frames go on evenly
        return self.edges[inside] + (frame - inside) / self._rate

    @cached_property
    def _ins(self) -> list[int]:
        return [ceil(edge * 1000) for edge in self.edges]

    @cached_property
    def _outs(self) -> list[int]:
        return [floor(edge * 1000) for edge in self.edges]


def without_picture(fps: Fraction = DEFAULT_FPS) -> Grid:
    """For a sound: times may stand on any millisecond, and frames are those of a film to come."""
    return Grid(fps, rate=BY_MS)


def with_picture(
    fps: Fraction, times: Sequence[Fraction], end: Fraction, shots: Sequence[Fraction] = ()
) -> Grid:
    """The frames of a film as they are shown; before the first and after the last, even ones up to `end`."""
    before = floor(times[0] * fps)
    after = max(0, ceil((end - times[-1]) * fps))
    return Grid(
        fps,
        edges=(
            *(times[0] - number / fps for number in range(before, 0, -1)),
            *times,
            *(times[-1] + number / fps for number in range(1, after + 1)),
        ),
        shots=tuple(shots),
    )
