"""A model's phones put together to the broad ones that every way to write IPA agrees on, and words spelled in them.

A CTC model of phones writes IPA in its own way (`ɡ` or `g`, `ɚ` or `ɝ`, `d͡ʒ` or `dʒ`), and espeak-ng, which says
how a word of the script is pronounced, in another. What both ways write differently is one phone here.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from subtool.speech.synthesis.espeak import TIE, ipa

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

FEWEST_SIGNS = 8  # letters of IPA alone among a model's outputs: alphabets of Africa have up to five
IPA_ALONE = re.compile("[ɐ-ʯ]")
# Pairs that one writes for the other, or that are told apart by few: the left one is taken for the right one.
BROAD = {
    "ɹ": "r", "ɻ": "r", "ʀ": "r", "ʁ": "r", "ɡ": "g", "ɚ": "ɝ", "ɜ": "ɝ", "ʌ": "ə", "ɐ": "ə", "ɘ": "ə", "ɵ": "ə",
    "ᵻ": "ɪ", "ɨ": "ɪ", "ɒ": "ɑ", "ɔ": "o", "e": "ɛ", "ɫ": "l", "ɬ": "l", "ɦ": "h", "ħ": "h", "χ": "x", "ɱ": "m",
    "ʍ": "w", "β": "b", "ʋ": "v", "ʉ": "u", "ɕ": "ʃ", "ʑ": "ʒ", "ʂ": "ʃ", "ʐ": "ʒ",
}  # fmt: skip
CEDILLA = "ç"  # a sound of its own, no diacritic
FLAPPED = {True: {"ɾ": "t", "ʔ": "t"}, False: {"ɾ": "r"}}  # in English, in other languages


def is_phonetic(vocabulary: Mapping[str, int]) -> bool:
    """Whether a model's outputs are phones, not letters."""
    return len({char for output in vocabulary for char in IPA_ALONE.findall(output)}) >= FEWEST_SIGNS


@dataclass(frozen=True, slots=True)
class Phones:
    """Broad phones with their columns, after that of the blank and of the border between words, which is not sound."""

    letters: Mapping[str, int]
    voice: str
    members: tuple[tuple[int, ...], ...]  # of each column, the numbers in the model
    blank: int = 0
    border: int | None = None

    kind: ClassVar[str] = "sound"

    @classmethod
    def of(cls, vocabulary: Mapping[str, int], silent: Sequence[int], voice: str) -> Phones:
        """Of a model's vocabulary; `silent` are its blank and the border of words, `voice` is espeak-ng's."""
        broad: dict[str, list[int]] = defaultdict(list)
        for output, number in vocabulary.items():
            if number not in silent and not re.search("[<>[]", output) and (key := _broad(output, voice)):
                broad[key].append(number)
        letters = {key: column for column, key in enumerate(broad, 1)}
        return cls(letters, voice, (tuple(silent), *map(tuple, broad.values())))

    def spelled(self, word: str) -> tuple[int, ...]:
        """The phones of a word, the longest ones first; those the model does not know are left out."""
        return tuple(self.letters[phone] for phone in self._phones(word) if phone in self.letters)

    def unknown(self, word: str) -> tuple[str, ...]:
        """The phones of the word that the model does not know."""
        return tuple(phone for phone in self._phones(word) if phone not in self.letters)

    def _phones(self, word: str) -> list[str]:
        sounds = _broad(ipa(word, self.voice), self.voice)
        longest = max(map(len, self.letters))
        phones, place = [], 0
        while place < len(sounds):
            sizes = (size for size in range(longest, 1, -1) if sounds[place : place + size] in self.letters)
            size = next(sizes, 1)
            phones.append(sounds[place : place + size])
            place += size
        return phones

    def grouped(self, chances: NDArray[np.float32]) -> NDArray[np.float32]:
        """Log-probabilities of the model's outputs as those of the columns."""
        columns = [np.logaddexp.reduce(chances[:, list(numbers)], axis=1) for numbers in self.members]
        grouped: NDArray[np.float32] = np.column_stack(columns).astype(np.float32)
        return grouped


def _broad(text: str, voice: str) -> str:
    """Without stress, length, tones, ties and diacritics."""
    plain = unicodedata.normalize("NFC", text.replace(TIE, ""))
    flapped = FLAPPED[voice.startswith("en")]
    parted = "".join(char if char == CEDILLA else unicodedata.normalize("NFD", char) for char in plain)
    letters = (char for char in parted if unicodedata.category(char) in {"Ll", "Lo"})
    return "".join(flapped.get(char, BROAD.get(char, char)) for char in letters)
