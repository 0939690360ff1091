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

    from subtool.script.source_lines import Block, SourceLine
    from subtool.script.understand.conventions import Conventions

_BRACES = re.compile(r"[{}]")
_ORNAMENT = re.compile(r"[*_=~#•·–—-](?:\s?[*_=~#•·–—-]){2,}\Z")
_LABEL_WORDS = 3  # fewer beside a note are a label of it, no sentence; chosen by eye
_NOTE_LINES = 60  # of an editor's note in brackets
_BRACKETS = {"[": "]", "(": ")", "（": "）", "【": "】", "［": "］", "<": ">"}


def cut_notes(
    lines: Sequence[SourceLine], known: Conventions
) -> tuple[list[SourceLine], list[Aside], list[Remark]]:
    """The lines with the notes in braces, and editors' notes in any brackets, made empty; the notes; what is odd.

    Only a brace that opens a line can open a note, and only when it holds prose or fills its lines: all other
    braces are text. So are those of which the file says what they are.
    """
    directions = Directions((), known)
    lines, notes = _cut_bracketed(lines, directions)
    lines, headed = _cut_headed(lines, directions)
    lines, signed = _cut_signed(lines, directions)
    notes += headed + signed
    left, remarks = list(lines), list[Remark]()
    closing = _closing_braces(lines)
    done = -1
    for index, line in enumerate(lines):
        if index <= done or line.declared or not line.text.startswith("{"):
            continue
        if index in closing:
            done, column = closing[index]
        else:
            done, column = _paragraph_end(lines, index)
            remarks.append(
                Remark("the brace is never closed; this paragraph alone is taken as a note", line.source)
            )
        note = [*lines[index:done], lines[done].part(0, column)]
        rest = lines[done].part(column)
        text = "\n".join(piece.text for piece in note)
        if rest.text and len(text.split()) < _LABEL_WORDS:
            continue
        notes.append(Aside(AsideKind.NOTE, text, line.source))
        left[index : done + 1] = [*(replace(piece, text="") for piece in lines[index:done]), rest]
    return left, notes, remarks


def _cut_bracketed(
    lines: Sequence[SourceLine], directions: Directions
) -> tuple[list[SourceLine], list[Aside]]:
    """The lines without editors' notes in brackets, which may hold several paragraphs."""
    left, notes = list(lines), list[Aside]()
    done = -1
    for index, line in enumerate(lines):
        closer = _BRACKETS.get(line.text[:1], "")
        if index <= done or line.declared or not closer or not directions.is_editors(line.text[1:]):
            continue
        end = _closed(lines, index, line.text[0], closer)
        if end is None:
            continue
        done, column = end
        note = [*lines[index:done], lines[done].part(0, column)]
        notes.append(
            Aside(AsideKind.NOTE, "\n".join(piece.text for piece in note), line.source, "an editor's note")
        )
        left[index : done + 1] = [
            *(replace(piece, text="") for piece in lines[index:done]),
            lines[done].part(column),
        ]
    return left, notes


def _cut_headed(lines: Sequence[SourceLine], directions: Directions) -> tuple[list[SourceLine], list[Aside]]:
    """The lines without an editor's note that has a heading of its own: the paragraph below is the note."""
    left, notes = list(lines), list[Aside]()
    for index, line in enumerate(lines[:-2]):
        heads = line.declared is None or line.declared.aside is AsideKind.HEADING
        apart = (not index or not lines[index - 1].text) and not lines[index + 1].text
        if not (heads and apart and directions.heads_a_note(line.text)):
            continue
        start = next((below for below in range(index + 1, len(lines)) if lines[below].text), index)
        end, _ = _paragraph_end(lines, start)
        if start == index or any(below.declared for below in lines[start : end + 1]):
            continue
        text = "\n".join(below.text for below in (line, *lines[start : end + 1]))
        notes.append(Aside(AsideKind.NOTE, text, line.source, "an editor's note under its heading"))
        for below in (index, *range(start, end + 1)):
            left[below] = replace(left[below], text="", declared=None)
    return left, notes


def _cut_signed(lines: Sequence[SourceLine], directions: Directions) -> tuple[list[SourceLine], list[Aside]]:
    """The lines without the paragraphs that an editor or a translator signs."""
    left, notes = list(lines), list[Aside]()
    for end, line in enumerate(lines):
        last = end + 1 == len(lines) or not lines[end + 1].text
        if not line.text or not last or not directions.is_signed(line.text):
            continue
        start = end
        while start and lines[start - 1].text:
            start -= 1
        if any(above.declared for above in lines[start : end + 1]):
            continue
        text = "\n".join(above.text for above in lines[start : end + 1])
        notes.append(Aside(AsideKind.NOTE, text, lines[start].source, "an editor's note, signed"))
        left[start : end + 1] = [replace(above, text="") for above in lines[start : end + 1]]
    return left, notes


def _closed(lines: Sequence[SourceLine], position: int, opener: str, closer: str) -> tuple[int, int] | None:
    """The line, and the column after the bracket, where one that opens a line is closed."""
    deep = 0
    for index in range(position, min(position + _NOTE_LINES, len(lines))):
        for column, mark in enumerate(lines[index].text):
            deep += (mark == opener) - (mark == closer)
            if not deep:
                return index, column + 1
    return None


def _closing_braces(lines: Sequence[SourceLine]) -> dict[int, tuple[int, int]]:
    """For each line that opens with a brace: the line, and the column after the brace that closes it."""
    closing = dict[int, tuple[int, int]]()
    opened = list[tuple[int, int]]()
    for index, line in enumerate(lines):
        for brace in _BRACES.finditer(line.text):
            if brace.group() == "{":
                opened.append((index, brace.start()))
            elif opened:
                opener, column = opened.pop()
                if column == 0:
                    closing[opener] = index, brace.end()
    return closing


def _paragraph_end(lines: Sequence[SourceLine], index: int) -> tuple[int, int]:
    end = index
    while end + 1 < len(lines) and lines[end + 1].text:
        end += 1
    return end, len(lines[end].text)


def is_leftover(line: SourceLine, known: Conventions) -> str:
    """Why a line is something a web page leaves around its text, an ornament, or what nobody would read out."""
    if line.text.lower().rstrip(" :…»›>") in known.leftovers:
        return "what a page leaves around its text"
    if _ORNAMENT.match(line.text) or not any(map(str.isalnum, line.text)):
        return "an ornament"
    return never_said(line.text)


def cut_leftovers(blocks: Sequence[Block], known: Conventions) -> tuple[list[Block], list[Aside]]:
    """The blocks without the lines that a web page left, and those lines.

    A single word such as "Next" is a left-over only before the first sentence or after the last.
    """
    ends = [line.number for block in blocks for line in block if ends_sentence(line.text)]
    first, last = (ends[0], ends[-1]) if ends else (0, 0)
    remaining: list[Block] = []
    asides: list[Aside] = []
    for block in blocks:
        lines: Block = []
        for line in block:
            reason = "" if line.declared else is_leftover(line, known)
            inside = first < line.number < last and line.text[:1].isalnum() and " " not in line.text
            if reason and (not inside or "://" in line.text):
                asides.append(Aside(AsideKind.LEFTOVER, line.text, line.source, reason))
            else:
                lines.append(line)
        if lines:
            remaining.append(lines)
    return remaining, asides
