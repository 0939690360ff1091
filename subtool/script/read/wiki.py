"""Wiki markup (MediaWiki): headings, links, `<ref>`; templates, files and tables are left out, and that is said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from subtool.model import AsideKind, Remark, Source
from subtool.script.manuscript import FootnoteEntry, Manuscript
from subtool.script.source_lines import Declared, SourceLine
from subtool.script.understand.decisions import directive_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from subtool.errors import Place

_HEADING = re.compile(r"(={1,6})\s?(?P<text>[^=\n][^\n]{0,300}?)\s?\1\s*")
_REF = re.compile(
    r"<ref\b(?P<name>[^<>/]{0,200})(?:/>|>(?P<text>[^<]{0,3000}(?:<(?!/ref)[^<]{0,1000}){0,20})</ref>)",
    re.IGNORECASE,
)
_NAME = re.compile(r"name\s?=\s?[\"']?([^\"'>/]{1,80}?)[\"']?\s*\Z")
_LINK = re.compile(r"\[\[(?:[^\[\]|]{1,200}\|)?(?P<text>[^\[\]|]{1,300})\]\]")
_FILE = re.compile(
    r"\[\[(?:File|Image|Datei|Fichier|Archivo|Immagine|Категория|Category|Kategorie|Catégorie|文件|ファイル):[^\[\]]{0,500}\]\]",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(r"\[(?:https?:)?//[^\s\[\]]{1,400}(?:\s(?P<text>[^\[\]]{1,300}))?\]")
_TEMPLATE = re.compile(r"\{\{[^{}]{0,3000}\}\}")
_TAG = re.compile(
    r"</?(?:br|small|big|nowiki|blockquote|poem|center|div|span|p|u|s|sub|sup|references|gallery|i|b|em|strong)\b[^<>]{0,300}/?>",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(r"'{2,5}")
_SWITCH = re.compile(r"__[A-Z]{2,20}__")
_LIST = re.compile(r"[*#:;]{1,6}\s?")
_DEEPEST = 6  # templates in one another


def read(text: str, _place: Place) -> Manuscript:
    reader = _WikiReader(text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    lines = tuple(reader.lines())
    return Manuscript(
        lines, tuple(reader.entries), remarks=tuple(reader.remarks), title=reader.title, kind="wiki"
    )


class _WikiReader:
    """The text without what stands around it, line by line; its lines stay where they are."""

    def __init__(self, text: str) -> None:
        self._numbers: dict[str, str] = {}
        self.title = ""
        self.entries: list[FootnoteEntry] = []
        self.remarks: list[Remark] = []
        text = _cut(text, "<!--", "-->")
        if "\n{|" in text:
            self.remarks.append(
                Remark("a table is left out", Source(text.count("\n", 0, text.index("\n{|")) + 2, 1))
            )
            text = _cut(text, "\n{|", "\n|}")
        for _ in range(_DEEPEST):
            if "{{" not in text:
                break
            text = self._without(_TEMPLATE, text, "a template")
        self._text = self._without(_FILE, text, "a picture or a category")

    def lines(self) -> Iterator[SourceLine]:
        marked = self._without_refs(self._text)
        for number, line in enumerate(marked.split("\n"), start=1):
            heading = _HEADING.fullmatch(line)
            if heading:
                says = Declared(AsideKind.HEADING if self.title or len(heading[1]) > 1 else AsideKind.TITLE)
                yield from (SourceLine(number, 1, _inline(heading["text"]), says), SourceLine(number, 2, ""))
                continue
            listed = _LIST.match(line)
            text, cited, after = "", list[tuple[int, str]](), listed.end() if listed else 0
            for found in re.finditer("\ue000([0-9]{1,6})\ue001", line):
                text += _inline(line[after : found.start()])
                cited.append((len(text.rstrip()), found[1]))
                after = found.end()
            text += _inline(line[after:])
            yield SourceLine(number, 1, text, None, tuple(cited)).part(0)
            if listed:
                yield SourceLine(number, len(text) + 1, "")

    def _without_refs(self, text: str) -> str:
        """The text with a mark of its own in place of each reference."""

        def mark(found: re.Match[str]) -> str:
            line = text.count("\n", 0, found.start()) + 1 if len(self.entries) < 2000 else 1
            named = _NAME.search(found["name"])
            key = named[1] if named else f"\0{found.start()}"
            said = " ".join(_inline(found["text"] or "").split())
            if key not in self._numbers:
                self._numbers[key] = str(len(self._numbers) + 1)
                self.entries.append(FootnoteEntry(self._numbers[key], said, Source(line, 1)))
            return f"\ue000{self._numbers[key]}\ue001" + _lines_of(found)

        return _REF.sub(mark, text)

    def _without(self, form: re.Pattern[str], text: str, what: str) -> str:
        found = form.search(text)
        if found:
            line = text.count("\n", 0, found.start()) + 1
            self.remarks.append(Remark(f"{what} is left out", Source(line, 1)))
        return form.sub(_lines_of, text)


def _cut(text: str, opening: str, closing: str) -> str:
    """The text without what stands between two marks, but for what its author says there; its lines stay."""
    pieces, after = list[str](), 0
    while (start := text.find(opening, after)) >= 0 and (
        end := text.find(closing, start + len(opening))
    ) >= 0:
        said = directive_of(text[start + len(opening) : end])
        end += len(closing)
        pieces += [text[after:start], said or "\n" * text.count("\n", start, end)]
        after = end
    return "".join([*pieces, text[after:]])


def _lines_of(found: re.Match[str]) -> str:
    return "\n" * found.group().count("\n")


def _inline(text: str) -> str:
    text = _LINK.sub(lambda found: found["text"], text)
    text = _OUTSIDE.sub(lambda found: found["text"] or "", text)
    return _SWITCH.sub("", _TAG.sub("", _EMPHASIS.sub("", text))).replace("&nbsp;", "\u00a0")
