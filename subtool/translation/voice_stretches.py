"""A translation without its original: sentences laid on stretches of a voice by their lengths, and on its pauses.

A sentence takes one stretch or several in a row, about as long as it is; before it there is a pause as between
sentences, inside it only such as between clauses. Sentences may be left out, and runs of stretches may be said that the
script does not have, cheaply at either end, where others introduce. Forward and backward over all of it, so that each
start has a chance. The pace is learnt from what was laid.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from subtool.translation.spoken_length import spoken_length

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from subtool.model import Sentence, Span

    Field = NDArray[np.float64]

# All measured with benchmarks/translation.py on twelve narrations; half or twice moves 1 to 4 starts of 100.
ROUNDS = 4  # of learning the pace
SPREAD, FEW = 0.17, 1.1  # of the logarithm of a length: in any translation, and more in short sentences
MOST_STRETCHES = 16  # of one sentence
SLOWEST, FASTEST = 2.6, 0.3  # times the pace: no sentence takes more or less
ALONE = 7.0  # a sentence that is not said
STRANGE, STRANGE_A_SECOND = 6.0, 0.25  # a run of speech that is not in the script
STRANGE_AT_END = 2.0  # the same before the first sentence and after the last
# Seconds, and the spread of their logarithm. With spreads of 0.5, 0.5 and 0.7 a stranger's introduction drew 7 more of
# 100 starts on to it: other voices pause otherwise.
PAUSES = {"inside": (0.3, 0.6), "sentence": (0.6, 0.6), "paragraph": (1.3, 0.8)}
# What the model says of a place counts as the root of so much evidence: where a voice keeps another pace, its
# lengths and pauses are wrong together. Of 924 starts in 19 narrations after an introduction 53 are wrong: 13 of them
# have chances of 0.5 and more, none of them drawn by the introduction, and 77 of 100 right ones; as the evidence comes
# 29 of 34 wrong ones had, at 3.0 nine, but then five narrations with 88 to 100 of 100 right were refused
# (benchmarks/translation.py --without-original).
EVIDENCE = 2.5
KNOWN_S = 0.7  # a moment that is known is known so well


@dataclass(frozen=True, slots=True)
class KnownStart:
    """A share of a sentence, counted from 0, that is known to be said at a time."""

    sentence: int
    share: float
    at_ms: int


@dataclass(frozen=True, slots=True)
class OnVoice:
    """A sentence on the stretches of a voice it is likeliest said in, and how likely it begins there."""

    first: int
    end: int
    chance: float


def on_voice(
    sentences: Sequence[Sentence], speech: Sequence[Span], known: Sequence[KnownStart] = ()
) -> tuple[OnVoice | None, ...]:
    """The place of each sentence; None for one that is likely not said."""
    model = _Model(sentences, speech, known)
    for _ in range(ROUNDS):
        model.learn()
    return model.places()


class _Model:
    """The chances of all places at the pace learnt so far."""

    def __init__(
        self, sentences: Sequence[Sentence], speech: Sequence[Span], known: Sequence[KnownStart]
    ) -> None:
        self.lengths = np.array([spoken_length(one.text) for one in sentences])
        paragraphs = [one.paragraph for one in sentences]
        self.opens = [index == 0 or one != paragraphs[index - 1] for index, one in enumerate(paragraphs)]
        self.starts = np.array([span.start_ms for span in speech]) / 1000
        self.ends = np.array([span.end_ms for span in speech]) / 1000
        self.said = np.concatenate([[0.0], np.cumsum(self.ends - self.starts)])
        self.pauses = np.concatenate([[np.nan], self.starts[1:] - self.ends[:-1]])
        self.known = {one.sentence: one for one in known}
        self.rate = float(self.said[-1] / self.lengths.sum())
        self.steps: list[Field] = []
        self.to = self.onward = np.zeros((0, 0))

    def learn(self) -> None:
        """Weigh all places at the pace as it is, and take the pace of what is likely."""
        count, stretches = len(self.lengths), len(self.starts)
        self.steps = [self._step(index) for index in range(count)]
        self.to = np.full((count + 1, stretches + 1), -np.inf)
        self.to[0, 0] = 0.0
        self.to[0] = self._with_strange(self.to[0], 0)
        for index, step in enumerate(self.steps):
            here = self.to[index] - ALONE
            for size in range(1, step.shape[1] + 1):
                here[size:] = np.logaddexp(
                    here[size:],
                    self.to[index][: stretches + 1 - size] + step[: stretches + 1 - size, size - 1],
                )
            self.to[index + 1] = self._with_strange(here, index + 1)
        self.onward = np.full_like(self.to, -np.inf)
        self.onward[count, stretches] = 0.0
        self.onward[count] = self._with_strange(self.onward[count][::-1], count, back=True)[::-1]
        for index in range(count - 1, -1, -1):
            step, here = self.steps[index], self.onward[index + 1] - ALONE
            for size in range(1, step.shape[1] + 1):
                rest = stretches + 1 - size
                here[:rest] = np.logaddexp(here[:rest], step[:rest, size - 1] + self.onward[index + 1][size:])
            self.onward[index] = self._with_strange(here[::-1], index, back=True)[::-1]
        self._take_pace()

    def _step(self, index: int) -> Field:
        """By the stretch it begins with and how many it takes: how likely a sentence is said there."""
        stretches = len(self.starts)
        sizes = np.arange(1, min(MOST_STRETCHES, stretches) + 1)
        first = np.arange(stretches + 1)[:, None]
        last = np.minimum(first + sizes[None, :], stretches)
        whole = first + sizes[None, :] <= stretches
        length, wanted = self.said[last] - self.said[first], self.lengths[index] * self.rate
        spread = np.hypot(SPREAD, FEW / np.sqrt(self.lengths[index]))
        away = np.log(np.maximum(length, 1e-3) / wanted) / spread
        inside = np.concatenate([[0.0], np.cumsum(np.nan_to_num(self._pause("inside")))])
        value = -0.5 * away * away - np.log(spread) + inside[last] - inside[np.minimum(first + 1, stretches)]
        before = self._pause("paragraph" if self.opens[index] else "sentence")
        value[:stretches] += np.nan_to_num(before, nan=0.0)[:, None]
        value[~whole | (length > SLOWEST * wanted + 1.0) | (length < FASTEST * wanted)] = -np.inf
        return np.asarray(value - self._away_from_known(index, first, last))

    def _pause(self, kind: str) -> Field:
        middle, spread = PAUSES[kind]
        return np.asarray(
            -0.5 * ((np.log(np.maximum(self.pauses, 0.05)) - np.log(middle)) / spread) ** 2 - np.log(spread)
        )

    def _away_from_known(
        self, index: int, first: NDArray[np.int64], last: NDArray[np.int64]
    ) -> Field | float:
        one = self.known.get(index)
        if one is None:
            return 0.0
        begin = self.starts[np.minimum(first, len(self.starts) - 1)]
        end = self.ends[np.maximum(last - 1, 0)]
        moment = begin + one.share * (end - begin)
        return np.asarray(np.minimum(200.0, 0.5 * ((moment - one.at_ms / 1000) / KNOWN_S) ** 2))

    def _with_strange(self, here: Field, index: int, *, back: bool = False) -> Field:
        """The same with a run of stretches passed over that the script does not have."""
        opening = STRANGE_AT_END if index in {0, len(self.lengths)} else STRANGE
        seconds = (self.ends - self.starts)[::-1] if back else self.ends - self.starts
        paid = np.concatenate([[0.0], np.cumsum(STRANGE_A_SECOND * seconds)])
        if index in {0, len(self.lengths)}:
            paid *= 0.1
        passed = np.logaddexp.accumulate(here - opening + paid)
        return np.asarray(np.logaddexp(here, np.concatenate([[-np.inf], passed[:-1]]) - paid))

    def _chances(self, index: int) -> Field:
        """How likely a sentence is said in so many stretches from each on."""
        step, stretches = self.steps[index], len(self.starts)
        laid = np.zeros_like(step)
        for size in range(1, step.shape[1] + 1):
            rest = stretches + 1 - size
            value = self.to[index][:rest] + step[:rest, size - 1] + self.onward[index + 1][size:]
            laid[:rest, size - 1] = np.exp(np.minimum(0.0, value - self.to[-1, -1]))
        return laid

    def _take_pace(self) -> None:
        spoken = length = 0.0
        for index in range(len(self.lengths)):
            chances = self._chances(index)
            sizes = np.arange(1, chances.shape[1] + 1)
            last = np.minimum(np.arange(len(self.said))[:, None] + sizes, len(self.starts))
            spoken += float((chances * (self.said[last] - self.said[:, None])).sum())
            length += float(chances.sum()) * float(self.lengths[index])
        if length:
            self.rate = spoken / length

    def places(self) -> tuple[OnVoice | None, ...]:
        """The likeliest place of each sentence, in order."""
        found: list[OnVoice | None] = []
        free = 0
        for index in range(len(self.lengths)):
            chances = self._chances(index)
            begins = chances.sum(axis=1)
            begins[:free] = 0.0
            if begins.sum() < 0.5 * chances.sum() or chances.sum() < 0.5:
                found.append(None)
                continue
            first = int(begins.argmax())
            end = first + 1 + int(chances[first].argmax())
            found.append(OnVoice(first, end, _honest(chances, first)))
            free = first + 1
        return tuple(found)


def _honest(chances: Field, first: int) -> float:
    """How likely a sentence begins at a stretch, where the pieces of evidence hang together."""
    root = 1 / EVIDENCE
    begins = chances.sum(axis=1) ** root
    unsaid = max(0.0, 1.0 - float(chances.sum())) ** root
    return float(min(1.0, begins[first] / (begins.sum() + unsaid)))
