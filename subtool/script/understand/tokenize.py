"""Paragraphs to words, each with its place and the footnote marks that follow it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from subtool.model import Source, Token, is_unspaced, meets_without_space
from subtool.script.source_lines import EDGE
from subtool.script.understand.hyphens import Hyphens
from subtool.script.understand.marks import marks as marks_in
from subtool.script.understand.phrases import is_japanese, phrases
from subtool.text.punctuation import OPENERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from subtool.script.source_lines import Block, SourceLine
    from subtool.script.understand.typed_marks import MarkForms

JOINER = "\u2060"
_NEVER_FIRST = frozenset(".,;:!?…，。、；：！？»”’)")
_STOPS = "。，、；：！？」』）》】”’"
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class FootnoteMark:
    """A footnote mark where it is cited."""

    number: str
    source: Source


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word, or what follows a mark without a space (`glued`); `edge` when it follows a mark or begins a line."""

    text: str
    source: Source
    glued: bool
    edge: bool


def read_words(paragraphs: Iterable[Block], forms: MarkForms) -> tuple[list[list[Token]], list[FootnoteMark]]:
    """The words of each paragraph, with the marks that follow them; and the marks.

    A mark belongs to the word before it, in an earlier paragraph if need be; before the first word of all, to
    that. Punctuation glued to a mark belongs to the word before it. `forms` says what is a mark.
    """
    spoken: list[list[Token]] = []
    last: list[Token] = []
    marks: list[FootnoteMark] = []
    hung: list[str] = []  # the numbers that follow the last word
    early: tuple[str, ...] = ()
    paragraphs = list(paragraphs)
    hyphens = Hyphens(line.text for lines in paragraphs for line in lines)
    for lines in paragraphs:
        words: list[Token] = []
        japanese = any(is_japanese(line.text) for line in lines)
        for found in (found for line in lines for found in _pieces(line, forms)):
            last = words or last
            if isinstance(found, FootnoteMark):
                marks.append(found)
                hung.append(found.number)
                continue
            if last:
                _hang(last, hung)
            early = tuple(hung)
            hung.clear()
            piece = _without_stops(words, found)
            if words and piece.edge and (torn := hyphens.joined(words[-1].text, piece.text)):
                words[-1] = replace(words[-1], text=torn)
            elif words and _goes_on(words[-1].text, piece):
                words[-1] = replace(words[-1], text=words[-1].text + piece.text)
            else:
                glued = bool(words) and piece.edge and meets_without_space(words[-1].text, piece.text)
                words += _tokens(piece, early, glued=glued, japanese=japanese)
        last = words or last
        spoken.append(words)
    if last:
        _hang(last, hung)
    return spoken, marks


def _hang(words: list[Token], numbers: list[str]) -> None:
    """Hang footnotes on the last word."""
    if numbers:
        words[-1] = replace(words[-1], footnotes=(*words[-1].footnotes, *numbers))
        numbers.clear()


def _pieces(line: SourceLine, forms: MarkForms) -> Iterator[_Piece | FootnoteMark]:
    after = 0
    found = [(mark.start, mark.end, mark.numbers) for mark in marks_in(line.text, forms)]
    for start, end, _ in found:
        forms.see(line.text[start:end])
    for start, end, numbers in sorted(
        [*found, *((position, position, (number,)) for position, number in line.cited)]
    ):
        yield from _words(line, after, start)
        for number in numbers:
            yield FootnoteMark(number, Source(line.number, line.column + start))
        after = max(after, end)
    yield from _words(line, after, len(line.text))


def _words(line: SourceLine, start: int, end: int) -> Iterator[_Piece]:
    for word in _WORD.finditer(line.text, start, end):
        if word.group().strip(EDGE):  # marks of no width alone are not a word
            source = Source(line.number, line.column + word.start())
            first = word.start() == start
            text = word.group().replace(JOINER, "")  # what stands for a comment's mark
            yield _Piece(text, source, glued=first and start > 0, edge=first)


def _tokens(piece: _Piece, early: tuple[str, ...], *, glued: bool, japanese: bool) -> Iterator[Token]:
    """The tokens of a piece: one, or its phrases where it is written without spaces."""
    column = piece.source.column
    for text in phrases(piece.text, japanese=japanese):
        yield Token(text, Source(piece.source.line, column), early, glued)
        column += len(text)
        glued, early = True, ()


def _without_stops(words: list[Token], piece: _Piece) -> _Piece:
    """The piece without the punctuation of the word before its mark, in text without spaces: 山口[1]。没有人."""
    rest = piece.text.lstrip(_STOPS)
    count = len(piece.text) - len(rest)
    if not (words and piece.edge and count and rest and is_unspaced(rest[0])):
        return piece
    words[-1] = replace(words[-1], text=words[-1].text + piece.text[:count])
    source = Source(piece.source.line, piece.source.column + count)
    return replace(piece, text=rest, source=source)


def _goes_on(word: str, piece: _Piece) -> bool:
    """Whether text goes on with the word before it: ".", "’s" and "-known" glued to a mark, "," after a cut."""
    tail = piece.text
    if not piece.glued:
        return piece.edge and tail[0] in _NEVER_FIRST and not any(map(str.isalnum, tail))
    return (
        not word.strip(OPENERS)
        or not (tail[0].isalnum() or tail[0] in OPENERS)
        or not any(character.isalnum() for character in tail)
    )
