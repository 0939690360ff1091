"""Fountain, the screenplay as plain text (https://fountain.io/syntax): who speaks is said by a line in capitals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from subtool.model import Aside, AsideKind, Source
from subtool.script.manuscript import Manuscript
from subtool.script.source_lines import Declared, SourceLine, split_lines
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
    reader = _FountainReader(split_lines(shown))
    lines = tuple(reader.lines())
    return Manuscript(lines, asides=(*hidden, *reader.asides), title=reader.title, kind="Fountain")


def _without_hidden(text: str) -> tuple[str, list[Aside]]:
    """The text with spaces in place of `[[notes]]` and `/* what is cut */`, and those; an open end is text."""
    pieces, hidden = list[str](), list[Aside]()
    after, line, counted = 0, 1, 0
    openings = set(_CLOSING)
    while found := [
        (position, opening) for opening in openings if (position := text.find(opening, after)) >= 0
    ]:
        start, opening = min(found)
        end = text.find(_CLOSING[opening], start + 2) + 2
        if end == 1:
            openings.discard(opening)  # nothing further on closes it either
            continue
        line += text.count("\n", counted, start)
        counted = start
        column = start - text.rfind("\n", 0, start)
        hidden.append(Aside(AsideKind.NOTE, text[start + 2 : end - 2].strip(), Source(line, column)))
        spaces = re.sub(r"[^\n]", " ", text[start:end])
        pieces += [text[after:start], spaces]
        after = end
    return "".join([*pieces, text[after:]]), [aside for aside in hidden if aside.text]


class _FountainReader:
    """Goes through the lines; what a line is depends on the lines around it."""

    def __init__(self, lines: Sequence[SourceLine]) -> None:
        self._lines = lines
        self._at = 0
        self._sources = False  # under a heading such as "Notes"
        self.title = ""
        self.asides: list[Aside] = []

    def lines(self) -> Iterator[SourceLine]:
        yield from self._title_page()
        above = ""
        while self._at < len(self._lines):
            line = self._lines[self._at]
            name = self._character(line, above)
            self._at += 1
            if name:
                yield from self._dialogue(name)
                above = ""
                continue
            yield self._element(line, above)
            above = line.text
            if line.text and self._begins_element():
                yield SourceLine(line.number, line.column, "")

    def _begins_element(self) -> bool:
        """Whether the next line is an element of its own though no empty line stands before it."""
        following = self._lines[self._at].text if self._at < len(self._lines) else ""
        return following[:1] in {"#", "=", ">", "~", "."}

    def _title_page(self) -> Iterator[SourceLine]:
        key = ""
        first = next((index for index, line in enumerate(self._lines) if line.text), len(self._lines))
        for index, line in enumerate(self._lines[first:], start=first):
            found = _KEY.fullmatch(line.text)
            known = found and found["key"].strip().lower() in _TITLE_KEYS
            if not line.text or not (known or (key and line.column > 1)):
                if key:
                    self._at = index
                return
            key = found["key"].strip().lower() if found and known else key
            value = line.part(found.start("value") if found and known else 0)
            if value.text and key == "title":
                self.title = f"{self.title} {_plain(value.text)}".strip()
            kind = AsideKind.TITLE if key == "title" else AsideKind.NOTE
            if value.text:
                yield SourceLine(value.number, value.column, _plain(value.text), Declared(kind))
            self._at = index + 1

    def _character(self, line: SourceLine, above: str) -> str:
        """The name of who speaks below a line, or nothing."""
        following = self._lines[self._at + 1].text if self._at + 1 < len(self._lines) else ""
        text = line.text.removeprefix("@")
        found = _CHARACTER.fullmatch(text)
        if above or not following or not found:
            return ""
        name = found["name"].strip()
        forced = line.text.startswith("@")
        if not forced and (
            not name.isupper() or name[0] in "!.>=~#" or _SCENE.match(name) or name.endswith(":")
        ):
            return ""
        for part in re.findall(r"\(([^()]*)\)", found["heard"]):
            if part.strip(" .").casefold() not in conventions().labels["heard"]:
                self.asides.append(Aside(AsideKind.NOTE, f"({part})", line.source))
        return name

    def _dialogue(self, name: str) -> Iterator[SourceLine]:
        declared = Declared(speaker=name)
        while self._at < len(self._lines) and self._lines[self._at].text:
            line = self._lines[self._at]
            self._at += 1
            if line.text.startswith("(") and line.text.endswith(")"):
                self.asides.append(Aside(AsideKind.NOTE, line.text, line.source))
            else:
                yield _declared(line.part(1) if line.text.startswith("~") else line, declared)
        yield SourceLine(self._lines[self._at - 1].number, 1, "")

    def _element(self, line: SourceLine, above: str) -> SourceLine:
        text = line.text
        forced = _forced(line)
        if text.startswith("#"):
            self._sources = text.lower().strip(" :.#") in conventions().bibliographies
        if forced:
            return forced
        if not above and _SCENE.match(text):
            return _declared(_unnumbered(line), _HEADING)
        return line if self._sources or not text or entry(text) else _declared(line, _PICTURE)


def _forced(line: SourceLine) -> SourceLine | None:
    """An element that its first character says it is."""
    text = line.text
    marks = len(text) - len(text.lstrip(text[:1]))
    match text[:1]:
        case "#":
            return _declared(line.part(marks), _HEADING)
        case "=":
            return _declared(line.part(marks), _NOTE)
        case ">" if text.endswith("<"):
            return _declared(line.part(1, len(text) - 1), _ON_SCREEN)
        case ">" | "!" | "~":
            return _declared(line.part(1), _PICTURE)
        case "." if text[1:2] not in {".", "", " "}:
            return _declared(_unnumbered(line.part(1)), _HEADING)
        case _:
            return None


def _unnumbered(line: SourceLine) -> SourceLine:
    return line.part(0, len(_SCENE_NUMBER.sub("", line.text)))


def _declared(line: SourceLine, declared: Declared) -> SourceLine:
    return SourceLine(line.number, line.column, _plain(line.text), declared)


def _plain(text: str) -> str:
    """A text without its marks of emphasis; what is escaped is text."""
    if "*" in text or "_" in text:
        for _ in range(3):  # bold in italics, underlined
            text = _EMPHASIS.sub(r"\2", text)
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text
