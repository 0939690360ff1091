"""A contact sheet as pages of a picture, drawn dark so that the frames are judged as in a cinema."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from subtool.model import Role, Timing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from subtool.onscreen.typeface import Typeface
    from subtool.reports.contact_sheet.tile import Heading, Tile

TILE = 480  # pixels across a frame
MARGIN, GAP = 40, 28  # pixels around the sheet, and between frames
FINE = 3  # letters are drawn this much larger and shrunk: their distances are then even
HEAD = 104  # pixels of the head
LABEL, TEXT, TITLE = 18, 20, 30  # sizes of letters in pixels
ROW = 26  # pixels from one line of text to the next
TEXT_ROWS = 2  # of a cue below its frame; a longer one ends in an ellipsis
PAPER, INK, DIM = (22, 22, 24), (226, 226, 226), (150, 152, 158)  # red, green and blue
# Red, green and blue, as on the pages.
COLOURS = {
    Timing.HEARD: (96, 190, 130),
    Timing.PARTLY: (226, 168, 66),
    Timing.GUESSED: (240, 106, 106),
    Timing.ESTIMATED: (120, 160, 210),
    Timing.EDITED: (180, 150, 220),
}
LANDSCAPE = 0.72  # a page is about so high beside its width


@dataclass(frozen=True, slots=True)
class TileGrid:
    """How many tiles a page has, across and down, and how high the frames are."""

    columns: int
    rows: int
    frame: tuple[int, int]

    @classmethod
    def of(cls, columns: int, shape: float) -> TileGrid:
        """For frames of this height beside their width."""
        frame = (TILE, max(1, round(TILE * shape)))
        width = 2 * MARGIN + columns * (TILE + GAP) - GAP
        rows = max(1, round((width * LANDSCAPE - HEAD) / (frame[1] + _caption() + GAP)))
        return cls(columns, rows, frame)

    @property
    def a_page(self) -> int:
        return self.columns * self.rows

    @property
    def step(self) -> tuple[int, int]:
        return self.frame[0] + GAP, self.frame[1] + _caption() + GAP


def page(
    tiles: Sequence[Tile], grid: TileGrid, heading: Heading, place: tuple[int, int], typeface: Typeface
) -> Image.Image:
    """One page, whose place is its number and that of all; the last is no higher than it needs to be."""
    number, pages = place
    across, down = grid.step
    columns = grid.columns if pages > 1 else min(grid.columns, len(tiles))
    rows = -(-len(tiles) // grid.columns)
    size = (2 * MARGIN + columns * across - GAP, HEAD + MARGIN + rows * down - GAP)
    sheet = Image.new("RGB", size, PAPER)
    pen = _Pen(sheet, typeface)
    of = f"{len(tiles)} of {heading.cues} cues, {tiles[0].number} to {tiles[-1].number}"
    pen.write((MARGIN, 22), heading.title or heading.film, TITLE, INK, size[0] - 2 * MARGIN)
    more = f"  ·  page {number} of {pages}" if pages > 1 else ""
    pen.write((MARGIN, 58), f"{heading.film}  ·  {of}{more}", LABEL, DIM, size[0] - 2 * MARGIN)
    for index, tile in enumerate(tiles):
        x, y = MARGIN + index % grid.columns * across, HEAD + index // grid.columns * down
        sheet.paste(tile.frame.resize(grid.frame, Image.Resampling.LANCZOS), (x, y))
        _caption_of(tile, pen, (x, y + grid.frame[1] + 8))
    return sheet


def _caption() -> int:
    return 8 + ROW * (1 + TEXT_ROWS)


def _caption_of(tile: Tile, pen: _Pen, corner: tuple[int, int]) -> None:
    x, y = corner
    label = f"{tile.number}    {tile.times}"
    pen.write((x, y), label, LABEL, DIM, TILE)
    what = tile.cue.timing if tile.cue.role is Role.SPEECH else tile.cue.role
    colour = COLOURS[tile.cue.timing] if tile.cue.role is Role.SPEECH else DIM
    pen.write((x + TILE - pen.width(what, LABEL), y), what, LABEL, colour, TILE)
    for number, row in enumerate(pen.rows(tile.cue.text, TEXT, TILE, TEXT_ROWS)):
        pen.write((x, y + ROW * (number + 1)), row, TEXT, INK, TILE)


@cache
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size)


class _Pen:
    """Writes rows of text that fit."""

    def __init__(self, sheet: Image.Image, typeface: Typeface) -> None:
        self._sheet, self._typeface = sheet, typeface

    def _font(self, text: str, size: int) -> ImageFont.FreeTypeFont:
        return _font(self._typeface.whole(text).path, size * FINE)

    def width(self, text: str, size: int) -> int:
        return round(self._font(text, size).getlength(text) / FINE)

    def write(
        self, corner: tuple[int, int], text: str, size: int, ink: tuple[int, int, int], room: int
    ) -> None:
        fitted = self._fitted(text, size, room)
        room_for = (self.width(fitted, size) + size, 2 * size)
        mask = Image.new("L", (room_for[0] * FINE, room_for[1] * FINE))
        ImageDraw.Draw(mask).text((0, 0), fitted, font=self._font(fitted, size), fill=255)
        self._sheet.paste(ink, corner, mask.resize(room_for, Image.Resampling.BOX))

    def rows(self, text: str, size: int, room: int, most: int) -> list[str]:
        """The text in rows of `room` pixels; what does not fit into `most` of them is left out, and said to be."""
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if self.width(longer, size) <= room or not lines[-1]:
                lines[-1] = longer
            else:
                lines.append(word)
        if len(lines) > most:
            lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
        return lines

    def _fitted(self, text: str, size: int, room: int) -> str:
        if self.width(text, size) <= room:
            return text
        low, high = 0, len(text)
        while low < high - 1:
            middle = (low + high) // 2
            if self.width(f"{text[:middle].rstrip()}…", size) <= room:
                low = middle
            else:
                high = middle
        return f"{text[:low].rstrip()}…"
