"""Where cues that stay go, so that there is room between them for what is made again.

The times of an aligned sheet belong to the film: nothing moves. In a draft the cues after a sentence that came or
went move together, by as much as it takes; those timed by hand stay, as long as there is room for the words.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.model import Span


ELASTIC = 0.2  # a narrator takes a sentence that much faster or slower, and nothing moves


class Hold(Enum):
    """How firmly cues that stay keep their times."""

    FREE = auto()
    BY_HAND = auto()
    OF_THE_FILM = auto()


@dataclass(frozen=True, slots=True)
class StayingCues:
    """Cues that stay and move together: when they stand, when their words are said, and when they are timed again.

    `changed` tells whether the words before them have; then those need `least_ms`, gaps included. Otherwise it is
    the smallest gap.
    """

    shown: Span
    spoken: Span
    timed: Span
    hold: Hold
    changed: bool
    least_ms: int


def moves(blocks: Sequence[StayingCues], origin_ms: int) -> list[int]:
    """By how many ms each block moves. `origin_ms` is where the timed words would begin, from their first on."""
    least = _least(blocks)
    moved = _wanted(blocks, least, origin_ms)
    for index in range(len(blocks) - 2, -1, -1):  # what stands firm further on leaves this much room
        block, following = blocks[index], blocks[index + 1]
        most = moved[index + 1] + following.shown.start_ms - following.least_ms - block.shown.end_ms
        if block.hold is Hold.FREE:
            moved[index] = max(least[index], min(moved[index], most))
    return moved


def _least(blocks: Sequence[StayingCues]) -> list[int]:
    """By how much each block moves at least, when all before it are as early as they can be."""
    starts: list[int] = []
    for index, block in enumerate(blocks):
        earliest_ms = blocks[index - 1].shown.end_ms + starts[-1] if starts else 0
        least = earliest_ms + block.least_ms - block.shown.start_ms
        match block.hold:
            case Hold.FREE:
                starts.append(least)
            case Hold.BY_HAND:
                starts.append(max(0, least))
            case Hold.OF_THE_FILM:
                starts.append(0)
    return starts


def _wanted(blocks: Sequence[StayingCues], least: Sequence[int], origin_ms: int) -> list[int]:
    """By how much each block moves for the telling to go on at its pace."""
    moved: list[int] = []
    for index, block in enumerate(blocks):
        if block.hold is not Hold.FREE:
            moved.append(least[index])
            continue
        if not block.changed:
            wanted = moved[-1] if moved else 0
        elif moved:
            before = blocks[index - 1]
            pause_ms = block.timed.start_ms - before.timed.end_ms
            more_ms = pause_ms - (block.spoken.start_ms - before.spoken.end_ms)
            wanted = moved[-1] + (more_ms if abs(more_ms) > ELASTIC * pause_ms else 0)
        else:
            wanted = origin_ms + block.timed.start_ms - block.spoken.start_ms
        moved.append(max(wanted, least[index]))
    return moved
