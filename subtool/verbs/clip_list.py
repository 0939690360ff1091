"""A list of clips to cut, as a table: a row a clip, with its name and one way to say what is in it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from subtool.cues import find
from subtool.cues.find import between_words, padded_span
from subtool.disk.reading import read_bytes
from subtool.errors import FormatError, Place
from subtool.media.read.start_timecode import ms_of
from subtool.model import Span
from subtool.text.encoding import decode
from subtool.timecode import CODE, Timecode, clock_ms
from subtool.verbs.passages import ClipChoice, at_place, footnote_spans, plain_name, spoken_span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction
    from pathlib import Path

    from subtool.media.read.probe import Film
    from subtool.model import Sheet

COLUMNS = ("name", "quote", "cues", "from", "to", "footnote")
WAYS = COLUMNS[1:]  # columns that say what a clip shows
HINT = f"its first row names the columns, as in {','.join(COLUMNS)}"
FORBIDDEN = frozenset('/\\:*?"<>|')  # in the name of a file, on one system or another


@dataclass(frozen=True, slots=True)
class Manner:
    """How a list is understood: how much is held beside a passage, whether times are exact, and their frames.

    With a `film`, times with frames are those of its own time code.
    """

    pad_ms: int | None = None
    exact: bool = False
    fps: Fraction | None = None
    film: Film | None = None


def read(path: Path, sheet: Sheet, manner: Manner) -> tuple[ClipChoice, ...]:
    """The clips of a list, each found in the sheet.

    Raises:
        SubtoolError: the file cannot be read, or a row is wrong or names what is not there; the line is told.
    """
    place = Place(str(path))
    data = read_bytes(path)
    choices: list[ClipChoice] = []
    names: dict[str, int] = {}
    for line, row in _rows(decode(data, encoding=None, place=place).text, place):
        where = Place(place.path, line)
        with at_place(where):
            spans = _spans(sheet, row, manner)
            name = _name(row)
            if name.casefold() in names:
                raise FormatError(
                    f"the name “{name}” stands in line {names[name.casefold()]} already",
                    hint="give it another",
                )
        names[name.casefold()] = line
        choices.append(ClipChoice(name, spans, where))
    if not choices:
        raise FormatError("lists no clip", at=place, hint="a row a clip, under its first row")
    return tuple(choices)


def _rows(text: str, place: Place) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each row that is not empty, by the names of its columns, with the line on which it begins."""
    text = text.removeprefix("\ufeff")
    first = text.split("\n", 1)[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        header = [name.strip().casefold() for name in next(rows, [])]
        _require_columns(header, place)
        line = rows.line_num + 1
        for cells in rows:
            if any(cell.strip() for cell in cells[len(header) :]):
                raise FormatError(
                    f"has {len(cells)} columns in place of {len(header)}",
                    at=Place(place.path, line),
                    hint="put a text that holds commas in quotation marks",
                )
            row = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if cell.strip()}
            if row:
                yield line, row
            line = rows.line_num + 1
    except csv.Error as error:
        where = Place(place.path, rows.line_num)
        raise FormatError(f"is not a table: {error}", at=where, hint="mend the quotes of this row") from error


def _require_columns(header: list[str], place: Place) -> None:
    unknown = [name for name in header if name and name not in COLUMNS]
    if unknown or not set(header) & set(WAYS):
        found = f"has a column '{unknown[0]}'" if unknown else "does not say what is to be cut"
        raise FormatError(found, at=Place(place.path, 1), hint=HINT)
    twice = next((name for name in header if name and header.count(name) > 1), None)
    if twice:
        raise FormatError(f"has two columns '{twice}'", at=Place(place.path, 1), hint=HINT)


def _spans(sheet: Sheet, row: Mapping[str, str], manner: Manner) -> tuple[Span, ...]:
    ways = [way for way in WAYS if way in row and way != "to"]
    if len(ways) != 1 or ("to" in row) != ("from" in row):
        raise FormatError(
            "does not say in one way what is to be cut", hint="give a quote, cues, from and to, or a footnote"
        )
    pad_ms = find.LEAD_MS if manner.pad_ms is None else manner.pad_ms
    match ways[0]:
        case "quote":
            return (spoken_span(sheet, row["quote"], pad_ms),)
        case "footnote":
            return footnote_spans(sheet, row["footnote"].strip("[]"), pad_ms)
        case "cues":
            found = find.ranges(row["cues"])
            if found is None:
                raise FormatError(
                    f"'{row['cues']}' is not a range of cues", hint="write 12, 12-18 or 12-18,20"
                )
            return tuple(spoken_span(sheet, numbers, pad_ms) for numbers in found)
    start_ms, end_ms = _ms(row["from"], manner), _ms(row["to"], manner)
    if start_ms >= end_ms:
        raise FormatError(f"ends at {row['to']}, before it begins", hint="exchange from and to")
    span = Span(start_ms, end_ms)
    chosen = span if manner.exact else between_words(sheet, span)
    return (padded_span(sheet, chosen, manner.pad_ms) if manner.pad_ms else chosen,)


def _ms(text: str, manner: Manner) -> int:
    fps = manner.fps
    if manner.film and CODE.fullmatch(text):
        return ms_of(manner.film, text)
    try:
        ms = Timecode.parse(text, fps).ms if fps and CODE.fullmatch(text) else clock_ms(text)
    except ValueError as error:
        raise FormatError(str(error)) from error
    if ms is None:
        raise FormatError(
            f"'{text}' is not a time", hint="write 24:30, 1:02:03.5 or 90s, or 01:02:03:04 with frames"
        )
    return ms


def _name(row: Mapping[str, str]) -> str:
    """As it is given, or made of what is to be cut."""
    if "name" not in row:
        return plain_name("-".join(row[way] for way in WAYS if way in row)) or "clip"
    name = row["name"]
    if set(name) & FORBIDDEN or not name.isprintable() or name.startswith((".", "-")):
        raise FormatError(
            f"“{name}” is not a name for a file", hint="use letters, digits, spaces and hyphens"
        )
    return name.removesuffix(".mp4")
