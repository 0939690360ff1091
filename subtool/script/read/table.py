"""CSV and TSV: a script in columns, as spreadsheets and archives export it. A place's line is the row's number."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from subtool.errors import Place, ScriptError
from subtool.script.manuscript import Manuscript
from subtool.script.source_lines import SourceLine, split_lines
from subtool.script.understand.columns import read_table

if TYPE_CHECKING:
    from subtool.script.understand.columns import Cell, Table

_DELIMITERS = ("\t", ";", ",", "|")
_SAMPLE_CHARS = 20_000  # that tell the delimiter; more would only cost time
_NEVER_CLOSED = "unexpected end of data"


def read(text: str, place: Place) -> Manuscript:
    """The rows of a table, in the order in which they are said.

    Raises:
        ScriptError: a quotation mark is never closed, or a field is not text of a script.
    """
    text = text.lstrip("\ufeff")
    table: Table = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for number, cells in enumerate(reader, start=1):
            table.append(_row(number, cells))
    except csv.Error as error:
        hint = f"a field may hold {csv.field_size_limit() // 1024} KB: look for a quotation mark that is never closed"
        raise ScriptError(
            f"is not a table: {error}", at=Place(place.path, reader.line_num), hint=hint
        ) from error
    _require_closed(text, place, reader.line_num)
    read = read_table(table)
    return Manuscript(
        read.lines, read.entries, remarks=read.remarks, kind="table", counted="row", versions=read.versions
    )


def _row(number: int, cells: list[str]) -> list[Cell]:
    """The cells of a row; columns count on from cell to cell."""
    result: list[Cell] = []
    column = 1
    for cell in cells:
        lines = []
        for piece in split_lines(cell):
            lines.append(SourceLine(number, column + piece.column - 1, piece.text))
            column += piece.column + len(piece.text)
        result.append(tuple(lines))
        column += 1
    return result


def _delimiter(text: str) -> str:
    """The character that parts most rows of the beginning into the same number of cells, two at least."""
    sample = text[:_SAMPLE_CHARS]
    if len(text) > _SAMPLE_CHARS:
        sample = sample.rsplit("\n", 1)[0]
    best, most = ",", 0.0
    for delimiter in _DELIMITERS:
        try:
            widths = [
                len(cells)
                for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
                if cells
            ]
        except csv.Error:
            continue
        same = max((widths.count(width) for width in set(widths) if width > 1), default=0)
        share = same / len(widths) if widths else 0.0
        if share > most:
            best, most = delimiter, share
    return best


def _require_closed(text: str, place: Place, line: int) -> None:
    """Refuse a field that runs to the end of the file because its quotation mark is never closed."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for _ in reader:
            pass
    except csv.Error as error:
        if _NEVER_CLOSED in str(error):
            where = Place(place.path, line)
            raise ScriptError(
                "a quotation mark is never closed", at=where, hint="close it, or double it in a text"
            ) from error
