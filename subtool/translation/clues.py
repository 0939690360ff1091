"""What a sentence shows that its translation shows too: length, figures, names, footnotes, quotations, questions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from subtool.model import is_unspaced
from subtool.text.punctuation import MAY_CLOSE
from subtool.translation.figures import figures_in
from subtool.translation.names import LEAST_LETTERS, MOST_CLASSES, skeleton, words_of
from subtool.translation.spoken_length import spoken_length

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from subtool.model import Sentence

LEAST_CLASSES = 3  # consonants of a word that is worth comparing
_QUOTED = re.compile('[“”„«»「『《"]')
_ASKS = "?？؟;\u037e"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts: its sentences, and the language they are in."""

    sentences: tuple[Sentence, ...]
    language: str

    @property
    def opens(self) -> NDArray[np.bool_]:
        """For each sentence, and for the end after the last, whether a paragraph begins there."""
        paragraphs = [sentence.paragraph for sentence in self.sentences]
        before = [None, *paragraphs]
        return np.array([one != other for one, other in zip(before, [*paragraphs, None], strict=True)])


@dataclass(frozen=True, slots=True)
class Clues:
    """What one sentence shows: `sounds` are the skeletons of its words, `stream` that of all of them together."""

    length: float
    figures: frozenset[str]
    notes: frozenset[str]
    sounds: frozenset[str]
    names: frozenset[str]
    stream: str
    quotes: bool
    asks: bool


def clues_of(sentence: Sentence, language: str) -> Clues:
    """The clues of a sentence in a language."""
    text = sentence.text
    words = words_of(text)
    spaced = [word for word in words if not is_unspaced(word)]
    sounds = {word: skeleton(word)[:MOST_CLASSES] for word in spaced if len(word) >= LEAST_LETTERS}
    names = {sound for word, sound in sounds.items() if word[0].isupper() and word != words[0]}
    return Clues(
        length=spoken_length(text),
        figures=figures_in(text, language),
        notes=frozenset(sentence.footnotes),
        sounds=frozenset(sound for sound in sounds.values() if len(sound) >= LEAST_CLASSES),
        names=frozenset(name for name in names if len(name) >= LEAST_CLASSES),
        stream="" if len(spaced) > len(words) / 2 else skeleton(text),
        quotes=_QUOTED.search(text) is not None,
        asks=text.rstrip(MAY_CLOSE + " ")[-1:] in _ASKS,
    )


@dataclass(frozen=True, slots=True)
class Shared:
    """Something that both sides show: in which sentences of each, and how much it says that they belong together."""

    weight: float
    source: tuple[int, ...]
    target: tuple[int, ...]


def incidence(shared: Sequence[Shared], count: int, of: str) -> NDArray[np.float32]:
    """A line a sentence, a column a thing shared: the root of its weight where the sentence shows it."""
    table = np.zeros((count, len(shared)), np.float32)
    for column, one in enumerate(shared):
        table[list(getattr(one, of)), column] = np.sqrt(one.weight)
    return table


def places(of_sentences: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    """Where each thing is shown."""
    found: dict[str, list[int]] = {}
    for number, things in enumerate(of_sentences):
        for thing in things:
            found.setdefault(thing, []).append(number)
    return found
