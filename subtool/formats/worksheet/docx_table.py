"""A worksheet as a Word file: one table, its head repeated on every page."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from subtool.errors import FormatError
from subtool.formats.office_file import undated
from subtool.formats.worksheet.grid import NO_DAY, filled, is_head, lines
from subtool.formats.worksheet.units import HEADER
from subtool.text.zip_limits import is_document

if TYPE_CHECKING:
    from docx.oxml.table import CT_Tc

    from subtool.formats.worksheet.units import Filled
    from subtool.model import Sheet


def write(sheet: Sheet) -> bytes:
    """A unit a line."""
    from docx import Document
    from docx.enum.section import WD_ORIENT

    document = Document()
    document.core_properties.created = document.core_properties.modified = NO_DAY
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    units = list(lines(sheet))
    table = document.add_table(rows=1 + len(units), cols=len(HEADER), style="Table Grid")
    cells = table._cells  # noqa: SLF001 - a table of a thousand lines asked cell by cell takes minutes
    for index, text in enumerate((*HEADER, *(text for _, texts in units for text in texts))):
        cells[index].text = text
    result = io.BytesIO()
    document.save(result)
    return undated(result.getvalue())


def read_filled(data: bytes) -> tuple[Filled, ...]:
    """The lines that came back, of the first table that is a worksheet.

    Raises:
        FormatError: it is not a Word file, or no worksheet is in it.
    """
    from docx import Document

    if not is_document(data):
        raise FormatError("is not a Word file, or unpacks to far more than any", hint="save it as .docx")
    try:
        tables = Document(io.BytesIO(data)).tables
    except Exception as error:  # what docx and lxml raise on a broken file has no common name
        raise FormatError("is not a Word file that can be read", hint="save it as .docx") from error
    for table in tables:
        cells = table._cells  # noqa: SLF001 - as above
        width = len(table.columns)
        above = [None] * width + [cell._tc for cell in cells]  # noqa: SLF001
        texts = [
            "" if cell._tc is above[number] else _text(cell._tc)  # noqa: SLF001
            for number, cell in enumerate(cells)
        ]
        grid = [texts[index : index + width] for index in range(0, len(texts), width)]
        if any(is_head(row) for row in grid[:3]):
            return filled(grid)
    return filled([])


def _text(cell: CT_Tc) -> str:
    """What a cell shows, with what somebody typed while changes are tracked; one merged with it shows nothing."""
    from docx.oxml.ns import qn

    spaces = {qn("w:tab"): "\t", qn("w:br"): "\n"}
    paragraphs = (
        "".join(
            spaces.get(part.tag) or part.text or ""
            for part in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"))
        )
        for paragraph in cell.iter(qn("w:p"))
    )
    return "\n".join(paragraphs)
