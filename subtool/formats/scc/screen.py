"""What a decoder of line 21 shows as the codes of a file come in: pop-on, paint-on and roll-up captions (CEA-608).

ttconv, which subtool read these files with, reads no file whose time codes are parted by spaces, and cuts captions
that are painted on or rolled up wherever a code stands.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from subtool.formats import colours
from subtool.formats.runs import TextLook
from subtool.formats.scc import codes

SAME_CAPTION = 30  # frames; what is painted on or comes in after a longer pause is a caption of its own
PLAIN = TextLook()
CHANNEL_2 = 0x0800  # the bit of a code that is for the second channel


class Mode(Enum):
    """How captions come: whole, letter by letter, or line by line from below; TEXT is not a caption."""

    POP = "pop"
    PAINT = "paint"
    ROLL = "roll"
    TEXT = "text"


class Cell(NamedTuple):
    """A letter on the screen. A `code` is one that changes the look, which is shown as a space."""

    letter: str
    look: TextLook
    code: bool = False


Memory = dict[tuple[int, int], Cell]  # by row and column; a line that is too long goes on


class Stage(NamedTuple):
    """What was on the screen from one frame to another; None where it is never erased."""

    begin: int
    end: int | None
    cells: Memory
    mode: Mode


@dataclass(slots=True)
class Screen:
    """The memories of a decoder, its cursor, and what it has shown."""

    stages: list[Stage] = field(default_factory=list)
    others: int = 0  # codes for the second channel
    loaded: bool = False  # whether letters were sent ahead that are not shown yet
    shown: Memory = field(default_factory=dict)
    hidden: Memory = field(default_factory=dict)
    mode: Mode = Mode.POP
    depth: int = 2
    row: int = codes.ROWS - 1
    column: int = 0
    look: TextLook = PLAIN
    _begin: int | None = None  # of what is shown now
    _returned: int | None = None  # when the lines went up last, where none has come in since
    _painted: tuple[int, int, int] = (0, 0, 0)  # frame, row and column of the last letter
    _fresh: bool = False  # painting was asked for, and nothing is painted since
    _mute: bool = False  # the codes are for the other channel
    _last: int = 0

    def receive(self, word: int, frame: int) -> None:
        """Take in two bytes without their parity."""
        if not codes.is_control(word):
            self._last = 0
            if not self._mute and self.mode is not Mode.TEXT:
                for byte in (word >> 8, word & 0xFF):
                    if byte >= 0x20:
                        self._put(codes.LETTER_OF.get(byte, chr(byte)), frame)
            return
        if word == self._last:  # each code is sent twice
            self._last = 0
            return
        self._last = word
        self._mute = bool(word & CHANNEL_2)
        self.others += self._mute
        if not self._mute:
            self._code(word, frame)

    def finish(self) -> None:
        """The file is over: what is shown now is never erased."""
        if self._begin is not None and self._has_text():
            self.stages.append(Stage(self._begin, None, dict(self.shown), self.mode))

    def _code(self, word: int, frame: int) -> None:
        """A code is control, tab, character, mid-row, background or preamble."""
        if word & 0xFFF0 == 0x1420 or word & 0xFFF0 == 0x1520:  # field 2 has the same codes
            self._control(word & 0x142F, frame)
        elif codes.TAB < word <= codes.TAB + 3:
            self.column += word - codes.TAB
        elif character := codes.coded().get(word):
            letter, replaces = character
            if replaces:
                self.column = max(0, self.column - 1)
            if self.mode is not Mode.TEXT:
                self._put(letter, frame)
        elif word & 0xFFF0 == codes.MIDROW:
            self._mid_row(word & 0x0F, frame)
        elif word & 0x40:
            self._preamble(word)

    def _control(self, code: int, frame: int) -> None:
        match code:
            case codes.LOAD | codes.TEXT | codes.MORE_TEXT:
                self.mode = Mode.POP if code == codes.LOAD else Mode.TEXT
            case codes.PAINT:
                self.mode, self._fresh = Mode.PAINT, True
            case codes.SHOW:
                self._close(frame)
                self.shown, self.hidden = self.hidden, self.shown
                self.mode, self._begin, self.loaded = Mode.POP, frame, False
            case codes.CLEAR:
                self._close(frame)
                self.shown.clear()
            case codes.CLEAR_BUFFER:
                self.hidden.clear()
                self.loaded = False
            case codes.RETURN if self.mode is Mode.ROLL:
                self._return(frame)
            case codes.BACKSPACE | codes.DELETE_TO_END if self.mode is not Mode.TEXT:
                self._erase(to_end=code == codes.DELETE_TO_END)
            case _ if codes.ROLL_2 <= code <= codes.ROLL_4:
                self._roll(code - codes.ROLL_2 + 2, frame)
            case _:
                pass

    def _erase(self, *, to_end: bool) -> None:
        """The letter before the cursor, or the rest of its row."""
        memory = self._memory()
        if not to_end:
            self.column = max(0, self.column - 1)
            memory.pop((self.row, self.column), None)
            return
        for row, column in [*memory]:
            if row == self.row and column >= self.column:
                del memory[row, column]

    def _roll(self, depth: int, frame: int) -> None:
        if self.mode is not Mode.ROLL:
            self._close(frame)
            self.shown.clear()
            self.hidden.clear()
            self.loaded = False
            self.row, self.column, self.look = codes.ROWS - 1, 0, PLAIN
        self.mode, self.depth = Mode.ROLL, depth

    def _return(self, frame: int) -> None:
        """The lines go up by one, and the uppermost away."""
        self._close(frame)
        top = self.row - self.depth + 1
        self.shown = {
            (row - 1, column): cell for (row, column), cell in self.shown.items() if top < row <= self.row
        }
        self.column, self.look, self._returned = 0, PLAIN, frame
        self._begin = frame if self._has_text() else None

    def _preamble(self, word: int) -> None:
        """Row, and column or look."""
        row = codes.ROW_OF.get(word & 0xFF60)
        if row is None:
            return
        if self.mode is Mode.ROLL and row != self.row:  # what is there moves with it
            off = row - self.row
            self.shown = {(row + off, column): cell for (row, column), cell in self.shown.items()}
        said = word & 0x0E
        self.row = row
        self.column = codes.INDENT * said // 2 if word & codes.INDENTED else 0
        self.look = TextLook(underlined=bool(word & 1))
        if not word & codes.INDENTED:
            self.look = self._looks(self.look, said)

    def _mid_row(self, code: int, frame: int) -> None:
        self.look = self._looks(self.look._replace(underlined=bool(code & 1)), code & 0x0E)
        if self.mode is not Mode.TEXT:
            self._put(" ", frame, code=True)

    @staticmethod
    def _looks(look: TextLook, said: int) -> TextLook:
        """Italics keep the colour; a colour ends italics."""
        if said == codes.ITALIC:
            return look._replace(italic=True)
        colour = codes.COLOUR_OF[said]
        return look._replace(italic=False, colour="" if colour == colours.WHITE else colour)

    def _put(self, letter: str, frame: int, *, code: bool = False) -> None:
        memory = self._memory()
        if memory is self.shown:
            self._comes(frame)
        elif not letter.isspace():
            self.loaded = True
        memory[self.row, self.column] = Cell(letter, self.look, code)
        self.column += 1

    def _comes(self, frame: int) -> None:
        """A letter is about to be seen: of which caption?"""
        last, row, column = self._painted
        if self.mode is Mode.ROLL:
            if self._returned is not None:
                late = frame - self._returned > SAME_CAPTION
                if late:
                    self._close(frame)
                self._begin = frame if late else self._returned
        else:
            goes_on = self.row == row and self.column >= column and frame - last <= SAME_CAPTION
            if (self._fresh or frame - last > SAME_CAPTION) and not goes_on:
                self._close(frame)
        if self._begin is None:
            self._begin = frame
        self._returned, self._fresh = None, False
        self._painted = frame, self.row, self.column

    def _close(self, frame: int) -> None:
        """What is shown is shown until now."""
        if self._begin is not None and self._has_text():
            self.stages.append(Stage(self._begin, max(self._begin, frame), dict(self.shown), self.mode))
        self._begin = None

    def _memory(self) -> Memory:
        return self.hidden if self.mode is Mode.POP else self.shown

    def _has_text(self) -> bool:
        return any(not cell.letter.isspace() for cell in self.shown.values())
