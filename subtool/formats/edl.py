"""EDL (CMX3600) with markers: each cue is an event with a locator that bears its text, as editing systems import them.

Lines become one. Codes count from that of the film's first frame, or from 00:00:00:00.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
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
START = re.compile(rf"\s*\*\s*START TC:\s*({CODE})\s*", re.IGNORECASE)
LOCATOR = re.compile(rf"\s*\*\s*LOC:\s*({CODE})\s+(\w+)\s+(.*)")
MARK = re.compile(r"\s*+\|C:(\w+)\s++\|M:(.*)\|D:(\d+)\s*")
NUMBERED = re.compile(r"Marker \d+")  # what Resolve calls one that nobody named
COLOURS = {Role.SPEECH: "GREEN", Role.TITLE: "YELLOW", Role.NOTE: "BLUE"}
ROLES = {colour: role for role, colour in COLOURS.items()}


def read(text: str, fps: Fraction | None) -> Sheet:
    """The events with a locator or a marker as cues; events without one are cuts, not cues.

    Raises:
        FormatError: a time code has no place at this frame rate, or there is no marker.
    """
    lines, fps = plain.lines_of(text), fps or DEFAULT_FPS
    cues = list(_cues(lines, fps))
    found = ((match, number) for number, line in enumerate(lines, 1) if (match := START.fullmatch(line)))
    start_ms = next((plain.code_ms(match[1], fps, number) for match, number in found), 0)
    if all(cue.span.start_ms >= start_ms for cue in cues):
        cues = [replace(cue, span=cue.span.shifted(-start_ms)) for cue in cues]
    return plain.sheet(cues, "marker", "* LOC: 00:00:01:00 GREEN text")


def write(sheet: Sheet, fps: Fraction) -> str:
    """An event a cue, at least a frame long: speech green, titles yellow, footnotes blue.

    Raises:
        FormatError: a cue is at 24 hours or later.
    """
    title = " ".join(sheet.title.split()) or "Subtitles"
    begin = start_of(sheet, fps)
    result = [f"TITLE: {title[:70]}", f"FCM: {'' if begin.drop else 'NON-'}DROP FRAME"]
    result += [f"* START TC: {begin}", ""] if begin.frame else [""]  # which an edit list does not say
    for number, cue in enumerate(sheet.cues, start=1):
        first = to_frame(cue.span.start_ms, fps)
        last = max(first + 1, to_frame(cue.span.end_ms, fps))
        start, end = (_code(replace(begin, frame=begin.frame + frame), number) for frame in (first, last))
        colour, text = COLOURS[cue.role], plain.one_line(cue)
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
    event: MarkedEvent | None = None
    for number, line in enumerate(lines, start=1):
        if match := EVENT.fullmatch(line):
            if event:
                yield from event.cues()
            start_ms, end_ms = (plain.code_ms(code, fps, number) for code in match.groups())
            event = MarkedEvent(start_ms, end_ms)
        elif event:
            event.add(line, number, fps)
    if event:
        yield from event.cues()


@dataclass(slots=True)
class MarkedEvent:
    """A stretch of the record, its locators and its markers; where it has both, they say the same."""

    start_ms: int
    end_ms: int
    note: str = ""
    locators: list[tuple[int, Role, str]] = field(default_factory=list)
    markers: list[tuple[int, Role, str]] = field(default_factory=list)

    def add(self, line: str, number: int, fps: Fraction) -> None:
        """Take in a line that follows the event: Avid's locators have codes, Resolve's markers lengths."""
        if match := LOCATOR.fullmatch(line):
            start_ms = plain.code_ms(match[1], fps, number)
            inside = self.start_ms <= start_ms < self.end_ms
            role = ROLES.get(match[2].upper(), Role.SPEECH)
            self.locators.append((start_ms if inside else self.start_ms, role, match[3].strip()))
        elif match := MARK.fullmatch(line):
            role = ROLES.get(match[1].removeprefix("ResolveColor").upper(), Role.SPEECH)
            text = match[2].strip()
            text = self.note if self.note and NUMBERED.fullmatch(text) else text
            self.markers.append((round(int(match[3]) * 1000 / fps), role, text))
        elif line.strip() and not line.lstrip().startswith("*"):
            self.note = line.strip()

    def cues(self) -> Iterator[Cue]:
        """A locator stands until the next one of its event, a marker for its length."""
        ends = [*(start_ms for start_ms, *_ in self.locators[1:]), self.end_ms]
        spans = [
            (start_ms, max(start_ms, end_ms), role, text)
            for (start_ms, role, text), end_ms in zip(self.locators, ends, strict=False)
        ] or [
            (self.start_ms, max(self.end_ms, self.start_ms + lasts_ms), role, text)
            for lasts_ms, role, text in self.markers
        ]
        for start_ms, end_ms, role, text in spans:
            if text:
                yield Cue(plain.span(start_ms, end_ms), (text,), role=role)
