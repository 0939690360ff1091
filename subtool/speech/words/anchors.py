"""Words heard <-> words of the script: one global match, of which only what its neighbours support is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

MATCH, MISMATCH, GAP = 4, -3, -1  # one match pays for four words left out; chosen by eye
SUPPORT_WITHIN = 4  # words to either side, in the script and in what was heard
SUPPORT_NEEDED = 2  # of the words around it that match too: a lone "the" is chance; chosen by eye


def anchors(script: Sequence[str], heard: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs (word of the script, word heard) that belong together, in order."""
    return supported(match(script, heard))


def match(script: Sequence[str], heard: Sequence[str]) -> list[tuple[int, int]]:
    """The best global match (Needleman and Wunsch) of equal words; two bits of memory a pair."""
    if not script or not heard:
        return []
    numbers = {word: number for number, word in enumerate(dict.fromkeys([*script, *heard]))}
    across = np.array([numbers[word] for word in heard])
    places = np.arange(len(heard) + 1)
    scores = places * GAP
    ups, boths = (
        [],
        [],
    )  # a row a word of the script, a bit a word heard: whether the best way comes from there
    for word in script:
        both = scores[:-1] + np.where(across == numbers[word], MATCH, MISMATCH)
        up = scores + GAP
        best = up.copy()
        best[1:] = np.maximum(up[1:], both)
        new = np.maximum.accumulate(best - places * GAP) + places * GAP
        ups.append(np.packbits(new == up))
        boths.append(np.packbits(new[1:] == both))
        scores = new
    pairs = []
    i, j = len(script), len(heard)
    while i and j:
        if _bit(boths[i - 1], j - 1):
            i, j = i - 1, j - 1
            if script[i] == heard[j]:
                pairs.append((i, j))
        elif _bit(ups[i - 1], j):
            i -= 1
        else:
            j -= 1
    return pairs[::-1]


def _bit(packed: NDArray[np.uint8], bit: int) -> bool:
    return bool(packed[bit >> 3] >> (7 - (bit & 7)) & 1)


def supported(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pairs that have others close by on both time lines; a lone match is likely chance."""
    anchored = []
    for index, (i, j) in enumerate(pairs):
        near = [
            *pairs[max(0, index - SUPPORT_WITHIN) : index],
            *pairs[index + 1 : index + 1 + SUPPORT_WITHIN],
        ]
        friends = sum(abs(i - a) <= SUPPORT_WITHIN and abs(j - b) <= SUPPORT_WITHIN for a, b in near)
        if friends >= SUPPORT_NEEDED:
            anchored.append((i, j))
    return anchored
