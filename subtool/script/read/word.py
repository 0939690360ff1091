"""Word files (.docx), through mammoth: footnotes and endnotes, headings, tables; comments and deletions left out.

A Word file has no lines: the line of a place is the number of the paragraph, in which the row of a table counts as
one, and the column counts in its text.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import count
from typing import TYPE_CHECKING, Any

from subtool.errors import ScriptError
from subtool.model import AsideKind, Remark, Source
from subtool.script.manuscript import FootnoteEntry, Manuscript, Version, raised, united
from subtool.script.read.archive import open_archive, packed, read_part, xml
from subtool.script.read.word_bold import all_bold, plain_text
from subtool.script.read.word_parts import local, tidy
from subtool.script.read.word_strays import blocks, cells_by_row, is_table
from subtool.script.read.word_styles import WordStyles
from subtool.script.source_lines import MOST_COLUMNS, Declared, SourceLine, is_heading_text
from subtool.script.understand.columns import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from zipfile import ZipFile

    from subtool.errors import Place
    from subtool.script.understand.columns import Cell, Table

_READ = re.compile(
    r"\[Content_Types\]\.xml|_rels/[^/]+|word/(?:_rels/)?(?!comments|theme|glossary|webSettings)[^/]+"
)
_OTHERS = {
    "META-INF/container.xml": (
        "an e-book (EPUB), not a script",
        "save its text as .docx, .html or plain text",
    ),
    "mimetype": ("an OpenDocument or other file, not a script", "save it as .docx or plain text"),
    "ppt/presentation.xml": ("a presentation, not a script", "copy its text into a script"),
}
_STYLES = {
    "title": AsideKind.TITLE, "subtitle": AsideKind.TITLE, "caption": AsideKind.PICTURE, "action": AsideKind.PICTURE,
    "scene heading": AsideKind.HEADING, "parenthetical": AsideKind.NOTE,
}  # fmt: skip
_SAID_NOTHING = re.compile(r"An unrecognised element was ignored: (?:w:|\{[^}]*\})?(?P<name>[\w:.-]+)")
_HARMLESS = {"tblPrEx", "permStart", "permEnd", "pgNum", "cr", "continuationSeparator", "separator"}


def read(data: bytes, place: Place) -> Manuscript:
    """The paragraphs and tables of a Word file.

    Raises:
        ScriptError: it is not a Word file, is damaged or locked, or unpacks to more than any script.
    """
    archive = open_archive(data, place)
    parts, remarks = _parts(archive, place)
    document, messages = _document(parts, place)
    reader = _WordReader(document.notes)
    lines = tuple(reader.lines(document.children))
    for message in dict.fromkeys(messages):
        found = _SAID_NOTHING.fullmatch(message)
        if (
            found
            and found["name"] not in _HARMLESS
            and not found["name"].endswith(("RangeStart", "RangeEnd"))
        ):
            remarks.append(Remark(f"what Word calls {found['name']} is left out", Source(1, 1)))
    return Manuscript(
        lines,
        tuple(reader.entries),
        remarks=(*remarks, *reader.remarks),
        kind="Word",
        counted="paragraph",
        versions=reader.versions,
    )


def _parts(archive: ZipFile, place: Place) -> tuple[dict[str, bytes], list[Remark]]:
    """The parts that hold text, each checked and tidied, and what was left out of them."""
    names = archive.namelist()
    if not any(name.startswith("word/") for name in names):
        what, mend = next(
            (said for name, said in _OTHERS.items() if name in names),
            ("a zipped file, not a script", "unpack it and name the script in it"),
        )
        raise ScriptError(f"is {what}", at=place, hint=mend)
    parts: dict[str, bytes] = {}
    remarks: list[Remark] = []
    styled = "word/styles.xml" in names
    styles = WordStyles(xml(read_part(archive, "word/styles.xml", place), place) if styled else None)
    for name in names:
        if not _READ.fullmatch(name) or not name.lower().endswith((".xml", ".rels")):
            continue
        data = read_part(archive, name, place)
        root = xml(data, place)
        if local(root) in {"document", "footnotes", "endnotes"}:
            styles.hand_down(root)
            data, odd = tidy(root)
            inside = local(root) == "document"
            remarks += [
                odd_one if inside else Remark(f"in a footnote, {odd_one.message}", Source(1, 1))
                for odd_one in odd
            ]
        parts[name] = data
    return parts, remarks


def _document(parts: dict[str, bytes], place: Place) -> tuple[Any, list[str]]:
    from mammoth import docx

    try:
        result = docx.read(packed(parts.items()))
    except Exception as error:  # a damaged file makes mammoth fail in many ways
        raise ScriptError(
            "is damaged, or no Word file", at=place, hint="open it in Word and save it again"
        ) from error
    return result.value, [message.message for message in result.messages]


class _WordReader:
    """Goes through paragraphs and tables in order, and numbers the footnotes as they are cited."""

    def __init__(self, notes: Any) -> None:  # noqa: ANN401 - mammoth is untyped
        self._notes = notes
        self._numbers: dict[tuple[str, str], str] = {}
        self._line = 0
        self._column = 1
        self._items = count(1)
        self._bold_times: Counter[str] = Counter()
        self.entries: list[FootnoteEntry] = []
        self.remarks: list[Remark] = []
        self.versions: tuple[Version, ...] = ()

    def lines(self, elements: Sequence[Any]) -> Iterator[SourceLine]:
        paragraphs = (element for element in elements if hasattr(element, "numbering"))
        self._bold_times.update("".join(plain_text(one)).strip() for one in paragraphs if all_bold(one))
        for element in blocks(elements):
            if is_table(element):
                yield from self._table(element)
                continue
            self._line += 1
            self._column = 1
            yield from self._paragraph(element)
            yield SourceLine(self._line, self._column, "")

    def _paragraph(self, paragraph: Any) -> list[SourceLine]:  # noqa: ANN401
        declared, item = self._declared(paragraph), self._item(paragraph)
        lines: list[SourceLine] = []
        named = "".join(plain_text(paragraph)).strip()
        speaks = (
            declared is None
            and is_heading_text(named)
            and self._bold_times[named] > 1
            and all_bold(paragraph)
        )
        for said, cited in self._broken(paragraph):
            text = f"{said.rstrip()}:" if speaks and said.strip() else said  # a name that recurs is a label
            line = SourceLine(
                self._line, self._column, text, declared, tuple(cited), item if not lines else ""
            )
            lines.append(line.part(0))
            self._column += len(text) + 1
        return lines

    def _declared(self, paragraph: Any) -> Declared | None:  # noqa: ANN401
        style = (paragraph.style_name or "").lower()
        if not style.startswith(("heading", "toc")) and style not in _STYLES and self._is_bold(paragraph):
            return Declared(AsideKind.HEADING)
        if style.startswith("heading"):
            return Declared(AsideKind.TITLE if self._line == 1 else AsideKind.HEADING)
        if style.startswith("toc"):
            return Declared(AsideKind.LEFTOVER)
        return Declared(_STYLES[style]) if style in _STYLES else None

    def _is_bold(self, paragraph: Any) -> bool:  # noqa: ANN401
        """Whether a paragraph below the first is bold throughout, short and no sentence: a heading by hand."""
        text = "".join(plain_text(paragraph)).strip()
        if self._line == 1 or not is_heading_text(text) or self._bold_times[text] > 1:
            return False
        return all_bold(paragraph)

    def _item(self, paragraph: Any) -> str:  # noqa: ANN401
        """The number that Word shows before a paragraph of a numbered list."""
        numbering = paragraph.numbering
        if numbering is None or not numbering.is_ordered:
            self._items = count(1)
            return ""
        return str(next(self._items)) if numbering.level_index == "0" else ""

    def _broken(self, paragraph: Any) -> list[tuple[str, list[tuple[int, str]]]]:  # noqa: ANN401
        """The lines of a paragraph between its line breaks, each with the footnotes cited in it."""
        lines: list[tuple[str, list[tuple[int, str]]]] = []
        text, cited = "", list[tuple[int, str]]()
        for piece in self._pieces(paragraph):
            if piece == "\n":
                lines.append((text, cited))
                text, cited = "", []
            elif isinstance(piece, str):
                text += piece
            else:
                cited.append((len(text), self._number(piece)))
        return [*lines, (text, cited)]

    def _pieces(self, element: Any, *, superscript: bool = False) -> Iterator[Any]:  # noqa: ANN401
        """The text of an element, a line feed for each line break, and its references to footnotes."""
        for child in element.children:
            if hasattr(child, "value"):
                text = child.value.replace("\n", " ").replace("\u00ad", "")
                yield raised(text) if superscript else text
            elif hasattr(child, "note_id"):
                yield child
            elif hasattr(child, "break_type"):
                yield "\n" if child.break_type == "line" else " "
            elif hasattr(child, "children"):
                up = superscript or getattr(child, "vertical_alignment", "") == "superscript"
                caps = getattr(child, "is_all_caps", False)
                for piece in self._pieces(child, superscript=up):
                    yield piece.upper() if caps and isinstance(piece, str) else piece
            elif type(child).__name__ == "Tab":
                yield " "

    def _number(self, reference: Any) -> str:  # noqa: ANN401
        key = (reference.note_type, reference.note_id)
        if key not in self._numbers:
            self._numbers[key] = str(len(self._numbers) + 1)
            try:
                body = self._notes.resolve(reference).body
            except KeyError:
                return self._numbers[key]  # it will be said to be cited and not listed
            texts = ("".join(p for p in self._pieces(part) if isinstance(p, str)) for part in blocks(body))
            text = " ".join(" ".join(texts).split())
            self.entries.append(FootnoteEntry(self._numbers[key], text, Source(self._line, self._column)))
        return self._numbers[key]

    def _table(self, table: Any) -> Iterator[SourceLine]:  # noqa: ANN401
        rows: Table = []
        spans: dict[int, int] = {}  # how many more rows the cell of a column reaches down
        for waiting in cells_by_row(table):
            self._line += 1
            self._column = 1
            cells: list[Cell] = []
            while waiting or spans.get(len(cells), 0):
                if spans.get(len(cells), 0):
                    spans[len(cells)] -= 1
                    cells.append(())
                    continue
                cell = waiting.pop(0)
                wide = min(cell.colspan, MOST_COLUMNS)
                for column in range(len(cells), len(cells) + wide):
                    spans[column] = cell.rowspan - 1
                cells += [tuple(self._cell(cell)), *([()] * (wide - 1))]
            rows.append(cells)
        read = read_table(rows, numbered=len(self._numbers))
        self.entries += read.entries
        self.remarks += read.remarks
        self.versions = united(self.versions, read.versions)
        yield from read.lines

    def _cell(self, cell: Any) -> Iterator[SourceLine]:  # noqa: ANN401
        for part in blocks(cell.children):
            if not is_table(part):
                yield from self._paragraph(part)
                yield SourceLine(self._line, self._column, "")
                continue
            self.remarks.append(
                Remark("a table inside a table is read as text", Source(self._line, self._column))
            )
            for cells in cells_by_row(part):
                for inner in cells:
                    yield from self._cell(inner)
