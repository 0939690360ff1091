"""EDL (CMX3600) with markers: each cue is an event with a locator that bears its text, as editing systems import them.

Rows become one. Codes count from that of the film's first frame, or from 00:00:00:00.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from subtool.formats import plain
from subtool.formats.form import start_of, to_frame
from subtool.model import DEFAULT_FPS, Cue, Role
from subtool.timecode import DAY_HOURS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from subtool.model import Sheet
    from subtool.timecode import Timecode

CODE = r"\d\d[:;]\d\d[:;]\d\d[:;]\d\d"
EVENT = re.compile(rf"\s*\d{{1,6}}\s+\S+\s+\S+\s+\S+(?:\s+\d+)?\s+{CODE}\s+{CODE}\s+({CODE})\s+({CODE})\s*")
LOCATOR = re.compile(rf"\s*\*\s*LOC:\s*({CODE})\s+(\w+)\s+(.*)")
MARK = re.compile(r"\s*+\|C:(\w+)\s++\|M:(.*)\|D:(\d+)\s*")
COLOURS = {Role.SPEECH: "GREEN", Role.TITLE: "YELLOW", Role.NOTE: "BLUE"}
ROLES = {colour: role for role, colour in COLOURS.items()}


def read(text: str, fps: Fraction | None) -> Sheet:
    """The events with a locator or a marker as cues; events without one are cuts, not cues.

    Raises:
        FormatError: a time code has no place at this frame rate, or there is no marker.
    """
    return plain.sheet(
        _cues(plain.lines_of(text), fps or DEFAULT_FPS), "marker", "* LOC: 00:00:01:00 GREEN text"
    )


def write(sheet: Sheet, fps: Fraction) -> str:
    """An event a cue, at least a frame long: speech green, titles yellow, footnotes blue.

    Raises:
        FormatError: a cue is at 24 hours or later.
    """
    title = " ".join(sheet.title.split()) or "Subtitles"
    begin = start_of(sheet, fps)
    result = [f"TITLE: {title[:70]}", f"FCM: {'' if begin.drop else 'NON-'}DROP FRAME", ""]
    for number, cue in enumerate(sheet.cues, start=1):
        first = to_frame(cue.span.start_ms, fps)
        last = max(first + 1, to_frame(cue.span.end_ms, fps))
        start, end = (_code(replace(begin, frame=begin.frame + frame), number) for frame in (first, last))
        colour, text = COLOURS[cue.role], plain.one_row(cue)
        result.append(f"{number:03}  AX       V     C        {start} {end} {start} {end}")
        result.append(f"* LOC: {start} {colour:<7} {text}")
        result.append(f" |C:ResolveColor{colour.title()} |M:{text.replace('|', '¦')} |D:{last - first}")
        result.append("")
    return "\n".join(result)


def _code(timecode: Timecode, number: int) -> str:
    code = str(timecode)
    if int(code.split(":", maxsplit=1)[0]) >= DAY_HOURS:
        hint = "shift the cues to an earlier time first"
        raise plain.wrong(f"cue {number} is at 24 hours or later, which a time code cannot say", None, hint)
    return code


def _cues(lines: list[str], fps: Fraction) -> Iterator[Cue]:
    start_ms = end_ms = None
    for number, line in enumerate(lines, start=1):
        if event := EVENT.fullmatch(line):
            start_ms, end_ms = (plain.code_ms(code, fps, number) for code in event.groups())
        elif start_ms is None or end_ms is None:
            continue
        elif match := LOCATOR.fullmatch(line):
            role, text = ROLES.get(match[2].upper(), Role.SPEECH), match[3]
        elif match := MARK.fullmatch(line):
            role, text = (
                ROLES.get(match[1].removeprefix("ResolveColor").upper(), Role.SPEECH),
                match[2].rstrip(),
            )
        else:
            continue
        if not event and text.strip() and start_ms is not None and end_ms is not None:
            yield Cue(plain.span(start_ms, end_ms, number), (text.strip(),), role=role)
            start_ms = None  # a locator and a marker of one event say the same
