"""A placed number or name -> how much better it fits than what else might be said in its place.

A wrong number that sounds near the one that is said fits its frames far better than unrelated words do; the right one
fits them better still. So each is followed through the same frames, with what stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from subtool.speech.words.scoring.chain import triphones
from subtool.speech.words.scoring.senones import Scorer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from subtool.speech.words.scoring.mixtures import Mixtures


@dataclass(frozen=True, slots=True, eq=False)
class Contest:
    """A word in its place.

    Attributes:
        features: of the frames of the word and of what is said beside it, without pauses.
        before, after: the states of what is said beside it.
        beside: the phones that stand next to the word.
        phones: of the word as it was followed, by number.
        others: the same of what might be said instead.
    """

    features: NDArray[np.float32]
    before: NDArray[np.int64]
    after: NDArray[np.int64]
    beside: tuple[int, int]
    phones: tuple[int, ...]
    others: Sequence[tuple[int, ...]]


def lead(model: Mixtures, contest: Contest) -> float:
    """By how many nats the word fits better than the best of the others; below 0 where one of them fits better."""
    chains = [
        np.concatenate([contest.before, triphones(model, phones, contest.beside), contest.after])
        for phones in (contest.phones, *contest.others)
    ]
    senones = np.unique(np.concatenate(chains))
    scores = Scorer(model, senones).scores(contest.features)
    columns = np.zeros((len(chains), max(map(len, chains))), np.int64)
    for line, states in zip(columns, chains, strict=True):
        line[: len(states)] = np.searchsorted(senones, states)
    fits = _followed(scores, columns)[np.arange(len(chains)), [len(states) - 1 for states in chains]]
    return float(fits[0] - fits[1:].max())


def _followed(scores: NDArray[np.float32], columns: NDArray[np.int64]) -> NDArray[np.float32]:
    """How well the best way fits that ends in each of the states; a line of `columns` is states in their order."""
    fits = np.full(columns.shape, -np.inf, np.float32)
    fits[:, 0] = scores[0, columns[:, 0]]
    for row in scores[1:]:
        fits[:, 1:] = np.maximum(fits[:, 1:], fits[:, :-1])
        fits += row[columns]
    return fits
