"""The numbers and months that a text names, as values: figures, number words and the numerals of Chinese alike."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from subtool.translation.number_phrases import JOINTS, LEAST_WORD, inflected, phrases_in

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
_LONGEST_ENDING = 4  # of a word that stands in another case, as that of miljo-onaa
_FIGURE = re.compile(r"\d[\d.,'’\u00a0\u202f ]*\d|\d")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?![\d.,]?\d)")
_AFTER = re.compile(r"[\s\u00a0]*([^\W\d_]+)")
_JOINT = re.compile(rf"[\s\u00a0,-]+(?:(?:{'|'.join(sorted(JOINTS))})\s+)?")
_POWER = re.compile("(?<=[^\\W\\d_])[¹²³]")  # of a unit, as in km²
_HALVES = {"½": ".5", "¼": ".25", "¾": ".75"}
_ROMAN = re.compile(r"\b(?=[IVXLC]{2})(?:C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3}))\b")
# What each letter of a Latin numeral is worth.
_ROMANS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")

# Digits of Chinese and Japanese numerals.
_HAN_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}
# What multiplies the digit before it.
_HAN_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "萬": 10_000, "亿": 10**8, "億": 10**8}
_HAN_NUMERAL = re.compile(f"[{''.join((*_HAN_DIGITS, *_HAN_SCALES))}]+")
_ABOUT = re.compile("(|.*[十百千万])([一二三四五六七八九两])([一二三四五六七八九])([十百千万]*)")
_HAN_MONTH = re.compile(r"(\d{1,2}|[一二三四五六七八九十]{1,2})[月월]")
UNIT_CHARS = 20  # after a number, in which its unit begins
SMALL = 12  # numbers up to here are often said otherwise: "both", "a pair"; beyond, a number is a number


class NumberForm(IntEnum):
    """How a number is written, from the surest to what may be none."""

    FIGURES = 0
    WORDS = 1
    SMALL = 2
    LIKELY = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a text, or a month from 1 to 12: how it is written, where it begins, and what follows it."""

    value: float
    text: str
    start: int
    written: NumberForm
    after: str = ""
    is_month: bool = False

    @property
    def name(self) -> str:
        """What two texts share: `1862`, `9.5`, `month 10`."""
        return f"month {self.value:g}" if self.is_month else _said(self.value)


def figures_in(text: str, language: str) -> frozenset[str]:
    """The numbers of a text as `1862` or `9.5`, its months as `month 10`."""
    return frozenset(one.name for one in numbers_in(text, language, likely=False))


def numbers_in(text: str, language: str, *, likely: bool = True) -> tuple[Figure, ...]:
    """The numbers and months of a text, in their order; places are those in its compatible form (NFKC).

    With `likely` also words that may be a number in another case, and those for a dozen or a half.
    """
    text = plain(text)
    found = list(_months(text, language))
    rest = _HAN_MONTH.sub(lambda month: " " * len(month[0]), text)
    found += _figures(rest)
    found += (
        Figure(_roman(match[0]), match[0], match.start(), NumberForm.SMALL)
        for match in _ROMAN.finditer(rest)
        if match[0]
    )
    found += _in_words(rest, language)
    found += _likely(rest, language) if likely else ()
    found += (one for one in _in_han(rest) if one.value >= LEAST_WORD)
    return tuple(sorted(found, key=lambda one: (one.start, one.value)))


def plain(text: str) -> str:
    """A text in which every digit is one of 0 to 9, halves and quarters are decimals, and units have no powers."""
    text = _POWER.sub("", text)
    for half, decimal in _HALVES.items():
        text = re.sub(rf"(?<=\d)[ \u202f]?{half}", decimal, text).replace(half, f"0{decimal}")
    return _with_plain_digits(unicodedata.normalize("NFKC", text))


def _said(value: float) -> str:
    return f"{value:.6g}" if value < 10**6 else f"{value:.3g}"


def _with_plain_digits(text: str) -> str:
    return "".join(str(unicodedata.digit(char)) if char.isdecimal() else char for char in text)


def _figures(text: str) -> Iterator[Figure]:
    for match in _FIGURE.finditer(text):
        ungrouped = _GROUPED.sub(lambda number: re.sub(r"\D", lambda _: "_", number[0]), match[0])
        for part in re.finditer(r"[\d.,_]+", ungrouped):
            value = part[0].replace("_", "").rstrip(".,").replace(",", ".")
            start, end = match.start() + part.start(), match.start() + part.end()
            pieces = [piece for piece in value.split(".") if piece]
            if len(pieces) > 2 or (len(pieces) == 2 and len(pieces[1]) > 3):  # a date, a version
                yield from (Figure(float(piece), piece, start, NumberForm.FIGURES) for piece in pieces)
            elif pieces:
                after = _AFTER.match(text, end)
                scale = _scale(after[1]) if after else 1
                end = after.end() if after and scale > 1 else end
                written = text[start:end].rstrip(" .,")
                yield Figure(
                    float(".".join(pieces)) * scale, written, start, NumberForm.FIGURES, _after(text, end)
                )


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


def _in_words(text: str, language: str) -> Iterator[Figure]:
    """Numbers in words, with their scales: "three hundred thousand", "vierzig Tausend"."""
    start = end = -1
    total = 0.0
    least = 0.0  # the scale that the next part has to stay below to belong to the same number
    for value, here, there in phrases_in(text, language):
        if here < end:  # taken as the scale of the one before
            continue
        after = _AFTER.match(text, there)
        scale = _scale(after[1].lower()) if after else 1
        goes_on = end >= 0 and value * scale < least and _JOINT.fullmatch(text, end, here)
        if not goes_on and end >= 0:
            yield _said_in_words(total, text, start, end)
        if not goes_on:
            total, start = 0.0, here
        total += value * scale
        end = after.end() if after and scale > 1 else there
        least = float(scale)
    if end >= 0:
        yield _said_in_words(total, text, start, end)


def _said_in_words(value: float, text: str, start: int, end: int) -> Figure:
    words = text[start:end]
    few = value <= SMALL or words.lower() in SCALES
    return Figure(value, words, start, NumberForm.SMALL if few else NumberForm.WORDS, _after(text, end))


def _after(text: str, end: int) -> str:
    """The beginning of what follows a number, where its unit is."""
    return text[end : end + UNIT_CHARS].lstrip(" \u00a0\u202f-").lower()


def _likely(text: str, language: str) -> Iterator[Figure]:
    for match in _WORD.finditer(text):
        word = match[0].lower()
        value = _other_words().get(word) or inflected(word, language)
        if value:
            yield Figure(value, match[0], match.start(), NumberForm.LIKELY)


@cache
def _other_words() -> Mapping[str, float]:
    table = tomllib.loads(files(__package__).joinpath("data/number_words.toml").read_text("utf-8"))
    return {word: float(value) for value, words in table.items() for word in words.split()}


def _in_han(text: str) -> Iterator[Figure]:
    for match in _HAN_NUMERAL.finditer(text):
        numeral, start = match[0], match.start()
        about = _ABOUT.fullmatch(numeral)
        if about and (about[1] or about[4]):  # 五六十: fifty or sixty
            for digit in (1, 2):
                value = _han_value(about[1] + about[digit + 1] + about[4])
                yield Figure(float(value), numeral, start, NumberForm.SMALL)
        elif not all(char in _HAN_DIGITS for char in numeral):
            value = _han_value(numeral)
            # 百姓, 万一, 千百万: scales alone are as often part of a word, or any large number
            counted = any(char in _HAN_DIGITS for char in numeral)
            written = NumberForm.WORDS if counted and value > SMALL else NumberForm.SMALL
            if len(numeral) > 1 or numeral == "十":
                yield Figure(float(value), numeral, start, written, _after(text, match.end()))
        elif len(numeral) > 2 or (len(numeral) == 2 and text[match.end() : match.end() + 1] == "年"):
            year = float("".join(str(_HAN_DIGITS[char]) for char in numeral))
            yield Figure(year, numeral, start, NumberForm.WORDS)
        else:  # 两三天: two or three
            yield from (
                Figure(float(_HAN_DIGITS[char]), char, start + index, NumberForm.SMALL)
                for index, char in enumerate(numeral)
            )


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


def _months(text: str, language: str) -> Iterator[Figure]:
    for match in _HAN_MONTH.finditer(text):
        value = int(match[1]) if match[1].isdigit() else _han_value(match[1])
        if 1 <= value <= 12:
            yield Figure(float(value), match[0], match.start(), NumberForm.FIGURES, is_month=True)
    if not any(map(str.isdigit, text)):
        return
    names = _month_names(language.split("-", maxsplit=1)[0].lower())
    for match in _WORD.finditer(text):
        month = names.get(match[0].lower())
        if month:
            yield Figure(float(month), match[0], match.start(), NumberForm.WORDS, is_month=True)


@cache
def _month_names(language: str) -> Mapping[str, int]:
    table = tomllib.loads(files(__package__).joinpath("data/months.toml").read_text("utf-8"))
    names = table.get({"no": "nb", "nn": "nb"}.get(language, language), "")
    return {form: number for number, forms in enumerate(names.split(), start=1) for form in forms.split("/")}
