"""A text as lines with their places, in blocks between empty lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from subtool.model import Source
from subtool.text import punctuation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from subtool.model import AsideKind

# What str.isspace() calls a space, and the marks of no width that word processors leave at the ends of lines.
_SPACES = "".join(map(chr, [*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B)]))
_SPACES += "\u2028\u2029\u202f\u205f\u3000"
_NO_WIDTH = "\u200b\u200e\u200f\u2060\ufeff"
EDGE = _SPACES + _NO_WIDTH

MOST_COLUMNS = 64  # of a table: as many as Word allows; spreadsheets repeat empty cells by the thousand
HEAD_WITHIN = 5  # rows of a table: a title and a line of credits may stand above its head
PROSE_WORDS = 4  # fewer are a name, a time or a shot, no sentence; chosen by eye
HEADING_WORDS, HEADING_CHARS = 12, 90  # at most; a longer line is prose; chosen by eye
_LINE_END = re.compile(r"\r\n|\r|\n")
_NUMBERED = re.compile(r"(?:\d{1,2}|[IVXLC]{1,5})[.):、．][ \t\u3000]*\S")
# Marks of footnotes after the end of a sentence, in the shapes that people type.
_MARKS_AT_END = re.compile(
    r"(?:(?:\[\^?[\w ,.:–-]{1,24}\]|\(\d{1,3}\)|\^\[?\d{1,3}\]?|<sup>[^<>]{1,8}</sup>|[【［〔]\d{1,3}[】］〕]"
    r"|/\d{1,3}/|[〔（(［\[][注註※＊*]?\s?[\d一二三四五六七八九十]{1,3}[〕）)］\]]|[⁰¹²³⁴-⁹]{1,4}[⁾)]?|[ᵃ-ᶻʰ-ʸˡ-ˣⁱⁿ]{1,3}|[①-⑳])\s{0,4}){1,8}\Z|(?<=[^\W\d_][.!?])\d{1,3}\Z"
)


@dataclass(frozen=True, slots=True)
class Declared:
    """What a file itself says of a line, by a heading, a column or a character cue.

    `aside` is why the line is not spoken; None when it surely is. What its author said of it (`by_author`) counts
    before all that the line looks like.
    """

    aside: AsideKind | None = None
    speaker: str | None = None
    by_author: bool = False


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line without the spaces around it; `column` is that of its first character.

    What only some files know: what the line is (`declared`), the footnotes it cites, each after so many of its
    characters (`cited`), its number in a list (`item`), when it begins (`at_ms`), and the language of its column in a
    table that has the narration in several (`language`).
    """

    number: int
    column: int
    text: str
    declared: Declared | None = None
    cited: tuple[tuple[int, str], ...] = ()
    item: str = ""
    at_ms: int | None = None
    language: str = ""

    @property
    def source(self) -> Source:
        return Source(self.number, self.column)

    def part(self, start: int, end: int | None = None) -> SourceLine:
        """A piece of the line, in its own place; only the first piece begins when the line does."""
        piece = self.text[start:end]
        left = len(piece) - len(piece.lstrip(EDGE))
        if not (
            self.declared or self.cited or self.item or self.at_ms is not None or self.language
        ):  # nearly all lines are plain
            return SourceLine(self.number, self.column + start + left, piece.strip(EDGE))
        return replace(
            self,
            column=self.column + start + left,
            text=piece.strip(EDGE),
            cited=self._cited_in(start, start + left, end),
            item="" if start else self.item,
            at_ms=None if start else self.at_ms,
        )

    def _cited_in(self, start: int, first: int, end: int | None) -> tuple[tuple[int, str], ...]:
        """The footnotes of a piece; what hangs on spaces that are cut off hangs at its edge."""
        last = len(self.text) if end is None else end
        edge = len(self.text[first:last].rstrip(EDGE))
        return tuple(
            (min(max(position - first, 0), edge), number)
            for position, number in self.cited
            if start < position <= last or position == start == 0
        )


Block = list[SourceLine]  # lines without an empty one between them


def split_lines(text: str) -> list[SourceLine]:
    """All lines of a text, empty ones too, whichever line ends it has."""
    return [SourceLine(number, 1, line).part(0) for number, line in enumerate(_LINE_END.split(text), start=1)]


def lines_of(text: str) -> list[str]:
    """The lines of a text as they stand, whichever line ends it has."""
    return _LINE_END.split(text)


def page_starts(text: str) -> frozenset[int]:
    """The lines that a form feed makes the first of a page."""
    found = set[int]()
    for number, line in enumerate(_LINE_END.split(text), start=1):
        if "\f" in line:
            found.add(number if line.rsplit("\f", maxsplit=1)[1].strip(EDGE) else number + 1)
    return frozenset(found)


def blocks(lines: Iterable[SourceLine]) -> list[list[SourceLine]]:
    """The lines between empty lines, and between lines of which the file says different things."""
    runs = groupby(lines, key=lambda line: (bool(line.text or line.cited), line.declared))
    return [list(group) for (written, _), group in runs if written]


def is_heading_text(text: str) -> bool:
    """Whether a text set apart, as bold is, is a heading: a few words, no end of a sentence, no name before a colon.

    Where it is numbered it may ask or exclaim: “2. Who built it?”.
    """
    words = text.split()
    few = 0 < len(words) <= HEADING_WORDS and len(text) <= HEADING_CHARS
    asks = _NUMBERED.match(text) and text[-1] in "?!？！"
    return few and (bool(asks) or not ends_sentence(text)) and text[-1] not in ":：,，;—–"


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does, footnote marks and closing quotation marks left aside."""
    return punctuation.ends_sentence(_MARKS_AT_END.sub("", text[-80:]).rstrip(EDGE))
