"""Numbers as words say them: "eighteen sixty-two", "zweihundertdreißig", "двадцати трёх"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from subtool.text.number_words import number_language, number_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

LEAST_WORD = 2  # "one" is an article in half of the languages
PHRASES = 2100  # numbers below have phrases of their own, years among them; larger ones are put together with scales
ORDINALS = 100  # the same of ordinals
LONGEST = 8  # words of a phrase
LEAST_STEM = 4  # letters that an inflected word has in common with the one in the list
ENDING = 3  # letters at most that differ after them
# Between the words of a number; whoever writes leaves them out as often as not.
JOINTS = frozenset({"and", "und", "en", "y", "e", "et", "og", "och", "i", "și", "و", "a"})
# What a hundred or a thousand is counted with, and often is not.
ONES = ("one", "ein", "een", "ett", "et", "en", "um", "uma", "un", "una", "одна", "o", "bir")
# Countries that count in words of their own.
COUNTRIES = {"pt": ("pt", "pt_BR"), "fr": ("fr", "fr_BE", "fr_CH")}
# Thousands that are written in one word with what counts them.
THOUSANDS = ("tausend", "duizend", "tusen", "tusind", "mila", "tuhatta", "ezer", "bin")
# Cases of num2words that a language has.
CASES = {"ru": ("genitive", "dative", "instrumental")}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def phrases_in(text: str, language: str) -> Iterator[tuple[float, int, int]]:
    """Each number that words of a text say, without its scales, with where it begins and ends."""
    known = phrases(number_language(language))
    if not known:
        return
    words = list(_WORD.finditer(text))
    index = 0
    while index < len(words):
        value, end = _longest(words, index, known)
        if value is None:
            index += 1
            continue
        yield value, words[index].start(), words[end - 1].end()
        index = end


def _longest(
    words: Sequence[re.Match[str]], index: int, known: Mapping[str, float]
) -> tuple[float | None, int]:
    key, found, end = "", None, index
    for place in range(index, min(index + LONGEST, len(words))):
        word = _folded(words[place][0])
        if place > index and word in JOINTS:
            continue
        key += word
        value = known.get(key) or (_thousands(word, known) if place == index else None)
        if value:
            found, end = value, place + 1
    return found, end


def _thousands(word: str, known: Mapping[str, float]) -> float | None:
    """What a word says that is written in one with its thousands: "dreitausendfünfhundert"."""
    for name in THOUSANDS:
        head, found, rest = word.partition(name)
        if found and head in known and (not rest or rest in known):
            return known[head] * 1000 + known.get(rest, 0.0)
    return None


@cache
def phrases(language: str) -> Mapping[str, float]:
    """All numbers below `PHRASES` by their letters; none in a language whose words nobody lists."""
    from num2words import CONVERTER_CLASSES

    if language not in CONVERTER_CLASSES or language in {"ja", "ko", "zh"}:
        return {}
    listed: dict[str, float] = {}
    for country in COUNTRIES.get(language, (language,)):
        _list(country, listed)
    return listed


def _list(language: str, listed: dict[str, float]) -> None:
    for value in range(LEAST_WORD, PHRASES):
        counted = value < 200 or 1000 <= value < 2000
        for phrase in _said(value, language):
            for key in _keys(phrase, may_lose_one=counted and value >= ORDINALS):
                listed.setdefault(key, float(value))


def _said(value: int, language: str) -> Iterator[str]:
    forms: list[dict[str, str]] = [{"to": "cardinal"}]
    if value >= 1000:
        forms.append({"to": "year"})
    if value <= ORDINALS:
        forms.append({"to": "ordinal"})
    forms += ({"to": "cardinal", "case": case} for case in CASES.get(language, ()))
    for form in forms:
        phrase = number_words(value, language, **form)
        if phrase and not any(map(str.isdigit, phrase)):
            yield _folded(phrase.removesuffix("."))


def _folded(text: str) -> str:
    return text.lower().replace("ё", "е")


def _keys(phrase: str, *, may_lose_one: bool) -> Iterable[str]:
    """The letters of a phrase; also without the "one" before a hundred or a thousand."""
    words = [word for word in _WORD.findall(phrase) if word not in JOINTS]
    key = "".join(words)
    yield key
    if may_lose_one:
        yield from (key.removeprefix(one) for one in ONES if key.startswith(one) and key != one)


def inflected(word: str, language: str) -> float | None:
    """What a word may count that is in no list as it stands: "zwanzigsten", "двадцатого"; None where that is open."""
    for cut in range(1, ENDING + 1):
        stem = _folded(word)[:-cut]
        if len(stem) < LEAST_STEM:
            return None
        values = _by_stem(number_language(language)).get(stem, frozenset())
        if len(values) == 1:
            return next(iter(values))
        if values:
            return None
    return None


@cache
def _by_stem(language: str) -> Mapping[str, frozenset[float]]:
    stems: dict[str, set[float]] = {}
    for word, value in phrases(language).items():
        if value > ORDINALS:
            continue
        for length in range(max(LEAST_STEM, len(word) - ENDING), len(word) + 1):
            stems.setdefault(word[:length], set()).add(value)
    return {stem: frozenset(values) for stem, values in stems.items()}
