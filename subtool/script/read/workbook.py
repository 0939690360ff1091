"""Excel workbooks (.xlsx): the first sheet with a text in it, as a table. A place's line is the number of the row."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from subtool.errors import ScriptError
from subtool.script.manuscript import Manuscript
from subtool.script.read.archive import open_archive, read_part, xml
from subtool.script.source_lines import MOST_COLUMNS, SourceLine, split_lines
from subtool.script.understand.columns import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from xml.etree.ElementTree import Element
    from zipfile import ZipFile

    from subtool.errors import Place
    from subtool.script.understand.columns import Cell, Table

BOOK = "xl/workbook.xml"
_TEXTS, _LINKS = "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels"
MOST_DIGITS = 8  # of the number of a row; Excel has a million rows
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read(data: bytes, place: Place) -> Manuscript:
    """The lines of a workbook's first sheet that has some, in the order in which they are said.

    Raises:
        ScriptError: it is damaged or locked, unpacks to more than any script, or has no text.
    """
    archive = open_archive(data, place)
    for part in _sheets(archive, place):
        table = _table(xml(read_part(archive, part, place), place), _texts(archive, place))
        if table:
            found = read_table(table)
            return Manuscript(
                found.lines,
                found.entries,
                remarks=found.remarks,
                kind="Excel",
                counted="row",
                versions=found.versions,
            )
    hint = "name a workbook whose first sheet is the script in columns"
    raise ScriptError("is an Excel workbook without a text in it", at=place, hint=hint)


def _sheets(archive: ZipFile, place: Place) -> Iterator[str]:
    """The parts of the sheets that are shown, in their order."""
    names = set(archive.namelist())
    if not {BOOK, _LINKS} <= names:
        return
    links = {
        link.get("Id"): posixpath.normpath(posixpath.join("/xl", link.get("Target", ""))).lstrip("/")
        for link in xml(read_part(archive, _LINKS, place), place)
    }
    for sheet in _all(xml(read_part(archive, BOOK, place), place), "sheet"):
        part = links.get(sheet.get(_LINK))
        if part in names and sheet.get("state", "visible") == "visible":
            yield part


def _texts(archive: ZipFile, place: Place) -> Sequence[str]:
    """The texts that cells refer to by number."""
    if _TEXTS not in archive.namelist():
        return ()
    return [_said(text) for text in _all(xml(read_part(archive, _TEXTS, place), place), "si")]


def _said(element: Element) -> str:
    """The text of a cell without its readings, which Japanese has above it."""
    parts = (part for part in element if _name(part) != "rPh")
    return "".join(text.text or "" for part in parts for text in part.iter() if _name(text) == "t")


def _table(sheet: Element, texts: Sequence[str]) -> Table:
    table: Table = []
    for row in _all(sheet, "row"):
        place = row.get("r", "")
        number = int(place) if place.isdecimal() and len(place) < MOST_DIGITS else len(table) + 1
        cells: dict[int, str] = {}
        for cell in _all(row, "c"):
            column = _column(cell.get("r", ""), len(cells))
            if column < MOST_COLUMNS:
                cells[column] = _value(cell, texts)
        if any(text.strip() for text in cells.values()):
            table.append(list(_cells(number, cells)))
    return table


def _cells(number: int, texts: Mapping[int, str]) -> Iterator[Cell]:
    """The cells of a row; columns count on from cell to cell."""
    column = 1
    for place in range(max(texts) + 1):
        pieces = split_lines(texts.get(place, ""))
        yield tuple(SourceLine(number, column + piece.column - 1, piece.text) for piece in pieces)
        column += sum(len(piece.text) + 1 for piece in pieces)


def _value(cell: Element, texts: Sequence[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(map(_said, _all(cell, "is")))
    value = next((part.text or "" for part in cell if _name(part) == "v"), "")
    if kind != "s":
        return "" if kind == "e" else value
    return (
        texts[int(value)]
        if value.isdecimal() and len(value) < MOST_DIGITS and int(value) < len(texts)
        else ""
    )


def _column(place: str, following: int) -> int:
    """The column of a place as `AB12`, from 0; the following one where none is told."""
    column = 0
    for char in place:
        if not "A" <= char <= "Z" or column > MOST_COLUMNS:
            break
        column = 26 * column + ord(char) - ord("A") + 1
    return column - 1 if column else following


def _all(element: Element, name: str) -> Iterator[Element]:
    return (part for part in element.iter() if _name(part) == name)


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]
