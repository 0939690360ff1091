"""Names that a translation spells otherwise than its source, or than itself elsewhere.

Two languages seldom agree on what is a name: German writes every noun with a capital, and countries have other names
in every language. So nothing is said of a name alone. Evidence is a capital inside a sentence where the language keeps
capitals for names, a word that is carried by its sound elsewhere, and another name in the place where it is missing.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from anyascii import anyascii

from subtool.model import is_unspaced
from subtool.styles.number_words import CAPITAL_NOUNS
from subtool.text.number_words import number_language
from subtool.translation.mistranslation import Mistranslation
from subtool.translation.names import LEAST_LETTERS, skeleton

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from subtool.translation.counterparts import Counterpart
    from subtool.translation.mistranslation import Texts

LEAST_CLASSES = 2  # of two names that sound alike
LIKE_ENDING = 1  # classes that an ending may add: "Ferner", "Ferners"
OFTEN = 3  # times as often as the other spelling is the one that is meant
SLIP = 2  # letters in which a slip of the pen differs, of at least so many more in common
STEM = 4  # letters in common before an ending
# After these a noun is not a name, in a language that writes nouns with capitals.
_DETERMINED = re.compile(
    r"(?i)\b(?:d(?:er|ie|as|en|em|es)|im|ins|am|ans|zu[mr]|vom|beim|k?ein\w{0,2}|[msd]ein\w{0,2}|ihr\w{0,2}|unser\w{0,2}"
    r"|jed\w{1,2}|dies\w{1,2}|all\w{1,2}|viele?n?|\w+(?:e|en|er|em|es|ig|te))\s+\Z"
)
_WORD = re.compile(r"[^\W\d_][^\W\d_’'-]*")
_OPENING = frozenset(".!?…:;\n–—-\"“”„«»‘’'([¿¡♪")  # after which a word has a capital letter anyhow


@dataclass(slots=True)
class _Capitals:
    """The words of one side of a passage: those with a capital, where they stand; inside a sentence; all others."""

    capital: dict[str, int] = field(default_factory=dict)
    inside: dict[str, int] = field(default_factory=dict)
    lower: set[str] = field(default_factory=set)
    nouns: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, text: str) -> _Capitals:
        found = cls()
        for match in _WORD.finditer(text):
            word = match[0].removesuffix("'s").removesuffix("’s")
            if not word[0].isupper() or len(word) < LEAST_LETTERS or is_unspaced(word):
                found.lower.add(word.lower())
                continue
            found.capital.setdefault(word, match.start())
            if _DETERMINED.search(text, 0, match.start()):
                found.nouns.add(word)
            if not _opens(text, match.start()) and not word.isupper():
                found.inside.setdefault(word, match.start())
        return found


def name_differences(
    source: Texts, target: Texts, passages: Sequence[Counterpart]
) -> Iterator[Mistranslation]:
    """Names in the passages that surely belong together."""
    sides = _Sides(source, target, passages)
    for place, passage in enumerate(passages):
        if passage.is_sure and passage.source and passage.target:
            yield from sides.differences(place)


class _Sides:
    """Both texts, with what each word is elsewhere."""

    def __init__(self, source: Texts, target: Texts, passages: Sequence[Counterpart]) -> None:
        self.ours = [_Capitals.of(source.joined(passage.source)) for passage in passages]
        self.theirs = [_Capitals.of(target.joined(passage.target)) for passage in passages]
        self.lengths = [max(1, len(target.joined(passage.target))) for passage in passages]
        self.names_capital = number_language(target.language) not in CAPITAL_NOUNS
        self.nouns_capital = number_language(source.language) in CAPITAL_NOUNS
        self.lower = set[str]().union(*(words.lower for words in self.theirs))
        self.spellings = Counter(word for words in self.theirs for word in words.capital)
        self.names = {word for words in self.theirs for word in words.inside}
        self.carried = self._carried()

    def _carried(self) -> Counter[str]:
        """How often each word of the source stands beside one that sounds alike."""
        found: Counter[str] = Counter()
        for ours, theirs in zip(self.ours, self.theirs, strict=True):
            found.update(
                word for word in set(ours.capital) if any(alike(word, other) for other in theirs.capital)
            )
        return found

    def differences(self, place: int) -> Iterator[Mistranslation]:
        theirs = self.theirs[place]
        near_ours = [word for words in self.ours[max(0, place - 1) : place + 2] for word in words.capital]
        odd = [
            word
            for word in theirs.inside
            if self._is_name(word) and not any(alike(word, other) for other in near_ours)
        ]
        said = set[str]()
        lone = self._lone(place)
        for word in self.ours[place].capital:
            only = len(odd) == 1 and lone == [word]
            replaced = next((other for other in odd if self._stands_for(other, word, is_only=only)), None)
            if replaced:
                odd.remove(replaced)
                said.add(replaced)
                yield Mistranslation(place, word, replaced, theirs.inside[replaced] / self.lengths[place])
        known = {word.lower() for word in near_ours}
        for word, start in theirs.capital.items():
            usual = self._usual(word, known) if word in odd or word.lower() not in known else None
            if usual and word not in said:
                yield Mistranslation(place, usual, word, start / self.lengths[place])

    def _lone(self, place: int) -> list[str]:
        """The names of the source, as far as they can be told, that the translation of a passage has not."""
        ours, theirs = self.ours[place], self.theirs[place]
        return [
            word
            for word in ours.capital
            if (self.carried[word] or word in ours.inside)
            and not (self.nouns_capital and word in ours.nouns)
            and not any(alike(word, other) for other in theirs.capital)
        ]

    def _is_name(self, word: str) -> bool:
        return word.lower() not in self.lower

    def _stands_for(self, other: str, word: str, *, is_only: bool) -> bool:
        """Whether a word of the translation is a slip of a name, or in place of one that is carried elsewhere."""
        if word.isascii() == other.isascii() and is_slip(other, word):
            return self.carried[word] > 0 or self.names_capital
        return self.names_capital and is_only and self.spellings[other] <= self.carried[word]

    def _usual(self, word: str, known: Collection[str]) -> str | None:
        """How a name is spelled elsewhere in the translation, as a rule or as the source does, where this is a slip."""
        if self.spellings[word] > 1 or not self._is_name(word):
            return None
        return next(
            (
                usual
                for usual, count in self.spellings.most_common()
                if (count >= OFTEN or usual.lower() in known)
                and usual in self.names
                and is_slip(word, usual)
                and self._is_name(usual)
            ),
            None,
        )


def alike(one: str, other: str) -> bool:
    """Whether two words are one name by their sounds or letters, whatever ending they have."""
    if one.lower()[:STEM] == other.lower()[:STEM] and one.isascii() and other.isascii():
        return not is_slip(one, other) or one.lower() == other.lower()
    low, high = sorted((skeleton(one), skeleton(other)), key=len)
    return len(low) >= LEAST_CLASSES and high.startswith(low) and len(high) - len(low) <= LIKE_ENDING


@cache
def is_slip(one: str, other: str) -> bool:
    """Whether a name differs from another by a letter or two inside it, and by no ending."""
    one, other = anyascii(one).lower(), anyascii(other).lower()
    if abs(len(one) - len(other)) > SLIP or min(len(one), len(other)) < STEM + 1 or one == other:
        return False
    begin = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    if begin >= min(len(one), len(other)) - SLIP:  # an ending
        return False
    return _distance(one, other) <= (1 if min(len(one), len(other)) < STEM + SLIP + 1 else SLIP)


def _distance(one: str, other: str) -> int:
    before = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        here = [row]
        for column, there in enumerate(other, start=1):
            here.append(min(before[column] + 1, here[-1] + 1, before[column - 1] + (letter != there)))
        before = here
    return before[-1]


def _opens(text: str, start: int) -> bool:
    """Whether a word that begins there begins a sentence, a line or what is quoted."""
    while start and text[start - 1].isspace() and text[start - 1] != "\n":
        start -= 1
    return not start or text[start - 1] in _OPENING
