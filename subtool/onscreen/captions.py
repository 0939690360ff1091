"""The cues of a sheet as they are burned into pictures, with their footnotes and when they are shown. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from subtool.cues import footnotes as notes
from subtool.model import Role, Span
from subtool.onscreen import fonts
from subtool.onscreen.ass import burn_text
from subtool.onscreen.look import NotePosition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from subtool.model import Cue, Sheet
    from subtool.onscreen.setting import Setting

    Shown = Callable[[Cue], Span | None]


@dataclass(frozen=True, slots=True)
class Captions:
    """ASS, the files of the fonts it is set in, how many cues and footnotes are in it, and what cannot be read."""

    text: str
    fonts: tuple[Path, ...]
    cues: int
    footnotes: int
    warnings: tuple[str, ...] = ()


def captioned(
    sheet: Sheet,
    setting: Setting,
    shown: Shown,
    *,
    second: Sheet | None = None,
    card: Cue | None = None,
) -> Captions:
    """The cues of a sheet with their footnotes as they are burned in; `shown` says when a cue is, if it is.

    Raises:
        MediaError: a font lacks a character.
        FormatError: a cue is later than ASS can say.
    """
    # Where the sources have a card, none is shown before it.
    on_card = setting.place == NotePosition.END_CARD and setting.footnotes == "captions"
    marked = notes.apply(sheet, "markers" if on_card else setting.footnotes)
    cues = _on_screen(_without_notes(marked.cues) if on_card else marked.cues, shown)
    cues += [card] if card else []
    other = _on_screen(_without_notes(second.cues), shown) if second else []
    captions = [cue for cue in cues if cue.role is Role.NOTE]
    subtitles = _without_notes(cues)
    faces = setting.typefaces
    fonts.require_glyphs([*subtitles, *other], faces.subtitles)
    fonts.require_glyphs(captions, faces.notes)
    text = burn_text(cues, setting, other)
    count = sum(len(cue.lines) for cue in captions) if card else len(captions)
    files = faces.files([*subtitles, *other], captions)
    return Captions(text.text, files, len(subtitles), count, text.warnings)


def _on_screen(cues: Iterable[Cue], shown: Shown) -> list[Cue]:
    """The cues that are shown, at the times when they are, with their words."""
    seen = []
    for cue in cues:
        if span := shown(cue):
            times = [shown(replace(cue, span=word.span)) for word in cue.words]
            spans = _filled(times, span)
            words = (replace(word, span=time) for word, time in zip(cue.words, spans, strict=True))
            seen.append(replace(cue, span=span, words=tuple(words)))
    return seen


def _filled(times: list[Span | None], cue: Span) -> list[Span]:
    """Words that are not shown come before those that are, or after them, for no time."""
    last = max((number for number, span in enumerate(times) if span), default=-1)
    spans, start_ms = list[Span](), cue.start_ms
    for number, span in enumerate(times):
        if span:
            start_ms = span.start_ms
        elif number > last:
            start_ms = cue.end_ms
        spans.append(span or Span(start_ms, start_ms))
    return spans


def _without_notes(cues: Iterable[Cue]) -> list[Cue]:
    return [cue for cue in cues if cue.role is not Role.NOTE]
