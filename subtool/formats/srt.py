"""SubRip, through pysrt, whose faults are mended before it reads and kept from happening when it writes.

pysrt drops the text after a blank row inside a cue, reads `20,50` as 50 ms, joins cues when the blank row
between them is missing, and stumbles over dots for commas. So the text is brought into the form it reads well:
every row of times opens a cue, wherever it stands. A blank row inside a cue cannot be held and is left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from subtool.errors import FormatError, Place
from subtool.model import Cue, Sheet, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

TIME = r"(-?)(\d+):(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?"
TIMES = re.compile(rf"\s*{TIME}\s*-->\s*{TIME}(?:\s.*)?")
ARROW = "-->"
# What Python, and so pysrt, takes for the end of a row, and a player does not.
NO_ROW_ENDS = str.maketrans(dict.fromkeys("\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))


def read(text: str) -> Sheet:
    """The cues of an SRT file, in the order of their times; tags are kept as text.

    Raises:
        FormatError: a row of times cannot be understood, or there is none.
    """
    import pysrt

    tidy = "\n\n".join(_blocks(text))
    items = pysrt.from_string(tidy, error_handling=pysrt.SubRipFile.ERROR_RAISE) if tidy else []
    cues = [
        Cue(Span(item.start.ordinal, item.end.ordinal), tuple(item.text.split("\n")))
        for item in items
        if item.text.strip()
    ]
    return Sheet(tuple(sorted(cues, key=lambda cue: cue.span)))


def write(sheet: Sheet) -> str:
    """Numbered from 1, LF at the row ends, a blank row after each cue."""
    import pysrt

    items = (
        pysrt.SubRipItem(number, cue.span.start_ms, cue.span.end_ms, "\n".join(_held(cue)))
        for number, cue in enumerate(sheet.cues, start=1)
    )
    return "".join(f"{item}\n" for item in items)


def _held(cue: Cue) -> list[str]:
    """The rows as the format can hold them: a blank row would end the cue, an arrow would open one."""
    return [row.replace(ARROW, "->") for line in cue.lines for row in line.splitlines() if row.strip()]


def _blocks(text: str) -> Iterator[str]:
    """Each cue as pysrt reads it well: number, times, rows without a blank one."""
    rows = [row.strip("\ufeff") for row in re.split(r"\r\n?|\n", text.translate(NO_ROW_ENDS))]
    opens = [at for at, row in enumerate(rows) if ARROW in row]
    if not opens:
        if not any(row.strip() for row in rows):
            return
        raise FormatError(
            "holds no cue", at=Place("", 1), hint="a cue has a row such as 00:00:01,000 --> 00:00:02,500"
        )
    for number, (at, following) in enumerate(zip(opens, [*opens[1:], len(rows)], strict=True), start=1):
        times = _times(rows[at], at + 1)
        body = rows[at + 1 : following]
        if following < len(rows) and body and body[-1].strip().isdigit():
            body.pop()  # the number of the next cue
        yield "\n".join([str(number), times, *(row for row in body if row.strip())])


def _times(row: str, line: int) -> str:
    match = TIMES.fullmatch(row)
    if not match:
        raise FormatError(
            "these times cannot be understood", at=Place("", line), hint="write 00:00:01,000 --> 00:00:02,500"
        )
    start_ms, end_ms = _ms(match.groups()[:5]), _ms(match.groups()[5:])
    if end_ms < start_ms:
        raise FormatError("the cue ends before it starts", at=Place("", line), hint="exchange its times")
    return f"{_clock(start_ms)} --> {_clock(end_ms)}"


def _ms(parts: tuple[str, ...]) -> int:
    """Milliseconds; the digits after the comma are a fraction, and a time before the start is the start."""
    sign, hours, minutes, seconds, fraction = parts
    if sign:
        return 0
    whole = (int(hours) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + int((fraction or "0").ljust(3, "0"))


def _clock(ms: int) -> str:
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02},{ms % 1000:03}"
