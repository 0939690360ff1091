"""Time codes as scripts have them: beside a scene, or at the start of a paragraph."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from subtool.model import DEFAULT_FPS, Remark
from subtool.timecode import HOUR_MS, units_ms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.model import Source
    from subtool.script.source_lines import SourceLine

PROGRAMME_MS = 600_000  # a film that begins at a whole hour says something within its first ten minutes

_FULL = r"(\d{1,2}):([0-5]\d):([0-5]\d)(?:[:;](\d\d)|[.,](\d{1,3}))?"
_SHORT = r"(\d{1,3}):([0-5]\d)(?:[.,](\d{1,3}))?"
_LABEL = r"(?:(?:tc|t/c|timecode|time|in|at)\b[\s.:]*+)?"
_RANGE_END = r"(?:\s*+(?:-->|-|–|—|to|/)\s*+[\d:;.,]{4,12})?"
_CELL = re.compile(
    rf"[\[(]?\s*+{_LABEL}(?:{_FULL}|{_SHORT}|(\d{{1,5}}(?:[.,]\d{{1,3}})?)\s?s(?:ec)?){_RANGE_END}\s*+[\])]?",
    re.IGNORECASE,
)
_BEHIND = r"(?:\s*+[|–—:-]\s++|\s++|\Z)"
_LEADING = re.compile(
    rf"(?:\[\s*+{_LABEL}(?:{_FULL}|{_SHORT}){_RANGE_END}\s*+\]|\(\s*+{_LABEL}(?:{_FULL}|{_SHORT}){_RANGE_END}\s*+\)"
    rf"|{_LABEL}{_FULL}{_RANGE_END}){_BEHIND}",
    re.IGNORECASE,
)


def time_of(cell: str) -> int | None:
    """The moment that a cell such as `00:01:23:12`, `1:23` or `TC 00:01:23 - 00:01:40` names, in ms."""
    match = _CELL.fullmatch(cell.strip())
    return _ms(match.groups()) if match else None


def leading(text: str) -> tuple[int, int] | None:
    """The time code that opens a paragraph, in ms, and where the text after it begins.

    Two figures alone are a time of day: only in brackets are they a time code.
    """
    match = _LEADING.match(text)
    if not match or text[match.end() : match.end() + 1].islower():
        return None
    groups = match.groups()
    for start in range(0, len(groups), 8):
        part = groups[start : start + 8]  # the last of the three ways has no short form
        if any(part):
            return _ms((*part, *[None] * (9 - len(part)))), match.end()
    return None


def _ms(groups: Sequence[str | None]) -> int:
    hours, minutes, seconds, frames, thousandths, short_minutes, short_seconds, rest, *plain = groups
    if plain and plain[0]:
        return round(float(plain[0].replace(",", ".")) * 1000)
    if minutes is None:
        hours, minutes, seconds, thousandths = "0", short_minutes, short_seconds, rest
    frame_ms = min(999, round(int(frames or 0) * 1000 / DEFAULT_FPS))
    return units_ms(hours, minutes, seconds, thousandths) + frame_ms


def settled(source_lines: Sequence[SourceLine]) -> tuple[list[SourceLine], list[Remark]]:
    """The lines with times of the film, and what was odd about them.

    Whole hours before the start of the film are taken off; times that run backwards are left out.
    """
    times: dict[
        int, tuple[int, Source]
    ] = {}  # one for each line: what stands beside each other is one moment
    for source_line in source_lines:
        if source_line.at_ms is not None:
            times.setdefault(source_line.number, (source_line.at_ms, source_line.source))
    if not times:
        return list(source_lines), []
    numbers = list(times)
    forward = {numbers[index] for index in _longest_forward([ms for ms, _ in times.values()])}
    first_ms, first = next(times[number] for number in numbers if number in forward)
    offset_ms = first_ms - first_ms % HOUR_MS if first_ms % HOUR_MS < PROGRAMME_MS else 0
    remarks = [
        Remark("this time code runs backwards, and is left out", source)
        for line, (_, source) in times.items()
        if line not in forward
    ]
    if offset_ms:
        hours = offset_ms // HOUR_MS
        message = f"the time codes begin at {hours:02}:00:00, which is taken as the start of the film"
        remarks.append(Remark(message, first))
    return [
        _of_film(source_line, offset_ms, known=source_line.number in forward) for source_line in source_lines
    ], remarks


def _of_film(line: SourceLine, offset_ms: int, *, known: bool) -> SourceLine:
    if line.at_ms is None:
        return line
    return replace(line, at_ms=line.at_ms - offset_ms if known and line.at_ms >= offset_ms else None)


def _longest_forward(times: Sequence[int]) -> set[int]:
    """The indices of the longest run of times that never goes back; of several, the one that begins first."""
    up_to = _run_lengths(times)
    on_from = _run_lengths([-ms for ms in reversed(times)])[::-1]
    longest, chosen, last_ms = max(up_to), set[int](), times[0]
    for index, ms in enumerate(times):
        on_the_way = up_to[index] + on_from[index] - 1 == longest
        if on_the_way and up_to[index] == len(chosen) + 1 and (not chosen or ms >= last_ms):
            chosen.add(index)
            last_ms = ms
    return chosen


def _run_lengths(times: Sequence[int]) -> list[int]:
    """How long the longest run that never goes back and ends there is, for each time."""
    ends: list[int] = []  # the smallest time at which a run of each length ends
    lengths = []
    for ms in times:
        index = bisect_right(ends, ms)
        ends[index : index + 1] = [ms]
        lengths.append(index + 1)
    return lengths
