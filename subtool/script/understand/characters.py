"""Asterisks and daggers that come again: each page of a typed script begins again with `*`.

A character that several entries have cites the next of them below it. So that each footnote has a name of its own, the
second and later entries take the next free one of the printers' order: asterisk, dagger, double dagger, two asterisks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.model import Source, Token
    from subtool.script.manuscript import FootnoteEntry
    from subtool.script.understand.tokenize import FootnoteMark

_ORDER = "*†‡"


class NoteCharacters:
    """The entries with characters of their own, and what each character stands for at a place of the text."""

    def __init__(self, entries: Sequence[FootnoteEntry]) -> None:
        times = Counter(entry.number for entry in entries)
        free = (character for character in _characters() if character not in times)
        self._entries: dict[str, list[tuple[Source, str]]] = {}
        self.entries: list[FootnoteEntry] = []
        for entry in entries:
            number = entry.number
            if times[number] > 1 and number[0] in _ORDER:
                again = self._entries.setdefault(number, [])
                number = next(free) if again else number
                again.append((entry.source, number))
            self.entries.append(replace(entry, number=number))

    def apart(self, words: Sequence[Token]) -> list[Token]:
        """The words with the footnotes that their characters stand for where they are."""
        if not self._entries:
            return list(words)
        return [
            replace(word, footnotes=tuple(self._number(mark, word.source) for mark in word.footnotes))
            if any(mark in self._entries for mark in word.footnotes)
            else word
            for word in words
        ]

    def marks(self, marks: Sequence[FootnoteMark]) -> list[FootnoteMark]:
        return [replace(mark, number=self._number(mark.number, mark.source)) for mark in marks]

    def _number(self, mark: str, cited: Source) -> str:
        entries = self._entries.get(mark)
        if not entries:
            return mark
        below = bisect_right([source for source, _ in entries], cited)
        return entries[min(below, len(entries) - 1)][1]


def _characters() -> Iterator[str]:
    return (character * times for times in count(1) for character in _ORDER)
