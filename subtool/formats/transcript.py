"""A plain transcript: paragraphs with their times and speakers, and the footnotes at its end."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from subtool.formats.passages import paragraphs
from subtool.model import Role

if TYPE_CHECKING:
    from subtool.formats.passages import Paragraph
    from subtool.model import Sheet

WIDTH = 88


def write(sheet: Sheet) -> str:
    """Made for reading: times to the second, footnotes as `[9]`."""
    title = " ".join(sheet.title.split())
    blocks = [f"{title}\n{'=' * min(len(title), WIDTH)}"] if title else []
    blocks += [_block(paragraph) for paragraph in paragraphs(sheet)]
    cited = {number for paragraph in paragraphs(sheet) for number in paragraph.footnotes}
    notes = [
        f"[{note.number}] {' '.join(note.full.split())}" for note in sheet.footnotes if note.number in cited
    ]
    if notes:
        blocks.append("Sources\n-------")
        blocks.append("\n".join(_filled(note, " " * 4) for note in notes))
    return "\n\n".join(blocks) + "\n"


def clock(ms: int) -> str:
    """`1:02:03` or `2:03`."""
    hours, minutes, seconds = ms // 3_600_000, ms // 60_000 % 60, ms // 1000 % 60
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _block(paragraph: Paragraph) -> str:
    marked = "".join(piece.text + "".join(f"[{n}]" for n in piece.footnotes) for piece in paragraph.pieces)
    text = f"“{marked}” (on screen)" if paragraph.role is Role.TITLE else marked
    speaker = f" {' '.join(paragraph.speaker.split())}:" if paragraph.speaker else ""
    return f"[{clock(paragraph.span.start_ms)}]{speaker}\n{_filled(text)}"


def _filled(text: str, indent: str = "") -> str:
    return textwrap.fill(
        " ".join(text.split()),
        WIDTH,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
