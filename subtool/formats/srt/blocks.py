"""The rows of an SRT file to the cues that are meant: times and text. Here its faults are mended.

Every row of times opens a cue, wherever it stands; what is between it and the next one is its text, but for the
number of the next.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from subtool.errors import FormatError, Place
from subtool.formats.plain import END_RULE, LONGEST_MS
from subtool.formats.srt.times import EXCHANGED, Times, half, is_loose, loose, tidy
from subtool.formats.timestamps import ARROW
from subtool.model import Remark, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NUMBER = re.compile(r"\s{0,9}[#№]?\s?(\d{1,9})[.:)]?\s{0,9}", re.ASCII)
TIDY_NUMBER = re.compile(r"[0-9]{1,9}")
MEANT_FOR_TIMES = re.compile(r"\d\s{0,3}[:.,;：，．]\s{0,3}\d")
BEGUN = re.compile(
    r"\s{0,9}\d{1,2}:\d{1,2}(?::[\d,.:]{0,20})?\s{0,3}-{0,2}\s{0,3}", re.ASCII
)  # times that break off
SHORTEST_TIMES = len("0:1->0:2")
HINT = "write 00:00:01,000 --> 00:00:02,500"


class SrtBlock(NamedTuple):
    """A cue as it is meant; `line` is where its times stand, `placed` what stands behind them."""

    start_ms: int
    end_ms: int
    rows: list[str]
    line: int
    placed: str = ""


@dataclass(slots=True)
class Remarks:
    """What was mended, with its line."""

    made: list[Remark] = field(default_factory=list)

    def add(self, line: int, message: str, code: str = "", at_ms: int = 0) -> None:
        self.made.append(Remark(message, Source(line, 1), code, at_ms))


@dataclass(slots=True)
class _Numbering:
    """The numbers of the cues: they mean nothing, but one that is out of its order is remarked on."""

    remarks: Remarks
    last: int | None = None
    used: bool = False

    def take(self, number: int | None, line: int) -> None:
        due = None if self.last is None else self.last + 1
        if number is None:
            if self.used:
                self.remarks.add(line, "the number is missing")
            elif self.last is None:
                self.remarks.add(line, "the cues have no numbers")
            self.last = due or 1
            return
        if self.used and number == self.last:
            self.remarks.add(line, f"the number {number} stands again")
        elif self.used and number != due:
            self.remarks.add(line, f"the number is {number} where {due} is due")
        self.last, self.used = number, True


def rows_of(text: str, remarks: Remarks) -> list[str]:
    """The rows, whatever ends them."""
    text = text.removeprefix("\ufeff")
    if "\r" not in text:
        return text.split("\n")
    if "\r\r\n" in text:
        remarks.add(1, "rows end in CR CR LF, which is read as one end")
        text = text.replace("\r\r\n", "\r\n")
    crlf, cr, lf = text.count("\r\n"), text.count("\r"), text.count("\n")
    if (cr > crlf) + (lf > crlf) + (crlf > 0) > 1:
        remarks.add(1, "rows end in CR, LF and CR LF by turns, and each is read as an end")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def blocks(rows: list[str], remarks: Remarks) -> Iterator[SrtBlock]:
    """The cues in the order of the file.

    Raises:
        FormatError: there is text but no row of times, or a row that should be one cannot be understood.
    """
    opens = _opens(rows)
    if not opens:
        if any(row.strip("\ufeff \t") for row in rows):
            raise FormatError(
                "holds no cue", at=Place("", 1), hint="a cue has a row such as 00:00:01,000 --> 00:00:02,500"
            )
        return
    numbering = _Numbering(remarks)
    spaced = not any(map(str.strip, rows[1::2]))
    before = list(rows[: opens[0]])
    number = _pop_number(before, last=None, used=True)
    _remark_before(before, remarks)
    for at, following in zip(opens, [*opens[1:], len(rows)], strict=True):
        times = _times(rows[at], at + 1, remarks) or _ended(rows, at, following, remarks)
        numbering.take(number if times.number is None else times.number, at + 1)
        body = rows[at + 1 : following]
        number = None
        if following < len(rows):
            number = _pop_number(body, last=numbering.last, used=numbering.used)
        elif numbering.used:
            _drop_begun(body, numbering.last, at + 2, remarks)
        text = _text(body, at + 2, times.start_ms, remarks)
        if spaced or following == len(rows):  # no cue after it shows that it goes on
            text = list(filter(None, text))
        yield SrtBlock(times.start_ms, times.end_ms, text, at + 1, times.rest)


def _opens(rows: Sequence[str]) -> list[int]:
    return [
        at
        for at, row in enumerate(rows)
        if (
            MEANT_FOR_TIMES.search(row, 0, 300)
            if ARROW in row
            else len(row) > SHORTEST_TIMES and not row[0].isalpha() and is_loose(row)
        )
    ]


def _times(row: str, line: int, remarks: Remarks) -> Times | None:
    """The times of a row; None where its end is missing."""
    right = tidy(row)
    if right and right[0] <= right[1]:
        return Times(*right)
    times = loose(row.strip("\ufeff"), line)
    if times is None and half(row.strip("\ufeff"), line):
        return None
    if times is None:
        raise FormatError("these times cannot be understood", at=Place("", line), hint=HINT)
    for odd in times.odd:
        code = "ends-before-start" if odd == EXCHANGED else "malformed-times"
        remarks.add(line, odd, code, times.start_ms)
    return times


def _ended(rows: Sequence[str], at: int, following: int, remarks: Remarks) -> Times:
    """The times of a cue whose end is missing, which the next one gives it."""
    times = half(rows[at].strip("\ufeff"), at + 1)
    assert times is not None, "the caller asked"
    after = loose(rows[following].strip("\ufeff"), following + 1) if following < len(rows) else None
    latest_ms = times.start_ms + LONGEST_MS
    remarks.add(at + 1, f"its end is missing; {END_RULE}", "malformed-times", times.start_ms)
    next_ms = after.start_ms if after and after.start_ms > times.start_ms else latest_ms
    return Times(times.start_ms, min(next_ms, latest_ms))


def _pop_number(body: list[str], *, last: int | None, used: bool) -> int | None:
    """Take the number of the next cue from the end of the rows before its times.

    Digits are the number behind a blank row; without one where the cues have numbers at all; and with a blank row
    between them and the times when they are the number that is due.
    """
    blanks = 0
    if not body or body[-1][:1].isalpha():
        return None
    if len(body) > 1 and not body[-2] and TIDY_NUMBER.fullmatch(body[-1]):
        return int(body.pop())
    while blanks < len(body) and not body[-1 - blanks].strip():
        blanks += 1
    if blanks == len(body):
        return None
    at = len(body) - 1 - blanks
    match = NUMBER.fullmatch(body[at].strip("\ufeff"))
    if match is None:
        return None
    number = int(match[1])
    behind_blank = at == 0 or not body[at - 1].strip()
    due = last is None or number == last + 1
    if (not blanks and (behind_blank or used)) or (blanks and used and behind_blank and due):
        del body[at:]
        return number
    return None


def _drop_begun(body: list[str], last: int | None, line: int, remarks: Remarks) -> None:
    """Take the number of a cue from the end of a file that breaks off before its text."""
    while body and not body[-1].strip():
        body.pop()
    end = len(body) - 1 if body and BEGUN.fullmatch(body[-1]) else len(body)
    if end < 2 or body[end - 2].strip() or body[end - 1].strip() != str((last or 0) + 1):
        return
    remarks.add(line + end - 1, "the file breaks off after the number of a cue", "text-outside-cues")
    del body[end - 1 :]


def _remark_before(rows: Sequence[str], remarks: Remarks) -> None:
    for at, row in enumerate(rows, start=1):
        if row.strip("\ufeff \t"):
            remarks.add(at, "text before the first cue has no times; it is left out", "text-outside-cues")
            return


def _text(body: list[str], line: int, at_ms: int, remarks: Remarks) -> list[str]:
    """The rows of a cue; empty ones inside it are one, and remarked on."""
    while body and not body[-1].strip():
        body.pop()
    if all(map(str.strip, body)):
        return body
    first = next(at for at, row in enumerate(body) if not row.strip())
    remarks.add(
        line + first,
        "an empty row inside a cue, where most players end it: the text after it is kept",
        "empty-line-inside",
        at_ms,
    )
    written = list[str]()
    for row in body:
        if row.strip():
            written.append(row)
        elif written and written[-1]:
            written.append("")
    return written
