"""A worksheet as an Excel file; the last column counts down as the translation is typed."""

from __future__ import annotations

import io
import tempfile
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

from subtool.errors import FormatError, OutputError
from subtool.formats.office_file import undated
from subtool.formats.worksheet.grid import NO_DAY, filled, is_head, lines
from subtool.formats.worksheet.units import HEADER
from subtool.text.zip_limits import is_document

if TYPE_CHECKING:
    from subtool.formats.worksheet.units import Filled
    from subtool.model import Sheet

WIDTHS = (8, 18, 14, 60, 60, 11)  # of the columns, in characters


def write(sheet: Sheet) -> bytes:
    """A unit a line, texts wrapped, the head kept in sight.

    Raises:
        OutputError: there is no room for what openpyxl writes on the way, in the temporary folder.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook()
    book.properties.created = book.properties.modified = NO_DAY.replace(tzinfo=None)
    page = book.active
    page.title = "translation"
    page.append(HEADER)
    for at, (_, cells) in enumerate(lines(sheet), start=2):
        number, *texts, _, room = cells
        page.append([int(number), *texts, "", f"={room}-LEN(E{at})"])
        for cell in page[at][1:5]:
            cell.data_type = "s"  # never a formula, whatever it begins with
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for column, width in zip("ABCDEF", WIDTHS, strict=True):
        page.column_dimensions[column].width = width
        page[f"{column}1"].font = Font(bold=True)
    page.freeze_panes = "A2"
    result = io.BytesIO()
    try:
        with ZipFile(result, "w", ZIP_DEFLATED) as archive:
            ExcelWriter(book, archive).save()
    except Exception as error:  # what openpyxl and lxml raise on a full disk has no common name
        hint = f"free some space in {tempfile.gettempdir()}, or set TMPDIR to another folder"
        raise OutputError(f"no Excel file could be put together: {error}", hint=hint) from error
    return undated(result.getvalue())


def read_filled(data: bytes) -> tuple[Filled, ...]:
    """The lines that came back, of the first page that is a worksheet.

    Raises:
        FormatError: it is no Excel file, or no worksheet.
    """
    from openpyxl import load_workbook

    hint = "save it as .xlsx"
    if not is_document(data):
        raise FormatError("is no Excel file, or unpacks to far more than any", hint=hint)
    try:
        pages = [
            [["" if cell is None else str(cell) for cell in row] for row in page.iter_rows(values_only=True)]
            for page in load_workbook(io.BytesIO(data), read_only=True).worksheets
        ]
    except Exception as error:  # what openpyxl and lxml raise on a broken file has no common name
        raise FormatError("is no Excel file that can be read", hint=hint) from error
    return filled(next((rows for rows in pages if any(map(is_head, rows))), []))
