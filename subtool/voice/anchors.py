"""Words heard <-> words of the script: one global match, of which only what its neighbours support is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

MATCH, MISMATCH, GAP = 4, -3, -1
SUPPORT_WITHIN = 4  # words to either side, in the script and in what was heard
SUPPORT_NEEDED = 2


def anchors(script: Sequence[str], heard: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs (word of the script, word heard) that belong together, in order."""
    return supported(match(script, heard))


def match(script: Sequence[str], heard: Sequence[str]) -> list[tuple[int, int]]:
    """The best global match (Needleman and Wunsch) of equal words; a step a word of memory a pair."""
    if not script or not heard:
        return []
    numbers = {word: at for at, word in enumerate(dict.fromkeys([*script, *heard]))}
    across = np.array([numbers[word] for word in heard])
    places = np.arange(len(heard) + 1)
    row = places * GAP
    steps = np.zeros((len(script) + 1, len(heard) + 1), np.int8)  # 0 left, 1 up, 2 both
    for at, word in enumerate(script, start=1):
        both = row[:-1] + np.where(across == numbers[word], MATCH, MISMATCH)
        up = row + GAP
        best = up.copy()
        best[1:] = np.maximum(up[1:], both)
        new = np.maximum.accumulate(best - places * GAP) + places * GAP
        steps[at] = np.where(new == up, 1, 0)
        steps[at, 1:] = np.where(new[1:] == both, 2, steps[at, 1:])
        row = new
    pairs = []
    i, j = len(script), len(heard)
    while i and j:
        step = steps[i, j]
        i, j = i - (step > 0), j - (step != 1)
        if step == 2 and script[i] == heard[j]:
            pairs.append((i, j))
    return pairs[::-1]


def supported(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pairs that have others close by on both time lines; a lone match is likely chance."""
    kept = []
    for at, (i, j) in enumerate(pairs):
        near = [*pairs[max(0, at - SUPPORT_WITHIN) : at], *pairs[at + 1 : at + 1 + SUPPORT_WITHIN]]
        friends = sum(abs(i - a) <= SUPPORT_WITHIN and abs(j - b) <= SUPPORT_WITHIN for a, b in near)
        if friends >= SUPPORT_NEEDED:
            kept.append((i, j))
    return kept
