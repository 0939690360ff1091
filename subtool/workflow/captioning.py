"""The text that is burned into a picture: what stands on it, in which fonts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from subtool.cues import notes
from subtool.model import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from subtool.cues.notes import Mode
    from subtool.media.fonts import Fonts
    from subtool.model import Cue, Sheet, Span
    from subtool.screen.canvas import Canvas
    from subtool.screen.look import Look


@dataclass(frozen=True, slots=True)
class Captions:
    """ASS, the fonts it is set in, and how many cues and footnotes are in it."""

    text: str
    faces: Fonts
    cues: int
    footnotes: int


def captions(
    sheet: Sheet,
    canvas: Canvas,
    shown: Callable[[Cue], Span | None],
    look: Look,
    footnotes: Mode | None = None,
) -> Captions:
    """The cues of a sheet with their footnotes as they are burned in; `shown` says when a cue is, if it is.

    Raises:
        MediaError: a font cannot be read, or lacks a character.
        FormatError: a cue is later than ASS can say.
    """
    from subtool.media import fonts
    from subtool.screen.compose import Typeface, burn_text

    faces = fonts.load(look.font)
    cues = [
        replace(cue, span=span)
        for cue in notes.apply(sheet, footnotes or "captions").cues
        if (span := shown(cue))
    ]
    captions = [cue for cue in cues if cue.role is Role.NOTE]
    subtitles = [cue for cue in cues if cue.role is not Role.NOTE]
    fonts.require_glyphs(subtitles, faces.subtitles)
    fonts.require_glyphs(captions, faces.notes)
    text = burn_text(cues, canvas, Typeface(faces.subtitles.family, faces.notes.family))
    return Captions(text, faces, len(subtitles), len(captions))
