"""A worksheet that came back from the translator: its lines by number on the units of the sheet it was made from."""

from __future__ import annotations

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
from subtool.script.source_lines import Declared, SourceLine
from subtool.script.understand.understand import understand
from subtool.text.encoding import decode
from subtool.translation.pair import Pair
from subtool.verbs.timed_original import TimedOriginal
from subtool.verbs.worksheet_lines import Sources

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from subtool.formats.worksheet.units import Filled, WorkUnit
    from subtool.model import Script, Sheet, Word
    from subtool.verbs.worksheet_lines import Meant

PACKED = {
    ".xlf": xliff.read_filled, ".xliff": xliff.read_filled, ".xlsx": xlsx.read_filled,
    ".docx": docx_table.read_filled,
}  # fmt: skip
OF_TEXT = {".po": po.read_filled, ".csv": csv_table.read_filled}
ALWAYS = frozenset({".xlf", ".xliff", ".po", ".xlsx"})  # no script is in such a file
OWN = 0.5  # of the lines: with fewer whose source is that of the sheet, the worksheet is that of another one


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A translation from a worksheet: its text as a script, which unit each sentence belongs to, and what was odd."""

    script: Script
    original: TimedOriginal
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Returned:
    """The lines of a worksheet as they came back, and what a reader of its file should know."""

    lines: tuple[Filled, ...]
    remarks: tuple[Remark, ...] = ()


def read_worksheet(path: str | Path, encoding: str | None = None) -> Returned | None:
    """The lines of a worksheet; None where the file is none, but may be a script.

    Raises:
        FormatError: it cannot be read.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in PACKED.keys() | OF_TEXT.keys():
        return None
    data = read_bytes(path)
    try:
        if suffix in PACKED:
            return Returned(PACKED[suffix](data))
        decoded = decode(data, encoding=encoding, place=Place(str(path)))
        guess = f"read as {decoded.encoding}, which is a guess: save it as UTF-8, or say --encoding"
        return Returned(OF_TEXT[suffix](decoded.text), decoded.odd(guess))
    except FormatError as error:
        if suffix in ALWAYS:
            raise error.located(Place(str(path))) from error
        return None


def is_worksheet(path: str | Path, encoding: str | None = None) -> bool:
    """Whether a file is one, by its suffix and what is in it.

    Raises:
        FormatError: by its suffix it is, and cannot be read.
    """
    return read_worksheet(path, encoding) is not None


def taken_back(sheet: Sheet, returned: Returned, path: str | Path, language: str | None = None) -> TakenBack:
    """The translation in a worksheet of this sheet, by the numbers of its lines.

    Raises:
        SheetError: it is the worksheet of another sheet, or nothing is translated in it.
    """
    units, lines = units_of(sheet), returned.lines
    _require_own(units, lines, Path(path))
    texts, joined, remarks = _by_unit(units, lines)
    source_lines = [
        line for unit in units if unit.number in texts for line in _source_lines(unit, texts[unit.number])
    ]
    if not source_lines:
        raise SheetError("has no translation in it", at=Place(str(path)), hint="fill in the column “target”")
    script = understand(
        Manuscript(tuple(source_lines), kind="worksheet", counted="line"), path, language=language
    )
    spoken = [unit for unit in units if not unit.is_title]
    original = TimedOriginal(
        tuple(_sentence(unit) for unit in spoken),
        sheet.language,
        tuple(_words(sheet, unit) for unit in spoken),
    )
    script = _with(script, (*returned.remarks, *remarks, *_unread(script, spoken, texts)))
    return TakenBack(script, original, tuple(_pairs(spoken, script, joined)))


def _require_own(units: Sequence[WorkUnit], lines: Sequence[Filled], path: Path) -> None:
    sources = Sources(units)
    known = [sources.meant(line) for line in lines]
    own = sum(
        (bool(one.units) and not one.is_changed) or not line.source
        for one, line in zip(known, lines, strict=True)
    )
    if own < OWN * len(lines) or not any(one.units for one in known):
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
    order = list[int]()
    remarks: list[Remark] = []
    joined: set[int] = set()
    twice: set[int] = set()
    sources = Sources(units)
    for line in lines:
        meant = sources.meant(line)
        found = meant.units
        if not found:
            text = line.target or line.source
            remarks.append(Remark(f"there is no line “{line.number}” in the sheet: {text}", Source(1, 1)))
            continue
        remarks += _of_line(line, meant)
        joined |= {number for before, number in pairwise(found) if number == before + 1}
        if line.target and line.target in texts[found[0]]:
            twice.add(found[0])
            continue
        order.append(found[0])
        if line.target:
            texts[found[0]].append(line.target)
    remarks += (
        Remark(f"line {number} was moved; it is taken by its number", Source(number, 1))
        for number in _moved(order)
    )
    remarks += (
        Remark(f"line {number} stands there twice; it is taken once", Source(number, 1))
        for number in sorted(twice)
    )
    remarks += (
        Remark(f"line {number} is split into {len(parts)}; its parts are put together", Source(number, 1))
        for number, parts in texts.items()
        if len(parts) > 1
    )
    remarks += (
        Remark(f"line {unit.number} is empty: “{unit.source}” has no translation", Source(unit.number, 1))
        for unit in units
        if not texts.get(unit.number) and unit.number not in joined
    )
    translated = {number: " ".join(parts) for number, parts in texts.items() if parts}
    return translated, joined - translated.keys(), remarks


def _of_line(line: Filled, meant: Meant) -> Iterator[Remark]:
    """What has to be said of a line: that its source is another's, or of no line, or that it stands for several."""
    source = Source(meant.units[0], 1)
    name = "+".join(map(str, meant.units))
    if meant.by_source:
        bears = f"bears the number {line.number}" if line.number else "bears no number"
        yield Remark(f"line {name} {bears}; it is taken by its source", source)
    if meant.is_changed:
        yield Remark(f"line {name} was translated from another source: “{line.source}”", source)
    if len(meant.units) > 1:
        label = name if meant.by_source else line.number
        yield Remark(f"lines {label} are joined", source)


def _moved(order: Sequence[int]) -> list[int]:
    """The numbers that stand out of order: as few as possible, so that the others are in order."""
    ends: list[int] = []  # by its length, the least number that a sequence in order can end with
    lengths = []
    for number in order:
        index = bisect_right(ends, number)
        ends[index : index + 1] = [number]
        lengths.append(index + 1)
    unmoved, wanted = [], len(ends)
    for number, length in zip(reversed(order), reversed(lengths), strict=True):
        if length == wanted:
            unmoved.append(number)
            wanted -= 1
    return sorted((Counter(order) - Counter(unmoved)).elements())


def _source_lines(unit: WorkUnit, text: str) -> Iterator[SourceLine]:
    kind = Declared(AsideKind.ON_SCREEN) if unit.is_title else Declared(speaker=unit.speaker or None)
    at_ms = unit.span.start_ms if unit.is_title else None
    yield SourceLine(unit.number, 1, " ".join(text.split()), kind, at_ms=at_ms)
    yield SourceLine(unit.number, len(text) + 2, "")


def _sentence(unit: WorkUnit) -> Sentence:
    return Sentence(
        (Token(unit.source, Source(unit.number, 1), unit.footnotes),), unit.number, unit.speaker or None
    )


def _words(sheet: Sheet, unit: WorkUnit) -> tuple[Word, ...]:
    return TimedOriginal.words_of((index + 1, sheet.cues[index]) for index in unit.cues)


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
