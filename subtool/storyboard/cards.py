"""Cards of an animatic: titles, sections, and what a script wants to see, in words, set as subtitles are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageFilter

from subtool.media.make.text_clip import stamped
from subtool.onscreen.picture_labels import MIDDLE, PictureLabel, label_text
from subtool.onscreen.wrap import SPLIT_BELOW, pieces, split_wide, wrapped
from subtool.storyboard.board import Seen

if TYPE_CHECKING:
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
CENTRE = 0.46  # of the height: subtitles stand below, sources above
WIDE = 0.78  # of the width that text may take
HIGH = 0.5  # of the height
LEADING = 1.28  # from line to line, of the size of the letters; by eye
APART = 0.3  # and as much more below the last line of a text
SMALLEST_PX = 6  # of letters: smaller ones are not letters any more


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
class _CardLine:
    """A line with the size of its letters, and how much height it takes, and the room below it, in pixels."""

    text: str
    typeface: Typeface
    size: float
    colour: str
    below: float = 0.0

    @property
    def height(self) -> float:
        return LEADING * self.size

    def label(self, middle: float, y: float) -> PictureLabel:
        """The line around `middle`, in the middle of its height."""
        high = self.size * self.typeface.faces[0].line
        place = (middle, y + (self.height - high) / 2)
        return PictureLabel(self.text, place, high, self.colour, self.typeface, MIDDLE)


def card(shot: Shot, type_: Type, behind: Image.Image | None = None) -> Picture:
    """The picture of a card; a title may stand before a darkened picture of the film's size.

    Raises:
        EngineError: ffmpeg failed.
    """
    ground = _shaded(behind) if behind else _ground(type_.size, shot.tone)
    lines = _set(shot, type_)
    if not lines:
        return ground
    y = CENTRE * type_.size[1] - sum(line.height + line.below for line in lines) / 2
    labels = []
    for line in lines:
        labels.append(line.label(type_.size[0] / 2, y))
        y += line.height + line.below
    faces = [face for line in lines for face in (line.typeface.faces[0], *line.typeface.set(line.text))]
    files = tuple(dict.fromkeys(face.path for face in faces))
    [picture] = stamped([ground], label_text(labels, type_.size), files, None)
    return picture


def _set(shot: Shot, type_: Type) -> list[_CardLine]:
    """The lines of a card, in the size in which they fit."""
    room, most = WIDE * type_.size[0], HIGH * type_.size[1]
    texts = _texts(shot, type_)
    for percent in range(100, 25, -5):
        scale = percent / 100
        lines = [line for text in texts for line in _lines(text, scale, type_.base, room)]
        widest = max((line.typeface.measure(line.text) * line.label(0, 0).size for line in lines), default=0)
        if sum(line.height + line.below for line in lines) <= most and widest <= room:
            break
    return lines


def _lines(text: _Text, scale: float, base: float, room: float) -> list[_CardLine]:
    """A text in lines, with a little room below the last; long words are broken only where they would get small."""
    size = max(SMALLEST_PX, text.share * base * scale)
    width = room / (size * text.typeface.faces[0].line)
    parts = pieces(" ".join(text.text.split()))
    if scale <= SPLIT_BELOW:
        parts = split_wide(parts, width, text.typeface.measure)
    texts = wrapped(parts, width, text.typeface.measure) if parts else ()
    last = len(texts) - 1
    return [
        _CardLine(line, text.typeface, size, text.colour, APART * size if number == last else 0.0)
        for number, line in enumerate(texts)
    ]


def _texts(shot: Shot, type_: Type) -> list[_Text]:
    bold, regular = type_.bold, type_.regular
    match shot.seen:
        case Seen.TITLE:
            result = [_Text(shot.above, regular, 0.046, GREY), _Text(shot.text, bold, 0.088, WHITE)]
        case Seen.SECTION:
            result = [_Text(shot.text, bold, 0.072, WHITE)]
        case Seen.DIRECTION:
            result = [_Text(shot.above, regular, 0.036, FAINT), _Text(shot.text, regular, 0.052, GREY)]
        case _:
            result = [_Text(shot.above, regular, 0.036, FAINT), _Text(shot.text, regular, 0.052, FAINT)]
    return [text for text in result if text.text]


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
