"""Audacity's labels: start and end in seconds and a text, with tabs between."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from subtool.formats import plain
from subtool.model import Cue

if TYPE_CHECKING:
    from subtool.model import Remark, Sheet

LABEL = re.compile(r"(\d{1,12}(?:[.,]\d{1,12})?)\t(\d{1,12}(?:[.,]\d{1,12})?)\t?(.*)")


def read(text: str) -> Sheet:
    """The labels as cues; lines of frequencies, which begin with a backslash, are passed over.

    Raises:
        FormatError: there is no label.
    """
    cues: list[Cue] = []
    remarks: list[Remark] = []
    for number, line in enumerate(plain.lines_of(text), start=1):
        match = LABEL.fullmatch(line)
        if match and match[3].strip():
            cues.append(Cue(plain.shown(_ms(match[1]), _ms(match[2]), number, remarks), (match[3].strip(),)))
    return plain.sheet(cues, "label", "1.500000<tab>2.750000<tab>text", remarks)


def write(sheet: Sheet) -> str:
    return "".join(
        f"{_seconds(cue.span.start_ms)}\t{_seconds(cue.span.end_ms)}\t{plain.one_line(cue)}\n"
        for cue in sheet.cues
    )


def _seconds(ms: int) -> str:
    return f"{ms // 1000}.{ms % 1000:03}000"


def _ms(seconds: str) -> int:
    whole, _, fraction = seconds.replace(",", ".").partition(".")
    return int(whole) * 1000 + (int(fraction.ljust(6, "0")[:6]) + 500) // 1000
