"""Passages of a film as frames, and how they are joined: to the frame, and to the sample."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from subtool.errors import IncompleteError, Place
from subtool.media.read.frames import FrameRange, Frames, cut, whole
from subtool.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.media.read.probe import Film
    from subtool.model import Span

ONE_FRAME_MS = 50  # at 20 frames a second: what a range may lie beyond the end by rounding
JOINT_MS = 10  # no sound fades longer than this where two passages meet: longer is heard as a hole


@dataclass(frozen=True, slots=True)
class Fades:
    """How a clip begins and ends: its sound out of silence, without a click, and its picture out of black if asked."""

    sound_ms: int = 10
    picture_ms: int = 0


def starts(cuts: Sequence[FrameRange]) -> tuple[Fraction, ...]:
    """When each of the joined cuts begins on their own time line, in seconds; and when the last one ends."""
    return tuple(accumulate((piece.end - piece.start for piece in cuts), initial=Fraction(0)))


def joined(cuts: Sequence[FrameRange]) -> FrameRange:
    """The frames of cuts, one after another in the order given, as one film on its own time line."""
    if len(cuts) == 1 and cuts[0].whole:
        return cuts[0]
    times = [
        start + (time - piece.start)
        for start, piece in zip(starts(cuts), cuts, strict=False)
        for time in piece.frames.times[piece.first : piece.last]
    ]
    return FrameRange(Frames(tuple(times), (), starts(cuts)[-1]), 0, len(times))


@dataclass(frozen=True, slots=True)
class Card:
    """A closing card: this many frames after the last, each shown for `step` seconds."""

    frames: int
    step: Fraction

    @property
    def length(self) -> Fraction:
        return self.frames * self.step


def with_card(film: FrameRange, card: Card) -> FrameRange:
    """All frames of a film on its own time line, and those of the card after them."""
    end = film.frames.end
    times = (*film.frames.times, *(end + number * card.step for number in range(card.frames)))
    return FrameRange(Frames(times, film.frames.keys, end + card.length), 0, len(times), whole=film.whole)


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of what is made: frames of a film, and when the first of them is shown in it, in seconds."""

    cut: FrameRange
    at: Fraction


def segments(cuts: Sequence[FrameRange], length_ms: int) -> tuple[Segment, ...]:
    """Joined cuts in parts of about this length; none has frames of two of them."""
    result = []
    for start, piece in zip(starts(cuts), cuts, strict=False):
        times = piece.frames.times
        inner = range(length_ms, round((piece.end - piece.start) * 1000) - length_ms // 2, length_ms)
        keys = (_key_near(piece.frames, round(piece.start * 1000) + ms, length_ms) for ms in inner)
        edges = sorted({piece.first, piece.last, *(edge for edge in keys if piece.first < edge < piece.last)})
        result += [
            Segment(FrameRange(piece.frames, first, last), start + times[first] - piece.start)
            for first, last in pairwise(edges)
        ]
    return tuple(result)


def _key_near(frames: Frames, at_ms: int, length_ms: int) -> int:
    """The keyframe nearest to a time, from which nothing need be decoded in vain; the frame itself if none is near."""
    time = Fraction(at_ms, 1000)
    following = bisect_left(frames.keys, time)
    key = min(
        frames.keys[max(0, following - 1) : following + 1], key=lambda key: abs(key - time), default=time
    )
    return frames.nearest(round((key if abs(key - time) * 4000 < length_ms else time) * 1000))


def cuts_of(film: Film, frames: Frames, spans: Sequence[Span]) -> tuple[FrameRange, ...]:
    """The frames of ranges in the order given, or all of the film without any.

    Raises:
        IncompleteError: the film is shorter than one of them.
    """
    return tuple(cut_of(film, frames, span) for span in spans) or (whole(frames),)


def cut_of(film: Film, frames: Frames, span: Span) -> FrameRange:
    """The frames of a range.

    Raises:
        IncompleteError: the film is shorter than the range.
    """
    ends_ms = max(film.duration_ms, round(frames.end * 1000))
    beyond = span.end_ms > ends_ms + ONE_FRAME_MS or span.start_ms >= round(frames.end * 1000)
    if beyond or span.end_ms <= round(frames.times[0] * 1000):
        asked = f"{clock(span.start_ms)} to {clock(span.end_ms)}"
        runs = f"{clock(round(frames.times[0] * 1000))} to {clock(ends_ms)}"
        raise IncompleteError(
            f"has no passage from {asked}: its picture runs from {runs}",
            at=Place(str(film.path)),
            hint="choose a range inside the film",
        )
    return cut(frames, span)
