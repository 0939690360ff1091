"""A contact sheet: frames of a film in rows, each with its time below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from subtool.cues.summary import clock
from subtool.media.still import frame_at

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ACROSS = 3
WIDTH = 480
MARGIN = 16
CAPTION = 26
PAPER, INK = (24, 24, 26), (205, 205, 205)


def contact_sheet(film: Path, times_ms: Sequence[int]) -> Image.Image:
    """The frames at these times, `ACROSS` in a row."""
    from font_source_sans_pro import font_files_ttf as fonts

    pictures = [frame_at(film, at_ms) for at_ms in times_ms]
    height = round(WIDTH * pictures[0].height / pictures[0].width)
    rows = -(-len(pictures) // ACROSS)
    size = (MARGIN + ACROSS * (WIDTH + MARGIN), MARGIN + rows * (height + CAPTION + MARGIN))
    sheet = Image.new("RGB", size, PAPER)
    pen, font = ImageDraw.Draw(sheet), ImageFont.truetype(fonts["SourceSansPro"], 18)
    for number, (picture, at_ms) in enumerate(zip(pictures, times_ms, strict=True)):
        x = MARGIN + number % ACROSS * (WIDTH + MARGIN)
        y = MARGIN + number // ACROSS * (height + CAPTION + MARGIN)
        sheet.paste(picture.resize((WIDTH, height), Image.Resampling.LANCZOS), (x, y))
        pen.text((x, y + height + 2), clock(at_ms), font=font, fill=INK)
    return sheet
