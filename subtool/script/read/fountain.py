"""Fountain, the screenplay as plain text (https://fountain.io/syntax): who speaks is said by a row in capitals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from subtool.model import Aside, AsideKind, Source
from subtool.script.manuscript import Manuscript
from subtool.script.source_lines import Declared, Row, split_rows
from subtool.script.understand.conventions import conventions
from subtool.script.understand.marks import entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.errors import Place

_KEY = re.compile(r"(?P<key>[A-Za-z][A-Za-z ]{0,30})\s?:(?P<value>.*)")
_TITLE_KEYS = {
    "title", "credit", "author", "authors", "source", "notes", "draft date", "date", "contact", "copyright",
    "revision", "format", "font", "episode", "series", "language", "director", "producer", "version", "header",
    "footer",
}  # fmt: skip
_CLOSING = {"/*": "*/", "[[": "]]"}
_SCENE = re.compile(r"(?:INT\./EXT|INT/EXT|EXT/INT|INT|EXT|EST|I/E)(?:\.\s?|\s)", re.IGNORECASE)
_SCENE_NUMBER = re.compile(r"(?<!\s)\s*+#[\w.-]{1,20}#\Z")
_TRANSITION = re.compile(r"[A-Z][A-Z .,'-]{0,40}TO:|FADE (?:IN|OUT|TO BLACK)[.:]?")
_CHARACTER = re.compile(r"(?P<name>[^()^]{1,60}?)\s*+(?P<heard>(?:\([^()]{0,40}\)\s*+){0,3})\^?\s*\Z")
_EMPHASIS = re.compile(r"(?<!\\)(\*{1,3}|_)(?=\S)([^*_\n]{1,400}?)(?<=[^\s\\])\1(?!\w)")
_ESCAPED = re.compile(r"\\([*_\\#>@.~!=\[])")

_PICTURE, _NOTE, _HEADING = Declared(AsideKind.PICTURE), Declared(AsideKind.NOTE), Declared(AsideKind.HEADING)
_ON_SCREEN = Declared(AsideKind.ON_SCREEN)


def read(text: str, _place: Place) -> Manuscript:
    """The dialogue with its speakers; action, headings, notes and the title page stand beside it."""
    shown, hidden = _without_hidden(text.lstrip("\ufeff"))
    reader = _FountainReader(split_rows(shown))
    rows = tuple(reader.rows())
    return Manuscript(rows, asides=(*hidden, *reader.asides), title=reader.title, kind="Fountain")


def _without_hidden(text: str) -> tuple[str, list[Aside]]:
    """The text with blanks in place of `[[notes]]` and `/* what is cut */`, and those; an open end is text."""
    pieces, hidden = list[str](), list[Aside]()
    after, line, counted = 0, 1, 0
    openings = set(_CLOSING)
    while found := [(at, opening) for opening in openings if (at := text.find(opening, after)) >= 0]:
        start, opening = min(found)
        end = text.find(_CLOSING[opening], start + 2) + 2
        if end == 1:
            openings.discard(opening)  # nothing further on closes it either
            continue
        line += text.count("\n", counted, start)
        counted = start
        column = start - text.rfind("\n", 0, start)
        hidden.append(Aside(AsideKind.NOTE, text[start + 2 : end - 2].strip(), Source(line, column)))
        blank = re.sub(r"[^\n]", " ", text[start:end])
        pieces += [text[after:start], blank]
        after = end
    return "".join([*pieces, text[after:]]), [aside for aside in hidden if aside.text]


class _FountainReader:
    """Goes through the rows; what a row is hangs on the rows around it."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._at = 0
        self._sources = False  # under a heading such as "Notes"
        self.title = ""
        self.asides: list[Aside] = []

    def rows(self) -> Iterator[Row]:
        yield from self._title_page()
        above = ""
        while self._at < len(self._rows):
            row = self._rows[self._at]
            name = self._character(row, above)
            self._at += 1
            if name:
                yield from self._dialogue(name)
                above = ""
                continue
            yield self._element(row, above)
            above = row.text
            if row.text and self._begins_anew():
                yield Row(row.line, row.column, "")

    def _begins_anew(self) -> bool:
        """Whether the next row is an element of its own though no blank row stands before it."""
        following = self._rows[self._at].text if self._at < len(self._rows) else ""
        return following[:1] in {"#", "=", ">", "~", "."}

    def _title_page(self) -> Iterator[Row]:
        key = ""
        first = next((index for index, row in enumerate(self._rows) if row.text), len(self._rows))
        for index, row in enumerate(self._rows[first:], start=first):
            found = _KEY.fullmatch(row.text)
            known = found and found["key"].strip().lower() in _TITLE_KEYS
            if not row.text or not (known or (key and row.column > 1)):
                if key:
                    self._at = index
                return
            key = found["key"].strip().lower() if found and known else key
            value = row.part(found.start("value") if found and known else 0)
            if value.text and key == "title":
                self.title = f"{self.title} {_plain(value.text)}".strip()
            kind = AsideKind.TITLE if key == "title" else AsideKind.NOTE
            if value.text:
                yield Row(value.line, value.column, _plain(value.text), Declared(kind))
            self._at = index + 1

    def _character(self, row: Row, above: str) -> str:
        """The name of who speaks below a row, or nothing."""
        following = self._rows[self._at + 1].text if self._at + 1 < len(self._rows) else ""
        text = row.text.removeprefix("@")
        found = _CHARACTER.fullmatch(text)
        if above or not following or not found:
            return ""
        name = found["name"].strip()
        forced = row.text.startswith("@")
        if not forced and (
            not name.isupper() or name[0] in "!.>=~#" or _SCENE.match(name) or name.endswith(":")
        ):
            return ""
        for part in re.findall(r"\(([^()]*)\)", found["heard"]):
            if part.strip(" .").casefold() not in conventions().labels["heard"]:
                self.asides.append(Aside(AsideKind.NOTE, f"({part})", row.source))
        return name

    def _dialogue(self, name: str) -> Iterator[Row]:
        declared = Declared(speaker=name)
        while self._at < len(self._rows) and self._rows[self._at].text:
            row = self._rows[self._at]
            self._at += 1
            if row.text.startswith("(") and row.text.endswith(")"):
                self.asides.append(Aside(AsideKind.NOTE, row.text, row.source))
            else:
                yield _declared(row.part(1) if row.text.startswith("~") else row, declared)
        yield Row(self._rows[self._at - 1].line, 1, "")

    def _element(self, row: Row, above: str) -> Row:
        text = row.text
        forced = _forced(row)
        if text.startswith("#"):
            self._sources = text.lower().strip(" :.#") in conventions().bibliographies
        if forced:
            return forced
        if not above and _SCENE.match(text):
            return _declared(_unnumbered(row), _HEADING)
        return row if self._sources or not text or entry(text) else _declared(row, _PICTURE)


def _forced(row: Row) -> Row | None:
    """An element that its first character says it is."""
    text = row.text
    signs = len(text) - len(text.lstrip(text[:1]))
    match text[:1]:
        case "#":
            return _declared(row.part(signs), _HEADING)
        case "=":
            return _declared(row.part(signs), _NOTE)
        case ">" if text.endswith("<"):
            return _declared(row.part(1, len(text) - 1), _ON_SCREEN)
        case ">" | "!" | "~":
            return _declared(row.part(1), _PICTURE)
        case "." if text[1:2] not in {".", "", " "}:
            return _declared(_unnumbered(row.part(1)), _HEADING)
        case _:
            return None


def _unnumbered(row: Row) -> Row:
    return row.part(0, len(_SCENE_NUMBER.sub("", row.text)))


def _declared(row: Row, declared: Declared) -> Row:
    return Row(row.line, row.column, _plain(row.text), declared)


def _plain(text: str) -> str:
    """A text without its marks of emphasis; what is escaped is text."""
    if "*" in text or "_" in text:
        for _ in range(3):  # bold in italics, underlined
            text = _EMPHASIS.sub(r"\2", text)
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text
