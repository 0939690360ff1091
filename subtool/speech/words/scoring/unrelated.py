"""How well words that have nothing to do with the script fit where its words were found: what chance gives there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from subtool.speech.words.pronounce import dictionary_words
from subtool.speech.words.scoring.mixtures import STATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from subtool.speech.words.pronounce import Acoustic

RIVALS = 24  # for each word
UNRELATED = 4000  # words of the dictionary that rivals are taken from
AT_ONCE = 64  # words whose rivals are followed together


@dataclass(frozen=True, slots=True)
class WordStretch:
    """A word in its frames (`first` up to `last`), by the numbers of its phones."""

    first: int
    last: int
    phones: tuple[int, ...]


def chances(
    stretches: Sequence[WordStretch], scores: NDArray[np.float32], rivals: NDArray[np.int64]
) -> NDArray[np.float64]:
    """For each word: its fit, the mean of its rivals' and their spread, in nats over all of its frames.

    Args:
        stretches: the words.
        scores: of the context-free states of all phones, `STATES` columns a phone, relative to the best of a frame.
        rivals: numbers of phones as they follow each other in unrelated words.
    """
    chance_of = np.zeros((len(stretches), 3))
    order = sorted(range(len(stretches)), key=lambda n: (stretches[n].last - stretches[n].first, n))
    for begin in range(0, len(order), AT_ONCE):
        some = order[begin : begin + AT_ONCE]
        fits = _followed([stretches[n] for n in some], scores, rivals, some)
        chance_of[some, 0] = fits[:, 0]
        chance_of[some, 1] = fits[:, 1:].mean(axis=1)
        chance_of[some, 2] = fits[:, 1:].std(axis=1)
    return chance_of


def _followed(
    some: Sequence[WordStretch],
    scores: NDArray[np.float32],
    rivals: NDArray[np.int64],
    numbers: Sequence[int],
) -> NDArray[np.float32]:
    """The best way of each word, and of `RIVALS` others of as many phones, through its frames."""
    most = max(len(one.phones) for one in some)
    phones = np.zeros((len(some), RIVALS + 1, most), np.int64)
    for index, (one, number) in enumerate(zip(some, numbers, strict=True)):
        size = len(one.phones)
        phones[index, 0, :size] = one.phones
        # the same every time, and others for each word
        starts = (number * 7919 + np.arange(RIVALS) * 104_729) % (len(rivals) - size)
        phones[index, 1:, :size] = rivals[starts[:, None] + np.arange(size)]
    columns = (STATES * phones[..., None] + np.arange(STATES)).reshape(len(some), RIVALS + 1, -1)
    firsts = np.array([one.first for one in some])
    lengths = np.array([one.last - one.first + 1 for one in some])
    ends = np.array([STATES * len(one.phones) - 1 for one in some])
    costs = np.full(columns.shape, -np.inf, np.float32)
    followed = np.zeros(columns.shape[:2], np.float32)
    for step in range(int(lengths.max())):
        frames = np.minimum(firsts + step, len(scores) - 1)
        fits = scores[frames[:, None, None], columns]
        if step:
            costs[..., 1:] = np.maximum(costs[..., 1:], costs[..., :-1])
            costs += fits
        else:
            costs[..., 0] = fits[..., 0]
        done = np.flatnonzero(lengths == step + 1)
        followed[done] = costs[done, :, ends[done]]
    return followed


@cache
def running_phones(acoustic: Acoustic, numbers: tuple[tuple[str, int], ...]) -> NDArray[np.int64]:
    """Words of the dictionary one after the other, far from each other in it, as numbers of phones."""
    known = dict(numbers)
    words = dictionary_words(acoustic, UNRELATED)
    order = np.random.default_rng(0).permutation(len(words))
    return np.array([known[phone] for number in order for phone in words[number].split()], np.int64)
