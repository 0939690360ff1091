"""The numbers and months that a text names, as values: figures, number words and the numerals of Chinese alike."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# What multiplies the number before it. A word counts by its beginning (endings do no harm), a short one as a whole.
SCALES = {
    "hundred": 100, "hundert": 100, "honderd": 100, "hundra": 100, "hundre": 100,
    "thousand": 1000, "tausend": 1000, "duizend": 1000, "tusen": 1000, "tusind": 1000, "тысяч": 1000, "тыс": 1000,
    "тисяч": 1000, "tysi": 1000, "mille": 1000, "mil": 1000,
    "万": 10_000, "萬": 10_000, "만": 10_000, "lakh": 100_000,
    "million": 10**6, "millón": 10**6, "millon": 10**6, "milhão": 10**6, "milhões": 10**6, "milion": 10**6,
    "миллион": 10**6, "млн": 10**6, "мільйон": 10**6, "εκατομμύρι": 10**6, "مليون": 10**6, "milyon": 10**6,
    "miljo": 10**6, "crore": 10**7,
    "億": 10**8, "亿": 10**8, "억": 10**8,
    "billion": 10**9, "milliard": 10**9, "миллиард": 10**9, "млрд": 10**9, "miljard": 10**9, "miliard": 10**9,
}  # fmt: skip
_LONG = 5  # letters: a shorter word with an ending is another word, as "miles" is none of "mil"
_LONGEST_ENDING = 4  # of a word that stands in another case
_FIGURE = re.compile(r"\d[\d.,'’\u00a0\u202f ]*\d|\d")
_GROUPS = re.compile(r"(?<=\d)[.,'’\u00a0\u202f ](?=\d{3}(?!\d))")
_AFTER = re.compile(r"[\s\u00a0]*([^\W\d_]+)")
_ROMAN = re.compile(r"\b(?=[IVXLC]{2})(?:C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3}))\b")
# What each letter of a Latin numeral is worth.
_ROMANS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")

# Digits of Chinese and Japanese numerals.
_HAN_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}
# What multiplies the digit before it.
_HAN_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "萬": 10_000, "亿": 10**8, "億": 10**8}
_HAN_NUMERAL = re.compile(f"[{''.join((*_HAN_DIGITS, *_HAN_SCALES))}]+")
_HAN_MONTH = re.compile(r"(\d{1,2}|[一二三四五六七八九十]{1,2})[月월]")
MOST_WORDS = 100  # numbers up to here have words of their own; beyond, words are put together
LEAST_WORD = 2  # "one" is an article in half of the languages


def figures_in(text: str, language: str) -> frozenset[str]:
    """The numbers of a text as `1862` or `9.5`, its months as `month 10`."""
    text = _with_plain_digits(unicodedata.normalize("NFKC", text))
    found = set(_months(text, language))
    text = _HAN_MONTH.sub(" ", text)
    found |= {_said(value) for value in _figures(text)}
    found |= {_said(_roman(match[0])) for match in _ROMAN.finditer(text) if match[0]}
    found |= {_said(value) for value in _in_words(text, language) if value >= LEAST_WORD}
    found |= {_said(value) for value in _in_han(text) if value >= LEAST_WORD}
    return frozenset(found)


def _said(value: float) -> str:
    return f"{value:.6g}" if value < 10**6 else f"{value:.3g}"


def _with_plain_digits(text: str) -> str:
    return "".join(str(unicodedata.digit(char)) if char.isdecimal() else char for char in text)


def _figures(text: str) -> Iterator[float]:
    for match in _FIGURE.finditer(text):
        plain = _GROUPS.sub("", match[0])
        parts = re.split(r"[^\d.,]+", plain)
        for number, part in enumerate(parts):
            value = part.rstrip(".,").replace(",", ".")
            pieces = value.split(".")
            if len(pieces) > 2 or (len(pieces) == 2 and len(pieces[1]) > 3):  # a date, a version
                yield from (float(piece) for piece in pieces if piece)
                continue
            after = _AFTER.match(text, match.end()) if number == len(parts) - 1 else None
            yield float(value or 0) * (_scale(after[1]) if after else 1)


def _scale(word: str) -> int:
    """What a word makes of the number before it: 1 where it is none of scale."""
    word = word.lower()
    if word in SCALES or word[:1] in SCALES:
        return SCALES.get(word) or SCALES[word[:1]]
    fits = (
        name
        for name in SCALES
        if len(name) >= _LONG and word.startswith(name) and len(word) - len(name) <= _LONGEST_ENDING
    )
    return SCALES.get(max(fits, key=len, default=""), 1)


def _roman(text: str) -> float:
    values = [_ROMANS[char] for char in text]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def _in_words(text: str, language: str) -> Iterator[float]:
    """Number words in a row are one number: "three hundred", "vierzig Tausend"."""
    known = _number_words(language.split("-", maxsplit=1)[0].lower())
    if not known:
        return
    value = 0.0
    for match in _WORD.finditer(text.lower()):
        word = match[0]
        here = known.get(word)
        if here is None and value:
            scale = _scale(word)
            here = scale if scale > 1 else None
        if here is None:
            if value:
                yield value
            value = 0.0
        elif value and here >= 100 > value % here:
            value *= here
        elif value and here < 100 <= value:
            value += here
        else:
            if value:
                yield value
            value = here
    if value:
        yield value


@cache
def _number_words(language: str) -> Mapping[str, float]:
    """The words for 0 to 99 and the hundreds, as cardinals and ordinals; none where the library has no such words."""
    from num2words import num2words

    made: dict[str, float] = {}
    for value in (*range(LEAST_WORD, MOST_WORDS), *range(100, 1000, 100), 1000):
        for form in ("cardinal", "ordinal"):
            try:
                word = num2words(value, lang=language, to=form)
            except (NotImplementedError, OverflowError, TypeError, ValueError, IndexError, KeyError):
                continue
            made.setdefault(word.lower(), float(value))
            made.setdefault(word.lower().removesuffix("."), float(value))
    return {word: value for word, value in made.items() if word and " " not in word and not word[0].isdigit()}


def _in_han(text: str) -> Iterator[float]:
    for match in _HAN_NUMERAL.finditer(text):
        numeral = match[0]
        if all(char in _HAN_DIGITS for char in numeral):
            if len(numeral) > 1:  # a year, digit by digit
                yield float("".join(str(_HAN_DIGITS[char]) for char in numeral))
            else:
                yield float(_HAN_DIGITS[numeral])
        elif numeral not in {"万", "亿", "千", "百", "萬", "億"}:
            yield float(_han_value(numeral))


def _han_value(numeral: str) -> int:
    total = section = digit = 0
    for char in numeral:
        if char in _HAN_DIGITS:
            digit = _HAN_DIGITS[char]
            continue
        scale = _HAN_SCALES[char]
        if scale < 10_000:
            section += (digit or 1) * scale
        else:
            total += (section + digit or 1) * scale
            section = 0
        digit = 0
    return total + section + digit


def _months(text: str, language: str) -> Iterator[str]:
    for match in _HAN_MONTH.finditer(text):
        value = int(match[1]) if match[1].isdigit() else _han_value(match[1])
        if 1 <= value <= 12:
            yield f"month {value}"
    if not any(map(str.isdigit, text)):
        return
    names = _month_names(language.split("-", maxsplit=1)[0].lower())
    for word in _WORD.findall(text.lower()):
        if word in names:
            yield f"month {names[word]}"


@cache
def _month_names(language: str) -> Mapping[str, int]:
    table = tomllib.loads(files(__package__).joinpath("data/months.toml").read_text("utf-8"))
    names = table.get({"no": "nb", "nn": "nb"}.get(language, language), "")
    return {form: number for number, forms in enumerate(names.split(), start=1) for form in forms.split("/")}
