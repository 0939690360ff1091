"""The board of an animatic: what is seen when, from the first frame to the last. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from subtool.model import Span
from subtool.storyboard.beats import beats
from subtool.storyboard.casting import cast

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.model import Script
    from subtool.storyboard.beats import Beat

TITLE_MS = 4500  # the title, before the first word
SECTION_MS = 3000  # a section's card, before its first word
SHORTEST_CARD_MS = 2000  # a card that has no room stands over the narration
TAIL_MS = 2500  # after the last word


class Seen(StrEnum):
    """Kinds of shots."""

    TITLE = "title"
    SECTION = "section"
    PICTURE = "picture"
    DIRECTION = "direction"  # what the script wants to see, in words
    GROUND = "ground"  # nothing but the number of the beat, by which people can speak of it


@dataclass(frozen=True, slots=True)
class Shot:
    """Something seen for a while: a text, or the picture of this number. `above` is a smaller line over a text.

    `tone` changes from beat to beat, so that cuts are felt where there are no pictures.
    """

    span: Span
    seen: Seen
    text: str = ""
    above: str = ""
    picture: int | None = None
    tone: int = 0


@dataclass(frozen=True, slots=True)
class Board:
    """The shots, one after the other, and the numbers of the pictures that found no place."""

    shots: tuple[Shot, ...]
    unused: tuple[int, ...]


def rests(script: Script) -> tuple[tuple[int, int], ...]:
    """How long the narrator waits before sentences that open a section: their numbers, with milliseconds."""
    return tuple((beat.first, SECTION_MS) for beat in _untimed(script) if beat.heading and beat.first)


def opening_ms(script: Script) -> int:
    """When the first word is said, so that the cards before it can be read."""
    opens = any(beat.heading for beat in _untimed(script)[:1])
    return (TITLE_MS if script.title else SHORTEST_CARD_MS) + SECTION_MS * opens


def board(script: Script, spoken: Sequence[Span], names: Sequence[str], end_ms: int) -> Board:
    """The board of a narration whose sentences are spoken at these times, with pictures of these names."""
    cast_beats, pictures = cast(beats(script, spoken, end_ms), names)
    shots = _timed(list(_shots(script, cast_beats, pictures)), end_ms)
    shown = {shot.picture for shot in shots}
    return Board(shots, tuple(number for number in range(len(names)) if number not in shown))


def _untimed(script: Script) -> tuple[Beat, ...]:
    return beats(script, [Span(0, 0)] * len(script.sentences), 0)


def _shots(script: Script, cut: Sequence[Beat], pictures: Sequence[int | None]) -> Iterator[Shot]:
    """The shots with the time each needs; one goes on until the next."""
    ready_ms = 0
    if script.title:
        above, _, title = script.title.rpartition(": ")
        ready_ms = SHORTEST_CARD_MS
        yield Shot(Span(0, ready_ms), Seen.TITLE, title, above)
    for beat, picture in zip(cut, pictures, strict=True):
        start_ms = beat.span.start_ms if beat.first or script.title else 0
        if beat.heading:
            pause_ms = start_ms - beat.quiet_ms
            opens_ms = max(ready_ms, start_ms - SECTION_MS, beat.quiet_ms + pause_ms // 4)
            ready_ms = max(start_ms, opens_ms + SHORTEST_CARD_MS)
            yield Shot(Span(opens_ms, ready_ms), Seen.SECTION, beat.heading)
        yield replace(_content(beat, picture), span=Span(max(start_ms, ready_ms), max(start_ms, ready_ms)))


def _content(beat: Beat, picture: int | None) -> Shot:
    if picture is not None:
        return Shot(beat.span, Seen.PICTURE, picture=picture)
    if beat.direction:
        return Shot(beat.span, Seen.DIRECTION, beat.direction, beat.section, tone=beat.number)
    return Shot(beat.span, Seen.GROUND, str(beat.number), beat.section, tone=beat.number)


def _timed(shots: Sequence[Shot], end_ms: int) -> tuple[Shot, ...]:
    """Each until the next begins; what has no time left is dropped, and what goes on is one."""
    placed: list[Shot] = []
    ends = [shot.span.start_ms for shot in shots[1:]] + [end_ms]
    for shot, until_ms in zip(shots, ends, strict=True):
        start_ms, end = placed[-1].span.end_ms if placed else 0, min(until_ms, end_ms)
        if end <= start_ms:
            continue
        timed = replace(shot, span=Span(start_ms, end))
        if placed and replace(placed[-1], span=timed.span) == timed:
            timed, placed = replace(timed, span=Span(placed[-1].span.start_ms, end)), placed[:-1]
        placed.append(timed)
    return tuple(placed)
