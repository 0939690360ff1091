"""A narration in beats: stretches of it that one picture belongs to. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from subtool.model import AsideKind, Span

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from subtool.model import Aside, Script

LEAD_MS = 400  # a picture comes this long before its words, if nobody speaks there
OPENING = frozenset({AsideKind.HEADING, AsideKind.TITLE})  # a second title is that of a part
LABEL = re.compile(r"^(?:picture|pictures|image|visual|visuals|video)\s*[:–—-]\s*", re.IGNORECASE)
LONGEST_DIRECTION = 180  # characters of what a script wants to see


@dataclass(frozen=True, slots=True)
class Beat:
    """Sentences, from number `first` on, with what the script says is seen there; `number` counts beats from 1.

    `heading` opens a section with this beat, `section` is that of the beat, `direction` the picture asked for.
    `cuts` are moments at which another picture may come: the starts of the sentences. Nobody speaks from `quiet_ms`
    on until the beat begins.
    """

    span: Span
    number: int
    first: int
    quiet_ms: int
    section: str
    heading: str = ""
    direction: str = ""
    cuts: tuple[int, ...] = ()

    @property
    def by_sentence(self) -> tuple[Beat, ...]:
        """The beat in as many as it has sentences."""
        edges = (self.span.start_ms, *self.cuts[1:], self.span.end_ms)
        return tuple(
            replace(
                self,
                span=Span(a, b),
                first=self.first + index,
                heading="" if index else self.heading,
                cuts=(a,),
            )
            for index, (a, b) in enumerate(pairwise(edges))
        )


def beats(script: Script, spoken: Sequence[Span], end_ms: int) -> tuple[Beat, ...]:
    """The beats of a narration whose sentences are spoken at these times; the last one ends with the film.

    A beat begins with a paragraph, a section, or a picture that the script asks for.
    """
    found: list[Beat] = []
    asked = [
        aside
        for aside in script.asides
        if aside.kind in {*OPENING, AsideKind.PICTURE} and " ".join(aside.text.split()) != script.title
    ]
    paragraph, section = -1, ""
    for number, sentence in enumerate(script.sentences):
        before = [aside for aside in asked if aside.source.line <= sentence.source.line]
        asked = asked[len(before) :]
        start_ms = _cut_before(spoken, number)
        if not before and sentence.paragraph == paragraph:
            found[-1] = replace(found[-1], cuts=(*found[-1].cuts, start_ms))
            continue
        heading = " · ".join(_texts(before, OPENING))
        paragraph, section = sentence.paragraph, heading or section
        quiet_ms = spoken[number - 1].end_ms if number else 0
        moment = Span(start_ms, start_ms)
        found.append(
            Beat(
                moment,
                len(found) + 1,
                number,
                quiet_ms,
                section,
                heading,
                _direction(before),
                cuts=(start_ms,),
            )
        )
    ends = [beat.span.start_ms for beat in found[1:]] + [end_ms]
    return tuple(
        replace(beat, span=Span(beat.span.start_ms, max(end, beat.span.start_ms)))
        for beat, end in zip(found, ends, strict=True)
    )


def _cut_before(spoken: Sequence[Span], number: int) -> int:
    """When the picture for a sentence comes: in the pause before it."""
    start_ms = spoken[number].start_ms
    pause_ms = start_ms - (spoken[number - 1].end_ms if number else 0)
    return start_ms - max(0, min(LEAD_MS, pause_ms // 2))


def _texts(asides: Sequence[Aside], kinds: Collection[AsideKind]) -> list[str]:
    return [" ".join(aside.text.split()) for aside in asides if aside.kind in kinds]


def _direction(asides: Sequence[Aside]) -> str:
    text = " · ".join(LABEL.sub("", text) for text in _texts(asides, {AsideKind.PICTURE}))
    if len(text) <= LONGEST_DIRECTION:
        return text
    return f"{text[:LONGEST_DIRECTION].rpartition(' ')[0] or text[:LONGEST_DIRECTION]} …"
