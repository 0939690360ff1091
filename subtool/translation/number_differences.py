"""Numbers in which a translation differs from its source: another one, one that is missing, one that came in."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import isclose
from typing import TYPE_CHECKING

from subtool.styles.number_words import YEARS
from subtool.text.number_words import number_language
from subtool.translation.figures import SMALL, NumberForm, numbers_in, plain
from subtool.translation.mistranslation import Mistranslation
from subtool.translation.number_phrases import phrases

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.translation.counterparts import Counterpart
    from subtool.translation.figures import Figure
    from subtool.translation.mistranslation import Texts

READ_ELSEWHERE = frozenset({"ja", "zh"})  # their numerals are read by `figures`
COUNTED = frozenset({7.0, 10.0, 12.0, 20.0, 100.0, 1000.0})  # two dozen, three centuries, four weeks
ROUNDED = 0.06  # of the value: what a translator rounds off when converting
_CLOCK = re.compile(
    r"p\.?\s?m\b|\bo.clock|\bUhr\b|\bh\b|\bheures?\b|\bhoras?\b|\bore\b|\bчас|\bklok|\buur\b|下午|晚上|傍晚|午後|夜|오후"
)
_FAHRENHEIT = re.compile(r"(?i)fahrenheit|°\s?f\b|華氏|华氏")


def words_are_known(language: str) -> bool:
    """Whether number words of a language are read: else a number that is not found may stand there in words."""
    language = number_language(language)
    return language in READ_ELSEWHERE or bool(phrases(language))


def number_differences(
    source: Texts, target: Texts, passages: Sequence[Counterpart]
) -> Iterator[Mistranslation]:
    """What differs in the passages that surely belong together; a neighbour may have what one lacks."""
    ours = [_NumbersOf.of(source, passage.source) for passage in passages]
    theirs = [_NumbersOf.of(target, passage.target) for passage in passages]
    words_known = words_are_known(source.language), words_are_known(target.language)
    for place, passage in enumerate(passages):
        if passage.is_sure and passage.source and passage.target:
            near = slice(max(0, place - 1), place + 2)
            found = _Unmatched(
                ours[place].unlike(theirs[place : place + 1]),
                theirs[place].unlike(ours[place : place + 1]),
                frozenset((*ours[place].unlike(theirs[near]), *theirs[place].unlike(ours[near]))),
            )
            for one, other in found.matched(words_known):
                yield _difference(place, one, other, ours[place], theirs[place])


@dataclass(frozen=True, slots=True)
class _NumbersOf:
    """The text of one side of a passage, and the numbers in it."""

    text: str
    figures: tuple[Figure, ...]

    @classmethod
    def of(cls, side: Texts, parts: Sequence[int]) -> _NumbersOf:
        text = plain(side.joined(parts))
        return cls(text, numbers_in(text, side.language))

    def unlike(self, others: Sequence[_NumbersOf]) -> list[Figure]:
        """Its numbers that none of the others has, in any form."""
        return [
            one
            for one in self.figures
            if one.written < NumberForm.LIKELY and not any(_agrees(one, self.text, other) for other in others)
        ]

    @property
    def values(self) -> Iterator[tuple[float, str]]:
        """What its numbers may count, also by the dozen and the century, and what follows each."""
        counts = {one.value for one in self.figures if one.written is NumberForm.LIKELY} & COUNTED
        for one in self.figures:
            if not one.is_month:
                yield one.value, one.after
                yield from ((one.value * count, one.after) for count in counts)


def _agrees(one: Figure, text: str, other: _NumbersOf) -> bool:
    if one.is_month:
        return any(one.value == there.value for there in other.figures)
    if any(there.is_month and there.value == one.value for there in other.figures):
        return True
    both = f"{text}\n{other.text}"
    is_clock = one.value <= 24 and _CLOCK.search(both) is not None
    is_fahrenheit = _FAHRENHEIT.search(both) is not None
    return any(
        _is_same(one.value, value)
        or (is_clock and abs(one.value - value) == 12)
        or (is_fahrenheit and _is_warm(one.value, value))
        or _is_converted(one.value, value, one.after)
        or _is_converted(one.value, value, after)
        for value, after in other.values
    )


def _is_same(one: float, other: float) -> bool:
    """Whether two values say the same: as such, as a year without its century, as a century, as a part."""
    if isclose(one, other, rel_tol=1e-6):
        return True
    low, high = sorted((one, other))
    if high in YEARS and low in (high % 100, high // 100 + 1):
        return high % 10 == 0 or low == high % 100
    return (low, high) in ((0.5, 50.0), (0.25, 25.0), (0.75, 75.0), (4.0, 25.0))


def _is_converted(one: float, other: float, after: str) -> bool:
    """Whether one value is the other in another unit, by what follows either."""
    low, high = sorted((one, other))
    factors = (by for words, units in _foreign() if after.startswith(words) for by in units)
    return low > 0 and any(isclose(high / low, max(by, 1 / by), rel_tol=ROUNDED) for by in factors)


@cache
def _foreign() -> tuple[tuple[tuple[str, ...], tuple[float, ...]], ...]:
    """How the units begin that are converted, and what one of them is in others."""
    table = tomllib.loads(files(__package__).joinpath("data/foreign_units.toml").read_text("utf-8"))
    return tuple(
        (tuple(word.replace("_", " ") for word in unit["words"].split()), tuple(unit["is"]))
        for unit in table.values()
    )


def _is_warm(one: float, other: float) -> bool:
    return any(abs((f - 32) * 5 / 9 - c) <= 2 for f, c in ((one, other), (other, one)))


@dataclass(frozen=True, slots=True)
class _Unmatched:
    """What each side of a passage has alone, and which of that its neighbours do not have either."""

    lacking: Sequence[Figure]
    added: Sequence[Figure]
    nowhere: frozenset[Figure]

    def matched(self, words_known: tuple[bool, bool]) -> Iterator[tuple[Figure | None, Figure | None]]:
        """A number beside that which stands in its place, or alone where the other side would show it."""
        left = list(self.added)
        for one in self.lacking:
            other = next((other for other in left if self._may_replace(one, other)), None)
            if other:
                left.remove(other)
                yield one, other
            elif one in self.nowhere and _is_plain(one) and words_known[1]:
                yield one, None
        yield from (
            (None, other) for other in left if other in self.nowhere and _is_plain(other) and words_known[0]
        )

    def _may_replace(self, one: Figure, other: Figure) -> bool:
        if one.is_month != other.is_month or not {one, other} & self.nowhere:
            return False
        return one.written is not NumberForm.SMALL or other.written is not NumberForm.SMALL or self._are_alone

    @property
    def _are_alone(self) -> bool:
        return len(self.lacking) == len(self.added) == 1


def _is_plain(one: Figure) -> bool:
    """Whether nobody would say it otherwise than as a number."""
    return not one.is_month and (
        one.written < NumberForm.SMALL and (one.value > SMALL or one.written is NumberForm.FIGURES)
    )


def _difference(
    place: int, one: Figure | None, other: Figure | None, ours: _NumbersOf, theirs: _NumbersOf
) -> Mistranslation:
    share = one.start / len(ours.text) if one else 0.0
    if other:
        share = other.start / len(theirs.text)
    return Mistranslation(place, one.text if one else "", other.text if other else "", share)
