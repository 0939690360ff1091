"""Words torn at the end of a row: "har-" and "bour" are one, "well-" and "known" keep their hyphen.

The rest of the script is the witness: whether it has the whole word, with the hyphen or without.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_TORN = re.compile(r"[^\W\d_][-\u2010\u00ad]\Z")
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
_NUMBERS = re.compile(r".*(?:ty|teen|teenth)\Z")


class Hyphens:
    """Which words of a script are written with a hyphen."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = list(lines)

    @cached_property
    def _words(self) -> set[str]:
        return {word.lower() for line in self._lines for word in _WORD.findall(line)}

    def joined(self, word: str, following: str) -> str:
        """The word that two pieces at the break of a row make; nothing when they are two words."""
        if not _TORN.search(word) or not following[0].islower() or following.strip(_EDGES) in _AND:
            return ""
        first, second = word[:-1].lstrip(_EDGES).lower(), following.rstrip(_EDGES).lower()
        if word[-1] == "\u00ad" or self._is_whole(first, second):
            return word[:-1] + following
        return word + following

    def _is_whole(self, first: str, second: str) -> bool:
        whole, hyphened = f"{first}{second}", f"{first}-{second}"
        if whole in self._words or hyphened in self._words:
            return whole in self._words
        return first.rsplit("-", maxsplit=1)[-1] not in _KEEPS and not _NUMBERS.match(first)
