"""The text that is burned into a picture: what stands on it, in which fonts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from subtool.cues import footnotes as notes
from subtool.model import Role, Span
from subtool.onscreen.look import NotePosition
from subtool.verbs.files import read
from subtool.verbs.reframe import shaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from subtool.cues.footnotes import Mode
    from subtool.model import Cue, Sheet
    from subtool.onscreen.canvas import Canvas
    from subtool.onscreen.look import Look


@dataclass(frozen=True, slots=True)
class Captions:
    """ASS, the files of the fonts it is set in, and how many cues and footnotes are in it."""

    text: str
    fonts: tuple[Path, ...]
    cues: int
    footnotes: int


def as_it_is(sheet: Sheet) -> Sheet:
    return sheet


@dataclass(frozen=True, slots=True)
class Beside:
    """What is shown beside a sheet: the closing card, when it is on screen; and subtitles of a second language.

    Those have the times of the film; `retimed` gives them the sheet's.
    """

    retimed: Callable[[Sheet], Sheet] = as_it_is
    card: Cue | None = None


NOTHING_ELSE = Beside()


def captions(  # noqa: PLR0913, PLR0917 - what, on which picture, when, and how
    sheet: Sheet,
    canvas: Canvas,
    shown: Callable[[Cue], Span | None],
    look: Look,
    footnotes: Mode | None = None,
    beside: Beside = NOTHING_ELSE,
) -> Captions:
    """The cues of a sheet with their footnotes as they are burned in; `shown` says when a cue is, if it is.

    Raises:
        MediaError: a font cannot be read, or lacks a character.
        StyleError: there is no such layout.
        FormatError: a cue is later than ASS can say.
    """
    from subtool.onscreen import fonts
    from subtool.onscreen.ass import burn_text
    from subtool.onscreen.setting import Setting
    from subtool.styles import layouts

    layout = layouts.layout(look.layout)
    cues = _shown(_said(sheet, look.place, footnotes or "captions"), shown)
    cues += [beside.card] if beside.card else []
    other = (
        _shown(_spoken(shaped(beside.retimed(read(look.second)), look, None).cues), shown)
        if look.second
        else []
    )
    captions = [cue for cue in cues if cue.role is Role.NOTE]
    subtitles = [cue for cue in cues if cue.role is not Role.NOTE]
    faces = fonts.load(look.fonts, sheet.language, "".join(cue.text for cue in (*cues, *other)))
    fonts.require_glyphs([*subtitles, *other], faces.subtitles)
    fonts.require_glyphs(captions, faces.notes)
    text = burn_text(cues, Setting(canvas, faces, layout, look.place), other)
    notes_in = sum(len(cue.lines) for cue in captions) if beside.card else len(captions)
    return Captions(text, faces.files([*subtitles, *other], captions), len(subtitles), notes_in)


def _shown(cues: Iterable[Cue], shown: Callable[[Cue], Span | None]) -> list[Cue]:
    """Those that are, with their words, when they are."""
    made = []
    for cue in cues:
        if span := shown(cue):
            times = [shown(replace(cue, span=word.span)) for word in cue.words]
            words = (replace(word, span=at) for word, at in zip(cue.words, _filled(times, span), strict=True))
            made.append(replace(cue, span=span, words=tuple(words)))
    return made


def _filled(times: list[Span | None], cue: Span) -> list[Span]:
    """Words that are not shown are before those that are, or behind them, for no time."""
    last = max((at for at, span in enumerate(times) if span), default=-1)
    made, start_ms = list[Span](), cue.start_ms
    for at, span in enumerate(times):
        start_ms = span.start_ms if span else cue.end_ms if at > last else start_ms
        made.append(span or Span(start_ms, start_ms))
    return made


def _said(sheet: Sheet, place: NotePosition, mode: Mode) -> list[Cue]:
    """Where the sources have a card, none is shown before it."""
    if place != NotePosition.END_CARD or mode != "captions":
        return list(notes.apply(sheet, mode).cues)
    return _spoken(notes.apply(sheet, "markers").cues)


def _spoken(cues: Iterable[Cue]) -> list[Cue]:
    return [cue for cue in cues if cue.role is not Role.NOTE]
