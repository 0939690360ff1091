r"""Rich text (.rtf): paragraphs, footnotes, tables; what is struck through, hidden or deleted is left out.

A control word holds until its group ends (Rich Text Format Specification 1.9.1). A place's line is the number of the
paragraph, in which the row of a table is one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from subtool.errors import ScriptError
from subtool.model import AsideKind, Remark, Source
from subtool.script.manuscript import FootnoteEntry, Manuscript, Version, raised, united
from subtool.script.source_lines import Declared, SourceLine, is_heading_text
from subtool.script.understand.columns import read_table

if TYPE_CHECKING:
    from subtool.errors import Place
    from subtool.script.understand.columns import Cell, Table

DEEPEST_GROUP = 200  # groups in each other: a limit against floods, no document comes near
_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|\\(?P<mark>[^a-zA-Z])|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)"
)
_AWAY = {
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "headerl", "headerr", "headerf",
    "footer", "footerl", "footerr",
    "footerf", "listtable", "listoverridetable", "rsidtbl", "generator", "themedata", "colorschememapping",
    "datastore", "latentstyles", "xmlnstbl",
    "fldinst", "annotation", "atnid", "atnauthor", "atnref", "atndate", "atrfstart", "atrfend", "bkmkstart",
    "bkmkend", "filetbl", "revtbl", "mmathPr",
    "listtext", "pntext", "pnseclvl", "operator", "userprops", "shppict", "nonshppict",
}  # fmt: skip
_MARKS = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "tab": "\t", "emspace": " ",
    "enspace": " ", "qmspace": " ", "line": "\n",
}  # fmt: skip
_FLAGS = {"b": "bold", "strike": "gone", "striked": "gone", "v": "gone", "deleted": "gone", "super": "high"}
_CODE_PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850", "ansi": "cp1252"}
_PLAIN = 1252  # the code page where the file names none: RTF's own default


@dataclass(frozen=True, slots=True)
class _State:
    """What holds in a group."""

    bold: bool = False
    gone: bool = False
    high: bool = False
    away: bool = False
    note: bool = False
    skip: int = 1  # how many characters stand after a Unicode one for readers that know none


def read(data: bytes, place: Place) -> Manuscript:
    """The text of a rich text file.

    Raises:
        ScriptError: its groups are nested too deep.
    """
    reader = _RtfReader(place)
    for token in _TOKEN.finditer(data):
        reader.take(token)
    reader.end_paragraph()
    return Manuscript(
        tuple(reader.lines),
        tuple(reader.entries),
        remarks=tuple(reader.remarks),
        kind="rich text",
        counted="paragraph",
        versions=reader.versions,
    )


class _RtfReader:
    """Goes through the tokens and keeps the state of each open group."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._state = _State()
        self._open: list[_State] = []
        self._star = False
        self._skip = 0
        self._encoding = "cp1252"
        self._bytes = bytearray()
        self._pieces: list[tuple[str, bool]] = []  # the text of a paragraph, and whether it is bold
        self._cited: list[tuple[int, str]] = []
        self._note: list[str] = []
        self._cells: list[Cell] = []
        self._table: Table = []
        self._in_table = False
        self._line = 1
        self.lines: list[SourceLine] = []
        self.entries: list[FootnoteEntry] = []
        self.remarks: list[Remark] = []
        self.versions: tuple[Version, ...] = ()

    def take(self, token: re.Match[bytes]) -> None:
        if token["hex"]:
            if self._skip:
                self._skip -= 1
            else:
                self._bytes.append(int(token["hex"], 16))
            return
        self._flush()
        if token["text"]:
            self._text(token["text"].decode(self._encoding, "replace"))
        elif token["brace"]:
            self._brace(token["brace"])
        elif token["mark"]:
            self._mark(token["mark"])
        elif token["word"]:
            self._word(token["word"].decode("ascii"), token["number"])

    def end_paragraph(self) -> None:
        self._flush()
        if self._in_table:
            return
        self._end_table()
        line = self._source_line()
        self.lines += [line, SourceLine(self._line, len(line.text) + 1, "")]
        self._line += 1

    def _source_line(self) -> SourceLine:
        text = "".join(piece for piece, _ in self._pieces).replace("\n", " ")
        written = [bold for piece, bold in self._pieces if piece.strip()]
        heading = bool(written) and all(written) and self._line > 1 and is_heading_text(text.strip())
        says = Declared(AsideKind.HEADING) if heading and not self._in_table else None
        line = SourceLine(self._line, 1, text, says, tuple(self._cited)).part(0)
        self._pieces, self._cited = [], []
        return line

    def _brace(self, brace: bytes) -> None:
        if brace == b"{":
            if len(self._open) > DEEPEST_GROUP:
                raise ScriptError(
                    "is nested too deep", at=self._place, hint="open it in Word and save it again"
                )
            self._open.append(self._state)
            return
        was = self._state
        self._state = self._open.pop() if self._open else _State()
        if was.note and not self._state.note:
            text = " ".join("".join(self._note).split())
            number = str(len(self.entries) + 1)
            self._cited.append((sum(len(piece) for piece, _ in self._pieces), number))
            self.entries.append(FootnoteEntry(number, text, Source(self._line, 1)))
            self._note = []

    def _mark(self, mark: bytes) -> None:
        if mark == b"*":
            self._star = True
        elif mark in {b"\n", b"\r"}:
            self._paragraph()
        else:
            self._text({b"~": "\u00a0", b"_": "\u2011", b"-": ""}.get(mark, mark.decode("latin-1")))

    def _word(self, word: str, number: bytes | None) -> None:
        star, self._star = self._star, False
        value = int(number) if number else None
        if word in _AWAY or (star and word != "shptxt"):
            self._state = replace(self._state, away=True)
        elif word == "footnote":
            self._state = replace(self._state, note=True, bold=False)
        elif word in _FLAGS:
            self._state = replace(self._state, **{_FLAGS[word]: value != 0})
            if _FLAGS[word] == "gone" and value != 0:
                self.remarks.append(
                    Remark("struck-through or hidden text is left out", Source(self._line, 1))
                )
        elif word in {"plain", "nosupersub"}:
            self._state = replace(
                self._state, high=False, **({"bold": False, "gone": False} if word == "plain" else {})
            )
        elif word == "u" and value is not None:
            self._text(_unicode(value))
            self._skip = self._state.skip
        elif word == "uc" and value is not None:
            self._state = replace(self._state, skip=max(0, value))
        elif word in _CODE_PAGES or word == "ansicpg":
            self._set_encoding(_CODE_PAGES.get(word, f"cp{value}"))
        elif word in _MARKS:
            self._text(_MARKS[word])
        else:
            self._structure(word)

    def _structure(self, word: str) -> None:
        if word in {"par", "sect", "page"}:
            self._paragraph()
        elif word == "intbl":
            self._in_table = True
        elif word == "pard":
            self._in_table = False
        elif word == "cell":
            self._in_table = True
            self._cells.append((self._source_line(),))
        elif word == "row":
            self._table.append(self._cells)
            self._cells = []
            self._line += 1
            self._in_table = False

    def _paragraph(self) -> None:
        if self._state.note:
            self._note.append(" ")
        elif not self._state.away:
            if self._in_table:
                self._pieces.append((" ", False))
            else:
                self.end_paragraph()

    def _end_table(self) -> None:
        if self._table:
            read = read_table(self._table, numbered=len(self.entries))
            self.entries += read.entries
            self.remarks += read.remarks
            self.versions = united(self.versions, read.versions)
            self.lines += read.lines
            self._table = []

    def _set_encoding(self, name: str) -> None:
        try:
            "".encode(name)
        except LookupError:
            return
        self._encoding = name

    def _flush(self) -> None:
        if self._bytes:
            text = bytes(self._bytes).decode(self._encoding, "replace")
            self._bytes.clear()
            self._text(text)

    def _text(self, text: str) -> None:
        skipped, self._skip = text[self._skip :], max(0, self._skip - len(text))
        if self._state.away or self._state.gone or not skipped:
            return
        if self._state.note:
            self._note.append(skipped)
        else:
            high = self._state.high and skipped.strip().isdecimal()
            self._pieces.append((raised(skipped) if high else skipped, self._state.bold))


def _unicode(value: int) -> str:
    code = value % 0x10000
    return "" if 0xD800 <= code < 0xE000 else chr(code)
