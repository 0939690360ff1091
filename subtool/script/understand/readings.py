"""How each line of a script was read, and the script read again as its author says, line by line."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from subtool.model import Remark, Script, Source
from subtool.script.understand.decisions import (
    LABEL,
    OPENING_CHARS,
    SKIP,
    SPEECH,
    Decision,
    decided,
    matched,
    opening_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from subtool.script.manuscript import Manuscript
    from subtool.script.source_lines import Row

PASSES = 4  # what is said of one line may change how others are read, and those are said something of as well


def readings(rows: Sequence[Row], script: Script) -> list[Decision]:
    """What each written line was taken for; a line without a word of speech and of no aside is a label."""
    spoken = defaultdict[int, list[int]](list)
    for sentence in script.sentences:
        for token in sentence.tokens:
            spoken[token.source.line].append(token.source.column)
    starts = [aside.source for aside in script.asides]
    return [
        Decision(row.line, opening_of(row.text), _reading(row, script, spoken.get(row.line, ()), starts))
        for row in rows
        if row.text
    ]


def obeyed(
    manuscript: Manuscript, decisions: Sequence[Decision], read: Callable[[Manuscript], Script]
) -> Script:
    """The script as `read` makes it, but each line as its decision says; remarked where a line is gone."""
    script = read(manuscript)
    found, gone = matched(manuscript.rows, decisions)
    written = [at for at, row in enumerate(manuscript.rows) if row.text]
    said: dict[int, str] = {}
    for _ in range(PASSES):
        was = dict(zip(written, (line.what for line in readings(manuscript.rows, script)), strict=True))
        other = {
            at: line.what for at, line in found.items() if _differs(was[at], line.what) and at not in said
        }
        if not other:
            break
        said |= other
        rows, asides = decided(manuscript.rows, said)
        script = read(replace(manuscript, rows=tuple(rows), asides=(*manuscript.asides, *asides)))
    if not gone:
        return script
    first = f"line {gone[0].line} “{gone[0].text[: OPENING_CHARS // 2]}”"
    message = (
        f"the outline beside this script names what is not in it any more: {len(gone)} lines, first {first}"
    )
    return replace(script, remarks=(Remark(message, Source(1, 1)), *script.remarks))


def _reading(row: Row, script: Script, columns: Sequence[int], starts: Sequence[Source]) -> str:
    end = row.column + len(row.text)
    if any(row.column <= column < end for column in columns):
        return SPEECH
    at = bisect_right(starts, Source(row.line, end)) - 1
    if at >= 0 and starts[at].line == row.line and starts[at].column >= row.column:
        return script.asides[at].kind.value
    while at >= 0 and starts[at] > row.source:
        at -= 1
    if at >= 0 and row.text in script.asides[at].text:
        return script.asides[at].kind.value
    return LABEL


def _differs(was: str, what: str) -> bool:
    if what == LABEL:
        return False
    return was in {SPEECH, LABEL} if what == SKIP else was != what
