"""reStructuredText: titles by their underlines, footnotes, directives and comments; everything else is text.

Docutils is not needed for a narration: what is read here is the markup that prose has. Places are those of the file.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from subtool.model import AsideKind, Remark, Source
from subtool.script.manuscript import FootnoteEntry, Manuscript
from subtool.script.source_lines import Declared, SourceLine
from subtool.script.understand.decisions import directive_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.errors import Place

_UNDERLINE = re.compile(r"([=\-`:.'\"~^_*+#])\1{2,}\s*\Z")
_NOTE = re.compile(r"\.\. \[(?P<label>#?[\w.-]{0,40}|\*)\]\s+(?P<text>.*)")
_FIXED = re.compile(r"\.\. \[(\d{1,4})\]")
_TARGET = re.compile(r"\.\. (?:_[^:]{1,80}:|\|[^|]{1,80}\|).*")
_DIRECTIVE = re.compile(r"\.\. (?P<name>[\w:-]{1,40})::")
_FIELD = re.compile(r":(?P<name>[\w -]{1,40}):\s*(?P<value>.*)")
_CITED = re.compile(r"[ \u00a0]?\[(?P<label>#?[\w.-]{0,40}|\*)\]_")
_LINK = re.compile(r"`(?P<text>[^`<]{1,200}?)\s?<[^`<>]{1,300}>`__?")
_ROLE = re.compile(r":[a-zA-Z:-]{1,30}:`(?P<text>[^`<]{1,200}?)(?:\s?<[^`<>]{1,200}>)?`")
_INLINE = re.compile(r"(\*\*|``|\*|\|)(?=\S)(?P<text>[^*`|\n]{1,300}?)(?<=\S)\1_{0,2}")
_NAMED = re.compile(r"`(?P<text>[^`\n]{1,200})`_{0,2}|(?<![\w_])(?P<word>[A-Za-z0-9][\w-]{0,60})_(?![\w])")
_SPOKEN = {"epigraph", "pull-quote", "highlights", "compound", "container", "topic", "rst-class", "class"}


def read(text: str, _place: Place) -> Manuscript:
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    reader = _RstReader(lines)
    source_lines = tuple(reader.lines())
    return Manuscript(
        source_lines,
        tuple(reader.entries),
        remarks=tuple(reader.remarks),
        title=reader.title,
        kind="reStructuredText",
    )


class _RstReader:
    """Goes through the lines; a block that is set in under two full stops belongs to them."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._numbers: dict[str, str] = {}
        self._fixed = {found[1] for line in lines if (found := _FIXED.match(line))}
        self._cited: Counter[str] = Counter()
        self._listed: Counter[str] = Counter()
        self.title = ""
        self.entries: list[FootnoteEntry] = []
        self.remarks: list[Remark] = []

    def lines(self) -> Iterator[SourceLine]:
        index = 0
        while index < len(self._lines):
            line = self._lines[index]
            if line.startswith(".."):
                end = self._block_end(index)
                yield from self._explicit(index, end)
                index = end
            elif self._is_title(index):
                yield from self._heading(index)
                index += 2
            elif _UNDERLINE.fullmatch(line) or (_FIELD.fullmatch(line) and index < 30):
                yield SourceLine(
                    index + 1, 1, line if _FIELD.fullmatch(line) else "", Declared(AsideKind.NOTE)
                )
                index += 1
            else:
                yield self._source_line(index, line.removesuffix("::") + ":" if line.endswith("::") else line)
                index += 1

    def _is_title(self, index: int) -> bool:
        below = self._lines[index + 1] if index + 1 < len(self._lines) else ""
        line = self._lines[index].strip()
        return (
            bool(line)
            and not _UNDERLINE.fullmatch(line)
            and bool(_UNDERLINE.fullmatch(below))
            and len(below) + 3 >= len(line)
        )

    def _heading(self, index: int) -> Iterator[SourceLine]:
        text = _inline(self._lines[index].strip())
        says = Declared(AsideKind.HEADING if self.title else AsideKind.TITLE)
        self.title = self.title or text
        yield from (SourceLine(index + 1, 1, text, says), SourceLine(index + 2, 1, ""))

    def _block_end(self, index: int) -> int:
        end = index + 1
        while end < len(self._lines) and (not self._lines[end].strip() or self._lines[end][0].isspace()):
            end += 1
        while end > index + 1 and not self._lines[end - 1].strip():
            end -= 1
        return end

    def _explicit(self, index: int, end: int) -> Iterator[SourceLine]:
        line = self._lines[index]
        rest = " ".join(more.strip() for more in self._lines[index + 1 : end] if more.strip())
        note = _NOTE.fullmatch(line)
        directive = _DIRECTIVE.match(line)
        if note:
            number = self._number(note["label"], listed=True)
            self.entries.append(
                FootnoteEntry(number, _inline(f"{note['text']} {rest}".strip()), Source(index + 1, 1))
            )
        elif directive and directive["name"] in _SPOKEN:
            yield from (
                self._source_line(number, self._lines[number].strip()) for number in range(index + 1, end)
            )
        elif said := directive_of(line[2:]):
            yield SourceLine(index + 1, 1, said)
        elif not _TARGET.match(line):
            what = f"the directive {directive['name']}" if directive else "a comment"
            self.remarks.append(Remark(f"{what} is left out", Source(index + 1, 1)))
            yield SourceLine(index + 1, 1, f"{line[2:].strip()} {rest}".strip(), Declared(AsideKind.NOTE))
        yield SourceLine(end, 1, "")

    def _source_line(self, index: int, line: str) -> SourceLine:
        text, cited, after = "", list[tuple[int, str]](), 0
        for found in _CITED.finditer(line):
            text += _inline(line[after : found.start()])
            cited.append((len(text), self._number(found["label"])))
            after = found.end()
        text += _inline(line[after:])
        return SourceLine(index + 1, 1, text, None, tuple(cited)).part(0)

    def _number(self, label: str, *, listed: bool = False) -> str:
        """The number of a label; those without a name are cited and listed in one order."""
        if label.isdecimal():
            return label.lstrip("0") or "0"
        key = label
        if len(label) < 2:
            times = self._listed if listed else self._cited
            times[label] += 1
            key = f"{label}{times[label]}"
        if key not in self._numbers:
            taken = {*self._numbers.values(), *self._fixed}
            self._numbers[key] = next(
                str(n) for n in range(len(self._numbers) + 1, 10**6) if str(n) not in taken
            )
        return self._numbers[key]


def _inline(text: str) -> str:
    """A text without its marks of emphasis and its links."""
    for form in (_LINK, _ROLE, _INLINE):
        text = form.sub(lambda found: found["text"], text)
    text = _NAMED.sub(lambda found: found["text"] or found["word"], text)
    return text.replace("\\", "")
