"""A sheet as a notebook shows it: a table with times, verdicts and text. Pure."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from subtool.reports.summary import sentences
from subtool.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from subtool.model import Cue, Sheet

FIRST, LAST = 60, 10  # cues that are shown of a long sheet; a notebook is read from its top
_CELL = "text-align:left;vertical-align:top;white-space:nowrap"
_TEXT = "text-align:left;vertical-align:top"


def as_html(sheet: Sheet) -> str:
    """The sheet as HTML, without styles that reach beyond it; colours are those of the page."""
    title = f"<strong>{escape(sheet.title)}</strong> " if sheet.title else ""
    head = "".join(f"<th>{name}</th>" for name in ("", "in", "out", "timing", "speaker", "text"))
    rows = "".join(_rows(sheet))
    said = escape(next(line for line in sentences(sheet) if "cue" in line))
    return (
        f'<table><caption style="text-align:left">{title}{said}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _rows(sheet: Sheet) -> Iterator[str]:
    left_out = len(sheet.cues) - FIRST - LAST
    for number, cue in enumerate(sheet.cues, 1):
        if left_out <= 1 or number <= FIRST or number > len(sheet.cues) - LAST:
            yield _row(number, cue, sheet.language)
        elif number == FIRST + 1:
            yield f'<tr><td colspan="6">… {left_out} more …</td></tr>'


def _row(number: int, cue: Cue, language: str) -> str:
    sure = "" if cue.confidence is None else f", {cue.confidence:.0%}"
    verdict = cue.timing.value if cue.role == "speech" else cue.role.value
    cells = (
        str(number),
        clock(cue.span.start_ms),
        clock(cue.span.end_ms),
        f"{verdict}{sure}",
        cue.speaker or "",
    )
    plain = "".join(f'<td style="{_CELL}">{escape(cell)}</td>' for cell in cells)
    text = "<br>".join(map(escape, cue.lines))
    return f'<tr>{plain}<td style="{_TEXT}" dir="auto" lang="{escape(language)}">{text}</td></tr>'
