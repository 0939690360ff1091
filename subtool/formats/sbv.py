"""SBV, YouTube's plain captions: a line of two times, lines of text, an empty line."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from subtool.formats import plain
from subtool.model import Cue
from subtool.timecode import full_clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from subtool.model import Remark, Sheet

TIMES = re.compile(r"\s*(\d+:\d\d:\d\d\.\d{1,3}),(\d+:\d\d:\d\d\.\d{1,3})\s*")
BREAK = re.compile(r"\[br\]", re.IGNORECASE)  # of SubViewer, which some programs write into .sbv too


def read(text: str) -> Sheet:
    """The cues; what stands before the first times is passed over.

    Raises:
        FormatError: there is no cue.
    """
    remarks: list[Remark] = []
    return plain.sheet(_cues(plain.lines_of(text), remarks), "cue", "0:00:01.000,0:00:02.500", remarks)


def write(sheet: Sheet) -> str:
    blocks = (
        f"{_clock(cue.span.start_ms)},{_clock(cue.span.end_ms)}\n" + "\n".join(plain.lines(cue)) + "\n"
        for cue in sheet.cues
    )
    return "\n".join(blocks)


def _cues(lines: list[str], remarks: list[Remark]) -> Iterator[Cue]:
    opens = [
        index
        for index, line in enumerate(lines)
        if TIMES.fullmatch(line)
        and (not index or not lines[index - 1].strip() or lines[index - 1].startswith("["))
    ]
    for index, following in pairwise([*opens, len(lines)]):
        match = TIMES.fullmatch(lines[index])
        parts = (part for line in lines[index + 1 : following] for part in BREAK.split(line))
        body = tuple(part.strip() for part in parts if part.strip())
        if match and body:
            times = (plain.clock_ms(match[1]) or 0, plain.clock_ms(match[2]) or 0)
            yield Cue(plain.shown(*times, index + 1, remarks), body)


def _clock(ms: int) -> str:
    return full_clock(ms).removeprefix("0")
