"""What is drawn into a film, planned as one value: passages, cues in their time, captions, end card, poster. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from subtool.cues import footnotes as notes
from subtool.cues.resplit import resplit
from subtool.media.make.passages import joined, starts
from subtool.media.read.frames import FrameRange
from subtool.model import Role, Span
from subtool.onscreen import fonts
from subtool.onscreen.ass import burn_text
from subtool.onscreen.look import NotePosition
from subtool.retime.warp import Piece, excerpt
from subtool.verbs import end_card

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from subtool.cues.revise.fresh import CueRules
    from subtool.media.make.crop import Framing
    from subtool.media.make.passages import Card
    from subtool.media.read.probe import Film
    from subtool.model import Cue, Sheet
    from subtool.verbs.render_sources import RenderSources

    Shown = Callable[[Cue], Span | None]


@dataclass(frozen=True, slots=True)
class Captions:
    """ASS, the files of the fonts it is set in, how many cues and footnotes are in it, and what cannot be read."""

    text: str
    fonts: tuple[Path, ...]
    cues: int
    footnotes: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Poster:
    """The frame of the film that stands for a clip, and the text in it."""

    frame: FrameRange
    captions: Captions


@dataclass(frozen=True, slots=True)
class RenderPlan:
    """What is drawn: passages of a film, joined, and the text in them; `sheet` has the time of what is made."""

    film: Film
    passages: tuple[FrameRange, ...]
    sheet: Sheet
    captions: Captions
    framing: Framing | None = None
    card: Card | None = None
    poster: Poster | None = None


def plan(  # noqa: PLR0913 - a film, what of it, and what with
    sheet: Sheet,
    film: Film,
    passages: tuple[FrameRange, ...],
    sources: RenderSources,
    *,
    framing: Framing | None,
    name: str,
    poster: bool = False,
) -> RenderPlan:
    """Passages of a film as the clip `name`, with the cues said in them.

    Raises:
        MediaError: a font lacks a character.
        FormatError: a cue is later than ASS can say.
    """

    def retimed(other: Sheet) -> Sheet:
        return in_their_time(reshaped(other, sources.rules), passages, name)

    whole, cut = joined(passages), retimed(sheet)
    card = end_card.card_of(cut, film.fps, sources.setting.place, sources.footnotes)
    second = retimed(sources.second) if sources.second else None
    on_card = end_card.on_card(cut, whole, card) if card else None
    captions = captioned(cut, sources, lambda cue: whole.on_screen(cue.span), second=second, card=on_card)
    standing = None
    if poster:
        number = _speaking(cut, whole)
        frame = FrameRange(whole.frames, number, number + 1)
        text = captioned(cut, sources, lambda cue: frame.on_screen(cue.span), second=second)
        standing = Poster(_in_film(passages, number), text)
    return RenderPlan(film, passages, cut, captions, framing, card, standing)


def plan_frame(
    sheet: Sheet, film: Film, frame: FrameRange, sources: RenderSources, framing: Framing | None
) -> RenderPlan:
    """One frame of a film with what is shown in it.

    Raises:
        MediaError, FormatError: as `plan`.
    """
    return plan_shown(sheet, film, sources, lambda cue: frame.on_screen(cue.span), framing, (frame,))


def plan_shown(  # noqa: PLR0913, PLR0917 - as `plan`
    sheet: Sheet,
    film: Film,
    sources: RenderSources,
    shown: Shown,
    framing: Framing | None = None,
    passages: tuple[FrameRange, ...] = (),
) -> RenderPlan:
    """The text of a sheet on pictures that are not a passage of the film; `shown` says when a cue is on them.

    Raises:
        MediaError, FormatError: as `plan`.
    """
    shaped, second = reshaped(sheet, sources.rules), sources.second
    other = reshaped(second, sources.rules) if second else None
    return RenderPlan(film, passages, shaped, captioned(shaped, sources, shown, second=other), framing)


def reshaped(sheet: Sheet, rules: CueRules | None) -> Sheet:
    """The sheet with its speech in the short lines of an upright picture, where one is asked for."""
    return resplit(sheet, rules) if rules else sheet


def captioned(
    sheet: Sheet,
    sources: RenderSources,
    shown: Shown,
    *,
    second: Sheet | None = None,
    card: Cue | None = None,
) -> Captions:
    """The cues of a sheet with their footnotes as they are burned in; `shown` says when a cue is, if it is.

    Raises:
        MediaError, FormatError: as `plan`.
    """
    place, mode, faces = sources.setting.place, sources.footnotes, sources.faces
    # Where the sources have a card, none is shown before it.
    on_card = place == NotePosition.END_CARD and mode == "captions"
    marked = notes.apply(sheet, "markers" if on_card else mode)
    cues = _on_screen(_without_notes(marked.cues) if on_card else marked.cues, shown)
    cues += [card] if card else []
    other = _on_screen(_without_notes(second.cues), shown) if second else []
    captions = [cue for cue in cues if cue.role is Role.NOTE]
    subtitles = _without_notes(cues)
    fonts.require_glyphs([*subtitles, *other], faces.subtitles)
    fonts.require_glyphs(captions, faces.notes)
    text = burn_text(cues, sources.setting, other)
    count = sum(len(cue.lines) for cue in captions) if card else len(captions)
    files = faces.files([*subtitles, *other], captions)
    return Captions(text.text, files, len(subtitles), count, text.warnings)


def in_their_time(sheet: Sheet, passages: Sequence[FrameRange], name: str) -> Sheet:
    """The sheet of joined passages of a film, each cue on its frames; unchanged for the whole of it."""
    if passages[0].whole:
        return sheet
    frames = passages[0].frames
    cues = tuple(replace(cue, span=frames.snapped(cue.span)) for cue in sheet.cues)
    pieces = [
        Piece(Span(round(passage.start * 1000), round(passage.end * 1000)), round(start * 1000))
        for passage, start in zip(passages, starts(passages), strict=False)
    ]
    return excerpt(replace(sheet, cues=cues), pieces, name)


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


def _speaking(sheet: Sheet, whole: FrameRange) -> int:
    """The frame that stands for a clip: in the middle of its first subtitle, or of the clip where it has none."""
    cue = next((cue for cue in sheet.cues if cue.role is Role.SPEECH), None)
    if cue is None:
        return len(whole) // 2
    return whole.frames.at((cue.span.start_ms + cue.span.end_ms) // 2)


def _in_film(passages: Sequence[FrameRange], number: int) -> FrameRange:
    """Of joined passages, the frame of this number as a range of the film."""
    for passage in passages:
        if number < len(passage):
            return FrameRange(passage.frames, passage.first + number, passage.first + number + 1)
        number -= len(passage)
    raise AssertionError("a frame after the last")
