"""A film in the shape that is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.media.make.crop import framing
from subtool.onscreen.canvas import Canvas

if TYPE_CHECKING:
    from subtool.media.make.crop import Framing
    from subtool.media.read.probe import Film
    from subtool.onscreen.look import Look


def framing_of(film: Film, look: Look) -> Framing | None:
    """What is kept of the film's picture; None where that is all."""
    return framing((film.width, film.height), look.shape, look.focus)


def canvas_of(film: Film, look: Look) -> Canvas:
    """The picture that text is set on."""
    framed = framing_of(film, look)
    width, height = framed.size if framed else (film.width, film.height)
    return Canvas(width, height, film.white, phone=look.upright)
