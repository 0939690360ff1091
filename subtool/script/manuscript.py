"""What the reader of a kind of file hands on: rows with their places, and what the file itself says of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from subtool.script.source_lines import page_starts, split_rows

if TYPE_CHECKING:
    from subtool.model import Aside, Remark, Source
    from subtool.script.source_lines import Row


@dataclass(frozen=True, slots=True)
class FootnoteEntry:
    """An entry of the list of footnotes, its continuations joined to it."""

    number: str
    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A file as rows; blank rows part paragraphs, as do rows of which the file says different things.

    `entries` and `asides` are the footnotes and notes that the file itself keeps apart from its text, `title`
    is what it says it is called. `counted` is what a place's line counts: a Word file has no lines.
    """

    rows: tuple[Row, ...]
    entries: tuple[FootnoteEntry, ...] = ()
    asides: tuple[Aside, ...] = ()
    remarks: tuple[Remark, ...] = ()
    title: str = ""
    kind: str = "plain text"
    counted: str = "line"
    pages: frozenset[int] = frozenset()  # the lines at which a page begins

    @classmethod
    def plain(cls, text: str) -> Manuscript:
        rows = tuple(split_rows(text))
        return cls(rows, pages=page_starts(text) if "\f" in text else frozenset())


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised(text: str) -> str:
    """A text set as a superscript: its figures as signs of their own, which a plain text can hold."""
    digits = text.strip(" []()")
    return digits.translate(_RAISED) if digits.isdecimal() else text
