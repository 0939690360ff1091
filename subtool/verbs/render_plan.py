"""What is drawn into a film, planned as one value: passages, cues in their time, captions, end card, poster. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from subtool.cues.resplit import resplit
from subtool.media.make.passages import joined, starts
from subtool.media.read.frames import FrameRange
from subtool.model import Role, Span
from subtool.onscreen.captions import captioned
from subtool.retime.warp import Piece, excerpt
from subtool.verbs import end_card

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.cues.revise.fresh import CueRules
    from subtool.media.make.crop import Framing
    from subtool.media.make.passages import Card
    from subtool.media.read.probe import Film
    from subtool.model import Sheet
    from subtool.onscreen.captions import Captions, Shown
    from subtool.verbs.render_sources import RenderSources


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
        shaped = reshaped(other, sources.rules)
        return in_their_time(shaped, passages, name)

    whole, cut, setting = joined(passages), retimed(sheet), sources.setting
    card = end_card.card_of(cut, film.fps, setting.place, setting.footnotes)
    second = retimed(sources.second) if sources.second else None
    on_card = end_card.on_card(cut, whole, card) if card else None
    captions = captioned(cut, setting, lambda cue: whole.on_screen(cue.span), second=second, card=on_card)
    standing = None
    if poster:
        number = _speaking(cut, whole)
        frame = FrameRange(whole.frames, number, number + 1)
        still = captioned(cut, setting, lambda cue: frame.on_screen(cue.span), second=second)
        standing = Poster(_in_film(passages, number), still)
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
    captions = captioned(shaped, sources.setting, shown, second=other)
    return RenderPlan(film, passages, shaped, captions, framing)


def reshaped(sheet: Sheet, rules: CueRules | None) -> Sheet:
    """The sheet with its speech in the short lines of an upright picture, where one is asked for."""
    return resplit(sheet, rules) if rules else sheet


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
