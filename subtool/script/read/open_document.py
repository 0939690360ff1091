"""OpenDocument text (.odt): headings, notes, tables; a place's line is the number of the paragraph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from subtool.errors import ScriptError
from subtool.model import AsideKind, Remark, Source
from subtool.script.manuscript import FootnoteEntry, Manuscript, Version, raised, united
from subtool.script.read.archive import open_archive, read_part, xml
from subtool.script.read.word_parts import local
from subtool.script.source_lines import MOST_COLUMNS, Declared, SourceLine, is_heading_text
from subtool.script.understand.columns import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

    from subtool.errors import Place
    from subtool.script.understand.columns import Cell, Table

MIMETYPE = b"mimetypeapplication/vnd.oasis.opendocument.text"
_COUNT = re.compile(r"\d{1,9}")
_MOST_SPACES = 1000  # of one <text:s/>: a limit against floods
_NO_TEXT = {
    "annotation",
    "annotation-end",
    "tracked-changes",
    "forms",
    "sequence-decls",
    "note-citation",
    "ruby-text",
}
_LEFT_OUT = {"frame": "a picture", "object": "an embedded object"}


def read(data: bytes, place: Place) -> Manuscript:
    """The paragraphs and tables of an OpenDocument text.

    Raises:
        ScriptError: it is damaged, locked, or unpacks to more than any script.
    """
    archive = open_archive(data, place)
    if "content.xml" not in archive.namelist():
        raise ScriptError(
            "is not an OpenDocument text", at=place, hint="save it as .odt, .docx or plain text"
        )
    root = xml(read_part(archive, "content.xml", place), place)
    body = next((part for part in root.iter() if local(part) == "text" and "office" in part.tag), root)
    reader = _OdtReader(root)
    lines = tuple(reader.lines(body))
    return Manuscript(
        lines,
        tuple(reader.entries),
        remarks=tuple(reader.remarks),
        kind="OpenDocument",
        counted="paragraph",
        versions=reader.versions,
    )


def _attribute(element: Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


class _OdtReader:
    """Goes through the paragraphs in order, and numbers the notes as they are cited."""

    def __init__(self, root: Element) -> None:
        self._bold, self._gone, self._raised = set[str](), set[str](), set[str]()
        self._parents: dict[str, str] = {}
        for style in (part for part in root.iter() if local(part) == "style"):
            self._style(style)
        self._line = 0
        self.entries: list[FootnoteEntry] = []
        self.remarks: list[Remark] = []
        self.versions: tuple[Version, ...] = ()

    def _style(self, style: Element) -> None:
        name = _attribute(style, "name")
        self._parents[name] = _attribute(style, "parent-style-name")
        for part in style.iter():
            if _attribute(part, "font-weight") == "bold":
                self._bold.add(name)
            if (
                _attribute(part, "text-line-through-style") not in {"", "none"}
                or _attribute(part, "display") == "none"
            ):
                self._gone.add(name)
            if _attribute(part, "text-position").startswith("super"):
                self._raised.add(name)

    def lines(self, element: Element) -> Iterator[SourceLine]:
        for part in element:
            name = local(part)
            if name in {"p", "h"}:
                self._line += 1
                yield from self._paragraph(part, self._says(part))
                yield SourceLine(self._line, 1, "")
            elif name == "table":
                yield from self._table(part)
            elif name not in _NO_TEXT:
                yield from self.lines(part)

    def _says(self, paragraph: Element) -> Declared | None:
        style = _attribute(paragraph, "style-name")
        names = {style.lower(), self._parents.get(style, "").lower()}
        text = "".join(piece for piece in self._pieces(paragraph) if isinstance(piece, str)).strip()
        if names & {"title", "subtitle"}:
            return Declared(AsideKind.TITLE)
        headed = local(paragraph) == "h" or any(name.startswith("heading") for name in names)
        written = [part for part in paragraph.iter() if (part.text or "").strip()]
        bold = style in self._bold or (
            bool(written) and all(_attribute(part, "style-name") in self._bold for part in written)
        )
        if headed or (bold and self._line > 1 and is_heading_text(text)):
            return Declared(AsideKind.TITLE if self._line == 1 else AsideKind.HEADING)
        return None

    def _paragraph(self, paragraph: Element, says: Declared | None) -> Iterator[SourceLine]:
        text, cited, column = "", list[tuple[int, str]](), 1
        for piece in (*self._pieces(paragraph), "\n"):
            if piece == "\n":
                yield SourceLine(self._line, column, text, says, tuple(cited)).part(0)
                column += len(text) + 1
                text, cited = "", []
            elif isinstance(piece, str):
                text += piece
            else:
                cited.append((len(text), self._note(piece)))

    def _pieces(self, element: Element, *, high: bool = False) -> Iterator[str | Element]:
        """The text of an element, a line feed for a line break, and its notes."""
        text = (element.text or "").replace("\n", " ")
        yield raised(text) if high and text.strip() else text
        for part in element:
            name, style = local(part), _attribute(part, "style-name")
            if name == "note":
                yield part
            elif name == "s":
                count = _attribute(part, "c")
                yield " " * (min(int(count), _MOST_SPACES) if _COUNT.fullmatch(count) else 1)
            elif name == "tab":
                yield "\t"
            elif name == "line-break":
                yield "\n"
            elif name in _LEFT_OUT:
                self.remarks.append(Remark(f"{_LEFT_OUT[name]} is left out", Source(max(1, self._line), 1)))
            elif style in self._gone:
                self.remarks.append(
                    Remark("struck-through or hidden text is left out", Source(max(1, self._line), 1))
                )
            elif name not in _NO_TEXT:
                yield from self._pieces(part, high=high or style in self._raised)
            tail = (part.tail or "").replace("\n", " ")
            yield raised(tail) if high and tail.strip() else tail

    def _note(self, note: Element) -> str:
        number = str(len(self.entries) + 1)
        bodies = [part for part in note if local(part) == "note-body"]
        text = " ".join(piece for body in bodies for piece in self._pieces(body) if isinstance(piece, str))
        self.entries.append(FootnoteEntry(number, " ".join(text.split()), Source(max(1, self._line), 1)))
        return number

    def _table(self, table: Element) -> Iterator[SourceLine]:
        cells: Table = []
        for row in (part for part in table.iter() if local(part) == "table-row"):
            self._line += 1
            cells.append([cell for part in row for cell in self._cells(part)][:MOST_COLUMNS])
        read = read_table(cells, numbered=len(self.entries))
        self.entries += read.entries
        self.remarks += read.remarks
        self.versions = united(self.versions, read.versions)
        yield from read.lines

    def _cells(self, cell: Element) -> Sequence[Cell]:
        if local(cell) == "covered-table-cell":
            return [()]
        lines = [
            line for part in cell.iter() if local(part) in {"p", "h"} for line in self._paragraph(part, None)
        ]
        return [tuple(lines)] if local(cell) == "table-cell" else []
