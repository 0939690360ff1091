"""What stands around the narration and is not spoken: notes in braces and web left-overs."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from subtool.model import Aside, AsideKind, Remark
from subtool.script.source_lines import ends_sentence
from subtool.script.understand.directions import Directions
from subtool.script.understand.surroundings import never_said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.script.source_lines import Block, Row
    from subtool.script.understand.conventions import Conventions

_BRACES = re.compile(r"[{}]")
_ORNAMENT = re.compile(r"[*_=~#•·–—-](?:\s?[*_=~#•·–—-]){2,}\Z")
_LABEL_WORDS = 3  # fewer beside a note are a label of it, no sentence; chosen by eye
_NOTE_ROWS = 60  # of an editor's note in brackets
_BRACKETS = {"[": "]", "(": ")", "（": "）", "【": "】", "［": "］", "<": ">"}


def cut_notes(rows: Sequence[Row], known: Conventions) -> tuple[list[Row], list[Aside], list[Remark]]:
    """The rows with the notes in braces, and editors' notes in any brackets, made blank; the notes; what is odd.

    Only a brace that opens a row can open a note, and only when it holds prose or fills its rows: all other
    braces are text. So are those of which the file says what they are.
    """
    directions = Directions((), known)
    rows, notes = _cut_bracketed(rows, directions)
    rows, headed = _cut_headed(rows, directions)
    rows, signed = _cut_signed(rows, directions)
    notes += headed + signed
    left, remarks = list(rows), list[Remark]()
    closing = _closing_braces(rows)
    done = -1
    for index, row in enumerate(rows):
        if index <= done or row.declared or not row.text.startswith("{"):
            continue
        if index in closing:
            done, column = closing[index]
        else:
            done, column = _paragraph_end(rows, index)
            remarks.append(
                Remark("the brace is never closed; this paragraph alone is taken as a note", row.source)
            )
        note = [*rows[index:done], rows[done].part(0, column)]
        rest = rows[done].part(column)
        text = "\n".join(piece.text for piece in note)
        if rest.text and len(text.split()) < _LABEL_WORDS:
            continue
        notes.append(Aside(AsideKind.NOTE, text, row.source))
        left[index : done + 1] = [*(replace(piece, text="") for piece in rows[index:done]), rest]
    return left, notes, remarks


def _cut_bracketed(rows: Sequence[Row], directions: Directions) -> tuple[list[Row], list[Aside]]:
    """The rows without editors' notes in brackets, which may hold several paragraphs."""
    left, notes = list(rows), list[Aside]()
    done = -1
    for index, row in enumerate(rows):
        closer = _BRACKETS.get(row.text[:1], "")
        if index <= done or row.declared or not closer or not directions.is_editors(row.text[1:]):
            continue
        end = _closed(rows, index, row.text[0], closer)
        if end is None:
            continue
        done, column = end
        note = [*rows[index:done], rows[done].part(0, column)]
        notes.append(
            Aside(AsideKind.NOTE, "\n".join(piece.text for piece in note), row.source, "an editor's note")
        )
        left[index : done + 1] = [
            *(replace(piece, text="") for piece in rows[index:done]),
            rows[done].part(column),
        ]
    return left, notes


def _cut_headed(rows: Sequence[Row], directions: Directions) -> tuple[list[Row], list[Aside]]:
    """The rows without an editor's note that has a heading of its own: the paragraph below is the note."""
    left, notes = list(rows), list[Aside]()
    for index, row in enumerate(rows[:-2]):
        heads = row.declared is None or row.declared.aside is AsideKind.HEADING
        apart = (not index or not rows[index - 1].text) and not rows[index + 1].text
        if not (heads and apart and directions.heads_a_note(row.text)):
            continue
        start = next((below for below in range(index + 1, len(rows)) if rows[below].text), index)
        end, _ = _paragraph_end(rows, start)
        if start == index or any(below.declared for below in rows[start : end + 1]):
            continue
        text = "\n".join(below.text for below in (row, *rows[start : end + 1]))
        notes.append(Aside(AsideKind.NOTE, text, row.source, "an editor's note under its heading"))
        for below in (index, *range(start, end + 1)):
            left[below] = replace(left[below], text="", declared=None)
    return left, notes


def _cut_signed(rows: Sequence[Row], directions: Directions) -> tuple[list[Row], list[Aside]]:
    """The rows without the paragraphs that an editor or a translator signs."""
    left, notes = list(rows), list[Aside]()
    for end, row in enumerate(rows):
        last = end + 1 == len(rows) or not rows[end + 1].text
        if not row.text or not last or not directions.is_signed(row.text):
            continue
        start = end
        while start and rows[start - 1].text:
            start -= 1
        if any(above.declared for above in rows[start : end + 1]):
            continue
        text = "\n".join(above.text for above in rows[start : end + 1])
        notes.append(Aside(AsideKind.NOTE, text, rows[start].source, "an editor's note, signed"))
        left[start : end + 1] = [replace(above, text="") for above in rows[start : end + 1]]
    return left, notes


def _closed(rows: Sequence[Row], at: int, opener: str, closer: str) -> tuple[int, int] | None:
    """The row, and the column behind the bracket, where one that opens a row is closed."""
    deep = 0
    for index in range(at, min(at + _NOTE_ROWS, len(rows))):
        for column, mark in enumerate(rows[index].text):
            deep += (mark == opener) - (mark == closer)
            if not deep:
                return index, column + 1
    return None


def _closing_braces(rows: Sequence[Row]) -> dict[int, tuple[int, int]]:
    """For each row that opens with a brace: the row, and the column behind the brace that closes it."""
    closing = dict[int, tuple[int, int]]()
    opened = list[tuple[int, int]]()
    for index, row in enumerate(rows):
        for brace in _BRACES.finditer(row.text):
            if brace.group() == "{":
                opened.append((index, brace.start()))
            elif opened:
                opener, column = opened.pop()
                if column == 0:
                    closing[opener] = index, brace.end()
    return closing


def _paragraph_end(rows: Sequence[Row], at: int) -> tuple[int, int]:
    end = at
    while end + 1 < len(rows) and rows[end + 1].text:
        end += 1
    return end, len(rows[end].text)


def is_leftover(row: Row, known: Conventions) -> str:
    """Why a row is something a web page leaves around its text, an ornament, or what nobody would read out."""
    if row.text.lower().rstrip(" :…»›>") in known.leftovers:
        return "what a page leaves around its text"
    if _ORNAMENT.match(row.text) or not any(map(str.isalnum, row.text)):
        return "an ornament"
    return never_said(row.text)


def cut_leftovers(blocks: Sequence[Block], known: Conventions) -> tuple[list[Block], list[Aside]]:
    """The blocks without the rows that a web page left, and those rows.

    A single word such as "Next" is a left-over only before the first sentence or after the last.
    """
    ends = [row.line for block in blocks for row in block if ends_sentence(row.text)]
    first, last = (ends[0], ends[-1]) if ends else (0, 0)
    remaining: list[Block] = []
    asides: list[Aside] = []
    for block in blocks:
        rows: Block = []
        for row in block:
            reason = "" if row.declared else is_leftover(row, known)
            inside = first < row.line < last and row.text[:1].isalnum() and " " not in row.text
            if reason and (not inside or "://" in row.text):
                asides.append(Aside(AsideKind.LEFTOVER, row.text, row.source, reason))
            else:
                rows.append(row)
        if rows:
            remaining.append(rows)
    return remaining, asides
