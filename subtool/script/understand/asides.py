"""What stands around the narration and is not spoken: notes in braces, web left-overs, the title."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from subtool.model import Aside, AsideKind, Remark
from subtool.script.source_lines import ends_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.script.source_lines import Block, Row
    from subtool.script.understand.conventions import Conventions

_BRACES = re.compile(r"[{}]")
_ORNAMENT = re.compile(r"[*_=~#•·–—-](?:\s?[*_=~#•·–—-]){2,}\Z")
_TITLE_CHARS = 160
_PROSE_WORDS = 3


def cut_notes(rows: Sequence[Row]) -> tuple[list[Row], list[Aside], list[Remark]]:
    """The rows with the notes in braces made blank; the notes; what is odd about them.

    Only a brace that opens a row can open a note, and only when it holds prose or fills its rows: all other
    braces are text. So are those of which the file says what they are.
    """
    left, notes, remarks = list(rows), list[Aside](), list[Remark]()
    closing = _closing_braces(rows)
    done = -1
    for at, row in enumerate(rows):
        if at <= done or row.told or not row.text.startswith("{"):
            continue
        if at in closing:
            done, column = closing[at]
        else:
            done, column = _paragraph_end(rows, at)
            remarks.append(
                Remark("the brace is never closed; this paragraph alone is taken as a note", row.source)
            )
        note = [*rows[at:done], rows[done].part(0, column)]
        rest = rows[done].part(column)
        text = "\n".join(piece.text for piece in note)
        if rest.text and len(text.split()) < _PROSE_WORDS:
            continue
        notes.append(Aside(AsideKind.NOTE, text, row.source))
        left[at : done + 1] = [*(replace(piece, text="") for piece in rows[at:done]), rest]
    return left, notes, remarks


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


def is_leftover(row: Row, known: Conventions) -> bool:
    """Whether a row is something a web page leaves around its text, or an ornament."""
    return row.text.lower().rstrip(" :…»›>") in known.leftovers or bool(_ORNAMENT.match(row.text))


def cut_leftovers(blocks: Sequence[Block], known: Conventions) -> tuple[list[Block], list[Aside]]:
    """The blocks without the rows that a web page left, and those rows.

    A single word such as "Next" is a left-over only before the first sentence or after the last.
    """
    ends = [row.line for block in blocks for row in block if ends_sentence(row.text)]
    first, last = (ends[0], ends[-1]) if ends else (0, 0)
    kept: list[Block] = []
    asides: list[Aside] = []
    for block in blocks:
        rows: Block = []
        for row in block:
            if row.told:
                rows.append(row)
                continue
            inside = first < row.line < last and row.text[:1].isalnum() and " " not in row.text
            if is_leftover(row, known) and not inside:
                asides.append(Aside(AsideKind.LEFTOVER, row.text, row.source))
            else:
                rows.append(row)
        if rows:
            kept.append(rows)
    return kept, asides


def cut_title(blocks: list[Block], known: Conventions) -> tuple[list[Block], list[Aside]]:
    """The blocks without the title, and the title: short rows at the very start that end no sentence."""
    if not blocks:
        return blocks, []
    height = _title_height(blocks[0])
    if not height:
        return blocks, []
    titles = [blocks[0][:height]]
    rest = [block for block in (blocks[0][height:], *blocks[1:]) if block]
    while rest and _is_title_row(rest[0], known):
        titles.append(rest.pop(0))
    return rest, [
        Aside(AsideKind.TITLE, " ".join(row.text for row in rows), rows[0].source) for rows in titles
    ]


def _title_height(block: Block) -> int:
    """How many rows of the first block are the title."""
    if block[0].told:
        return len(block) if block[0].told.aside is AsideKind.TITLE else 0
    if _is_heading(block):
        return len(block)
    # Narration follows without a blank row: the title did not break because it was full.
    room = max(len(row.text) for row in block)
    first = block[0].text
    full = len(first) + 1 + len(block[1].text.split(maxsplit=1)[0]) > room if len(block) > 1 else True
    return 1 if _is_heading(block[:1]) and not full else 0


def _is_heading(rows: Block) -> bool:
    return sum(len(row.text) for row in rows) <= _TITLE_CHARS and not any(
        ends_sentence(row.text) for row in rows
    )


def _is_title_row(block: Block, known: Conventions) -> bool:
    words = block[0].text.lower()
    return (
        not block[0].told
        and _is_heading(block)
        and any(words.startswith(f"{start} ") for start in known.title_rows)
    )
