"""The two-column script, as a table of any file: what its columns hold, and its rows as the lines of a manuscript."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from subtool.model import AsideKind, Remark, Source, is_unspaced
from subtool.script.manuscript import FootnoteEntry, Version
from subtool.script.source_lines import HEAD_WITHIN, PROSE_WORDS, Declared, SourceLine, ends_sentence
from subtool.script.understand.conventions import conventions
from subtool.script.understand.marks import entry
from subtool.script.understand.timecodes import time_of
from subtool.script.understand.versions import heading_of
from subtool.text.language import is_same_language, language_if_sure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Cell = tuple[SourceLine, ...]  # the lines of a cell; empty ones part its paragraphs
Table = list[list[Cell]]

_SPLIT = re.compile(r"[/&+(),\n]")
_SPOKEN_ONLY = {"sound", "ton", "son", "звук", "sonido", "声音", "音声"}  # the voice's only where no other is
_ASIDES = {
    "video": AsideKind.PICTURE, "titles": AsideKind.ON_SCREEN, "notes": AsideKind.NOTE, "scene": AsideKind.HEADING,
}  # fmt: skip
_MOSTLY = 0.6  # of the rows of a table; headings, empty cells and pictures are the rest; chosen by eye
_TEXT_COLUMNS = 2  # with more of them, none is the voice's for sure
_HEADING_WORDS = 5  # of a column's heading, at most; chosen by eye
_MISNAMED = frozenset(("notes", "titles", "speaker"))
# Words that say what a column holds in whatever heading they stand.
_WORDS = {
    "audio": {
        "narration",
        "narrator",
        "vo",
        "v.o.",
        "voice",
        "voiceover",
        "voice-over",
        "commentary",
        "spoken",
        "said",
        "hear",
        "dialogue",
        "narración",
        "locución",
        "narração",
        "locução",
        "kommentar",
        "sprechertext",
        "sprecher",
        "commentaire",
        "voix",
        "narrazione",
    },
    "video": {
        "visual",
        "visuals",
        "picture",
        "pictures",
        "video",
        "image",
        "images",
        "see",
        "seen",
        "shot",
        "bild",
        "imagen",
        "imagem",
    },
    "time": {"timecode", "time", "tc"},
    "sources": {"source", "sources", "references", "footnotes"},
}
_NOTE = Declared(AsideKind.NOTE)


@dataclass(frozen=True, slots=True)
class Columns:
    """What each column of a table holds, by its number: "audio", "video", "time" …; and the rows of the head."""

    holds: tuple[str, ...]
    head: int
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class TableRead:
    """The lines of a table, the sources that a column of it holds, and what was odd."""

    lines: tuple[SourceLine, ...]
    entries: tuple[FootnoteEntry, ...]
    remarks: tuple[Remark, ...]
    versions: tuple[Version, ...] = ()


def read_table(table: Table, *, guess: bool = True, numbered: int = 0) -> TableRead:
    """The table as a script; one that has no column for the voice is left out, and that is said.

    Without a head that names the columns they are guessed, unless `guess` is off. Sources without a number
    are numbered on from `numbered`.
    """
    several = _in_languages(table, guess=guess)
    if several:
        return _versions_read(table, several, numbered)
    columns = _columns(table, guess=guess)
    if columns is None:
        return _left_out(table)
    reader = _ColumnReader(columns, numbered)
    lines = [*_above(table[: max(0, columns.head - 1)])]
    lines += [line for cells in table[columns.head :] for line in reader.lines(cells)]
    remarks = reader.remarks
    if columns.guessed and lines:
        remarks = [
            Remark(_guess_said(columns), lines[0].source),
            *remarks,
        ]
    return TableRead(tuple(lines), tuple(reader.entries), tuple(remarks))


def _versions_read(table: Table, several: Sequence[tuple[Version, Columns]], numbered: int) -> TableRead:
    """The lines in each language, one language after the other; what stands above the table is said once."""
    head = several[0][1].head
    lines = [*_above(table[: max(0, head - 1)])]
    readers = []
    for version, columns in several:
        reader = _ColumnReader(columns, numbered)
        lines += [
            replace(line, language=version.language) for cells in table[head:] for line in reader.lines(cells)
        ]
        readers.append(reader)
    first = readers[0]
    versions = tuple(version for version, _ in several)
    return TableRead(tuple(lines), tuple(first.entries), tuple(first.remarks), versions)


def _in_languages(table: Table, *, guess: bool) -> list[tuple[Version, Columns]]:
    """The columns of a table that has the narration in several languages; none of another."""
    for number, cells in enumerate(table[: HEAD_WITHIN if table else 0]):
        headings = [_text(cell) for cell in cells]
        if any(map(heading_of, headings)):
            named = [_named(heading) for heading in headings]
            if found := _versions(table[number + 1 :], headings, named):
                return [(version, Columns(holds, number + 1)) for version, holds in found]
    if not guess:
        return []
    width = max((len(cells) for cells in table), default=0)
    named = ["" if holds == "text" else holds for holds in _guessed_columns(table, width)]
    return [(version, Columns(holds, 0)) for version, holds in _versions(table, [""] * width, named)]


def _versions(
    below: Table, headings: Sequence[str], named: Sequence[str]
) -> list[tuple[Version, tuple[str, ...]]]:
    """The columns of sentences in different languages, and what the table holds beside each of them."""
    found: dict[int, Version] = {}
    for column, (heading, holds) in enumerate(zip(headings, named, strict=True)):
        texts = [_text(cells[column]) for cells in below if column < len(cells)]
        if holds not in {"", "audio", "sources"} or not _is_prose(texts):
            continue
        language, part = heading_of(heading) or ("", "")
        language = language or language_if_sure(" ".join(texts), "")
        if language and not any(is_same_language(language, one.language) for one in found.values()):
            found[column] = Version(language, part, is_named=holds == "audio")
    if len(found) < 2:
        return []
    others = ["" if column in found else holds for column, holds in enumerate(named)]
    return [
        (version, tuple("audio" if place == column else holds for place, holds in enumerate(others)))
        for column, version in found.items()
    ]


def _guess_said(columns: Columns) -> str:
    if not columns.head:
        return "no head names the columns of this table; the last is taken as the voice"
    number = columns.holds.index("audio") + 1
    return f"no heading of this table names the voice; column {number}, which holds sentences, is taken as it"


def _columns(table: Table, *, guess: bool) -> Columns | None:
    """What the columns hold, by the first row that names them (a title may stand above), else by what is in them."""
    for index, cells in enumerate(table[:HEAD_WITHIN]):
        named = [_named(_text(cell)) for cell in cells]
        written = sum(bool(_text(cell)) for cell in cells)
        if "audio" in named and (
            sum(map(bool, named)) >= max(2, written * _MOSTLY)
            or _fills(table[index + 1 :], named.index("audio"))
        ):
            return Columns(_one_voice(named, cells), index + 1)
    return _by_content(table) or (_guessed(table) if guess else None)


def _fills(below: Table, column: int) -> bool:
    """Whether a column under a heading that may be a word of the text too holds sentences."""
    return _is_prose([_text(cells[column]) for cells in below if column < len(cells)])


def _named(heading: str) -> str:
    """What a heading says its column holds: as a whole, in its parts, or by a word in it."""
    whole = " ".join(heading.casefold().strip(" :*.").split())
    known = conventions().columns
    for words in (whole, *(part.strip() for part in _SPLIT.split(whole))):
        for holds, names in known.items():
            if words in names:
                return holds
    if not whole or len(whole.split()) > _HEADING_WORDS:
        return ""
    return next((holds for holds, names in _WORDS.items() if set(whole.split()) & names), "")


def _by_content(table: Table) -> Columns | None:
    """Where a head names no column for the voice: the one unnamed column of sentences is the voice's."""
    for index, cells in enumerate(table[:HEAD_WITHIN]):
        named = [_named(_text(cell)) for cell in cells]
        short = all(
            len(_text(cell).split()) <= _HEADING_WORDS and not ends_sentence(_text(cell)) for cell in cells
        )
        if not short or not table[index + 1 :]:
            continue
        texts = [
            [_text(row[column]) for row in table[index + 1 :] if column < len(row)]
            for column in range(len(cells))
        ]
        prose = [column for column, content in enumerate(named) if not content and _is_prose(texts[column])]
        if (
            not prose and "audio" not in named
        ):  # a column that is named by what it looks like, but holds the sentences
            prose = [
                column
                for column, content in enumerate(named)
                if content in _MISNAMED and _is_prose(texts[column])
            ]
            prose = prose if len(prose) == 1 else []
        if prose and (any(named) or len(prose) == 1):
            voice = max(prose, key=lambda column: sum(map(len, texts[column])))
            holds = ["audio" if column == voice else content for column, content in enumerate(named)]
            return Columns(tuple(holds), index + 1, guessed=True)
    return None


def _is_prose(texts: Sequence[str]) -> bool:
    """Whether most cells of a column that are written hold sentences."""
    written = [text for text in texts if text]
    sentences = [text for text in written if ends_sentence(text)]
    long = any(len(text.split()) >= PROSE_WORDS or is_unspaced(text) for text in sentences)
    return long and len(sentences) >= _MOSTLY * len(written)


def _one_voice(named: Sequence[str], cells: Sequence[Cell]) -> tuple[str, ...]:
    """Sound beside a column of narration is music and effects."""
    several = named.count("audio") > 1
    texts = [_text(cell).casefold() for cell in cells]
    return tuple(
        "video" if several and holds == "audio" and text in _SPOKEN_ONLY else holds
        for holds, text in zip(named, texts, strict=True)
    )


def _guessed(table: Table) -> Columns | None:
    """Times, numbers, and one or two columns of text: pictures before the voice."""
    width = max((len(cells) for cells in table), default=0)
    columns = [[_text(cells[index]) for cells in table if index < len(cells)] for index in range(width)]
    holds = _guessed_columns(table, width)
    texts = [index for index, content in enumerate(holds) if content == "text"]
    if not 1 <= len(texts) <= _TEXT_COLUMNS:
        return None
    spoken = [text for text in columns[texts[-1]] if text]
    if sum(len(text.split()) >= PROSE_WORDS or ends_sentence(text) for text in spoken) < _MOSTLY * len(
        spoken
    ):
        return None
    holds[texts[-1]] = "audio"
    if len(texts) > 1:
        holds[texts[0]] = "video"
    return Columns(tuple(holds), 0, guessed=True)


def _guessed_columns(table: Table, width: int) -> list[str]:
    columns = ([_text(cells[index]) for cells in table if index < len(cells)] for index in range(width))
    return [_guessed_column([text for text in texts if text]) for texts in columns]


def _guessed_column(texts: Sequence[str]) -> str:
    if not texts:
        return ""
    if sum(time_of(text) is not None for text in texts) >= _MOSTLY * len(texts):
        return "time"
    return "scene" if sum(text.strip(" .#").isdigit() for text in texts) >= _MOSTLY * len(texts) else "text"


def _text(cell: Cell) -> str:
    return " ".join(line.text for line in cell if line.text)


def _flat(cells: Sequence[Cell]) -> Iterator[SourceLine]:
    return (line for cell in cells for line in cell if line.text or line.cited)


def _left_out(table: Table) -> TableRead:
    lines = [
        piece for cells in table for line in _flat(cells) for piece in _apart(replace(line, declared=_NOTE))
    ]
    where = lines[0].source if lines else Source(1, 1)
    remark = Remark("this table has no column for the voice; it is left out", where)
    return TableRead(tuple(lines), (), (remark,) if lines else ())


def _above(table: Table) -> Iterator[SourceLine]:
    """What stands over the head: the title, and what else there is to say."""
    declared = Declared(AsideKind.TITLE)
    for line in (line for cells in table for line in _flat(cells)):
        yield from _apart(replace(line, declared=declared))
        declared = _NOTE


def _apart(line: SourceLine) -> tuple[SourceLine, SourceLine]:
    return line, SourceLine(line.number, line.column, "")


class _ColumnReader:
    """The rows of a table, one after the other: what is seen and shown first, then what is said."""

    def __init__(self, columns: Columns, numbered: int) -> None:
        self._columns = columns
        self._numbered = numbered
        self._time = columns.holds.index("time") if "time" in columns.holds else None
        self.entries: list[FootnoteEntry] = []
        self.remarks: list[Remark] = []

    def lines(self, cells: Sequence[Cell]) -> Iterator[SourceLine]:
        holds = self._columns.holds
        at_ms = self._at_ms(cells)
        speaker = next(
            (_text(c) for c, content in zip(cells, holds, strict=False) if content == "speaker"), ""
        )
        spoken: list[SourceLine] = []
        cited: list[str] = []
        for cell, content in zip(cells, holds, strict=False):
            if content == "audio":
                spoken += self._spoken(cell, speaker, at_ms if not spoken else None)
            elif content == "sources":
                cited += self._sources(cell)
            elif content in _ASIDES and not (content == "scene" and _text(cell).strip(" .#").isdigit()):
                yield from self._beside(cell, Declared(_ASIDES[content]), at_ms)
            elif not content:
                yield from self._beside(cell, _NOTE, None)
        for cell in cells[len(holds) :]:
            yield from self._beside(cell, _NOTE, None)
        yield from self._with_sources(spoken, cited)

    def _at_ms(self, cells: Sequence[Cell]) -> int | None:
        cell = cells[self._time] if self._time is not None and self._time < len(cells) else ()
        text = _text(cell)
        at_ms = time_of(text)
        if text and at_ms is None:
            self.remarks.append(Remark(f"the time code cannot be read: {text[:40]}", cell[0].source))
        return at_ms

    @staticmethod
    def _beside(cell: Cell, declared: Declared, at_ms: int | None) -> Iterator[SourceLine]:
        for line in cell:
            if line.text:
                yield from _apart(replace(line, declared=declared, at_ms=at_ms))

    @staticmethod
    def _spoken(cell: Cell, speaker: str, at_ms: int | None) -> Iterator[SourceLine]:
        for line in cell:
            begins = at_ms if line.text else None
            yield replace(line, declared=Declared(speaker=speaker or None), at_ms=begins)
            at_ms = None if line.text else at_ms
        if cell:
            yield SourceLine(cell[-1].number, cell[-1].column, "")

    def _sources(self, cell: Cell) -> Iterator[str]:
        """The numbers that a cell of sources gives the words beside it: its own are cited in them already."""
        for line in cell:
            found = entry(line.text)
            if found:
                self.entries.append(FootnoteEntry(found[0], line.text[found[1] :], line.source))
            elif line.text.strip(" -–—"):
                self._numbered += 1
                self.entries.append(FootnoteEntry(str(self._numbered), line.text, line.source))
                yield str(self._numbered)

    @staticmethod
    def _with_sources(lines: Sequence[SourceLine], cited: Sequence[str]) -> Iterator[SourceLine]:
        last = max((index for index, line in enumerate(lines) if line.text), default=None)
        for index, line in enumerate(lines):
            marks = tuple((len(line.text), number) for number in cited) if index == last else ()
            yield replace(line, cited=(*line.cited, *marks)) if marks else line
