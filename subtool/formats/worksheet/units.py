"""The units that are translated: cues up to what ends a sentence, with their time and what a translator should know."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from subtool.model import Role, Span, meets_without_space
from subtool.text.punctuation import ends_sentence, stops_are_written
from subtool.text.unwritten import punctuated
from subtool.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.model import Cue, Sheet

HEADER = ("number", "time", "speaker", "source", "target", "remaining")
TITLE = "(on screen)"  # stands for the speaker of a title
CHARS_A_SECOND = 17.0  # that can be read in most alphabets (Netflix, adults), before the language is known
MOST_CUES = 6  # of a unit: text without a full stop is parted too; chosen by eye


@dataclass(frozen=True, slots=True)
class WorkUnit:
    """What is translated as one: its number from 1, its cues by number from 0, and how many characters may be read."""

    number: int
    cues: tuple[int, ...]
    span: Span
    speaker: str
    source: str
    room: int
    footnotes: tuple[str, ...] = ()

    @property
    def is_title(self) -> bool:
        return self.speaker == TITLE

    @property
    def time(self) -> str:
        return f"{clock(self.span.start_ms)} – {clock(self.span.end_ms)}"


@dataclass(frozen=True, slots=True)
class Filled:
    """A line of a worksheet that came back: its number as it stands there, its source, and the translation."""

    number: str
    source: str
    target: str


def units_of(sheet: Sheet) -> tuple[WorkUnit, ...]:
    """The units of a sheet, in the order of its cues; footnote captions are none."""
    runs = list(_runs(sheet))
    following = [sheet.cues[run[0]].span.start_ms for run in runs[1:]]
    return tuple(
        _unit(number, run, sheet, later)
        for number, (run, later) in enumerate(zip_longest(runs, following), start=1)
    )


def _runs(sheet: Sheet) -> Iterator[list[int]]:
    shown = [index for index, cue in enumerate(sheet.cues) if cue.role is not Role.NOTE and cue.text.strip()]
    run: list[int] = shown[:1]
    most = MOST_CUES if stops_are_written(punctuated(sheet.cues[index]) for index in shown) else 1
    for before, index in pairwise(shown):
        one, other = sheet.cues[before], sheet.cues[index]
        same = one.role is other.role is Role.SPEECH and one.speaker == other.speaker
        if not same or ends_sentence(punctuated(one)) or len(run) >= most:
            yield run
            run = []
        run.append(index)
    if run:
        yield run


def _unit(number: int, run: Sequence[int], sheet: Sheet, later_ms: int | None) -> WorkUnit:
    cues = [sheet.cues[index] for index in run]
    span = Span(cues[0].span.start_ms, max(cue.span.end_ms for cue in cues))
    until_ms = span.end_ms if later_ms is None else max(span.end_ms, later_ms)
    marks = tuple(dict.fromkeys(mark for cue in cues for mark in cue.footnotes))
    speaker = TITLE if cues[0].role is Role.TITLE else cues[0].speaker or ""
    room = int((until_ms - span.start_ms) * CHARS_A_SECOND / 1000)
    return WorkUnit(number, tuple(run), span, speaker, _text(cues), room, marks)


def _text(cues: Sequence[Cue]) -> str:
    text = punctuated(cues[0])
    for cue in cues[1:]:
        following = punctuated(cue)
        text += following if meets_without_space(text, following) else f" {following}"
    return text
