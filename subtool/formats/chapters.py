"""Chapters as YouTube takes them from a description: `0:00 Title`, the first at 0:00, three or more of 10 s at least.

A chapter begins with each title that the film shows; without titles, with each paragraph, under its first words.
Those that would follow too soon are left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from subtool.errors import FormatError
from subtool.formats import plain
from subtool.formats.passages import paragraphs
from subtool.model import Cue, Role
from subtool.timecode import clock

if TYPE_CHECKING:
    from subtool.model import Sheet

FEWEST_CHAPTERS, SHORTEST_S = 3, 10  # YouTube Help, "Video chapters"
TITLE_CHARS = 60  # about what a player shows beside its time; chosen by eye
LINE = re.compile(r"\s*+[(\[]?((?:\d{1,5}:)?\d{1,2}:\d\d)[)\]]?\s*+[-–—:]?\s*+(\S.*)")


def read(text: str) -> Sheet:
    """Each chapter as a title, until the next begins; the last stands for ten seconds.

    Raises:
        FormatError: there is no chapter.
    """
    found = [
        (number, match)
        for number, line in enumerate(plain.lines_of(text), 1)
        if (match := LINE.fullmatch(line))
    ]
    starts = [plain.clock_ms(match[1]) or 0 for _, match in found]
    ends = [*starts[1:], *(start + SHORTEST_S * 1000 for start in starts[-1:])]
    cues = [
        Cue(plain.span(start, end, number), (match[2].strip(),), role=Role.TITLE)
        for (number, match), start, end in zip(found, starts, ends, strict=True)
    ]
    return plain.sheet(cues, "chapter", "0:00 The beginning")


def write(sheet: Sheet) -> str:
    """The chapters; what stands before the first has the title of the whole.

    Raises:
        FormatError: there are fewer than three.
    """
    chapters = [(start_ms // 1000, title) for start_ms, title in apart(sheet)]
    if len(chapters) < FEWEST_CHAPTERS:
        raise FormatError(
            f"YouTube wants {FEWEST_CHAPTERS} chapters of {SHORTEST_S} seconds at least, and there are {len(chapters)}",
            hint="give the script more titles or paragraphs",
        )
    return "".join(f"{clock(start * 1000, 0)} {title}\n" for start, title in chapters)


def apart(sheet: Sheet) -> list[tuple[int, str]]:
    """The chapters that do not follow too soon, the first at 0."""
    found = beginnings(sheet)
    if found and found[0][0] >= SHORTEST_S * 1000:
        found.insert(0, (0, " ".join(sheet.title.split()) or "Beginning"))
    elif found:
        found[0] = (0, found[0][1])
    chapters = found[:1]
    for later in found[1:]:
        if later[0] // 1000 - chapters[-1][0] // 1000 >= SHORTEST_S:
            chapters.append(later)
    return chapters


def beginnings(sheet: Sheet) -> list[tuple[int, str]]:
    """When each chapter begins, and its title: those that the film shows, or its paragraphs."""
    found = [(cue.span.start_ms, plain.one_line(cue)) for cue in sheet.cues if cue.role is Role.TITLE]
    found = found or [(part.span.start_ms, _first_words(part.text)) for part in paragraphs(sheet)]
    return sorted(found, key=lambda chapter: chapter[0])


def _first_words(text: str) -> str:
    if len(text) <= TITLE_CHARS:
        return text
    return f"{text[:TITLE_CHARS].rsplit(' ', 1)[0].rstrip(',;:–— ')}…"
