"""A film in the shape that is asked for, and its cues in rows for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.cues.resplit import resplit
from subtool.cues.revise.fresh import CueRules
from subtool.cues.timing.frame_grid import without_picture
from subtool.media.make.crop import framing
from subtool.model import DEFAULT_FPS
from subtool.onscreen.canvas import Canvas
from subtool.styles import houses

if TYPE_CHECKING:
    from fractions import Fraction

    from subtool.media.make.crop import Framing
    from subtool.media.read.probe import Film
    from subtool.model import Sheet
    from subtool.onscreen.look import Look

UPRIGHT = "shorts-vertical"  # the house style of upright films


def framing_of(film: Film, look: Look) -> Framing | None:
    """What is kept of the film's picture; None where that is all."""
    return framing((film.width, film.height), look.shape, look.focus)


def canvas_of(film: Film, look: Look) -> Canvas:
    """The picture that text is set on."""
    framed = framing_of(film, look)
    width, height = framed.size if framed else (film.width, film.height)
    return Canvas(width, height, film.white, phone=look.upright)


def shaped(sheet: Sheet, look: Look, fps: Fraction | None) -> Sheet:
    """The sheet with its speech in short rows where an upright shape is asked for."""
    if not look.upright:
        return sheet
    grid = without_picture(fps or DEFAULT_FPS)
    return resplit(sheet, CueRules(houses.house_style(UPRIGHT), houses.word_classes(sheet.language), grid))
