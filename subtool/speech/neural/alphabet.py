"""The letters a CTC model knows, and how a word is spelled in them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

APOSTROPHES = str.maketrans("’ʼ`´", "''''")


class Sounds(Protocol):
    """What a CTC model tells apart, letters or phones, by their columns in what it hears."""

    @property
    def kind(self) -> str:
        """What one of them is called."""

    @property
    def letters(self) -> Mapping[str, int]: ...

    @property
    def blank(self) -> int: ...

    @property
    def border(self) -> int | None:
        """Of words; None where it does not hear it."""

    def spelled(self, word: str, /) -> tuple[int, ...]: ...

    def unknown(self, word: str, /) -> tuple[str, ...]: ...

    def grouped(self, chances: NDArray[np.float32], /) -> NDArray[np.float32]:
        """The model's log-probabilities, a column an output of it, as those of our columns."""


@dataclass(frozen=True, slots=True)
class Alphabet:
    """Letters with their numbers in the model; the numbers of no letter and of the border between words."""

    letters: Mapping[str, int]
    blank: int
    border: int | None

    kind: ClassVar[str] = "letter"

    def grouped(self, chances: NDArray[np.float32]) -> NDArray[np.float32]:
        """They are the model's own."""
        return chances

    def spelled(self, word: str) -> tuple[int, ...]:
        """The word in letters of the model; those it does not know are left out."""
        plain = unicodedata.normalize("NFC", word.translate(APOSTROPHES))
        return tuple(number for char in plain for number in self._numbers(char))

    def unknown(self, word: str) -> tuple[str, ...]:
        """The letters and figures of the word that the model does not know."""
        plain = unicodedata.normalize("NFC", word)
        return tuple(char for char in plain if char.isalnum() and not self._numbers(char))

    def _numbers(self, char: str) -> list[int]:
        """As it is, in small or in capital letters, else what is left without its accents."""
        base = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
        for form in (char, char.lower(), char.upper(), base, base.lower(), base.upper()):
            if form and all(letter in self.letters for letter in form):
                return [self.letters[letter] for letter in form]
        return []


def alphabet(vocabulary: Mapping[str, int], blank: int, border: str) -> Alphabet:
    """Of a model's vocabulary, in which `<s>`, `[UNK]` and their like are not letters."""
    edge = vocabulary[border]
    plain = {unicodedata.normalize("NFC", letter): number for letter, number in vocabulary.items()}
    letters = {
        letter: number
        for letter, number in plain.items()
        if number not in (blank, edge) and len(letter) == 1 and not letter.isspace()
    }
    return Alphabet(letters, blank, edge)
