"""The script as espeak-ng says it, frame by frame: what the wide engine looks for in the film."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from subtool.errors import EngineError
from subtool.speech.by_synthesis.features import BANDS, HOP_MS, loudness
from subtool.speech.synthesis import utter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from subtool.model import Progress, Sentence

REST = ",;:.!?…—–،؛،。、，；：！？।"  # behind a word: a narrator may pause there
CLOSING = "\"'“”‘’»«)]」』）》"
FEWEST = 8  # frames of a sentence, also of one that has no sound


@dataclass(frozen=True, slots=True)
class SpokenReference:
    """Mel bands, a row each `features.HOP_MS`; the rows where each sentence and each of its words start.

    `breaths` are the last rows of words behind which the punctuation asks for a pause.
    """

    bands: NDArray[np.float32]
    sentences: NDArray[np.int64]
    words: tuple[NDArray[np.int64], ...]
    breaths: NDArray[np.int64]


def spoken(sentences: Sequence[Sentence], voice: str, progress: Progress) -> SpokenReference:
    """The sentences one after the other, without pauses between them."""
    pieces: list[NDArray[np.float32]] = []
    starts: list[int] = []
    words: list[NDArray[np.int64]] = []
    breaths: list[int] = []
    clock = 0
    for number, sentence in enumerate(sentences):
        bands, begins = _said(sentence, voice)
        starts.append(clock)
        words.append(np.minimum(begins, len(bands) - 1) + clock)
        breaths += [
            int(begin) - 1
            for token, begin in zip(sentence.tokens, words[-1][1:], strict=False)
            if token.text.rstrip(CLOSING).endswith(tuple(REST)) and begin > clock
        ]
        pieces.append(bands)
        clock += len(bands)
        progress("speaking the script", number / len(sentences))
    return SpokenReference(
        np.concatenate(pieces), np.array(starts), tuple(words), np.array(breaths, np.int64)
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
