"""What a script's author should look at: footnotes that do not fit, quotations left open."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from subtool.model import AsideKind, Remark
from subtool.text.punctuation import QUOTATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from subtool.model import Aside, Token
    from subtool.script.manuscript import FootnoteEntry
    from subtool.script.understand.tokenize import FootnoteMark


def citation_remarks(marks: Sequence[FootnoteMark], entries: Sequence[FootnoteEntry]) -> Iterator[Remark]:
    """Footnotes cited and not listed, once each, and listed and not cited."""
    listed = {entry.number: entry for entry in reversed(entries)}
    cited = {mark.number: mark for mark in reversed(marks)}
    for number, mark in cited.items():
        if number not in listed:
            yield Remark(f"footnote {number} is cited but not listed", mark.source)
    for number, entry in listed.items():
        if number not in cited:
            yield Remark(f"footnote {number} is listed but not cited", entry.source)


def quotation_remarks(paragraphs: Sequence[Sequence[Token]]) -> Iterator[Remark]:
    """Quotations left open at the end of a paragraph, when the next does not open with a quotation mark."""
    for words, following in zip_longest(paragraphs, paragraphs[1:]):
        opened = _left_open(words)
        if opened and not (following and following[0].text[0] in QUOTATIONS):
            yield Remark("the quotation that opens here is never closed", opened.source)


def late_remarks(asides: Iterable[Aside], paragraphs: Sequence[Sequence[Token]]) -> Iterator[Remark]:
    """Narration after a list of footnotes, which is easily a piece of the list."""
    lists = [aside.source for aside in asides if aside.kind is AsideKind.BIBLIOGRAPHY]
    late = next((words[0] for words in paragraphs if lists and words[0].source > lists[0]), None)
    if late:
        yield Remark("this stands after the list of footnotes, and is taken as narration", late.source)


def _left_open(words: Sequence[Token]) -> Token | None:
    """The word that opens the quotation which a paragraph leaves open."""
    opened: tuple[str, Token] | None = None
    for word in words:
        for mark in word.text:
            if opened and mark in QUOTATIONS[opened[0]]:
                opened = None
            elif not opened and mark in QUOTATIONS:
                opened = mark, word
    return opened[1] if opened else None
