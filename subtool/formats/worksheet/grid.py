"""What the worksheets in tables share: their head and lines, and how they are found again when they come back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from subtool.errors import FormatError
from subtool.formats.plain import NO_XML
from subtool.formats.worksheet.units import HEADER, Filled, units_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.formats.worksheet.units import WorkUnit
    from subtool.model import Sheet

NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)  # in a file that is the same on any day
NEEDED = ("number", "source", "target")


def lines(sheet: Sheet) -> Iterator[tuple[WorkUnit, tuple[str, ...]]]:
    """The units, each with the texts of its line; what remains is all, for nothing is translated yet.

    What XML cannot hold is shown as unknown: two of the three kinds of tables are XML.
    """
    for unit in units_of(sheet):
        speaker, source = (NO_XML.sub("\ufffd", text) for text in (unit.speaker, unit.source))
        yield unit, (str(unit.number), unit.time, speaker, source, "", str(unit.room))


def is_head(cells: Sequence[str]) -> bool:
    """Whether a line names the columns of a worksheet."""
    named = {cell.strip().lower() for cell in cells}
    return set(NEEDED) <= named


def filled(table: Sequence[Sequence[str]]) -> tuple[Filled, ...]:
    """The lines that came back, in their order in the file.

    Raises:
        FormatError: no line names the columns.
    """
    head = next((index for index, cells in enumerate(table) if is_head(cells)), None)
    if head is None:
        raise FormatError("is not a worksheet", hint=f"its first line names the columns: {', '.join(HEADER)}")
    columns = [cell.strip().lower() for cell in table[head]]
    places = [columns.index(name) for name in NEEDED]
    found = []
    for cells in table[head + 1 :]:
        number, source, target = (cells[index].strip() if index < len(cells) else "" for index in places)
        if number or source or target:
            found.append(Filled(number, source, target))
    return tuple(found)
