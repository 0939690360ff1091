"""From the even pace of a text to the time line of a film: straight pieces through the moments that are known."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ABSURD = 2.0  # times slower or faster than the rest: a mistake, or a pause


@dataclass(frozen=True, slots=True)
class Point:
    """A time of the text at an even pace, and when that is in the film."""

    text_ms: float
    at_ms: int


@dataclass(frozen=True, slots=True)
class _CurvePiece:
    text_ms: float
    at_ms: float
    factor: float


class Course:
    """When something of the text is said. It goes through each of its points exactly.

    Between two points the pace is even, unless it would be absurdly slow: then the narrator keeps the usual
    pace and pauses before the second. Outside of them it is the usual pace: the one given, or else that of most
    pieces. `ends` says that the last point is the end of the text, at which no pause can stand.
    """

    def __init__(self, points: Sequence[Point], usual: float | None, *, ends: bool) -> None:
        self.points, self.ends = points, ends
        factors = [(b.at_ms - a.at_ms) / (b.text_ms - a.text_ms) for a, b in pairwise(points)]
        sane = [factor for factor in factors if 1 / ABSURD <= factor <= ABSURD]
        self.usual = usual or (median(sane) if sane else 1.0)
        self._factors = [0.0, *factors]  # of the piece before each point
        first = points[0]
        pieces = []
        if first.text_ms > 0:
            start_ms = max(0.0, first.at_ms - first.text_ms * self.usual)
            pieces.append(_CurvePiece(0.0, start_ms, (first.at_ms - start_ms) / first.text_ms))
        for index, point in enumerate(points):
            paced = index + 1 < len(points) and not self.pauses_before(index + 1)
            pieces.append(
                _CurvePiece(point.text_ms, point.at_ms, self._factors[index + 1] if paced else self.usual)
            )
        self._pieces = pieces
        self._starts = [piece.text_ms for piece in pieces]

    @property
    def strange(self) -> list[tuple[int, float]]:
        """The points before which the pace is absurd beside the usual one, and how many times slower it is."""
        return [
            (index, factor)
            for index, factor in enumerate(self._factors)
            if index and not self.usual / ABSURD <= factor <= self.usual * ABSURD
        ]

    def is_end(self, index: int) -> bool:
        return self.ends and index == len(self.points) - 1

    def pauses_before(self, index: int) -> bool:
        return self._factors[index] > self.usual * ABSURD and not self.is_end(index)

    def start(self, text_ms: float) -> int:
        """When a word begins."""
        return self._at(max(0, bisect_right(self._starts, text_ms) - 1), text_ms)

    def end(self, text_ms: float) -> int:
        """When a word ends: before a pause, where the next one begins after it."""
        return self._at(max(0, bisect_left(self._starts, text_ms) - 1), text_ms)

    def _at(self, number: int, text_ms: float) -> int:
        piece = self._pieces[number]
        return round(piece.at_ms + (text_ms - piece.text_ms) * piece.factor)
