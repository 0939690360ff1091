"""Which units of a sheet a line of a worksheet stands for: by its number, and by its source where that tells otherwise.

Spreadsheets number lines again, take `4-5` for a day and write 7 as 7.0; translators delete lines and copy them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.formats.worksheet.units import Filled, WorkUnit

_NUMBERS = re.compile(r"(?<!\d)\d{1,9}(?!\d)")
_RANGE = re.compile(r"(\d{1,9})\s*[-–]\s*(\d{1,9})")
_OF_SPREADSHEET = re.compile(r"(\d{1,9})[.,]0+")


@dataclass(frozen=True, slots=True)
class Meant:
    """The units that a line stands for, and what has to be said of that: its source is theirs, another, or changed."""

    units: tuple[int, ...]
    by_source: bool = False
    is_changed: bool = False


class Sources:
    """The units of a sheet, found by number and by source."""

    def __init__(self, units: Sequence[WorkUnit]) -> None:
        self.letters = {unit.number: letters(unit.source) for unit in units}
        self.by_letters: defaultdict[str, list[int]] = defaultdict(list)
        for number, text in self.letters.items():
            self.by_letters[text].append(number)

    def meant(self, line: Filled) -> Meant:
        """What a line stands for; no units where nothing tells."""
        numbers = tuple(number for number in numbers_in(line.number) if number in self.letters)
        source = letters(line.source)
        whole = "".join(self.letters[number] for number in numbers)
        is_part = source in whole
        if not source or source == whole or (is_part and len(numbers) > 1):
            return Meant(numbers)
        near = numbers[0] if numbers else 0
        runs = [run for first in self._begin(source) if (run := self._run(first, source))]
        if runs:
            run = min(runs, key=lambda run: abs(run[0] - near))
            return Meant(run, by_source=run != numbers)
        return Meant(numbers, is_changed=bool(numbers) and not is_part)

    def _begin(self, source: str) -> list[int]:
        """The units that a source can begin with."""
        known = self.by_letters.get(source)
        if known:
            return known
        return [number for number, text in self.letters.items() if text and source.startswith(text)]

    def _run(self, first: int, source: str) -> tuple[int, ...]:
        """The units, one after the other, whose sources make this one up."""
        found: list[int] = []
        while source:
            text = self.letters.get(first, "")
            if not text or not source.startswith(text):
                return ()
            found.append(first)
            source = source[len(text) :]
            first += 1
        return tuple(found)


def numbers_in(text: str) -> list[int]:
    """`4`, `4.0`, `4+5`, `4-6`: the numbers a line bears."""
    whole = _OF_SPREADSHEET.fullmatch(text.strip())
    if whole:
        return [int(whole[1])]
    span = _RANGE.fullmatch(text.strip())
    if span and int(span[1]) <= int(span[2]) <= int(span[1]) + 99:
        return list(range(int(span[1]), int(span[2]) + 1))
    return [int(number) for number in _NUMBERS.findall(text)]


def letters(text: str) -> str:
    """What tells two sources apart."""
    return "".join(char for char in text.casefold() if char.isalnum())
