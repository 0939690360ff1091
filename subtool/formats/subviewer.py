"""SubViewer 2 (.sub): a header in brackets, times in a line, text whose lines are parted by `[br]`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from subtool.formats import plain, sbv
from subtool.timecode import full_clock

if TYPE_CHECKING:
    from subtool.model import Sheet

TITLE = re.compile(r"\[TITLE\](.*)")
HEAD = "[INFORMATION]\n[TITLE]{title}\n[END INFORMATION]\n[SUBTITLE]\n[COLF]&HFFFFFF,[STYLE]no,[SIZE]18,[FONT]Arial\n"


def read(text: str) -> Sheet:
    """The cues; the header's title is that of the sheet.

    Raises:
        FormatError: there is no cue.
    """
    title = TITLE.search(text)
    return replace(sbv.read(text), title=title[1].strip() if title else "")


def write(sheet: Sheet) -> str:
    """Times are rounded to hundredths of a second."""
    blocks = (
        f"{','.join(full_clock(ms, decimals=2) for ms in (cue.span.start_ms, cue.span.end_ms))}\n"
        f"{'[br]'.join(plain.lines(cue))}\n\n"
        for cue in sheet.cues
    )
    return HEAD.format(title=" ".join(sheet.title.split())) + "".join(blocks)
