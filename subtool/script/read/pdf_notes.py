"""Footnotes of a PDF: figures set smaller than their line are marks, and small lines at the foot of a page list them.

A page knows its own notes alone: where each page begins with 1 again, its later notes take the next free numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from subtool.model import AsideKind, Source
from subtool.script.manuscript import FootnoteEntry, raised
from subtool.script.source_lines import EDGE, Declared, SourceLine, is_heading_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

RAISED = 0.86  # of the size of its line: Word sets superscripts at 0.65, LaTeX at 0.73, ReportLab at 0.8
SMALL = 0.93  # of the size of the text: footnotes are set at 8 to 10 points under 11 or 12
LARGE = 1.25  # of the size of the text: a heading; chosen on printed scripts by eye
_FIGURES = re.compile(r"\s*[\[(]?(\d{1,3}(?:\s?[,–-]\s?\d{1,3})*)[\])]?\s*")
_OPENS = re.compile(r"\s*[\[(]?(?P<n>\d{1,3})[\])]?[.:)]?\s*(?=[^\W\d_“\"«„‘'《『])")


@dataclass(frozen=True, slots=True)
class SizedText:
    """A stretch of text in one size, in points."""

    text: str
    size: float


SizedLine = list[SizedText]


def lines_of(pieces: Iterable[SizedText]) -> list[SizedLine]:
    """The lines of a page."""
    lines: list[SizedLine] = [[]]
    for piece in pieces:
        for number, text in enumerate(piece.text.split("\n")):
            if number:
                lines.append([])
            if text:
                lines[-1].append(replace(piece, text=text))
    return lines


class PageNotes:
    """The lines of all pages as those of a script, with the notes that they cite and list."""

    def __init__(self, pages: Sequence[Sequence[SizedLine]]) -> None:
        sizes = Counter[float]()
        for line in (line for page in pages for line in page):
            for piece in line:
                sizes[round(piece.size, 1)] += len(piece.text)
        self._body = max(sizes, key=lambda size: sizes[size], default=0.0)
        self._taken = set[str]()
        self._line = 0
        self._begun = False  # whether text has come, after which no title does
        self.entries: list[FootnoteEntry] = []
        self.starts = set[int]()
        self.lines = [source_line for page in pages for source_line in self._page(page)]

    def _page(self, lines: Sequence[SizedLine]) -> Iterator[SourceLine]:
        first = self._line + 1
        self.starts.add(first)
        self._line += len(lines)
        cited = {
            number for line in lines if self._size(line) >= SMALL * self._body for number in _cited(line)
        }
        listed, numbers = self._listed(lines, first, cited)
        for index, line in enumerate(lines):
            if index not in listed:
                source_line = _source_line(line, first + index, numbers)
                yield (
                    replace(source_line, declared=self._heading(line, source_line))
                    if source_line.text
                    else source_line
                )

    def _heading(self, line: SizedLine, source_line: SourceLine) -> Declared | None:
        """What a line is that is set larger throughout than the text: the title at the start, a heading below."""
        large = all(piece.size >= LARGE * self._body for piece in line if piece.text.strip())
        if not large or not is_heading_text(source_line.text) or not any(map(str.isalpha, source_line.text)):
            self._begun = self._begun or bool(
                self._size(line) >= SMALL * self._body and len(source_line.text.split()) > 1
            )
            return None
        return Declared(AsideKind.HEADING if self._begun else AsideKind.TITLE)

    def _listed(
        self, lines: Sequence[SizedLine], first: int, cited: set[str]
    ) -> tuple[set[int], dict[str, str]]:
        """The lines of the list at the foot of a page, and the number that each of its numbers has in the script."""
        listed, numbers = set[int](), dict[str, str]()
        open_entry = False
        for index, line in enumerate(lines):
            text = "".join(piece.text for piece in line)
            if not text.strip(EDGE):
                continue
            small = self._size(line) < SMALL * self._body
            opens = _OPENS.match(text) if small else None
            if opens and opens["n"] in cited and opens["n"] not in numbers:
                numbers[opens["n"]] = self._free(opens["n"])
                source = Source(first + index, 1)
                self.entries.append(
                    FootnoteEntry(numbers[opens["n"]], text[opens.end() :].strip(EDGE), source)
                )
                open_entry = True
            elif small and open_entry and not text.strip(EDGE + "–-").isdecimal():
                last = self.entries.pop()
                self.entries.append(replace(last, text=_joined(last.text, text.strip(EDGE))))
            else:
                open_entry = False
                continue
            listed.add(index)
        return listed, numbers

    def _free(self, number: str) -> str:
        free = number if number not in self._taken else str(max(map(int, self._taken)) + 1)
        self._taken.add(free)
        return free

    @staticmethod
    def _size(line: SizedLine) -> float:
        """The size of a line: that of most of it."""
        sizes = Counter[float]()
        for piece in line:
            sizes[piece.size] += len(piece.text.strip())
        return max(sizes, key=lambda size: sizes[size], default=0.0)


def _marks(line: SizedLine) -> Iterator[tuple[int, list[str]]]:
    """The pieces of a line that are figures set smaller than it, by their index, with their numbers."""
    largest = max((piece.size for piece in line if not _FIGURES.fullmatch(piece.text)), default=0.0)
    for index, piece in enumerate(line):
        found = _FIGURES.fullmatch(piece.text) if piece.size <= RAISED * largest else None
        if found:
            yield index, re.findall(r"\d+", found[1])


def _cited(line: SizedLine) -> Iterator[str]:
    for position, numbers in _marks(line):
        if position:
            yield from numbers


def _source_line(line: SizedLine, number: int, numbers: dict[str, str]) -> SourceLine:
    """A line of a script: the marks of notes of its page apart, other raised figures as characters of their own."""
    marks = dict(_marks(line))
    text, cited = "", list[tuple[int, str]]()
    for index, piece in enumerate(line):
        found = marks.get(index, [])
        if found and all(figure in numbers for figure in found):
            cited += [(len(text.rstrip(EDGE)), numbers[figure]) for figure in found]
        else:
            text += raised(piece.text) if found else piece.text
    return SourceLine(number, 1, text, cited=tuple(cited)).part(0)


def _joined(text: str, following: str) -> str:
    torn = text.endswith("-") and following[:1].islower()
    return f"{text[:-1]}{following}" if torn else f"{text} {following}"
