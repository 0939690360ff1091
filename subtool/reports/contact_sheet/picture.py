"""A contact sheet as pages of a picture, drawn dark so that the frames are judged as in a cinema."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from subtool.media.make.text_clip import stamped
from subtool.model import Role, Timing
from subtool.onscreen.picture_labels import LEFT, RIGHT, PictureLabel, cut_to, label_text
from subtool.onscreen.wrap import pieces, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.onscreen.typeface import Typeface
    from subtool.reports.contact_sheet.tile import Heading, Tile

TILE = 480  # pixels across a frame
MARGIN, GAP = 40, 28  # pixels around the sheet, and between frames
HEAD = 104  # pixels of the head
LABEL, TEXT, TITLE = 18, 20, 30  # sizes of letters in pixels
LINE = 26  # pixels from one line of text to the next
TEXT_LINES = 2  # of a cue below its frame; a longer one ends in an ellipsis
PAPER, INK, DIM = (22, 22, 24), (226, 226, 226), (150, 152, 158)  # red, green and blue
# Red, green and blue, as on the pages.
COLOURS = {
    Timing.HEARD: (96, 190, 130),
    Timing.PARTLY: (226, 168, 66),
    Timing.GUESSED: (240, 106, 106),
    Timing.ESTIMATED: (120, 160, 210),
    Timing.EDITED: (180, 150, 220),
}
Ink = tuple[int, int, int]
LANDSCAPE = 0.72  # a page is about so high beside its width: A4 across, 0.71


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
    pen = _Pen(typeface)
    of = f"{len(tiles)} of {heading.cues} cues, {tiles[0].number} to {tiles[-1].number}"
    pen.write((MARGIN, 22), heading.title or heading.film, TITLE, INK, size[0] - 2 * MARGIN)
    more = f"  ·  page {number} of {pages}" if pages > 1 else ""
    pen.write((MARGIN, 58), f"{heading.film}  ·  {of}{more}", LABEL, DIM, size[0] - 2 * MARGIN)
    for index, tile in enumerate(tiles):
        x, y = MARGIN + index % grid.columns * across, HEAD + index // grid.columns * down
        sheet.paste(tile.frame.resize(grid.frame, Image.Resampling.LANCZOS), (x, y))
        _caption_of(tile, pen, (x, y + grid.frame[1] + 8))
    return pen.written(sheet)


def _caption() -> int:
    return 8 + LINE * (1 + TEXT_LINES)


def _caption_of(tile: Tile, pen: _Pen, corner: tuple[int, int]) -> None:
    x, y = corner
    label = f"{tile.number}    {tile.times}"
    pen.write((x, y), label, LABEL, DIM, TILE)
    what = tile.cue.timing if tile.cue.role is Role.SPEECH else tile.cue.role
    colour = COLOURS[tile.cue.timing] if tile.cue.role is Role.SPEECH else DIM
    pen.write((x + TILE, y), what, LABEL, colour, TILE, RIGHT)
    for number, line in enumerate(pen.lines(tile.cue.text, TEXT, TILE, TEXT_LINES)):
        pen.write((x, y + LINE * (number + 1)), line, TEXT, INK, TILE)


class _Pen:
    """Gathers lines of text that fit, and writes them all at once."""

    def __init__(self, typeface: Typeface) -> None:
        self._typeface, self._labels = typeface, list[PictureLabel]()

    def write(  # noqa: PLR0913, PLR0917 - a line of text
        self, place: tuple[int, int], text: str, size: int, ink: Ink, room: int, align: int = LEFT
    ) -> None:
        high = self._high(size)
        shown = cut_to(text, high, room, self._typeface)
        colour = "#{:02x}{:02x}{:02x}".format(*ink)
        self._labels.append(PictureLabel(shown, place, high, colour, self._typeface, align))

    def lines(self, text: str, size: int, room: int, most: int) -> list[str]:
        """The text in lines of `room` pixels; what does not fit into `most` of them stands in the last, to be cut."""
        text = " ".join(text.split())
        result = list(wrapped(pieces(text), room / self._high(size), self._typeface.measure))
        if len(result) <= most:
            return result
        start = 0
        for line in result[: most - 1]:
            start += len(line) + (text[start + len(line) : start + len(line) + 1] == " ")
        return [*result[: most - 1], text[start:]]

    def _high(self, size: int) -> float:
        """The height of a line whose letters have this size."""
        return size * self._typeface.faces[0].line

    def written(self, sheet: Image.Image) -> Image.Image:
        """The sheet with all lines, in the fonts and by the renderer of what is burned in."""
        text = label_text(self._labels, sheet.size)
        faces = [face for label in self._labels for face in self._typeface.set(label.text)]
        files = tuple(dict.fromkeys(face.path for face in (self._typeface.faces[0], *faces)))
        [result] = stamped([np.asarray(sheet)], text, files, None)
        return Image.fromarray(result)
