"""EBU-STL (EBU Tech 3264): read through ttconv, written here.

A header of 1024 bytes (GSI) is followed by blocks of 128 (TTI), a cue in one or more. Where all rows fit teletext's
40 columns they are written as teletext, in double height, boxed; else as open subtitles, which have no such limit.
"""

from __future__ import annotations

import io
import struct
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from subtool.errors import FormatError
from subtool.formats import plain
from subtool.formats.form import to_frame
from subtool.formats.timedtext import understood
from subtool.model import Role
from subtool.timecode import Timecode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from subtool.model import Cue, Sheet

HEADER, FIELD, BLOCK = 1024, 112, 128
RATES = {
    "STL23.01": "24000/1001",
    "STL24.01": "24",
    "STL25.01": "25",
    "STL30.01": "30000/1001",
    "STL50.01": "50",
}
# The tables of characters, tried in this order: 00 is Latin (ISO 6937), the others parts of ISO 8859.
TABLES = {"00": "", "01": "iso8859_5", "02": "iso8859_6", "03": "iso8859_7", "04": "iso8859_8"}
# Tech 3264, appendix 3.
LANGUAGES = {"en": "09", "de": "08", "fr": "0F", "es": "0A", "it": "15", "nl": "1D", "pt": "21", "pl": "20", "sv": "28",
    "da": "07", "no": "1E", "fi": "27", "cs": "06", "hu": "1B", "ro": "22", "tr": "29", "ru": "56", "el": "70",
    "he": "6C", "ar": "7E", "uk": "49"}  # fmt: skip
# Signs of typography that no table has, as teletext writes them.
PLAINER = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "–": "-", "‑": "-", "‐": "-", "…": "...", "′": "'", "″": '"'}
)
TELETEXT_CHARS = 36  # of 40 columns, less double height and the two ends of the box
LOWEST_ROW = 22  # of 23, as characters of double height reach into the next
NEW_ROW, UNUSED, DOUBLE, BOX, BOX_END = b"\x8a", b"\x8f", b"\x0d", b"\x0b\x0b", b"\x0a\x0a"
DAY_HOURS = 24
MOST_BLOCKS = 32  # of one cue, 3500 characters; what reads them takes time by their square
LAST_BLOCK, COMMENT = 0xFF, 0xFE
MOST_CUES = 0xFFFF


class Style(NamedTuple):
    """How the rows of a file are written."""

    table: str
    teletext: bool
    fps: Fraction


def read(data: bytes, _fps: Fraction | None) -> Sheet:
    """The subtitles as cues, at the frame rate that the file names.

    Raises:
        FormatError: it is no such file, or breaks off.
    """
    if len(data) < HEADER or data[3:6] != b"STL":
        raise FormatError("is no EBU-STL file", hint="it begins with a header such as 850STL25.01")
    if (len(data) - HEADER) % BLOCK:
        raise FormatError("breaks off in the middle of a subtitle", hint="fetch the file anew")
    _refuse_floods(data)

    def document() -> Any:  # noqa: ANN401 - ttconv's
        from ttconv.stl.reader import to_model

        return to_model(io.BytesIO(data))

    return understood(document, "EBU-STL")


def _refuse_floods(data: bytes) -> None:
    chained = 0
    for block, extension in enumerate(data[HEADER + 3 :: BLOCK], start=1):
        chained = 0 if extension == LAST_BLOCK else chained + (extension != COMMENT)
        if chained >= MOST_BLOCKS:
            raise FormatError(f"block {block} is one too many of a cue", hint="fetch the file anew")


def write(sheet: Sheet, fps: Fraction) -> bytes:
    """The cues in their order, on the frames of `fps`; one is a frame long at least.

    Raises:
        FormatError: the frame rate or a character has no place in the format, or a cue is at 24 hours or later.
    """
    code = next((code for code, rate in RATES.items() if rate == str(fps)), None)
    if code is None:
        hint = "name one of 24, 25, 29.97 or 50 with --fps"
        raise FormatError(f"EBU-STL has no {float(fps):g} frames a second", hint=hint)
    if len(sheet.cues) > MOST_CUES:
        raise FormatError(f"EBU-STL holds {MOST_CUES} cues at most", hint="write it in parts")
    teletext = all(len(row) <= TELETEXT_CHARS for cue in sheet.cues for row in plain.rows(cue))
    style = Style(_table_for(sheet), teletext, fps)
    blocks = [block for at, cue in enumerate(sheet.cues) for block in _blocks(cue, at, style)]
    return _header(sheet, code, style, blocks) + b"".join(blocks)


def _table_for(sheet: Sheet) -> str:
    """The first table that has all characters.

    Raises:
        FormatError: none has.
    """
    letters = {letter for cue in sheet.cues for row in plain.rows(cue) for letter in _composed(row)}
    for table in TABLES:
        if letters <= _codes(table).keys():
            return table
    for number, cue in enumerate(sheet.cues, start=1):
        lacking = sorted({each for row in plain.rows(cue) for each in _composed(row)} - _codes("00").keys())
        if lacking:
            raise FormatError(
                f"cue {number} has {lacking[0]!r}, for which EBU-STL has no character beside the others",
                hint="replace it, or write .ttml",
            )
    raise AssertionError("a letter is lacking in no cue")


@lru_cache
def _codes(table: str) -> Mapping[str, bytes]:
    """How each character of a table is written."""
    if TABLES[table]:
        singles = [bytes([code]) for code in (*range(0x20, 0x7F), *range(0xA1, 0x100))]
        return {each.decode(TABLES[table]): each for each in singles if each.decode(TABLES[table], "ignore")}
    from ttconv.stl.iso6937 import decode

    singles = [bytes([code]) for code in (*range(0x20, 0x7F), *range(0xA1, 0xC0), *range(0xD0, 0xFF))]
    pairs = [bytes([accent, letter]) for accent in range(0xC1, 0xD0) for letter in range(0x20, 0x7F)]
    made = {decode(each, "ignore")[0]: each for each in reversed(singles + pairs)}
    return {letter: each for letter, each in made.items() if letter != "\ufffd"}


def _composed(row: str) -> str:
    return unicodedata.normalize("NFC", row).translate(PLAINER)


def _blocks(cue: Cue, at: int, style: Style) -> Iterator[bytes]:
    rows = [b"".join(_codes(style.table)[each] for each in _composed(row)) for row in plain.rows(cue)]
    if style.teletext:
        rows = [DOUBLE + BOX + row + BOX_END for row in rows]
    field = (NEW_ROW * (2 if style.teletext else 1)).join(rows)
    pieces = [field[here : here + FIELD] for here in range(0, len(field), FIELD)] or [b""]
    if len(pieces) > MOST_BLOCKS:
        raise FormatError(f"cue {at + 1} is too long for EBU-STL", hint="split it")
    first = to_frame(cue.span.start_ms, style.fps)
    last = max(first + 1, to_frame(cue.span.end_ms, style.fps))
    times = [*_code(first, style.fps, at), *_code(last, style.fps, at)]
    for number, piece in enumerate(pieces):
        extension = LAST_BLOCK if number == len(pieces) - 1 else number
        head = struct.pack("<BHBB", 0, at, extension, 0) + bytes([*times, _row_of(cue, len(rows)), 2, 0])
        yield head + piece.ljust(FIELD, UNUSED)


def _row_of(cue: Cue, rows: int) -> int:
    top = cue.role is Role.NOTE or cue.settings.startswith("line:0")
    return 2 if top else max(1, LOWEST_ROW - 2 * (rows - 1))


def _code(frame: int, fps: Fraction, at: int) -> tuple[int, int, int, int]:
    drop = fps.denominator > 1  # 29.97 is counted so that codes keep up with the clock
    code = str(Timecode(frame, fps, drop)).replace(";", ":")
    hours, minutes, seconds, frames = (int(part) for part in code.split(":"))
    if hours >= DAY_HOURS:
        hint = "shift the cues to an earlier time first"
        raise FormatError(f"cue {at + 1} is at 24 hours or later, which EBU-STL cannot say", hint=hint)
    return hours, minutes, seconds, frames


def _header(sheet: Sheet, code: str, style: Style, blocks: list[bytes]) -> bytes:
    """The GSI block; its dates are constant, so that the same cues give the same file."""
    first = "".join(f"{part:02}" for part in blocks[0][5:9]) if blocks else "00000000"
    title = unicodedata.normalize("NFKD", sheet.title).encode("ascii", "ignore").decode()
    language = LANGUAGES.get(sheet.language.split("-")[0].lower(), "00")
    widest = max((len(row) for cue in sheet.cues for row in plain.rows(cue)), default=0)
    fields = [
        ("850", 3), (code, 8), ("1" if style.teletext else "0", 1), (style.table, 2), (language, 2), (title, 32),
        ("", 160), ("", 16), ("700101", 6), ("700101", 6), ("00", 2), (f"{len(blocks):05}", 5),
        (f"{len(sheet.cues):05}", 5), ("001", 3), (f"{min(99, max(40, widest)):02}", 2), ("23", 2), ("1", 1),
        ("00000000", 8), (first, 8), ("1", 1), ("1", 1), ("", 3), ("", 32), ("", 32), ("", 32),
    ]  # fmt: skip
    made = "".join(text[:width].ljust(width) for text, width in fields)
    return made.encode("ascii").ljust(HEADER)
