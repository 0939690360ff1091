"""Words torn at the end of a line: "har-" and "bour" are one, "well-" and "known" keep their hyphen.

The rest of the script is the witness: whether it has the whole word, with the hyphen or without. In English
a dictionary is the second.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from subtool.text.english_words import is_english_word

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = (
    200  # characters put together: thousands of lines, each torn to the next, took the square of their time
)
COMPOUNDED = (
    4  # letters of each part of a compound; shorter ones are syllables that happen to be words: col-our
)
_TORN = re.compile(r"[^\W\d_][-\u2010\u00ad¬]\Z")
_RANGE = re.compile(r"\d[–-]\Z")
_WORD = re.compile(r"[^\W_]+(?:[-\u2010][^\W_]+)*")
_EDGES = "\"'“”‘’«»„.,;:!?…()[]"
# "Hin- und Rückfahrt": the hyphen stands for a word to come.
_AND = {
    "und",
    "oder",
    "bis",
    "sowie",
    "and",
    "or",
    "to",
    "et",
    "ou",
    "y",
    "o",
    "e",
    "og",
    "och",
    "eller",
    "en",
    "of",
    "ja",
    "tai",
}
# What is written with a hyphen in English: compounds of these, and of numbers.
_KEEPS = frozenset((
    "well", "self", "half", "all", "ex", "non", "anti", "semi", "mid", "pre", "post", "co", "cross", "high", "low",
    "long", "short", "full", "first", "second", "third", "old", "new", "then", "so", "ill", "much", "ever", "near",
    "north", "south", "east", "west", "great", "mother", "father", "son", "daughter", "brother", "sister", "by",
    "hard", "deep", "far", "free", "good", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "hundred", "one",
))  # fmt: skip
# French hangs its pronouns on the verb: "mourut-il", "là-bas", "peut-être", "c'est-à-dire".
_ENGLISH = frozenset(("the", "of", "and"))  # words of it that no other language has together
_FRENCH = frozenset(("le", "les", "en"))  # words of it that no other language has together
_FRENCH_AFTER = frozenset((
    "il", "elle", "ils", "elles", "on", "je", "tu", "nous", "vous", "ce", "être", "bas", "dire", "ci", "là",
    "même", "mêmes", "dessus", "dessous", "moi", "toi", "lui", "leur", "t-il", "t-elle", "t-on",
))  # fmt: skip
_FRENCH_BEFORE = frozenset((
    "peut", "là", "ci", "au", "par", "avant", "après", "demi", "quelques", "quatre", "soixante", "c'est",
    "c’est", "est", "dit", "sous", "grand", "grands",
))  # fmt: skip
_ENDINGS = frozenset((
    "ern", "ing", "ed", "er", "est", "ly", "tion", "sion", "ment", "ness", "ful", "less", "able", "ible",
    "ous", "ive", "ity", "ward", "wards",
))  # fmt: skip
_COMPOUND = re.compile(r"[^\W\d_]+-[^\W\d_]")
_NUMBERS = re.compile(r".*(?:ty|teen|teenth)\Z")


class Hyphens:
    """Which words of a script are written with a hyphen."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = list(lines)

    @cached_property
    def _words(self) -> set[str]:
        return {word.lower() for line in self._lines for word in _WORD.findall(line)}

    @cached_property
    def _is_english(self) -> bool:
        return self._words >= _ENGLISH

    @cached_property
    def _is_french(self) -> bool:
        return self._words >= _FRENCH

    def joined(self, word: str, following: str) -> str:
        """The word that two pieces at the break of a line make; nothing when they are two words."""
        if len(word) > LONGEST:
            return ""
        if _RANGE.search(word) and following[0].isdigit():
            return word + following  # 1702–1710
        compound = following[0].isupper() and _COMPOUND.match(following)  # Nord-Süd-Straße
        small = following[0].islower() and following.strip(_EDGES) not in _AND
        if not _TORN.search(word) or not (small or compound):
            return ""
        first, second = word[:-1].lstrip(_EDGES).lower(), following.rstrip(_EDGES).lower()
        if compound:
            return word + following
        if word[-1] in "\u00ad¬" or self._is_whole(first, second):
            return word[:-1] + following
        return word + following

    def _is_whole(self, first: str, second: str) -> bool:
        whole, hyphened = f"{first}{second}", f"{first}-{second}"
        if whole in self._words or hyphened in self._words:
            return whole in self._words
        if self._is_french and (second in _FRENCH_AFTER or first.endswith("-à") or first in _FRENCH_BEFORE):
            return False
        if second in _ENDINGS:
            return True
        if self._is_english:
            if is_english_word(whole) and not (first in _KEEPS and is_english_word(second)):
                return True  # expected; but co-worker
            parts = (first.rsplit("-", maxsplit=1)[-1], second)
            if all(len(part) >= COMPOUNDED and is_english_word(part) for part in parts):
                return False  # storm-tossed
        return first.rsplit("-", maxsplit=1)[-1] not in _KEEPS and not _NUMBERS.match(first)
