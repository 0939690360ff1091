"""Avid DS captions: a text file that Avid's caption effect reads; times in frames, lines as they are shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from subtool.errors import FormatError, Place
from subtool.formats import plain, runs
from subtool.formats.form import to_frame
from subtool.model import DEFAULT_FPS, Cue
from subtool.timecode import Timecode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from subtool.model import Remark, Sheet

BEGIN, END = "<begin subtitles>", "<end subtitles>"
HEAD = "@ This file written with the Avid Caption plugin, version 1"
TIMES = re.compile(r"\s*(\d\d:\d\d:\d\d[:;]\d\d)\s+(\d\d:\d\d:\d\d[:;]\d\d)\s*")


def read(text: str, fps: Fraction | None) -> Sheet:
    """The captions, at `fps` or 25 frames a second.

    Raises:
        FormatError: there is none, or a time is none of this rate.
    """
    lines = plain.lines_of(text)
    remarks: list[Remark] = []
    cues = _cues(lines, fps or DEFAULT_FPS, remarks)
    return plain.sheet(cues, "caption", "00:00:01:00 00:00:02:12", remarks)


def write(sheet: Sheet, fps: Fraction) -> str:
    """The captions between the marks that Avid looks for."""
    pieces = [HEAD, BEGIN]
    for cue in sheet.cues:
        first = to_frame(cue.span.start_ms, fps)
        last = max(first + 1, to_frame(cue.span.end_ms, fps))
        lines = ("".join(run.text for run in line).strip() for line in runs.lines_of(cue))
        times = f"{Timecode(first, fps)} {Timecode(last, fps)}"
        pieces.append("\n".join([times, *(line for line in lines if line)]))
    return "\n\n".join([*pieces, END]) + "\n"


def _cues(lines: list[str], fps: Fraction, remarks: list[Remark]) -> Iterator[Cue]:
    times, body = None, list[str]()
    for number, line in enumerate([*lines, END], start=1):
        found = TIMES.fullmatch(line)
        if found or line.strip() == END:
            if times and body:
                yield Cue(times, tuple(body))
            times, body = None, []
        if found:
            try:
                starts, ends = (Timecode.parse(code, fps).ms for code in found.groups())
            except ValueError as error:
                raise FormatError(
                    str(error), at=Place("", number), hint="--fps names the frame rate"
                ) from error
            times = plain.shown(starts, ends, number, remarks)
        elif times and line.strip():
            body.append(line.strip())
