"""EBU-STL as it is written: a header of 1024 bytes (GSI), then blocks of 128 (TTI), a cue in one or more.

Where all rows fit teletext's 40 columns they are written as teletext, in double height, boxed; else as open
subtitles, which have no such limit.
"""

from __future__ import annotations

import struct
import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from subtool.errors import FormatError
from subtool.formats import colours, placing, plain, runs
from subtool.formats.form import start_of, to_frame
from subtool.formats.stl.blocks import EMPTY, FIELD, HEADER, LAST_BLOCK, MOST_BLOCKS, RATES
from subtool.formats.stl.text import BOX, BOX_END, COLOURS, DOUBLE, NEW_ROW, TABLES, codes
from subtool.model import Role
from subtool.timecode import DAY_HOURS, Timecode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from subtool.formats.runs import TextLook, TextRun
    from subtool.model import Cue, Sheet

# Tech 3264, appendix 3.
LANGUAGES = {"en": "09", "de": "08", "fr": "0F", "es": "0A", "it": "15", "nl": "1D", "pt": "21", "pl": "20", "sv": "28",
    "da": "07", "no": "1E", "fi": "27", "cs": "06", "hu": "1B", "ro": "22", "tr": "29", "ru": "56", "el": "70",
    "he": "6C", "ar": "7E", "uk": "49"}  # fmt: skip
# Marks of typography that no table has, as teletext writes them.
PLAINER = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "–": "-", "‑": "-", "‐": "-", "…": "...", "′": "'", "″": '"'}
)
TELETEXT_CHARS = 36  # of 40 columns, less double height and the two ends of the box
LOWEST_ROW = 22  # of 23, as characters of double height reach into the next
PALETTE = tuple(colour or colours.WHITE for colour in COLOURS)
MOST_CUES = 0xFFFF  # two bytes count them (EBU Tech 3264, SN)
JUSTIFIED = {-1: 1, 0: 2, 1: 3}  # EBU Tech 3264, justification code
ITALICS, UNDERLINES = (b"\x81", b"\x80"), (b"\x83", b"\x82")  # off, on


class StlEncoding(NamedTuple):
    """How the lines of a file are written."""

    table: str
    teletext: bool
    fps: Fraction
    start: int = 0  # the number of the programme's first frame, in its time code


def write(sheet: Sheet, fps: Fraction) -> bytes:
    """The cues in their order, on the frames of `fps`; one is a frame long at least.

    Raises:
        FormatError: the frame rate or a character has no place in the format, or a cue is at 24 hours or later.
    """
    code = next((code for code, rate in RATES.items() if rate == str(fps) and code != "STL29.01"), None)
    if code is None:
        hint = "name one of 23.976, 24, 25, 29.97 or 50 with --fps"
        raise FormatError(f"EBU-STL has no {float(fps):g} frames a second", hint=hint)
    if len(sheet.cues) > MOST_CUES:
        raise FormatError(f"EBU-STL holds {MOST_CUES} cues at most", hint="write it in parts")
    teletext = all(len(line) <= TELETEXT_CHARS for cue in sheet.cues for line in plain.lines(cue))
    encoding = StlEncoding(_table_for(sheet), teletext, fps, _start(sheet, fps))
    blocks = [block for index, cue in enumerate(sheet.cues) for block in _blocks(cue, index, encoding)]
    return _header(sheet, code, encoding, blocks) + b"".join(blocks)


def _table_for(sheet: Sheet) -> str:
    """The first table that has all characters.

    Raises:
        FormatError: none has.
    """
    letters = {letter for cue in sheet.cues for line in plain.lines(cue) for letter in composed(line)}
    for table in TABLES:
        if letters <= codes(table).keys():
            return table
    for number, cue in enumerate(sheet.cues, start=1):
        lacking = sorted(
            {letter for line in plain.lines(cue) for letter in composed(line)} - codes("00").keys()
        )
        if lacking:
            raise FormatError(
                f"cue {number} has {lacking[0]!r}, for which EBU-STL has no character beside the others",
                hint="replace it, or write .ttml",
            )
    raise AssertionError("a letter is lacking in no cue")


def composed(line: str) -> str:
    """A row in the characters that tables know."""
    return unicodedata.normalize("NFC", line).translate(PLAINER)


def codes_of(text: str, table: str) -> bytes:
    """Text in the codes of a table.

    Raises:
        FormatError: a character is not in it.
    """
    known = codes(table)
    try:
        return b"".join(bytes([NEW_ROW]) if letter == "\n" else known[letter] for letter in composed(text))
    except KeyError as error:
        raise FormatError(
            f"EBU-STL has no {error.args[0]!r} in the table of this file", hint="write .ttml"
        ) from error


def cue_field(cue: Cue, encoding: StlEncoding) -> bytes:
    """The text of a cue with the codes of its looks."""
    lines = [_row(line, encoding) for line in runs.lines_of(cue)]
    return (bytes([NEW_ROW]) * (2 if encoding.teletext else 1)).join(lines)


def _row(line: list[TextRun], encoding: StlEncoding) -> bytes:
    """A row, boxed in teletext: a colour before its box, or between two words in place of their space."""
    first = _colour_code(line[0].look) if encoding.teletext else b""
    result, now = b"", (first, False, False)
    for run in line:
        look = run.look
        wanted = (_colour_code(look) if encoding.teletext else b"", look.italic, look.underlined)
        if not run.text.strip():
            result += codes_of(run.text, encoding.table)
            continue
        for index, pair in ((1, ITALICS), (2, UNDERLINES)):
            if wanted[index] != now[index]:
                result += pair[int(bool(wanted[index]))]
        text = codes_of(run.text, encoding.table)
        if wanted[0] != now[0]:
            result = result.removesuffix(b" ") + (wanted[0] or b"\x07")
            text = text.removeprefix(b" ")
        result += text
        now = wanted
    result += (ITALICS[0] if now[1] else b"") + (UNDERLINES[0] if now[2] else b"")
    if not encoding.teletext:
        return result
    return bytes([DOUBLE]) + first + bytes([BOX, BOX]) + result + bytes([BOX_END, BOX_END])


def _colour_code(look: TextLook) -> bytes:
    """The colour of teletext that is nearest; none for white."""
    if not look.colour:
        return b""
    code = PALETTE.index(colours.nearest(look.colour, PALETTE))
    return b"" if code == 7 else bytes([code])


def _blocks(cue: Cue, index: int, encoding: StlEncoding) -> Iterator[bytes]:
    field = cue_field(cue, encoding)
    pieces = [field[here : here + FIELD] for here in range(0, len(field), FIELD)] or [b""]
    if len(pieces) > MOST_BLOCKS:
        raise FormatError(f"cue {index + 1} is too long for EBU-STL", hint="split it")
    first = encoding.start + to_frame(cue.span.start_ms, encoding.fps)
    last = max(first + 1, encoding.start + to_frame(cue.span.end_ms, encoding.fps))
    times = [*time_code(first, encoding.fps, index), *time_code(last, encoding.fps, index)]
    place = [row_of(cue, len(plain.lines(cue))), JUSTIFIED[placing.side(placing.of(cue))]]
    for number, piece in enumerate(pieces):
        extension = LAST_BLOCK if number == len(pieces) - 1 else number
        head = struct.pack("<BHBB", 0, index, extension, 0) + bytes([*times, *place, 0])
        yield head + piece.ljust(FIELD, bytes([EMPTY]))


def row_of(cue: Cue, rows: int) -> int:
    """The row of teletext on which a cue begins."""
    height = "top" if cue.role is Role.NOTE else placing.height(placing.of(cue))
    lowest = max(1, LOWEST_ROW - 2 * (rows - 1))
    return {"top": 2, "middle": min(lowest, max(1, 12 - rows)), "bottom": lowest}[height]


def time_code(frame: int, fps: Fraction, index: int) -> tuple[int, int, int, int]:
    """Hours, minutes, seconds and frames.

    Raises:
        FormatError: it is at 24 hours or later.
    """
    code = str(Timecode(frame, fps, _is_dropping(fps))).replace(";", ":")
    hours, minutes, seconds, frames = (int(part) for part in code.split(":"))
    if hours >= DAY_HOURS:
        hint = "shift the cues to an earlier time first"
        raise FormatError(f"cue {index + 1} is at 24 hours or later, which EBU-STL cannot say", hint=hint)
    return hours, minutes, seconds, frames


def _is_dropping(fps: Fraction) -> bool:
    """29.97 is counted so that codes keep up with the clock."""
    return fps.denominator > 1 and fps.numerator != 24000


def _start(sheet: Sheet, fps: Fraction) -> int:
    """The number of the programme's first frame: its label is that of the film, counted as codes are counted here."""
    label = str(start_of(sheet, fps)).replace(";", ":")
    with suppress(ValueError):  # codes that drop numbers have no such label
        return Timecode.parse(label[:-3] + (";" if _is_dropping(fps) else ":") + label[-2:], fps).frame
    return start_of(sheet, fps).frame


def _header(sheet: Sheet, code: str, encoding: StlEncoding, blocks: list[bytes]) -> bytes:
    """The GSI block; its dates are constant, so that the same cues give the same file."""
    begin = "".join(f"{part:02}" for part in time_code(encoding.start, encoding.fps, 0))
    first = "".join(f"{part:02}" for part in blocks[0][5:9]) if blocks else begin
    title = unicodedata.normalize("NFKD", sheet.title).encode("ascii", "ignore").decode()
    language = LANGUAGES.get(sheet.language.split("-")[0].lower(), "00")
    widest = max((len(line) for cue in sheet.cues for line in plain.lines(cue)), default=0)
    fields = [
        ("850", 3), (code, 8), ("1" if encoding.teletext else "0", 1), (encoding.table, 2), (language, 2), (title, 32),
        ("", 160), ("", 16), ("700101", 6), ("700101", 6), ("00", 2), (f"{len(blocks):05}", 5),
        (f"{len(sheet.cues):05}", 5), ("001", 3), (f"{min(99, max(40, widest)):02}", 2), ("23", 2), ("1", 1),
        (begin, 8), (first, 8), ("1", 1), ("1", 1), ("", 3), ("", 32), ("", 32), ("", 32),
    ]  # fmt: skip
    result = "".join(text[:width].ljust(width) for text, width in fields)
    return result.encode("ascii").ljust(HEADER)
