"""Scenarist captions written (CEA-608, pop-on, channel 1): sent ahead, two characters a frame, and then shown.

What is sent for a caption has to end when it appears; where captions follow each other faster than they can be sent,
the later one appears late.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from subtool.errors import FormatError
from subtool.formats import colours, placing, runs
from subtool.formats.form import to_frame
from subtool.formats.scc.codes import (
    CLEAR,
    CLEAR_BUFFER,
    COLOURS,
    COLUMNS,
    INDENT,
    INDENTED,
    ITALIC,
    LOAD,
    MIDROW,
    MOVED,
    NOT_ASCII,
    PREAMBLES,
    RATE,
    ROWS,
    SHOW,
    TAB,
    letters,
)
from subtool.timecode import Timecode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.formats.runs import TextLook, TextRun
    from subtool.model import Cue, Sheet

SIMILAR = {
    "…": "...", "–": "-", "—": "-", "―": "-", "’": "'", "‚": ",", "„": '"', "″": '"', "\u00a0": " ",
    "\u202f": " ", "\u00ad": "", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "œ": "oe", "Œ": "OE",
    "æ": "ae", "Æ": "AE", "€": "EUR", "−": "-", "‐": "-", "‑": "-",
}  # fmt: skip


NOTHING = 0x0000  # fills a frame
CONTROLS = range(0x10, 0x20)  # the first byte of a code


@dataclass
class _Words:
    """The code words of a caption; single characters wait for a second one."""

    words: list[int] = field(default_factory=list)
    _half: int = 0

    def code(self, word: int) -> None:
        """A control code, sent twice as decoders expect it, and parted from the same one before."""
        self.flush()
        if self.words[-1:] == [word]:
            self.words.append(NOTHING)
        self.words += [word, word]

    def letter(self, byte: int) -> None:
        if self._half:
            self.words.append(self._half << 8 | byte)
            self._half = 0
        else:
            self._half = byte

    def flush(self) -> None:
        if self._half:
            self.words.append(self._half << 8)
            self._half = 0


@dataclass(frozen=True, slots=True)
class _Cell:
    """What fills a column: a letter, or a code that changes the look and shows a space."""

    letter: str
    look: int


def write(sheet: Sheet) -> str:
    """A line of codes for each caption, and one where the picture is cleared.

    Raises:
        FormatError: a caption has more lines than fit, or letters that line 21 has not.
    """
    lines = ["Scenarist_SCC V1.0"]
    free, gone = 0, None  # the first frame at which something can be sent; when the last caption is to go
    for cue in sorted(sheet.cues, key=lambda cue: cue.span):
        words, shown = _load(cue), to_frame(cue.span.start_ms, RATE)
        if gone is not None and gone + 2 + len(words) < shown:
            lines.append(_line(max(free, gone), [CLEAR, CLEAR]))
            free, gone = max(free, gone) + 2, None
        cleared = gone is not None and gone + 2 <= shown
        first = max(free, shown - len(words) - 2 * cleared)
        if gone is not None and cleared:  # the last caption goes while this one is sent
            index = _between_codes(words, min(max(0, gone - first), len(words)))
            words = [*words[:index], CLEAR, CLEAR, *words[index:]]
        lines.append(_line(first, [*words, SHOW, SHOW]))
        free = first + len(words) + 2
        gone = max(free, to_frame(cue.span.end_ms, RATE))
    if gone is not None:
        lines.append(_line(gone, [CLEAR, CLEAR]))
    return "\n\n".join(lines) + "\n"


def _between_codes(words: Sequence[int], index: int) -> int:
    """The index, or the next where no code is parted from its repetition: a decoder would obey it twice."""
    position = 0
    while position < index:
        position += 2 if words[position] >> 8 in CONTROLS else 1
    return position


def _line(frame: int, words: Sequence[int]) -> str:
    codes = " ".join(f"{_odd(word >> 8):02x}{_odd(word & 0xFF):02x}" for word in words)
    return f"{Timecode(frame, RATE, drop=True)}\t{codes}"


def _odd(byte: int) -> int:
    """A byte with the bit that makes its ones odd."""
    return byte if byte.bit_count() % 2 else byte | 0x80


def _load(cue: Cue) -> list[int]:
    words = _Words()
    words.code(LOAD)
    words.code(CLEAR_BUFFER)
    rows = [row for line in runs.lines_of(cue) for row in _rows(line, cue.style.color)]
    if len(rows) > ROWS:
        hint = f"split the cue: {ROWS} lines of {COLUMNS} characters fit"
        raise FormatError(f"the cue at {cue.span.start_ms / 1000:.3f} s has too many lines", hint=hint)
    place = placing.place_of(cue)
    top = {"top": 0, "middle": (ROWS - len(rows)) // 2}.get(place, ROWS - len(rows))
    for number, cells in enumerate(rows, start=top):
        _row(words, cells, number, placing.side(placing.of(cue)))
    words.flush()
    return words.words


def _rows(line: Sequence[TextRun], colour: str) -> Iterator[list[_Cell]]:
    """A line as rows of at most 32 cells, broken at spaces."""
    cells = _cells(line, colour)
    while len(cells) > COLUMNS:
        index = next((index for index in range(COLUMNS, 0, -1) if cells[index].letter == " "), COLUMNS)
        yield cells[:index]
        cells = cells[index + (cells[index].letter == " ") :]
    if cells:
        yield cells


def _cells(line: Sequence[TextRun], colour: str) -> list[_Cell]:
    """The letters of a line; where the look changes, a space is there for the code."""
    cells: list[_Cell] = []
    look = 0
    for run in line:
        now = _look(run.look, colour)
        text = list(_letters(run.text))
        if now != look and not (text and text[0] == " "):
            if cells and cells[-1].letter == " ":
                cells.pop()
            text = [" ", *text]
        cells += [_Cell(letter, now) for letter in text]
        look = now
    return cells


def _look(look: TextLook, colour: str) -> int:
    if look.italic:
        return ITALIC
    said = look.colour or colour
    return COLOURS[colours.nearest(said, tuple(COLOURS))] if said else 0


def _row(words: _Words, cells: Sequence[_Cell], number: int, side: int) -> None:
    room = COLUMNS - len(cells)
    column = {-1: 0, 1: room}.get(side, room // 2)
    words.code(PREAMBLES[number] | INDENTED | 2 * (column // INDENT))
    if column % INDENT:
        words.code(TAB | column % INDENT)
    look = 0
    for cell in cells:
        if cell.look != look:
            words.code(MIDROW | cell.look)
            look = cell.look
            if cell.letter == " ":
                continue  # the code is shown as a space
        _send(words, cell.letter)


def _send(words: _Words, letter: str) -> None:
    if letter in MOVED:
        words.letter(MOVED[letter])
    elif " " <= letter <= "~" and letter not in NOT_ASCII:
        words.letter(ord(letter))
    else:
        word, replaces = letters()[letter]
        if replaces:  # an extended character takes the place of the one before it
            words.letter(ord(_plain(letter) or " "))
        words.code(word)


def _letters(text: str) -> Iterator[str]:
    """The characters as line 21 has them; one that it has not as the nearest that it has.

    Raises:
        FormatError: there is none.
    """
    for letter in text:
        if _has(letter):
            yield letter
            continue
        near = SIMILAR.get(letter) if letter in SIMILAR else _plain(letter)
        if near is None:
            hint = "Scenarist captions hold the letters of western Europe"
            raise FormatError(f"{letter!r} cannot be written in captions of line 21", hint=hint)
        yield from near


def _has(letter: str) -> bool:
    return letter in MOVED or letter in letters() or (" " <= letter <= "~" and letter not in NOT_ASCII)


def _plain(letter: str) -> str | None:
    """A letter without its accents; None where nothing of it is ASCII."""
    base = "".join(
        part for part in unicodedata.normalize("NFKD", letter) if part.isascii() and part.isprintable()
    )
    if base:
        return base if len(base) > 1 or base not in NOT_ASCII else " "
    return "" if unicodedata.category(letter) in {"Mn", "Cf"} else None
