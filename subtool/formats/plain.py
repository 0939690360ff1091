"""What the small formats share: plain lines, clocks, and the one way to refuse."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from subtool.errors import FormatError, Place
from subtool.model import Remark, Sheet, Source, Span
from subtool.timecode import Timecode, units_ms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

    from subtool.model import Cue

NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")  # what XML 1.0 cannot hold
SHIELD = "\u2060"  # a word joiner parts what would be taken for a code or for times; nobody sees it
LINE_END = re.compile(r"\r\n?|\n")
CLOCK = re.compile(r"(?:(\d{1,5}):)?(\d{1,5}):(\d{1,2})(?:[.,](\d{1,6}))?")
LAST_MS = 2**53  # JSON and spreadsheets count no further
# A cue whose end nobody gave: as long as most house styles let one stay, and not under the next one.
LONGEST_MS = 5000
END_RULE = "it ends with the next cue, after five seconds at the latest"


def lines(cue: Cue) -> list[str]:
    """The lines as a file of lines can hold them: without empty ones."""
    return [part.strip() for line in cue.lines for part in line.splitlines() if part.strip()]


def one_line(cue: Cue) -> str:
    return " ".join(" ".join(lines(cue)).split())


def lines_of(text: str) -> list[str]:
    return LINE_END.split(text.removeprefix("\ufeff"))


def clock_ms(text: str) -> int | None:
    """`1:02:03.004`, `02:03,4` or None when it is not a time."""
    match = CLOCK.fullmatch(text.strip())
    if not match:
        return None
    return units_ms(*match.groups())


def code_ms(code: str, fps: Fraction, line: int) -> int:
    """A time code in milliseconds.

    Raises:
        FormatError: it is not one, or not one of this frame rate.
    """
    try:
        return Timecode.parse(code, fps).ms
    except ValueError as error:
        raise wrong(str(error), line, "name the frame rate with --fps") from error


def span(start_ms: int, end_ms: int, line: int | None = None) -> Span:
    """A span that a file names.

    Raises:
        FormatError: it runs backwards, or beyond any film.
    """
    if not 0 <= start_ms <= end_ms:
        raise wrong("the cue ends before it starts", line, "exchange its times")
    if end_ms > LAST_MS:
        raise wrong("the cue is later than any film", line, "mend its times")
    return Span(start_ms, end_ms)


def shown(start_ms: int, end_ms: int, line: int, remarks: list[Remark]) -> Span:
    """A span that a file names, where an end before its start is put on it, with a remark.

    Raises:
        FormatError: it is beyond any film.
    """
    if end_ms < start_ms:
        message = "the cue ends before it starts, so players never show it; its end is put on its start"
        remarks.append(Remark(message, Source(line, 1), "ends-before-start", start_ms))
    return span(start_ms, max(start_ms, end_ms), line)


def left_out(text: str, line: int, remarks: list[Remark]) -> None:
    """Remark that a line is of no cue, as its times cannot be read."""
    message = f"it has no times that can be read, so “{text.strip()[:40]}” is left out"
    remarks.append(Remark(message, Source(line, 1), "text-outside-cues"))


def ended(cues: Sequence[Cue], lacking: Sequence[bool]) -> tuple[list[Cue], list[int]]:
    """The cues with an end where it is `lacking` by END_RULE; and which these are."""
    starts = sorted({cue.span.start_ms for cue in cues})
    result, which = list(cues), []
    for index, (cue, lacks) in enumerate(zip(cues, lacking, strict=True)):
        if lacks:
            after = bisect_right(starts, cue.span.start_ms)
            latest_ms = cue.span.start_ms + LONGEST_MS
            end_ms = min(starts[after], latest_ms) if after < len(starts) else latest_ms
            result[index] = replace(cue, span=Span(cue.span.start_ms, end_ms))
            which.append(index)
    return result, which


def sheet(cues: Iterable[Cue], what: str, example: str, remarks: Sequence[Remark] = ()) -> Sheet:
    """The cues in their order, with the remarks that were made as they were read.

    Raises:
        FormatError: there is none.
    """
    ordered = tuple(sorted(cues, key=lambda cue: cue.span))
    if not ordered:
        raise wrong(f"holds no {what}", 1, f"one looks like {example}")
    return Sheet(ordered, remarks=tuple(remarks))


def wrong(message: str, line: int | None, hint: str) -> FormatError:
    return FormatError(message, at=Place("", line), hint=hint)
