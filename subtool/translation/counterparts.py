"""What stands beside each other in two texts that say the same: by their times, or by the pairs of their sentences."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from subtool.translation.pairing import SURE_PAIR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.model import Span
    from subtool.translation.pair import Pair

SAME_START_MS = 500  # two cues that begin so near to each other were made for the same words
BY_TIME = 0.6  # of the passages begin with one of the other file where both have the same times; by chance a third does
NEAR_GROUPS = 4  # passages back in which something may still be said: few overlap at all
TOGETHER = 0.3  # of the shorter one: passages that overlap by less only touch each other


@dataclass(frozen=True, slots=True)
class Counterpart:
    """What is said in both texts: the numbers of its parts in each, from 0, and whether they surely belong together."""

    source: tuple[int, ...]
    target: tuple[int, ...]
    is_sure: bool = True


def same_times(source: Sequence[Span], target: Sequence[Span]) -> bool:
    """Whether two files have the times of one film: most parts of the one begin with one of the other."""
    starts = sorted(span.start_ms for span in source)
    if not starts or not target:
        return False
    near = sum(_distance_ms(starts, span.start_ms) <= SAME_START_MS for span in target)
    return near >= BY_TIME * len(target)


def _distance_ms(starts: Sequence[int], moment_ms: int) -> int:
    place = bisect_left(starts, moment_ms)
    return min(abs(start_ms - moment_ms) for start_ms in starts[max(0, place - 1) : place + 1])


def by_time(source: Sequence[Span], target: Sequence[Span]) -> tuple[Counterpart, ...]:
    """All parts of both, those that overlap in time together, in the order of their times."""
    sides = (source, target)
    found: list[tuple[list[int], list[int]]] = []
    parts = [(span, side, number) for side, spans in enumerate(sides) for number, span in enumerate(spans)]
    for span, side, number in sorted(parts):
        beside = [
            group
            for group in found[-NEAR_GROUPS:]
            if any(_together(span, sides[1 - side][other]) for other in group[1 - side])
        ]
        group = beside[-1] if beside else ([], [])
        if not beside:
            found.append(group)
        group[side].append(number)
    return tuple(Counterpart(tuple(ours), tuple(theirs)) for ours, theirs in found)


def _together(one: Span, other: Span) -> bool:
    shared_ms = min(one.end_ms, other.end_ms) - max(one.start_ms, other.start_ms)
    return shared_ms > 0 and shared_ms >= TOGETHER * min(one.duration_ms, other.duration_ms)


def by_pairs(pairs: Sequence[Pair]) -> tuple[Counterpart, ...]:
    """The pairs of sentences; sure are those whose sentences all are."""
    return tuple(
        Counterpart(
            tuple(pair.source),
            tuple(pair.target),
            is_sure=bool(pair.source and pair.target) and min(pair.chances) >= SURE_PAIR,
        )
        for pair in pairs
    )
