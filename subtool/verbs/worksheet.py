"""A worksheet that came back from the translator: its lines by number on the units of the sheet it was made from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from subtool.disk.reading import read_bytes
from subtool.errors import FormatError, Place, SheetError
from subtool.formats.worksheet import csv_table, docx_table, po, xliff, xlsx
from subtool.formats.worksheet.units import units_of
from subtool.model import AsideKind, Remark, Sentence, Source, Token
from subtool.script.manuscript import Manuscript
from subtool.script.source_lines import Declared, Row
from subtool.script.understand.understand import understand
from subtool.translation.pair import Pair
from subtool.verbs.timed_original import TimedOriginal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from subtool.formats.worksheet.units import Filled, WorkUnit
    from subtool.model import Script, Sheet, Word

READERS = {
    ".xlf": xliff.read_filled, ".xliff": xliff.read_filled, ".po": po.read_filled, ".xlsx": xlsx.read_filled,
    ".docx": docx_table.read_filled, ".csv": csv_table.read_filled,
}  # fmt: skip
ALWAYS = frozenset({".xlf", ".xliff", ".po", ".xlsx"})  # no script is in such a file
OWN = 0.5  # of the lines: with fewer whose source is that of the sheet, the worksheet is that of another one
_NUMBERS = re.compile(r"(?<!\d)\d{1,9}(?!\d)")
_RANGE = re.compile(r"(\d{1,9})\s*[-–]\s*(\d{1,9})")


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A translation from a worksheet: its text as a script, which unit each sentence belongs to, and what was odd."""

    script: Script
    original: TimedOriginal
    pairs: tuple[Pair, ...]


def read_worksheet(path: str | Path) -> tuple[Filled, ...] | None:
    """The lines of a worksheet; None where the file is none, but may be a script.

    Raises:
        FormatError: it cannot be read.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in READERS:
        return None
    try:
        return READERS[suffix](read_bytes(path))
    except FormatError as error:
        if suffix in ALWAYS:
            raise error.located(Place(str(path))) from error
        return None


def is_worksheet(path: str | Path) -> bool:
    """Whether a file is one, by its suffix and what is in it.

    Raises:
        FormatError: by its suffix it is, and cannot be read.
    """
    return read_worksheet(path) is not None


def taken_back(
    sheet: Sheet, lines: Sequence[Filled], path: str | Path, language: str | None = None
) -> TakenBack:
    """The translation in a worksheet of this sheet, by the numbers of its lines.

    Raises:
        SheetError: it is the worksheet of another sheet, or nothing is translated in it.
    """
    units = units_of(sheet)
    _require_own(units, lines, Path(path))
    texts, joined, remarks = _by_unit(units, lines)
    rows = [row for unit in units if unit.number in texts for row in _rows(unit, texts[unit.number])]
    if not rows:
        raise SheetError("has no translation in it", at=Place(str(path)), hint="fill in the column “target”")
    script = understand(Manuscript(tuple(rows), kind="worksheet", counted="line"), path, language=language)
    spoken = [unit for unit in units if not unit.is_title]
    original = TimedOriginal(
        tuple(_sentence(unit) for unit in spoken),
        sheet.language,
        tuple(_words(sheet, unit) for unit in spoken),
    )
    script = _with(script, (*remarks, *_unread(script, spoken, texts)))
    return TakenBack(script, original, tuple(_pairs(spoken, script, joined)))


def _require_own(units: Sequence[WorkUnit], lines: Sequence[Filled], path: Path) -> None:
    sources = {str(unit.number): _letters(unit.source) for unit in units}
    known = {_letters(unit.source) for unit in units}
    own = sum(_letters(line.source) in known or not line.source for line in lines)
    if own < OWN * len(lines) or not any(set(_numbers(line.number)) & sources.keys() for line in lines):
        raise SheetError(
            f"is the worksheet of another sheet: {own} of its {len(lines)} sources are in this one",
            at=Place(str(path)),
            hint="name the sheet it was made from; nothing was written",
        )


def _by_unit(
    units: Sequence[WorkUnit], lines: Sequence[Filled]
) -> tuple[dict[int, str], set[int], list[Remark]]:
    """The translation of each unit, which are joined to the one before, and what the translator did to the lines."""
    texts: defaultdict[int, list[str]] = defaultdict(list)
    known, order = {unit.number for unit in units}, list[int]()
    remarks: list[Remark] = []
    joined: set[int] = set()
    for line in lines:
        numbers = [int(number) for number in _numbers(line.number)]
        found = [number for number in numbers if number in known]
        at = Source(found[0] if found else 1, 1)
        if not found:
            remarks.append(Remark(f"there is no line “{line.number}” in the sheet: {line.target}", at))
            continue
        if len(found) > 1:
            remarks.append(Remark(f"lines {line.number} are joined", at))
            joined |= {number for before, number in pairwise(found) if number == before + 1}
        order.append(found[0])
        if line.target:
            texts[found[0]].append(line.target)
    remarks += (
        Remark(f"line {number} was moved; it is taken by its number", Source(number, 1))
        for number in _moved(order)
    )
    split = Counter(number for line in lines if line.target for number in _numbers(line.number)[:1])
    remarks += (
        Remark(f"line {number} is split into {count}; its parts are put together", Source(int(number), 1))
        for number, count in split.items()
        if count > 1 and int(number) in known
    )
    remarks += (
        Remark(f"line {unit.number} is empty: “{unit.source}” has no translation", Source(unit.number, 1))
        for unit in units
        if unit.number not in texts and unit.number not in joined
    )
    return {number: " ".join(parts) for number, parts in texts.items()}, joined - texts.keys(), remarks


def _moved(order: Sequence[int]) -> list[int]:
    """Those that stand out of order: as few as leave the others in it."""
    ends: list[int] = []  # the least number that a row of so many in order can end with
    lengths = []
    for number in order:
        at = bisect_right(ends, number)
        ends[at : at + 1] = [number]
        lengths.append(at + 1)
    unmoved, wanted = [], len(ends)
    for number, length in zip(reversed(order), reversed(lengths), strict=True):
        if length == wanted:
            unmoved.append(number)
            wanted -= 1
    return sorted((Counter(order) - Counter(unmoved)).elements())


def _numbers(text: str) -> list[str]:
    """`4`, `4+5`, `4-6`: the numbers a line bears."""
    span = _RANGE.fullmatch(text.strip())
    if span and int(span[1]) <= int(span[2]) <= int(span[1]) + 99:
        return [str(number) for number in range(int(span[1]), int(span[2]) + 1)]
    return [str(int(number)) for number in _NUMBERS.findall(text)]


def _rows(unit: WorkUnit, text: str) -> Iterator[Row]:
    kind = Declared(AsideKind.ON_SCREEN) if unit.is_title else Declared(speaker=unit.speaker or None)
    at_ms = unit.span.start_ms if unit.is_title else None
    yield Row(unit.number, 1, " ".join(text.split()), kind, at_ms=at_ms)
    yield Row(unit.number, len(text) + 2, "")


def _sentence(unit: WorkUnit) -> Sentence:
    return Sentence(
        (Token(unit.source, Source(unit.number, 1), unit.footnotes),), unit.number, unit.speaker or None
    )


def _words(sheet: Sheet, unit: WorkUnit) -> tuple[Word, ...]:
    return TimedOriginal.words_of((at + 1, sheet.cues[at]) for at in unit.cues)


def _pairs(units: Sequence[WorkUnit], script: Script, joined: Collection[int]) -> Iterator[Pair]:
    """Each unit, with those that are joined to it, and the sentences of its line."""
    lines = [sentence.source.line for sentence in script.sentences]
    end = number = 0
    while number < len(units):
        first, start = number, end
        while end < len(lines) and lines[end] == units[first].number:
            end += 1
        number += 1
        while number < len(units) and units[number].number in joined:
            number += 1
        yield Pair(range(first, number), range(start, end), (1.0,) * (end - start))


def _unread(script: Script, units: Sequence[WorkUnit], texts: dict[int, str]) -> Iterator[Remark]:
    spoken = {sentence.source.line for sentence in script.sentences}
    for unit in units:
        if unit.number in texts and unit.number not in spoken:
            yield Remark(
                f"line {unit.number} seems not to be spoken: {texts[unit.number]}", Source(unit.number, 1)
            )


def _with(script: Script, remarks: Sequence[Remark]) -> Script:
    return replace(script, remarks=tuple(sorted((*script.remarks, *remarks), key=lambda one: one.source)))


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
