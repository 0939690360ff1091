"""A plain transcript: paragraphs with their times and speakers, and the footnotes at its end."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from subtool.formats.passages import paragraphs
from subtool.model import Role
from subtool.timecode import clock

if TYPE_CHECKING:
    from subtool.formats.passages import Paragraph
from subtool.model import Sheet

WIDTH = 88  # characters of a line of plain text; chosen by eye


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


def _block(paragraph: Paragraph) -> str:
    marked = "".join(piece.text + "".join(f"[{n}]" for n in piece.footnotes) for piece in paragraph.pieces)
    text = f"“{marked}” (on screen)" if paragraph.role is Role.TITLE else marked
    speaker = f" {' '.join(paragraph.speaker.split())}:" if paragraph.speaker else ""
    return f"[{clock(paragraph.span.start_ms, 0)}]{speaker}\n{_filled(text)}"


def _filled(text: str, indent: str = "") -> str:
    return textwrap.fill(
        " ".join(text.split()),
        WIDTH,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
