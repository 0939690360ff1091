"""The closing card: all sources of a clip, after its last frame."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from subtool.cues import footnotes as notes
from subtool.media.make.passages import Card, with_card
from subtool.model import DEFAULT_FPS, Cue, Role, Span
from subtool.onscreen.look import NotePosition

if TYPE_CHECKING:
    from fractions import Fraction

    from subtool.cues.footnotes import Mode
    from subtool.media.read.frames import FrameRange
    from subtool.model import Sheet

LONGEST_MS = 12_000  # who wants to read more stops the film
SMOOTHEST = 60  # frames a second; an average rate may be any


def sources(sheet: Sheet) -> tuple[str, ...]:
    """The footnotes of a sheet, each once, in the order they come; and what notes it has as cues."""
    own = [cue for cue in sheet.cues if cue.role is Role.NOTE]
    return tuple(dict.fromkeys(" ".join(cue.lines) for cue in (*notes.captions(sheet), *own)))


def card_of(sheet: Sheet, fps: Fraction | None, place: NotePosition, footnotes: Mode) -> Card | None:
    """The card that is asked for, long enough to be read; None where no footnote is in the sheet."""
    documented = sources(sheet)
    if place != NotePosition.END_CARD or footnotes in {"off", "markers"} or not documented:
        return None
    rate = fps if fps and 1 <= fps <= SMOOTHEST else DEFAULT_FPS
    shown_ms = min(LONGEST_MS, notes.reading_ms(" ".join(documented)))
    return Card(ceil(shown_ms * rate / 1000), 1 / rate)


def on_card(sheet: Sheet, film: FrameRange, card: Card) -> Cue:
    """All sources as a note, from the first frame of the card after `film` to the last."""
    begin, end = film.frames.end, film.frames.end + card.length
    shown = with_card(film, card).on_screen(Span(round(begin * 1000), round(end * 1000)))
    assert shown
    return Cue(shown, sources(sheet), role=Role.NOTE)
