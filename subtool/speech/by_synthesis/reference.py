"""The script as espeak-ng says it, frame by frame: what the wide engine looks for in the film."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from subtool.errors import EngineError
from subtool.model import Sentence, Source, Token
from subtool.speech.by_synthesis.features import BANDS, HOP_MS, loudness
from subtool.speech.synthesis import utter
from subtool.speech.workers import workers
from subtool.text.punctuation import CLAUSES, COMMAS, MAY_CLOSE, SENTENCE_ENDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from subtool.model import Progress

REST = tuple(SENTENCE_ENDS + CLAUSES + COMMAS + "…")  # after a word: a narrator may pause there
FEWEST = 8  # frames of a sentence, also of one that has no sound
SHORT_S = 15  # of speech: too little to know by itself what a voice sounds like and what fits by chance
COUNTED = (
    "17, 482, 6, 1934, 58, 203, 11, 70 000, 96, 345, 8, 2 519, 30, 764, 12, 881, 40, 623, 5 000 000, 79."
)


@dataclass(frozen=True, slots=True)
class SpokenReference:
    """Mel bands, a row each `features.HOP_MS`; the rows where each sentence and each of its words start.

    `breaths` are the last rows of words after which the punctuation asks for a pause. `besides` is what the same
    voice sounds like when it says something else, beside a script too short to tell.
    """

    bands: NDArray[np.float32]
    sentences: NDArray[np.int64]
    words: tuple[NDArray[np.int64], ...]
    breaths: NDArray[np.int64]
    besides: NDArray[np.float32]

    @property
    def ends(self) -> NDArray[np.int64]:
        """The row after the last one of each sentence."""
        return np.append(self.sentences[1:], len(self.bands))

    def at_pace(self, pace: float) -> SpokenReference:
        """The reference spoken so many times as slowly, without a change of the voice."""
        sizes = [max(FEWEST, round(pace * size)) for size in self.ends - self.sentences]
        rows = [
            start + np.linspace(0, end - start - 1, size)
            for start, end, size in zip(self.sentences, self.ends, sizes, strict=True)
        ]
        starts = np.cumsum([0, *sizes[:-1]])
        words = tuple(
            start + np.searchsorted(frames, begins)
            for start, frames, begins in zip(starts, rows, self.words, strict=True)
        )
        flat = np.concatenate(rows)
        besides = np.linspace(0, max(0, len(self.besides) - 1), round(pace * len(self.besides)))
        return SpokenReference(
            between(self.bands, flat),
            starts,
            words,
            np.searchsorted(flat, self.breaths),
            between(self.besides, besides),
        )


def between(bands: NDArray[np.float32], rows: NDArray[np.float64]) -> NDArray[np.float32]:
    """The bands at rows that may lie between two."""
    before = np.clip(rows.astype(np.int64), 0, max(0, len(bands) - 2))
    share = (rows - before).astype(np.float32)[:, None]
    loud = np.log(bands + np.float32(1))
    between: NDArray[np.float32] = np.exp(loud[before] * (1 - share) + loud[before + 1] * share) - np.float32(
        1
    )
    return between


def spoken(sentences: Sequence[Sentence], voice: str, progress: Progress) -> SpokenReference:
    """The sentences one after the other, without pauses between them.

    espeak-ng keeps a state that no call resets, so they are said in a process of their own: the same script sounds the
    same whatever was said before. In one that had spoken, a noisy film had 66 to 90 % of its sentences right.
    """
    pieces: list[NDArray[np.float32]] = []
    starts: list[int] = []
    words: list[NDArray[np.int64]] = []
    breaths: list[int] = []
    clock = 0
    besides = np.zeros((0, BANDS), np.float32)
    with workers(1) as executor:
        said = [executor.submit(_said, sentence, voice) for sentence in sentences]
        for number, (sentence, result) in enumerate(zip(sentences, said, strict=True)):
            bands, begins = result.result()
            starts.append(clock)
            words.append(np.minimum(begins, len(bands) - 1) + clock)
            breaths += [
                int(begin) - 1
                for token, begin in zip(sentence.tokens, words[-1][1:], strict=False)
                if token.text.rstrip(MAY_CLOSE).endswith(REST) and begin > clock
            ]
            pieces.append(bands)
            clock += len(bands)
            progress("speaking the script", number / len(sentences))
        if clock * HOP_MS < SHORT_S * 1000:
            numbers = Sentence(tuple(Token(number, Source(1, 1)) for number in COUNTED.split()), paragraph=0)
            besides = executor.submit(_said, numbers, voice).result()[0]
    return SpokenReference(
        np.concatenate(pieces), np.array(starts), tuple(words), np.array(breaths, np.int64), besides
    )


def _said(sentence: Sentence, voice: str) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    try:
        sound, starts = utter.say(sentence, voice)
    except EngineError:
        if any(char.isalnum() for char in sentence.text):
            raise
        return np.ones((FEWEST, BANDS), np.float32), np.zeros(len(sentence.tokens), np.int64)
    bands = loudness(sound, utter.RATE)
    if len(bands) < FEWEST:
        bands = np.pad(bands, ((0, FEWEST - len(bands)), (0, 0)), "edge")
    return bands, np.array(starts) * 1000 // (utter.RATE * HOP_MS)
