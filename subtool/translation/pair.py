"""What belongs together in two texts."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

KnownPair = tuple[int, int]  # the first sentence of the original and of the translation, from 0


@dataclass(frozen=True, slots=True)
class Pair:
    """Sentences of the original and of the translation that say the same; one of both may be none.

    `chances` has for each sentence of the translation how likely it is that it begins there (the first) or is said
    inside (the others).
    """

    source: range
    target: range
    chances: tuple[float, ...]


def in_order(known: Iterable[KnownPair], sources: int, targets: int) -> tuple[KnownPair, ...]:
    """Pairs that somebody named, in the order of both texts.

    Raises:
        ValueError: they cross each other, or a text has no such sentence.
    """
    pairs = tuple(sorted(set(known)))
    for source, target in pairs:
        for number, count, text in ((source, sources, "original"), (target, targets, "translation")):
            if not 0 <= number < count:
                raise ValueError(f"the {text} has no sentence {number + 1}, but {count}")
    for one, other in pairwise(pairs):
        if one[0] == other[0] or one[1] >= other[1]:
            said = " and ".join(f"{source + 1}={target + 1}" for source, target in (one, other))
            raise ValueError(f"the pairs {said} cross each other")
    return pairs
