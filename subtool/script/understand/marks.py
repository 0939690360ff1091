"""Footnote marks: `[1]`, `[^1]`, `[3, 4]`, `[5-7]`, superscripts, asterisks and daggers; and what opens an entry.

What only looks like a mark is text: years in brackets, square metres, an asterisk around emphasis.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from subtool.script.understand.typed_marks import typed_entry

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from subtool.script.understand.typed_marks import MarkForms

YEAR_DIGITS = 4  # from 1000 on a number in brackets may be a year
MOST_IN_A_RANGE = 30  # notes cited as 5-35; a longer range is years or pages; chosen by eye

_SUPERS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_TO_DIGITS = str.maketrans(_SUPERS, "0123456789")
_SYMBOL = r"\*{1,3}|†{1,2}|‡{1,2}|§{1,2}|¶{1,2}"
# Where in a source to look: [3, p. 4].
_IN_IT = (
    r"[,:]\s?(?:pp?|ch|vol|fol|fig|n|S|с|стр|s|str|pág|págs|pagg?|kap|Bd|cap)\.\s?"
    r"[0-9]{1,4}(?:[ ]?[–-][ ]?[0-9]{1,4})?f{0,2}\.?"
)
_MARK = re.compile(
    rf"""\[\^?(?P<bracket>[0-9]{{1,4}}(?:[ ]?[,;–-][ ]?\^?[0-9]{{1,4}}|{_IN_IT}){{0,20}})\]
       | (?P<super>⁽?[{_SUPERS}]{{1,4}}(?:[,⁻–\u2009\u202f][{_SUPERS}]{{1,4}}){{0,20}}[⁾)]?)
       | (?P<symbol>{_SYMBOL})""",
    re.VERBOSE,
)
_IN_SOURCE = re.compile(_IN_IT)
_PART = re.compile(r"([,;–⁻\u2009\u202f-]?)\s?\^?([0-9]+)")
# What stands before a superscript that is a power: a unit of measure, a variable.
_POWER = re.compile(r"(?:\d|(?<![^\W_])(?:[kcdmhµ]m|ft|yd|CO|NO|SO|[a-zA-Z]))\Z")
_BEFORE = 6  # characters that tell a power
_ENTRIES = (re.compile(r"\[\^?(?P<n>[0-9]{1,4})\]:?\s*(?=[^\s\[.,;:!?])"),)
_EMPTY_ENTRIES = (re.compile(r"\[\^?(?P<n>[0-9]{1,4})\]:?\Z"),)
_LOOSE_ENTRIES = (
    re.compile(rf"(?P<n>[{_SUPERS}]{{1,4}})[.):]?\s*(?=[^\s{_SUPERS}])"),
    re.compile(rf"(?P<n>{_SYMBOL})\s*(?=[^\s*†‡§¶])"),
    re.compile(r"\(?(?P<n>[0-9]{1,3})[.):]\s+(?=\S)"),
    re.compile(r"(?P<n>[0-9]{1,3})\s+(?=\S)"),
)


@dataclass(frozen=True, slots=True)
class FoundMark:
    """A mark in a text: what it cites, and from where to where it stands."""

    numbers: tuple[str, ...]
    start: int
    end: int


def plain_number(digits: str) -> str:
    """`[01]`, `[1]` and `¹` are the same footnote."""
    return digits.translate(_TO_DIGITS).lstrip("0") or "0"


def marks(text: str, forms: MarkForms) -> Iterator[FoundMark]:
    """The marks in a line; `forms` are the shapes that people typed, and the numbers of the list of footnotes.

    Four digits in brackets that are not listed are a year; superscripts need a list of footnotes, asterisks
    and daggers an entry of their own.
    """
    listed = forms.listed
    typed = [FoundMark(mark.numbers, mark.start, mark.end) for mark in forms.find(text)]
    plain = list(_plain_marks(text, listed))
    taken = [(mark.start, mark.end) for mark in typed]
    plain = [mark for mark in plain if not any(mark.start < end and start < mark.end for start, end in taken)]
    yield from sorted([*typed, *plain], key=lambda mark: mark.start)


def _plain_marks(text: str, listed: Collection[str]) -> Iterator[FoundMark]:
    emphasis = False
    for match in _MARK.finditer(text):
        if match["symbol"]:
            glued_left = match.start() > 0 and not text[match.start() - 1].isspace()
            glued_right = match.end() < len(text) and text[match.end()].isalnum()
            if glued_right and not glued_left:
                emphasis = True
            elif glued_left and emphasis:
                emphasis = False
            elif glued_left and not glued_right and match["symbol"] in listed:
                yield FoundMark((match["symbol"],), match.start(), match.end())
            continue
        numbers = _numbers(match["bracket"] or match["super"])
        is_mark = _is_citation(numbers, listed) if match["bracket"] else _is_raised(match, numbers, listed)
        if is_mark:
            yield FoundMark(numbers, match.start(), match.end())


def could_cite(text: str) -> Iterator[str]:
    """Every number and mark that a line may cite, before it is known what is listed."""
    for match in _MARK.finditer(text):
        if match["symbol"]:
            if match.start() and not text[match.start() - 1].isspace():
                yield match["symbol"]
        elif match["super"] or match.start():  # at the start of a line it may as well be listed
            yield from _numbers(match["bracket"] or match["super"])


def cites_plainly(text: str) -> Iterator[str]:
    """The numbers that a line cites as `[1]` or raised."""
    return (number for number in could_cite(text) if number[0].isdigit())


def entry(text: str) -> tuple[str, int] | None:
    """The number that opens an entry of a list, and where its text begins."""
    return _opening(_ENTRIES, text)


def empty_entry(text: str) -> tuple[str, int] | None:
    """The number of an entry without text, which is one only inside a list, and where its text would begin."""
    return _opening(_EMPTY_ENTRIES, text)


def loose_entry(text: str) -> tuple[str, int] | None:
    """As `entry`, for what opens one only where a list may stand: `1.`, `1`, `¹`, `*`, `†`."""
    return _opening(_LOOSE_ENTRIES, text) or typed_entry(text)


def _opening(forms: tuple[re.Pattern[str], ...], text: str) -> tuple[str, int] | None:
    for form in forms:
        match = form.match(text)
        if match:
            written = match["n"]
            return (plain_number(written) if written[0].isdigit() else written), match.end()
    return None


def _numbers(listing: str) -> tuple[str, ...]:
    """`3, 4` and `5-7` as numbers; a range that cannot be one stays as its two ends."""
    numbers: list[str] = []
    listing = _IN_SOURCE.sub("", listing).strip("⁽⁾)").translate(_TO_DIGITS)
    for between, digits in _PART.findall(listing):
        number = plain_number(digits)
        if between in {"-", "–", "⁻"} and 0 < int(number) - int(numbers[-1]) <= MOST_IN_A_RANGE:
            numbers += [str(n) for n in range(int(numbers[-1]) + 1, int(number))]
        numbers.append(number)
    return tuple(numbers)


def _is_citation(numbers: tuple[str, ...], listed: Collection[str]) -> bool:
    ordered = [int(number) for number in numbers]
    several = len(numbers) == 1 or all(a < b for a, b in pairwise(ordered))
    return all(len(number) < YEAR_DIGITS or number in listed for number in numbers) and (
        several or all(number in listed for number in numbers)
    )


def _is_raised(match: re.Match[str], numbers: tuple[str, ...], listed: Collection[str]) -> bool:
    known = any(number in listed for number in numbers)
    before = match.string[max(0, match.start() - _BEFORE) : match.start()] or " "
    if _POWER.search(before):
        if before[-1].isdigit():
            return known and before[-YEAR_DIGITS:].isdigit() and len(before) >= YEAR_DIGITS
        if numbers in {("2",), ("3",)}:
            return False
    glued = match.start() > 0 and not before[-1].isspace()
    return glued and (known or bool(listed))
