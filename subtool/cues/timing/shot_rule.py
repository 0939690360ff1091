"""How in- and out-times stand to shot changes: on them, or well away from them.

The rule is Netflix' (Timed Text Style Guide: Subtitle Timing Guidelines, 360051554394, section 2), with the
figures of the house style. An in-time stands on a shot change or half a second from it; an out-time two frames
before a shot change or half a second from it. What is nearer moves: by up to `snap` frames onto the shot change,
from further off away from it. The guide counts frames at 24 a second, and scales with the rate.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from subtool.timecode import nominal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from fractions import Fraction

    from subtool.cues.timing.frame_grid import Grid
    from subtool.model import Span
    from subtool.styles.house_style import HouseStyle

GUIDE_FPS = 24  # in which Netflix counts the frames of its shot rule
BEFORE_SHOT = 2  # frames between an out-time and the shot change it stands at


class Edge(StrEnum):
    """Which time of a cue."""

    IN = "in-time"
    OUT = "out-time"


@dataclass(frozen=True, slots=True)
class Breach:
    """An in- or out-time too near to a shot change: `frames` after it, or before it when negative.

    `wanted_ms` is where the rule would have it.
    """

    edge: Edge
    frames: int
    shot_ms: int
    wanted_ms: int


@dataclass(frozen=True, slots=True)
class FrameBounds:
    """The frames among which a time may stand, both included."""

    first: int
    last: int

    def __contains__(self, frame: int) -> bool:
        return self.first <= frame <= self.last


@dataclass(frozen=True, slots=True)
class ShotRule:
    """The rule in frames, and the frames that begin a shot."""

    snap: int
    clear: int
    shots: tuple[int, ...] = ()

    @classmethod
    def of(cls, style: HouseStyle, grid: Grid) -> ShotRule:
        """The rule of a house style on a film; one without shots when the style has none."""
        snap = grid.frames(scaled(style.shot_snap_frames, grid.fps))
        clear = grid.frames(scaled(style.shot_clear_frames, grid.fps))
        return cls(snap, clear, grid.shot_frames if clear else ())

    def allows_in(self, frame: int) -> bool:
        return all(frame == shot for shot in self.near(frame))

    def allows_out(self, frame: int) -> bool:
        return all(frame == shot - BEFORE_SHOT for shot in self.near(frame))

    def in_time(self, frame: int, room: FrameBounds) -> int:
        """Where the rule has an in-time; `frame` itself where it needs not move, or has no room to."""
        if self.allows_in(frame):
            return frame
        near = self.near(frame)
        onto = [shot for shot in near if abs(frame - shot) <= self.snap]
        further = [shot for shot in near if shot not in onto]
        away = [shot + self.clear if frame > shot else shot - self.clear for shot in further]
        early = [shot for shot in further if shot < frame]
        return _first(frame, (onto, away, early), room, self.allows_in)

    def out_time(self, frame: int, room: FrameBounds) -> int:
        """Where the rule has an out-time; `frame` itself where it needs not move, or has no room to."""
        if self.allows_out(frame):
            return frame
        near = self.near(frame)
        onto = [shot - BEFORE_SHOT for shot in near if frame - shot <= self.snap]
        away = [shot + self.clear if frame > shot else shot - self.clear for shot in near]
        other = [shot + side for shot in near for side in (self.clear, -BEFORE_SHOT)]
        return _first(frame, (onto, away, other), room, self.allows_out)

    def near(self, frame: int) -> Sequence[int]:
        """The shots that begin nearer to a frame than is allowed."""
        first = bisect_right(self.shots, frame - self.clear)
        return self.shots[first : bisect_left(self.shots, frame + self.clear)]


def scaled(frames: int, fps: Fraction) -> int:
    """Frames of the guide at another rate: half a second stays half a second."""
    return frames * nominal(fps) // GUIDE_FPS


def breaches(span: Span, style: HouseStyle, grid: Grid) -> Iterator[Breach]:
    """How a cue breaks the shot rule of a house style; nothing when it keeps it, or the style has none."""
    rule, anywhere = ShotRule.of(style, grid), FrameBounds(0, 1 << 62)
    start, end = grid.nearest(span.start_ms), grid.nearest(span.end_ms)
    if not rule.allows_in(start):
        shot = min(rule.near(start), key=lambda shot: abs(start - shot))
        wanted = rule.in_time(start, anywhere)
        yield Breach(Edge.IN, start - shot, grid.in_ms(shot), grid.in_ms(wanted))
    if not rule.allows_out(end):
        shot = min(rule.near(end), key=lambda shot: abs(end - shot))
        wanted = rule.out_time(end, anywhere)
        yield Breach(Edge.OUT, end - shot, grid.in_ms(shot), grid.out_ms(wanted))


def _first(
    frame: int, choices: Iterable[Iterable[int]], room: FrameBounds, allowed: Callable[[int], bool]
) -> int:
    for choice in choices:
        fit = [place for place in choice if place in room and allowed(place)]
        if fit:
            return min(fit, key=lambda place: abs(place - frame))
    return frame
