"""The text field of EBU-STL: characters of its tables, control codes of teletext and of open subtitles."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from subtool.formats.runs import TextLook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# The tables of characters, tried in this order: 00 is Latin (ISO 6937), the others parts of ISO 8859.
TABLES = {"00": "", "01": "iso8859_5", "02": "iso8859_6", "03": "iso8859_7", "04": "iso8859_8"}
# EBU Tech 3264 and teletext, CR/LF, double height, boxes.
NEW_ROW, DOUBLE, BOX, BOX_END = 0x8A, 0x0D, 0x0B, 0x0A
# Alphanumeric colours of teletext, 00h to 07h.
COLOURS = ("#000000", "#ff0000", "#00ff00", "#ffff00", "#0000ff", "#ff00ff", "#00ffff", "")
ITALICS, ITALICS_OFF, UNDERLINE, UNDERLINE_OFF = 0x80, 0x81, 0x82, 0x83  # EBU Tech 3264, open subtitles
BACKGROUNDS = (0x1C, 0x1D)  # black background, new background (teletext)
# Codes of teletext and of open subtitles that are not characters.
CONTROLS = frozenset({*range(0x20), 0x84, 0x85, *range(0x86, 0x8A), *range(0x8B, 0xA0)})
ACCENTS = range(0xC1, 0xD0)  # of ISO 6937: each stands before its letter


@lru_cache
def codes(table: str) -> Mapping[str, bytes]:
    """How each character of a table is written."""
    if TABLES.get(table, ""):
        singles = [bytes([code]) for code in (*range(0x20, 0x7F), *range(0xA1, 0x100))]
        return {code.decode(TABLES[table]): code for code in singles if code.decode(TABLES[table], "ignore")}
    from ttconv.stl.iso6937 import decode

    singles = [bytes([code]) for code in (*range(0x20, 0x7F), *range(0xA1, 0xC0), *range(0xD0, 0xFF))]
    pairs = [bytes([accent, letter]) for accent in ACCENTS for letter in range(0x20, 0x7F)]
    result = {decode(code, "ignore")[0]: code for code in reversed(singles + pairs)}
    return {letter: code for letter, code in result.items() if letter != "\ufffd"}


@lru_cache
def letters(table: str) -> Mapping[bytes, str]:
    """What each code of a table stands for."""
    if TABLES.get(table):
        singles = [bytes([code]) for code in (*range(0x20, 0x7F), *range(0xA0, 0x100))]
        return {code: code.decode(TABLES[table], "replace") for code in singles}
    from ttconv.stl.iso6937 import decode

    singles = [bytes([code]) for code in (*range(0x20, 0x7F), *range(0xA0, 0x100)) if code not in ACCENTS]
    pairs = [bytes([accent, letter]) for accent in ACCENTS for letter in range(0x20, 0x7F)]
    return {code: decode(code, "replace")[0] for code in singles + pairs}


def pieces(field: bytes, table: str) -> Iterator[tuple[str, bytes, TextLook]]:
    """What is seen of each code of a field, how it is written, and how it looks.

    A colour or a box of teletext takes a place on the screen, which is a space.
    """
    known, look, position = letters(table), TextLook(), 0
    latin = not TABLES.get(table, "")
    double = DOUBLE in field
    while position < len(field):
        code = field[position]
        size = (
            2
            if latin and code in ACCENTS and position + 1 < len(field) and 0x20 <= field[position + 1] < 0x7F
            else 1
        )
        raw = field[position : position + size]
        position += size
        if code == NEW_ROW:
            again = position < len(field) and field[position] == NEW_ROW and double
            raw, position = (raw + field[position : position + 1], position + 1) if again else (raw, position)
            look = look._replace(colour="")
            yield "\n", raw, look
        elif code in (ITALICS, ITALICS_OFF):
            look = look._replace(italic=code == ITALICS)
            yield "", raw, look
        elif code in (UNDERLINE, UNDERLINE_OFF):
            look = look._replace(underlined=code == UNDERLINE)
            yield "", raw, look
        elif code in CONTROLS:
            look = look._replace(colour=COLOURS[code]) if code < len(COLOURS) else look
            yield " ", raw, look
        elif code in {127, 143}:
            yield "", raw, look
        else:
            yield known.get(raw, "\ufffd"), raw, look
