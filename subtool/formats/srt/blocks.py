"""The lines of an SRT file to the cues that are meant: times and text. Here its faults are mended.

Every line of times opens a cue, wherever it stands; what is between it and the next one is its text, but for the
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
    """A cue as it is meant; `line` is where its times stand, `placed` what stands after them."""

    start_ms: int
    end_ms: int
    lines: list[str]
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


def split_lines(text: str, remarks: Remarks) -> list[str]:
    """The lines, whatever ends them."""
    text = text.removeprefix("\ufeff")
    if "\r" not in text:
        return text.split("\n")
    if "\r\r\n" in text:
        remarks.add(1, "lines end in CR CR LF, which is read as one end")
        text = text.replace("\r\r\n", "\r\n")
    crlf, cr, lf = text.count("\r\n"), text.count("\r"), text.count("\n")
    if (cr > crlf) + (lf > crlf) + (crlf > 0) > 1:
        remarks.add(1, "lines end in CR, LF and CR LF by turns, and each is read as an end")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def blocks(lines: list[str], remarks: Remarks) -> Iterator[SrtBlock]:
    """The cues in the order of the file.

    Raises:
        FormatError: there is text but no line of times, or a line that should be one cannot be understood.
    """
    opens = _opens(lines)
    if not opens:
        if any(line.strip("\ufeff \t") for line in lines):
            raise FormatError(
                "holds no cue", at=Place("", 1), hint="a cue has a line such as 00:00:01,000 --> 00:00:02,500"
            )
        return
    numbering = _Numbering(remarks)
    spaced = not any(map(str.strip, lines[1::2]))
    before = list(lines[: opens[0]])
    number = _pop_number(before, last=None, used=True)
    _remark_before(before, remarks)
    for index, following in zip(opens, [*opens[1:], len(lines)], strict=True):
        times = _times(lines[index], index + 1, remarks) or _ended(lines, index, following, remarks)
        numbering.take(number if times.number is None else times.number, index + 1)
        body = lines[index + 1 : following]
        number = None
        if following < len(lines):
            number = _pop_number(body, last=numbering.last, used=numbering.used)
        elif numbering.used:
            _drop_begun(body, numbering.last, index + 2, remarks)
        text = _text(body, index + 2, times.start_ms, remarks)
        if spaced or following == len(lines):  # no cue after it shows that it goes on
            text = list(filter(None, text))
        yield SrtBlock(times.start_ms, times.end_ms, text, index + 1, times.rest)


def _opens(lines: Sequence[str]) -> list[int]:
    return [
        index
        for index, line in enumerate(lines)
        if (
            MEANT_FOR_TIMES.search(line, 0, 300)
            if ARROW in line
            else len(line) > SHORTEST_TIMES and not line[0].isalpha() and is_loose(line)
        )
    ]


def _times(line: str, number: int, remarks: Remarks) -> Times | None:
    """The times of a line; None where its end is missing."""
    right = tidy(line)
    if right and right[0] <= right[1]:
        return Times(*right)
    times = loose(line.strip("\ufeff"), number)
    if times is None and half(line.strip("\ufeff"), number):
        return None
    if times is None:
        raise FormatError("these times cannot be understood", at=Place("", number), hint=HINT)
    for odd in times.odd:
        code = "ends-before-start" if odd == EXCHANGED else "malformed-times"
        remarks.add(number, odd, code, times.start_ms)
    return times


def _ended(lines: Sequence[str], index: int, following: int, remarks: Remarks) -> Times:
    """The times of a cue whose end is missing, which the next one gives it."""
    times = half(lines[index].strip("\ufeff"), index + 1)
    assert times is not None, "the caller asked"
    after = loose(lines[following].strip("\ufeff"), following + 1) if following < len(lines) else None
    latest_ms = times.start_ms + LONGEST_MS
    remarks.add(index + 1, f"its end is missing; {END_RULE}", "malformed-times", times.start_ms)
    next_ms = after.start_ms if after and after.start_ms > times.start_ms else latest_ms
    return Times(times.start_ms, min(next_ms, latest_ms))


def _pop_number(body: list[str], *, last: int | None, used: bool) -> int | None:
    """Take the number of the next cue from the end of the lines before its times.

    Digits are the number after an empty line; without one where the cues have numbers at all; and with an empty line
    between them and the times when they are the number that is due.
    """
    empty = 0
    if not body or body[-1][:1].isalpha():
        return None
    if len(body) > 1 and not body[-2] and TIDY_NUMBER.fullmatch(body[-1]):
        return int(body.pop())
    while empty < len(body) and not body[-1 - empty].strip():
        empty += 1
    if empty == len(body):
        return None
    index = len(body) - 1 - empty
    match = NUMBER.fullmatch(body[index].strip("\ufeff"))
    if match is None:
        return None
    number = int(match[1])
    follows_empty = index == 0 or not body[index - 1].strip()
    due = last is None or number == last + 1
    if (not empty and (follows_empty or used)) or (empty and used and follows_empty and due):
        del body[index:]
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


def _remark_before(lines: Sequence[str], remarks: Remarks) -> None:
    for index, line in enumerate(lines, start=1):
        if line.strip("\ufeff \t"):
            remarks.add(index, "text before the first cue has no times; it is left out", "text-outside-cues")
            return


def _text(body: list[str], number: int, at_ms: int, remarks: Remarks) -> list[str]:
    """The lines of a cue; empty ones inside it are one, and remarked on."""
    while body and not body[-1].strip():
        body.pop()
    if all(map(str.strip, body)):
        return body
    first = next(index for index, line in enumerate(body) if not line.strip())
    remarks.add(
        number + first,
        "an empty line inside a cue, where most players end it: the text after it is kept",
        "empty-line-inside",
        at_ms,
    )
    written = list[str]()
    for line in body:
        if line.strip():
            written.append(line)
        elif written and written[-1]:
            written.append("")
    return written
