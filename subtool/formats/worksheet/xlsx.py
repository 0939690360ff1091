"""A worksheet as an Excel file; the last column counts down as the translation is typed."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from subtool.errors import FormatError
from subtool.formats.office_file import undated
from subtool.formats.worksheet.grid import NO_DAY, filled, is_head, lines
from subtool.formats.worksheet.units import HEADER
from subtool.text.zip_limits import is_document

if TYPE_CHECKING:
    from subtool.formats.worksheet.units import Filled
    from subtool.model import Sheet

WIDTHS = (8, 18, 14, 60, 60, 11)  # of the columns, in characters


def write(sheet: Sheet) -> bytes:
    """A unit a line, texts wrapped, the head kept in sight."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    book.properties.created = book.properties.modified = NO_DAY.replace(tzinfo=None)
    page = book.active
    page.title = "translation"
    page.append(HEADER)
    for index, (_, cells) in enumerate(lines(sheet), start=2):
        number, *texts, _, room = cells
        page.append([int(number), *texts, "", f"={room}-LEN(E{index})"])
        for cell in page[index][1:5]:
            cell.data_type = "s"  # never a formula, whatever it begins with
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for column, width in zip("ABCDEF", WIDTHS, strict=True):
        page.column_dimensions[column].width = width
        page[f"{column}1"].font = Font(bold=True)
    page.freeze_panes = "A2"
    return undated(_packed(book))


def _packed(book: Any) -> bytes:  # noqa: ANN401 - openpyxl is untyped
    """The bytes of a workbook, its pages put together in memory.

    openpyxl has a temporary file for each, which a full disk cuts short without an error while it is small.
    """
    from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
    from openpyxl.worksheet._writer import WorksheetWriter
    from openpyxl.writer.excel import ExcelWriter

    def write_page(page: Any) -> None:  # noqa: ANN401
        page._drawing = SpreadsheetDrawing()  # noqa: SLF001 - as openpyxl's own `write_worksheet`
        xml = WorksheetWriter(page, io.BytesIO())
        xml.write()
        page._rels = xml._rels  # noqa: SLF001
        archive.writestr(page.path[1:], xml.out.getvalue())
        writer.manifest.append(page)

    result = io.BytesIO()
    with ZipFile(result, "w", ZIP_DEFLATED) as archive:
        writer = ExcelWriter(book, archive)
        writer.write_worksheet = write_page
        writer.save()
    return result.getvalue()


def read_filled(data: bytes) -> tuple[Filled, ...]:
    """The lines that came back, of the first page that is a worksheet.

    Raises:
        FormatError: it is not an Excel file, or no worksheet.
    """
    from openpyxl import load_workbook

    hint = "save it as .xlsx"
    if not is_document(data):
        raise FormatError("is not an Excel file, or unpacks to far more than any", hint=hint)
    try:
        with redirect_stdout(None):  # openpyxl prints what it finds wrong with styles
            pages = [
                [
                    ["" if cell is None else str(cell) for cell in row]
                    for row in page.iter_rows(values_only=True)
                ]
                for page in load_workbook(io.BytesIO(data), read_only=True).worksheets
            ]
    except Exception as error:  # what openpyxl and lxml raise on a broken file has no common name
        raise FormatError("is not an Excel file that can be read", hint=hint) from error
    return filled(next((rows for rows in pages if any(map(is_head, rows))), []))
