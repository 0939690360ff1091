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

    from subtool.script.source_lines import Block, SourceLine
    from subtool.script.understand.conventions import Conventions
    from subtool.script.understand.labels import Label

HEAD_LINES = 40  # of a script, in which its head is looked for; chosen by eye
FEWEST_WRAPPED = 2  # lines that go on with a small letter make a script one that is wrapped by hand
_BRACKETS = "[(（［【"


def speaks(lines: Sequence[SourceLine], known: Conventions) -> set[Source]:
    """The places at the head that open with the narrator's name, one that comes again, a direction or a time."""
    labels = Labels((line.text for line in lines), known)
    found = set[Source]()
    for line in lines[:HEAD_LINES]:
        label = labels.opening(line.text) or labels.alone(line.text) or labels.bracketed(line.text)
        certain = label and (label.aside or labels.is_narrator(label.name) or labels.comes_again(label.name))
        if certain or leading(line.text) or labels.directions.alone(line.text):
            found.add(line.source)
    return found


@dataclass(frozen=True, slots=True)
class Part:
    """Lines that are spoken, by the narrator unless `speaker` says otherwise; or that are not, and why.

    `paragraph` is the same for the parts of one paragraph.
    """

    lines: Block
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
    parts = [part for number, lines in enumerate(paragraphs) for part in teller.parts(number, lines)]
    return parts, teller.asides


def opens_part(lines: Sequence[SourceLine], known: Conventions) -> set[Source]:
    """The places that open with a label, a bracketed cue or a time code, where a paragraph begins."""
    labels = Labels((line.text for line in lines), known)
    return {
        line.source
        for line in lines
        if line.text
        and (
            labels.opening(line.text)
            or labels.bracketed(line.text)
            or leading(line.text)
            or labels.directions.alone(line.text)
        )
    }


class _Teller:
    """Goes through the paragraphs and keeps who spoke last, and the moment that the next one begins."""

    def __init__(self, paragraphs: Sequence[Block], known: Conventions) -> None:
        openings = [line.text for lines in paragraphs for line in lines]
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

    def parts(self, number: int, lines: Block) -> Iterator[Part]:
        """The parts of a paragraph: a label or a direction owns its line, what stands below goes on."""
        declared = lines[0].declared
        if declared and declared.aside:
            yield from (
                self._seen(number, lines)
                if declared.aside is AsideKind.PICTURE
                else [Part(lines, number, declared.aside)]
            )
            return
        if declared and declared.by_author:
            yield Part(lines, number, None, declared.speaker or self._going_on())
            return
        while lines:
            before = len(lines), len(lines[0].text)
            lines = yield from self._next(number, lines)
            assert (len(lines), len(lines[0].text) if lines else 0) < before

    def _next(self, number: int, lines: Block) -> Generator[Part, None, Block]:
        """The first part of the lines, and the lines that are left."""
        lines = self._timed(lines)
        if not lines:
            return []
        text, declared = lines[0].text, lines[0].declared
        alone = None if declared else self._labels.directions.alone(text)
        if alone:
            yield Part(lines[:1], number, alone[0], reason=alone[1])
            return lines[1:]
        label = self._labels.bracketed(text)
        if label and label.aside:
            yield self._bracketed(number, lines[0], label)
            return _still_timed(lines[0], self._after(lines, label.end))
        label = label or self._labels.opening(text) or self._labels.alone(text)
        if not label and not declared:
            if self._labels.is_section(text) and (len(lines) == 1 or not self._labels.above_speech(text)):
                name = None if len(lines) == 1 else self._labels.above_speech(text)
                if len(lines) == 1 or (
                    text.isupper() and not name and not _goes_on(lines[0], lines[1], self._full)
                ):
                    yield Part(lines[:1], number, AsideKind.HEADING)
                    return lines[1:]
            label = self._labels.above_speech(text) if len(lines) > 1 else None
        if label and label.aside:
            own = len(lines) if label.whole else self._own(lines, label.end)
            yield Part(self._after(lines[:own], label.end), number, label.aside, reason=label.reason)
            return _still_timed(lines[0], lines[own:])
        yield from self._said(number, lines, label)
        return []

    def _said(self, number: int, lines: Block, label: Label | None) -> Iterator[Part]:
        """The lines that somebody speaks; a direction in a line of its own among them ends there."""
        declared = lines[0].declared
        speaker = declared.speaker if declared and declared.speaker else self._going_on()
        if label:
            self._speaker = speaker = label.name
            if label.heard:
                self.asides.append(Aside(AsideKind.NOTE, label.heard, lines[0].source))
            begins = lines[0].at_ms
            lines = self._after(lines, label.end)
            self._ends = not lines
            if not lines:  # the name stands alone: its paragraph is the next
                self._at_ms = begins
            lines = self._timed(lines)
        else:
            self._ends = False
        yield from self._spoken(number, lines, speaker)

    def _own(self, lines: Block, end: int) -> int:
        """How many lines a direction has: its own, and those that a description wrapped by hand goes on in.

        A label that stands alone in its line is over the line below, or over all where the narrator's stands so too.
        """
        own = 1
        if len(lines) > 1 and end >= len(lines[0].text) and lines[0].number != lines[1].number:
            if self._over_lines:
                return len(lines)
            own += not ends_sentence(lines[1].text)
        while own < len(lines) and _goes_on(lines[own - 1], lines[own], self._full):
            own += 1
        return own

    def _seen(self, number: int, lines: Block) -> Iterator[Part]:
        """What is seen, and the titles that are described among it: `SUPER: Bergen, 1931`, `[GRAPHIC: 1.2 %]`."""
        for line in lines:
            cuts = [
                (start, end, line.part(start + 1, end - 1), label)
                for start, end, label in self._labels.inside(line.text)
                if label.aside is AsideKind.ON_SCREEN
            ]
            titles = [*self._labels.titles_in(line.text)] if not cuts else []
            after = 0
            for start, end, inside, label in cuts:
                yield from self._picture(number, line.part(after, start))
                yield Part([replace(_shown(inside, label), at_ms=line.at_ms)], number, AsideKind.ON_SCREEN)
                after = end
            for (start, end), (following, _) in zip(titles, [*titles[1:], (len(line.text), 0)], strict=False):
                yield from self._picture(number, line.part(after, start))
                yield Part(
                    [replace(line.part(end, following), at_ms=line.at_ms)], number, AsideKind.ON_SCREEN
                )
                after = following
            yield from self._picture(number, line.part(after))

    @staticmethod
    def _picture(number: int, line: SourceLine) -> Iterator[Part]:
        if line.text:
            yield Part([line], number, AsideKind.PICTURE)

    def _going_on(self) -> str | None:
        return self._speaker if self._labelled or self._ends else None

    def _timed(self, lines: Block) -> Block:
        """The lines without the time code that opens them, which the first of them begins at."""
        if not lines:
            return lines
        first = lines[0]
        found = leading(first.text)
        if found:
            self._at_ms = found[0]
            lines = [piece for piece in (first.part(found[1]), *lines[1:]) if piece.text or piece.cited]
        if lines and self._at_ms is not None:
            begins = self._at_ms if lines[0].at_ms is None else lines[0].at_ms
            lines = [replace(lines[0], at_ms=begins), *lines[1:]]
            self._at_ms = None
        return lines

    @staticmethod
    def _after(lines: Block, end: int) -> Block:
        """The lines without what opens the first of them, which begins when it did."""
        first = replace(lines[0].part(end), at_ms=lines[0].at_ms)
        left = [line for line in (first, *lines[1:]) if line.text or line.cited]
        if left and left[0].at_ms is None:
            left[0] = replace(left[0], at_ms=lines[0].at_ms)
        return left

    @staticmethod
    def _bracketed(number: int, line: SourceLine, label: Label) -> Part:
        inside = line.part(0, label.end)
        if inside.text[:1] in _BRACKETS:
            inside = inside.part(1, len(inside.text) - 1)
        return Part(
            [_shown(replace(inside, at_ms=line.at_ms), label)], number, label.aside, reason=label.reason
        )

    def _spoken(self, number: int, lines: Block, speaker: str | None) -> Iterator[Part]:
        """The lines that are spoken, and the directions between them; only a title on the screen parts a sentence."""
        spoken: Block = []
        beside: list[Part] = []
        for line in lines:
            after = 0
            for start, end, label in self._labels.inside(line.text):
                before = line.part(after, start)
                if before.text or before.cited:
                    spoken.append(before)
                inside = _shown(line.part(start + 1, end - 1), label)
                after = end
                if label.aside is not AsideKind.ON_SCREEN:
                    beside.append(Part([inside], number, label.aside, reason=label.reason))
                    continue
                if spoken:
                    yield Part(spoken, number, None, speaker)
                spoken = []
                yield Part([inside], number, label.aside, reason=label.reason)
            rest = line.part(after)
            if rest.text or rest.cited:
                spoken.append(rest)
        if spoken:
            yield Part(spoken, number, None, speaker)
        yield from beside


def _still_timed(first: SourceLine, rest: Block) -> Block:
    """The lines of a cell below a direction, which begin when the cell does."""
    if not rest or first.at_ms is None or rest[0].at_ms is not None or rest[0].number != first.number:
        return rest
    return [replace(rest[0], at_ms=first.at_ms), *rest[1:]]


def _width(paragraphs: Sequence[Block]) -> int:
    """How wide the lines are that a script is wrapped to by hand; 0 when it is not."""
    wrapped = [
        len(line.text)
        for lines in paragraphs
        for line, following in pairwise(lines)
        if following.text[:1].islower() and line.number != following.number
    ]
    return max(wrapped) if len(wrapped) >= FEWEST_WRAPPED else 0


def _goes_on(line: SourceLine, following: SourceLine, full: int) -> bool:
    """Whether a description goes on in the line below it; each line of a cell of a table is its own."""
    if not following.text or line.number == following.number or ends_sentence(line.text):
        return False
    first = following.text.split(maxsplit=1)[0]
    return first[0].islower() or (full > 0 and len(line.text) + 1 + len(first) > full)


def _shown(inside: SourceLine, label: Label) -> SourceLine:
    """What stands in the brackets of a cue; of a title only what the film shows."""
    if label.aside is not AsideKind.ON_SCREEN:
        return inside
    colon = min(
        (position for position in (inside.text.find(":"), inside.text.find("：")) if position >= 0),
        default=-1,
    )
    return replace(inside.part(colon + 1), at_ms=inside.at_ms)
