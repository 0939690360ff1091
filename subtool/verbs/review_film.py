"""What a review shows of its film: the picture with its text, the waveform, the shot changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from subtool.model import DEFAULT_FPS, Span
from subtool.onscreen.canvas import Canvas
from subtool.onscreen.captions import captioned
from subtool.verbs import reframe
from subtool.verbs.clip_job import DEFAULT_LOOK
from subtool.verbs.render_plan import reshaped
from subtool.verbs.render_sources import read_sources
from subtool.verbs.same_film import require_same_film

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction
    from pathlib import Path

    from subtool.cues.footnotes import Mode
    from subtool.media.read.probe import Film
    from subtool.model import Cue, Sheet
    from subtool.onscreen.look import Look
    from subtool.review.document import Document

NO_FILM = (1920, 1080)  # the picture that text is set on where there is none
NEAR = 150  # cues on either side that are read for what is on screen: no sentence with its footnote is longer


@dataclass(frozen=True, slots=True)
class Screening:
    """How the text of a sheet is shown: on which film, if there is one, and in which look."""

    film: Film | None = None
    look: Look = DEFAULT_LOOK
    footnotes: Mode | None = None

    @property
    def canvas(self) -> Canvas:
        if self.film and self.film.has_picture:
            return replace(reframe.canvas_of(self.film, self.look), white=255)
        return Canvas(*NO_FILM)

    @property
    def fps(self) -> Fraction:
        return (self.film and self.film.fps) or DEFAULT_FPS

    def overlay(self, document: Document, name: str) -> tuple[str, tuple[Path, ...], tuple[int, int]]:
        """The ASS text of what is on screen in the middle of a cue, its fonts, and the size of the picture.

        Raises:
            MediaError: a font lacks a character.
            StyleError: there is no such layout.
        """
        position, cue = document.positions[name], document.cues[name]
        near = document.ids[max(0, position - NEAR) : position + NEAR + 1]
        sheet = replace(document.rest, cues=tuple(document.cues[other] for other in near))
        canvas = self.canvas
        shown = _shown_at((cue.span.start_ms + cue.span.end_ms) // 2)
        sources = read_sources(sheet, self.look, canvas, self.footnotes, self.fps)
        text = captioned(reshaped(sheet, sources.rules), sources.setting, shown)
        return text.text, text.fonts, (canvas.width, canvas.height)


def _shown_at(ms: int) -> Callable[[Cue], Span | None]:
    """Which cues are on screen at a time; for as long as the picture of them lasts."""
    return lambda cue: Span(0, 1000) if cue.span.start_ms <= ms < cue.span.end_ms else None


def film_of(path: Path, sheet: Sheet) -> Film:
    """The film of a sheet.

    Raises:
        MediaError: it cannot be read.
        SheetError: the cues belong to another film.
    """
    from subtool.media.read.probe import probe

    film = probe(path)
    require_same_film(sheet, film.path, film.duration_ms)
    return film
