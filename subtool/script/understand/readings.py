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
    from subtool.script.source_lines import SourceLine

PASSES = 4  # what is said of one line may change how others are read, and those are said something of as well


def readings(lines: Sequence[SourceLine], script: Script) -> list[Decision]:
    """What each written line was taken for; a line without a word of speech and of no aside is a label."""
    spoken = defaultdict[int, list[int]](list)
    for sentence in script.sentences:
        for token in sentence.tokens:
            spoken[token.source.line].append(token.source.column)
    starts = [aside.source for aside in script.asides]
    return [
        Decision(
            line.number, opening_of(line.text), _reading(line, script, spoken.get(line.number, ()), starts)
        )
        for line in lines
        if line.text
    ]


def obeyed(
    manuscript: Manuscript, decisions: Sequence[Decision], read: Callable[[Manuscript], Script]
) -> Script:
    """The script as `read` makes it, but each line as its decision says; remarked where a line is gone."""
    script = read(manuscript)
    found, gone = matched(manuscript.lines, decisions)
    written = [index for index, source_line in enumerate(manuscript.lines) if source_line.text]
    said: dict[int, str] = {}
    for _ in range(PASSES):
        was = dict(zip(written, (line.what for line in readings(manuscript.lines, script)), strict=True))
        other = {
            index: line.what
            for index, line in found.items()
            if _differs(was[index], line.what) and index not in said
        }
        if not other:
            break
        said |= other
        lines, asides = decided(manuscript.lines, said)
        script = read(replace(manuscript, lines=tuple(lines), asides=(*manuscript.asides, *asides)))
    if not gone:
        return script
    first = f"line {gone[0].line} “{gone[0].text[: OPENING_CHARS // 2]}”"
    message = (
        f"the outline beside this script names what is not in it any more: {len(gone)} lines, first {first}"
    )
    return replace(script, remarks=(Remark(message, Source(1, 1)), *script.remarks))


def _reading(line: SourceLine, script: Script, columns: Sequence[int], starts: Sequence[Source]) -> str:
    end = line.column + len(line.text)
    if any(line.column <= column < end for column in columns):
        return SPEECH
    index = bisect_right(starts, Source(line.number, end)) - 1
    if index >= 0 and starts[index].line == line.number and starts[index].column >= line.column:
        return script.asides[index].kind.value
    while index >= 0 and starts[index] > line.source:
        index -= 1
    if index >= 0 and line.text in script.asides[index].text:
        return script.asides[index].kind.value
    return LABEL


def _differs(was: str, what: str) -> bool:
    if what == LABEL:
        return False
    return was in {SPEECH, LABEL} if what == SKIP else was != what
