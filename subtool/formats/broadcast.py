"""The script as it was broadcast, for Word: time code, speaker, text and sources of each paragraph in a table."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from subtool.formats.form import start_of, to_frame
from subtool.formats.office_file import THE_DAY, undated
from subtool.formats.passages import paragraphs
from subtool.formats.plain import NO_XML
from subtool.model import Role
from subtool.timecode import Timecode

if TYPE_CHECKING:
    from fractions import Fraction

    from subtool.formats.passages import Paragraph
    from subtool.model import Sheet

HEADER = ("Time", "Speaker", "Text", "Sources")
WIDTHS_CM = (2.6, 2.6, 8.6, 4.2)  # of the columns: the 18 cm that A4 has between margins of 1.5


def write(sheet: Sheet, fps: Fraction) -> bytes:
    """A document of Word, with time codes at `fps`, which count from that of the film's first frame."""
    from docx import Document
    from docx.shared import Cm, Pt

    document = Document()
    _undated(document)
    document.core_properties.title = _clean(sheet.title)[:255]
    for section in document.sections:
        section.left_margin = section.right_margin = Cm(1.5)
        section.top_margin = section.bottom_margin = Cm(1.8)
    document.styles["Normal"].font.size = Pt(10)
    document.add_heading(_clean(sheet.title) or "Script as broadcast", level=1)
    if sheet.media:
        document.add_paragraph(
            f"{_clean(sheet.media.name)}, {Timecode(to_frame(sheet.media.duration_ms, fps), fps)}"
        )
    table = document.add_table(rows=1, cols=len(HEADER), style="Light List Accent 1")
    for cell, name in zip(table.rows[0].cells, HEADER, strict=True):
        cell.text = name
    _repeated(table.rows[0])
    full = {note.number: note.full for note in sheet.footnotes}
    for part in paragraphs(sheet):
        _fill(table.add_row().cells, part, full, start_of(sheet, fps))
    for row in table.rows:
        for cell, width in zip(row.cells, WIDTHS_CM, strict=True):
            cell.width = Cm(width)
    result = io.BytesIO()
    document.save(result)
    return undated(result.getvalue())


def _fill(cells: Any, part: Paragraph, full: dict[str, str], begin: Timecode) -> None:  # noqa: ANN401 - docx' own
    from docx.shared import Pt

    after = to_frame(part.span.start_ms, begin.rate)
    cells[0].text = str(replace(begin, frame=begin.frame + after))
    for run in cells[0].paragraphs[0].runs:
        run.font.bold = False
    cells[1].text = _clean(part.speaker or ("on screen" if part.role is Role.TITLE else ""))
    text = cells[2].paragraphs[0]
    for piece in part.pieces:
        text.add_run(_clean(piece.text)).italic = part.role is Role.TITLE
        for index, number in enumerate(piece.footnotes):
            text.add_run(f"{',' if index else ''}{_clean(number)}").font.superscript = True
    for index, number in enumerate(part.footnotes):
        paragraph = cells[3].add_paragraph() if index else cells[3].paragraphs[0]
        paragraph.add_run(f"{_clean(number)}  {_clean(full.get(number, ''))}").font.size = Pt(8)


def _repeated(row: Any) -> None:  # noqa: ANN401 - docx' own
    """The header stands on each page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - docx has no other way


def _undated(document: Any) -> None:  # noqa: ANN401 - docx' own
    properties = document.core_properties
    properties.created = properties.modified = datetime(*THE_DAY[:3], tzinfo=UTC)
    properties.author, properties.comments = "subtool", ""


def _clean(text: str) -> str:
    return NO_XML.sub("\ufffd", re.sub(r"\s+", " ", text))
