"""Paragraphs to parts: who speaks them, or why nobody does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from subtool.model import Aside, AsideKind
from subtool.script.understand.labels import Labels
from subtool.script.understand.timecodes import leading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.model import Source
    from subtool.script.source_lines import Block, Row
    from subtool.script.understand.conventions import Conventions
    from subtool.script.understand.labels import Label


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that are spoken, by the narrator unless `speaker` says otherwise; or that are not, and why.

    `paragraph` is the same for the parts of one paragraph.
    """

    rows: Block
    paragraph: int
    aside: AsideKind | None = None
    speaker: str | None = None


def parts_of(paragraphs: Sequence[Block], known: Conventions) -> tuple[list[Part], list[Aside]]:
    """Every paragraph as the parts it is made of, labels and time codes cut off; and what the labels say beside.

    Where a script labels its narrator, a paragraph without a label goes on with the voice above it; where it
    does not, that is the narrator.
    """
    teller = _Teller(paragraphs, known)
    parts = [part for number, rows in enumerate(paragraphs) for part in teller.parts(number, rows)]
    return parts, teller.asides


def opens_part(rows: Sequence[Row], known: Conventions) -> set[Source]:
    """The places that open with a label, a bracketed cue or a time code, where a paragraph begins."""
    labels = Labels((row.text for row in rows), known)
    return {
        row.source
        for row in rows
        if row.text and (labels.opening(row.text) or labels.bracketed(row.text) or leading(row.text))
    }


class _Teller:
    """Goes through the paragraphs and keeps who spoke last, and the moment that the next one begins."""

    def __init__(self, paragraphs: Sequence[Block], known: Conventions) -> None:
        openings = [row.text for rows in paragraphs for row in rows]
        self._labels = Labels(openings, known)
        found = (self._labels.opening(text) or self._labels.alone(text) for text in openings)
        self._labelled = any(label and self._labels.is_narrator(label.name) for label in found)
        self._speaker: str | None = None
        self._ends = False  # whether a label stood alone, and its paragraph is the next
        self._at_ms: int | None = None
        self.asides: list[Aside] = []

    def parts(self, number: int, rows: Block) -> Iterator[Part]:
        told = rows[0].told
        if told and told.aside:
            yield from (
                self._seen(number, rows)
                if told.aside is AsideKind.PICTURE
                else [Part(rows, number, told.aside)]
            )
            return
        rows = self._timed(rows)
        if not rows:
            return
        while rows and (label := self._labels.bracketed(rows[0].text)):
            yield self._bracketed(number, rows[0], label)
            rows = self._behind(rows, label.end)
        if not rows:
            return
        label = self._labels.opening(rows[0].text) or self._labels.alone(rows[0].text)
        if not label and not told and len(rows) == 1 and self._labels.is_section(rows[0].text):
            yield Part(rows, number, AsideKind.HEADING)
            return
        speaker = told.speaker if told and told.speaker else self._going_on()
        if label and label.aside:
            yield Part(self._behind(rows, label.end), number, label.aside)
            return
        if label:
            self._speaker = speaker = label.name
            if label.heard:
                self.asides.append(Aside(AsideKind.NOTE, label.heard, rows[0].source))
            begins = rows[0].at_ms
            rows = self._behind(rows, label.end)
            self._ends = not rows
            if not rows:  # the name stands alone: its paragraph is the next
                self._at_ms = begins
        else:
            self._ends = False
        yield from self._spoken(number, rows, speaker)

    def _seen(self, number: int, rows: Block) -> Iterator[Part]:
        """What is seen, and the titles that are described among it: `SUPER: Bergen, 1931`, `[GRAPHIC: 1.2 %]`."""
        for row in rows:
            cuts = [
                (start, end, row.part(start + 1, end - 1), label)
                for start, end, label in self._labels.inside(row.text)
                if label.aside is AsideKind.ON_SCREEN
            ]
            titles = [*self._labels.titles_in(row.text)] if not cuts else []
            after = 0
            for start, end, inside, label in cuts:
                yield from self._picture(number, row.part(after, start))
                yield Part([replace(_shown(inside, label), at_ms=row.at_ms)], number, AsideKind.ON_SCREEN)
                after = end
            for (start, end), (following, _) in zip(titles, [*titles[1:], (len(row.text), 0)], strict=False):
                yield from self._picture(number, row.part(after, start))
                yield Part([replace(row.part(end, following), at_ms=row.at_ms)], number, AsideKind.ON_SCREEN)
                after = following
            yield from self._picture(number, row.part(after))

    @staticmethod
    def _picture(number: int, row: Row) -> Iterator[Part]:
        if row.text:
            yield Part([row], number, AsideKind.PICTURE)

    def _going_on(self) -> str | None:
        return self._speaker if self._labelled or self._ends else None

    def _timed(self, rows: Block) -> Block:
        """The rows without the time code that opens them, which the first of them begins at."""
        first = rows[0]
        found = leading(first.text)
        if found:
            self._at_ms = found[0]
            rows = [piece for piece in (first.part(found[1]), *rows[1:]) if piece.text or piece.cited]
        if rows and self._at_ms is not None:
            begins = self._at_ms if rows[0].at_ms is None else rows[0].at_ms
            rows = [replace(rows[0], at_ms=begins), *rows[1:]]
            self._at_ms = None
        return rows

    @staticmethod
    def _behind(rows: Block, end: int) -> Block:
        """The rows without what opens the first of them, which begins when it did."""
        first = replace(rows[0].part(end), at_ms=rows[0].at_ms)
        left = [row for row in (first, *rows[1:]) if row.text or row.cited]
        if left and left[0].at_ms is None:
            left[0] = replace(left[0], at_ms=rows[0].at_ms)
        return left

    @staticmethod
    def _bracketed(number: int, row: Row, label: Label) -> Part:
        inside = row.part(0, label.end).part(1)
        inside = replace(
            inside.part(0, inside.text.rfind("]" if row.text[0] == "[" else ")")), at_ms=row.at_ms
        )
        return Part([_shown(inside, label)], number, label.aside)

    def _spoken(self, number: int, rows: Block, speaker: str | None) -> Iterator[Part]:
        """The rows that are spoken, and the cues in brackets between them."""
        spoken: Block = []
        for row in rows:
            after = 0
            for start, end, label in self._labels.inside(row.text):
                before = row.part(after, start)
                if before.text or before.cited:
                    spoken.append(before)
                if spoken:
                    yield Part(spoken, number, None, speaker)
                spoken = []
                yield Part([_shown(row.part(start + 1, end - 1), label)], number, label.aside)
                after = end
            rest = row.part(after)
            if rest.text or rest.cited:
                spoken.append(rest)
        if spoken:
            yield Part(spoken, number, None, speaker)


def _shown(inside: Row, label: Label) -> Row:
    """What stands in the brackets of a cue; of a title only what the film shows."""
    if label.aside is not AsideKind.ON_SCREEN:
        return inside
    colon = min((at for at in (inside.text.find(":"), inside.text.find("：")) if at >= 0), default=-1)
    return replace(inside.part(colon + 1), at_ms=inside.at_ms)
