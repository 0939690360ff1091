"""A worksheet as CSV, with a byte order mark, by which spreadsheets know UTF-8."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from subtool.formats.table import SEPARATORS
from subtool.formats.worksheet.grid import filled, lines
from subtool.formats.worksheet.units import HEADER
from subtool.text.cells import inert, text_of

if TYPE_CHECKING:
    from subtool.formats.worksheet.units import Filled
    from subtool.model import Sheet


def write(sheet: Sheet) -> str:
    """A unit a line; what a spreadsheet would run as a formula is quoted."""
    result = io.StringIO(newline="")
    table = csv.writer(result, lineterminator="\r\n")
    table.writerow(HEADER)
    for _, cells in lines(sheet):
        table.writerow([inert(cell) for cell in cells])
    return "\ufeff" + result.getvalue()


def read_filled(text: str) -> tuple[Filled, ...]:
    """The lines that came back.

    Raises:
        FormatError: it is not a worksheet.
    """
    text = text.removeprefix("\ufeff")
    separator = max(SEPARATORS, key=text.split("\n", 1)[0].count)
    table = [
        [text_of(cell) for cell in cells]
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    ]
    return filled(table)
