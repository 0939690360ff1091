"""A number, weekday or month in a script -> what else might stand there, and would be another fact.

All that stands for a fact sounds like others of its kind: "nineteen" like "ninety", "Dienstag" like "Donnerstag".
Whether what is printed is what is said shows only beside them.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from subtool.text.number_words import number_language, number_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Others of one word: each other digit in the places of a number of four, and what sounds like its end.
MOST = 40
COUNTED = 100  # numbers below may be one word
DOZEN = 12  # numbers up to it have names that follow no rule: seven, eleven
DIGITS, TEENS = "0123456789", "3456789"  # 13 sounds like 30, and so on


def mistakable_for(printed: str, language: str) -> tuple[str, ...]:
    """The others, with the same marks around; nothing for a word that states no such fact."""
    if any(map(str.isdecimal, printed)):
        return tuple(islice(_other_figures(printed), MOST))
    letters = [place for place, char in enumerate(printed) if unicodedata.category(char)[0] in "LM"]
    if not letters:
        return ()
    first, end = letters[0], letters[-1] + 1
    others = _kinds(language).get(printed[first:end].lower(), ())
    return tuple(printed[:first] + other + printed[end:] for other in others)


def _other_figures(printed: str) -> list[str]:
    """Other numbers in the same shape, those that sound like it at its end before those with one digit another one."""
    return [other for other in dict.fromkeys(_changed(printed)) if _in_ascii(other) != _in_ascii(printed)]


def _in_ascii(printed: str) -> str:
    """With the digits of any script as those everybody reads."""
    return "".join(str(int(char)) if char.isdecimal() else char for char in printed)


def _changed(printed: str) -> Iterator[str]:
    places = [place for place, char in enumerate(printed) if char.isdecimal()]
    values = [str(int(printed[place])) for place in places]
    if len(places) <= 2 and int("".join(values)) <= DOZEN and places[-1] - places[0] == len(places) - 1:
        yield from (
            f"{printed[: places[0]]}{other}{printed[places[-1] + 1 :]}" for other in range(1, DOZEN + 1)
        )
    for end in _near_ends(values):
        yield printed[: places[-len(values[-2:])]] + end + printed[places[-1] + 1 :]
    for place, value in zip(places, values, strict=True):
        for digit in DIGITS:
            if digit != value and not (digit == "0" and place == places[0] and len(places) > 1):
                yield printed[:place] + digit + printed[place + 1 :]


def _near_ends(digits: list[str]) -> Iterator[str]:
    """What sounds like the last two digits of a number, or like its only one."""
    tens, ones = digits[-2] if len(digits) > 1 else "", digits[-1]
    if not tens and ones != "0":
        yield from ("1" + ones, ones + "0")
    elif tens == "1" and ones in TEENS:
        yield ones + "0"
    elif ones == "0" and tens and tens in TEENS:
        yield "1" + tens


@cache
def _kinds(language: str) -> Mapping[str, tuple[str, ...]]:
    """The others of each number word, weekday and month of a language, as CLDR and num2words name them."""
    kinds: dict[str, tuple[str, ...]] = {}
    for form in ("ordinal", "cardinal"):
        kinds |= _numbers(number_language(language), form)
    for names in _names(language):
        kinds |= {name: tuple(other for other in names if other != name) for name in names}
    return kinds


def _numbers(language: str, form: str) -> dict[str, tuple[str, ...]]:
    least = 1 if language == "en" else 2  # in other languages "one" is an article
    words = {value: number_words(value, language, to=form).lower() for value in range(least, COUNTED)}
    known = {value: word for value, word in words.items() if word and not any(map(str.isspace, word))}
    return {
        word: tuple(
            dict.fromkeys(
                known[int(other)]
                for other in _other_figures(str(value))
                if known.get(int(other), word) != word
            )
        )
        for value, word in known.items()
    }


def _names(language: str) -> Iterator[tuple[str, ...]]:
    """The weekdays, and the months, in the forms they have in a sentence and alone."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):
        return
    for names in (locale.days, locale.months):
        for form in ("stand-alone", "format"):
            yield tuple(dict.fromkeys(name.lower() for name in names[form]["wide"].values()))
