"""What the reader of a kind of file hands on: lines with their places, and what the file itself says of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from subtool.model import Remark
from subtool.script.source_lines import page_starts, split_lines
from subtool.text.language import is_same_language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from subtool.model import Aside, Source
    from subtool.script.source_lines import SourceLine


@dataclass(frozen=True, slots=True)
class FootnoteEntry:
    """An entry of the list of footnotes, its continuations joined to it."""

    number: str
    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Version:
    """The narration in one of several languages, a column of a table each.

    `part` is what its heading says it is, "original" or "translation", if it does; `is_named` whether the heading names
    the voice.
    """

    language: str
    part: str = ""
    is_named: bool = False


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A file as lines; empty lines part paragraphs, as do lines of which the file says different things.

    `entries` and `asides` are the footnotes and notes that the file itself keeps apart from its text, `title`
    is what it says it is called. `counted` is what a place's line counts: a Word file has no lines. `versions` are the
    languages of a table that has the narration in several, from left to right.
    """

    lines: tuple[SourceLine, ...]
    entries: tuple[FootnoteEntry, ...] = ()
    asides: tuple[Aside, ...] = ()
    remarks: tuple[Remark, ...] = ()
    title: str = ""
    kind: str = "plain text"
    counted: str = "line"
    pages: frozenset[int] = frozenset()  # the lines at which a page begins
    versions: tuple[Version, ...] = ()

    @classmethod
    def plain(cls, text: str) -> Manuscript:
        lines = tuple(split_lines(text))
        return cls(lines, pages=page_starts(text) if "\f" in text else frozenset())

    def in_language(self, language: str | None) -> Manuscript:
        """The narration in one language alone: as asked, else that of the voice, or the translation."""
        if len(self.versions) < 2:
            return self
        chosen = version_in(self.versions, language) or min(
            reversed(self.versions), key=lambda one: (not one.is_named, one.part != "translation")
        )
        lines = tuple(line for line in self.lines if line.language in {"", chosen.language})
        others = " and ".join(one.language for one in self.versions if one is not chosen)
        said = f"the table has the narration in {others} too; {chosen.language} is read, --language reads another"
        asked = () if language else (Remark(said, lines[0].source),)
        return replace(self, lines=lines, remarks=(*asked, *self.remarks))


def united(versions: tuple[Version, ...], others: tuple[Version, ...]) -> tuple[Version, ...]:
    """The languages of one table, and those that another in the same file adds."""
    known = {version.language for version in versions}
    return (*versions, *(version for version in others if version.language not in known))


def version_in(versions: Iterable[Version], language: str | None) -> Version | None:
    """The one in a language, if there is one."""
    return next((one for one in versions if language and is_same_language(one.language, language)), None)


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised(text: str) -> str:
    """A text set as a superscript: its figures as characters of their own, which a plain text can hold."""
    digits = text.strip(" []()")
    return digits.translate(_RAISED) if digits.isdecimal() else text
