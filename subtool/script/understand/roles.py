"""Paragraphs to parts: who speaks them, or why nobody does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from subtool.model import Aside, AsideKind, Source
from subtool.script.source_lines import ends_sentence
from subtool.script.understand.labels import Labels
from subtool.script.understand.timecodes import leading

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from subtool.script.source_lines import Block, Row
    from subtool.script.understand.conventions import Conventions
    from subtool.script.understand.labels import Label

HEAD_ROWS = 40  # of a script, in which its head is looked for; chosen by eye
FEWEST_WRAPPED = 2  # rows that go on with a small letter make a script one that is wrapped by hand
_BRACKETS = "[(（［【"


def speaks(rows: Sequence[Row], known: Conventions) -> set[Source]:
    """The places at the head that open with the narrator's name, one that comes again, a direction or a time."""
    labels = Labels((row.text for row in rows), known)
    found = set[Source]()
    for row in rows[:HEAD_ROWS]:
        label = labels.opening(row.text) or labels.alone(row.text) or labels.bracketed(row.text)
        certain = label and (label.aside or labels.is_narrator(label.name) or labels.comes_again(label.name))
        if certain or leading(row.text) or labels.directions.alone(row.text):
            found.add(row.source)
    return found


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that are spoken, by the narrator unless `speaker` says otherwise; or that are not, and why.

    `paragraph` is the same for the parts of one paragraph.
    """

    rows: Block
    paragraph: int
    aside: AsideKind | None = None
    speaker: str | None = None
    reason: str = ""


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
        if row.text
        and (
            labels.opening(row.text)
            or labels.bracketed(row.text)
            or leading(row.text)
            or labels.directions.alone(row.text)
        )
    }


class _Teller:
    """Goes through the paragraphs and keeps who spoke last, and the moment that the next one begins."""

    def __init__(self, paragraphs: Sequence[Block], known: Conventions) -> None:
        openings = [row.text for rows in paragraphs for row in rows]
        self._labels = Labels(openings, known)
        found = [self._labels.opening(text) or self._labels.alone(text) for text in openings]
        self._labelled = any(label and self._labels.is_narrator(label.name) for label in found)
        narrators = [
            label for text, label in zip(openings, found, strict=True) if label and label.end >= len(text)
        ]
        self._over_lines = any(self._labels.is_narrator(label.name) for label in narrators)
        self._full = _width(paragraphs)
        self._speaker: str | None = None
        self._ends = False  # whether a label stood alone, and its paragraph is the next
        self._at_ms: int | None = None
        self.asides: list[Aside] = []

    def parts(self, number: int, rows: Block) -> Iterator[Part]:
        """The parts of a paragraph: a label or a direction owns its line, what stands below goes on."""
        declared = rows[0].declared
        if declared and declared.aside:
            yield from (
                self._seen(number, rows)
                if declared.aside is AsideKind.PICTURE
                else [Part(rows, number, declared.aside)]
            )
            return
        if declared and declared.by_author:
            yield Part(rows, number, None, declared.speaker or self._going_on())
            return
        while rows:
            before = len(rows), len(rows[0].text)
            rows = yield from self._next(number, rows)
            assert (len(rows), len(rows[0].text) if rows else 0) < before

    def _next(self, number: int, rows: Block) -> Generator[Part, None, Block]:
        """The first part of the rows, and the rows that are left."""
        rows = self._timed(rows)
        if not rows:
            return []
        text, declared = rows[0].text, rows[0].declared
        alone = None if declared else self._labels.directions.alone(text)
        if alone:
            yield Part(rows[:1], number, alone[0], reason=alone[1])
            return rows[1:]
        label = self._labels.bracketed(text)
        if label and label.aside:
            yield self._bracketed(number, rows[0], label)
            return _still_timed(rows[0], self._after(rows, label.end))
        label = label or self._labels.opening(text) or self._labels.alone(text)
        if not label and not declared:
            if self._labels.is_section(text) and (len(rows) == 1 or not self._labels.above_speech(text)):
                name = None if len(rows) == 1 else self._labels.above_speech(text)
                if len(rows) == 1 or (
                    text.isupper() and not name and not _goes_on(rows[0], rows[1], self._full)
                ):
                    yield Part(rows[:1], number, AsideKind.HEADING)
                    return rows[1:]
            label = self._labels.above_speech(text) if len(rows) > 1 else None
        if label and label.aside:
            own = len(rows) if label.whole else self._own(rows, label.end)
            yield Part(self._after(rows[:own], label.end), number, label.aside, reason=label.reason)
            return _still_timed(rows[0], rows[own:])
        yield from self._said(number, rows, label)
        return []

    def _said(self, number: int, rows: Block, label: Label | None) -> Iterator[Part]:
        """The rows that somebody speaks; a direction in a line of its own among them ends there."""
        declared = rows[0].declared
        speaker = declared.speaker if declared and declared.speaker else self._going_on()
        if label:
            self._speaker = speaker = label.name
            if label.heard:
                self.asides.append(Aside(AsideKind.NOTE, label.heard, rows[0].source))
            begins = rows[0].at_ms
            rows = self._after(rows, label.end)
            self._ends = not rows
            if not rows:  # the name stands alone: its paragraph is the next
                self._at_ms = begins
            rows = self._timed(rows)
        else:
            self._ends = False
        yield from self._spoken(number, rows, speaker)

    def _own(self, rows: Block, end: int) -> int:
        """How many rows a direction has: its own, and those that a description wrapped by hand goes on in.

        A label that stands alone in its row is over the row below, or over all where the narrator's stands so too.
        """
        own = 1
        if len(rows) > 1 and end >= len(rows[0].text) and rows[0].line != rows[1].line:
            if self._over_lines:
                return len(rows)
            own += not ends_sentence(rows[1].text)
        while own < len(rows) and _goes_on(rows[own - 1], rows[own], self._full):
            own += 1
        return own

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
        if not rows:
            return rows
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
    def _after(rows: Block, end: int) -> Block:
        """The rows without what opens the first of them, which begins when it did."""
        first = replace(rows[0].part(end), at_ms=rows[0].at_ms)
        left = [row for row in (first, *rows[1:]) if row.text or row.cited]
        if left and left[0].at_ms is None:
            left[0] = replace(left[0], at_ms=rows[0].at_ms)
        return left

    @staticmethod
    def _bracketed(number: int, row: Row, label: Label) -> Part:
        inside = row.part(0, label.end)
        if inside.text[:1] in _BRACKETS:
            inside = inside.part(1, len(inside.text) - 1)
        return Part(
            [_shown(replace(inside, at_ms=row.at_ms), label)], number, label.aside, reason=label.reason
        )

    def _spoken(self, number: int, rows: Block, speaker: str | None) -> Iterator[Part]:
        """The rows that are spoken, and the directions between them; only a title on the screen parts a sentence."""
        spoken: Block = []
        beside: list[Part] = []
        for row in rows:
            after = 0
            for start, end, label in self._labels.inside(row.text):
                before = row.part(after, start)
                if before.text or before.cited:
                    spoken.append(before)
                inside = _shown(row.part(start + 1, end - 1), label)
                after = end
                if label.aside is not AsideKind.ON_SCREEN:
                    beside.append(Part([inside], number, label.aside, reason=label.reason))
                    continue
                if spoken:
                    yield Part(spoken, number, None, speaker)
                spoken = []
                yield Part([inside], number, label.aside, reason=label.reason)
            rest = row.part(after)
            if rest.text or rest.cited:
                spoken.append(rest)
        if spoken:
            yield Part(spoken, number, None, speaker)
        yield from beside


def _still_timed(first: Row, rest: Block) -> Block:
    """The rows of a cell below a direction, which begin when the cell does."""
    if not rest or first.at_ms is None or rest[0].at_ms is not None or rest[0].line != first.line:
        return rest
    return [replace(rest[0], at_ms=first.at_ms), *rest[1:]]


def _width(paragraphs: Sequence[Block]) -> int:
    """How wide the rows are that a script is wrapped to by hand; 0 when it is not."""
    wrapped = [
        len(row.text)
        for rows in paragraphs
        for row, following in pairwise(rows)
        if following.text[:1].islower() and row.line != following.line
    ]
    return max(wrapped) if len(wrapped) >= FEWEST_WRAPPED else 0


def _goes_on(row: Row, following: Row, full: int) -> bool:
    """Whether a description goes on in the row below it; each row of a cell of a table is its own."""
    if not following.text or row.line == following.line or ends_sentence(row.text):
        return False
    first = following.text.split(maxsplit=1)[0]
    return first[0].islower() or (full > 0 and len(row.text) + 1 + len(first) > full)


def _shown(inside: Row, label: Label) -> Row:
    """What stands in the brackets of a cue; of a title only what the film shows."""
    if label.aside is not AsideKind.ON_SCREEN:
        return inside
    colon = min((at for at in (inside.text.find(":"), inside.text.find("：")) if at >= 0), default=-1)
    return replace(inside.part(colon + 1), at_ms=inside.at_ms)
