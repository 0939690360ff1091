"""Cards of an animatic, composed by moviepy: titles, sections, and what a script wants to see, in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageFilter

from subtool.storyboard import typeset
from subtool.storyboard.board import Seen
from subtool.storyboard.moviepy_loader import moviepy

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from subtool.onscreen.typeface import Typeface
    from subtool.storyboard.board import Shot

    Picture = NDArray[np.uint8]

WHITE, GREY, FAINT = "#f4f1ea", "#b9bcc2", "#8a8f98"
# The ground from its top to its bottom, in the tones that follow each other.
TONES = (
    ((44, 48, 56), (18, 20, 24)),
    ((38, 50, 54), (15, 21, 23)),
    ((54, 48, 44), (23, 20, 18)),
    ((48, 44, 54), (20, 18, 23)),
)
SHADE = 0.32  # how light a picture under a title is
MIDDLE = 0.46  # of the height: subtitles stand below, sources above
WIDE = 0.78  # of the width that text may take
HIGH = 0.5  # of the height
LEADING = 1.28  # from row to row, of the size of the letters
APART = 0.3  # and as much more below the last row of a text


@dataclass(frozen=True, slots=True)
class Type:
    """The typefaces of cards, and the size of the picture."""

    bold: Typeface
    regular: Typeface
    size: tuple[int, int]

    @property
    def base(self) -> float:
        """What sizes of text are shares of; the same text fits a wide and an upright picture."""
        return min(self.size[1], 0.95 * self.size[0])


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    typeface: Typeface
    share: float  # of the base
    colour: str


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with the size of its letters, and how far below it the next one is, in pixels."""

    text: str
    font: Path
    size: int
    colour: str
    down: float


def card(shot: Shot, type_: Type, behind: Image.Image | None = None) -> Picture:
    """The picture of a card; a title may stand before a darkened picture of the film's size."""
    movie = moviepy()
    layers = [movie.ImageClip(_shaded(behind) if behind else _ground(type_.size, shot.tone))]
    rows = _set(shot, type_)
    y = MIDDLE * type_.size[1] - sum(row.down for row in rows) / 2
    for row in rows:
        text = movie.TextClip(
            font=str(row.font), text=row.text, font_size=row.size, color=row.colour,
            margin=(row.size, row.size),  # without it, what hangs below the row is cut off
        )  # fmt: skip
        layers.append(text.with_position(("center", round(y + (row.down - text.h) / 2))))
        y += row.down
    composed = movie.CompositeVideoClip(layers, size=type_.size).get_frame(0)
    made: Picture = np.round(composed).astype(np.uint8)  # what stands still is then never made again
    return made


def texts_of(shot: Shot) -> tuple[str, ...]:
    """What is written on a card."""
    return (shot.above, shot.text)


def _set(shot: Shot, type_: Type) -> list[_Row]:
    """The rows of a card, in the size in which they fit."""
    room, most = WIDE * type_.size[0], HIGH * type_.size[1]
    for percent in range(100, 25, -5):
        made = [
            row
            for text in _texts(shot, type_)
            for row in _rows(text, max(6, round(text.share * type_.base * percent / 100)), room)
        ]
        widest = max((typeset.width(row.text, row.font, row.size) for row in made), default=0)
        if sum(row.down for row in made) <= most and widest <= room:
            break
    return made


def _rows(text: _Text, size: int, room: float) -> list[_Row]:
    """A text in rows, with a little room below the last."""
    font = text.typeface.whole(text.text).path
    texts = typeset.rows(text.text, font, size, room)
    rows = [_Row(row, font, size, text.colour, LEADING * size) for row in texts]
    return [*rows[:-1], replace(rows[-1], down=(LEADING + APART) * size)]


def _texts(shot: Shot, type_: Type) -> list[_Text]:
    bold, regular = type_.bold, type_.regular
    match shot.seen:
        case Seen.TITLE:
            made = [_Text(shot.above, regular, 0.046, GREY), _Text(shot.text, bold, 0.088, WHITE)]
        case Seen.SECTION:
            made = [_Text(shot.text, bold, 0.072, WHITE)]
        case Seen.DIRECTION:
            made = [_Text(shot.above, regular, 0.036, FAINT), _Text(shot.text, regular, 0.052, GREY)]
        case _:
            made = [_Text(shot.above, regular, 0.036, FAINT), _Text(shot.text, regular, 0.052, FAINT)]
    return [text for text in made if text.text]


def _ground(size: tuple[int, int], tone: int) -> Picture:
    """A quiet grey, darker towards the bottom; a little noise keeps it from showing steps."""
    width, height = size
    down = np.linspace(0, 1, height)[:, None, None]
    above, below = TONES[tone % len(TONES)]
    even = np.array(above) * (1 - down) + np.array(below) * down
    noise = np.random.default_rng(0).random((height, width, 1)) - 0.5
    return np.clip(np.round(even + noise), 0, 255).astype(np.uint8)


def _shaded(picture: Image.Image) -> Picture:
    soft = picture.filter(ImageFilter.GaussianBlur(picture.height / 240))
    return (np.asarray(soft) * SHADE).astype(np.uint8)
