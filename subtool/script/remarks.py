"""What a script's author should look at: footnotes that do not fit, quotations left open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.model import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.model import Token
    from subtool.script.footnotes import Entry
    from subtool.script.words import Mark


def citation_remarks(marks: Sequence[Mark], entries: Sequence[Entry]) -> Iterator[Remark]:
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
    for index, words in enumerate(paragraphs):
        opened: Token | None = None
        for word in words:
            for mark in word.text:
                if mark == "“":
                    opened = word
                elif mark == "”":
                    opened = None
        runs_on = index + 1 < len(paragraphs) and paragraphs[index + 1][0].text.startswith("“")
        if opened and not runs_on:
            yield Remark("the quotation that opens here is never closed", opened.source)
