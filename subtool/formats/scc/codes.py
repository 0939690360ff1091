"""The codes of line 21 (CEA-608, 47 CFR 15.119), for channel 1: what is written with them, and read by them."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from subtool.formats import colours

RATE = Fraction(30000, 1001)  # of NTSC, which line 21 belongs to
COLUMNS, ROWS = 32, 15  # of the caption area (47 CFR 15.119)
INDENT = 4  # columns that a preamble can indent by; tabs do the rest
# Control codes (CEA-608): RCL, BS, DER, RU2, RU4, RDC, and on the next line TR, RTD, EDM, CR, ENM, EOC.
LOAD, BACKSPACE, DELETE_TO_END, ROLL_2, ROLL_4, PAINT = 0x1420, 0x1421, 0x1424, 0x1425, 0x1427, 0x1429
TEXT, MORE_TEXT, CLEAR, RETURN, CLEAR_BUFFER, SHOW = range(0x142A, 0x1430)  # CEA-608
TAB, MIDROW, ITALIC = 0x1720, 0x1120, 14  # tab offsets, mid-row codes and their italics
# The preamble of each row, at column 0 in white.
PREAMBLES = (
    0x1140, 0x1160, 0x1240, 0x1260, 0x1540, 0x1560, 0x1640, 0x1660, 0x1740, 0x1760, 0x1040, 0x1340, 0x1360,
    0x1440, 0x1460,
)  # fmt: skip
ROW_OF = {preamble: row for row, preamble in enumerate(PREAMBLES)}
INDENTED = 0x10  # of a preamble that says a column and no colour
COLOURS = {
    colours.WHITE: 0, "#00ff00": 2, "#0000ff": 4, "#00ffff": 6, "#ff0000": 8, "#ffff00": 10, "#ff00ff": 12,
}  # fmt: skip
COLOUR_OF = {code: colour for colour, code in COLOURS.items()}
# Where the standard set departs from ASCII.
MOVED = {
    "á": 0x2A,
    "é": 0x5C,
    "í": 0x5E,
    "ó": 0x5F,
    "ú": 0x60,
    "ç": 0x7B,
    "÷": 0x7C,
    "Ñ": 0x7D,
    "ñ": 0x7E,
    "█": 0x7F,
}
LETTER_OF = {byte: letter for letter, byte in MOVED.items()}
NOT_ASCII = frozenset("*\\^_`{|}~")
MEANT = {"━": "—", "ʌ": "^"}  # how ttconv's tables draw two characters of CEA-608, annex


def is_control(word: int) -> bool:
    """Whether it is a code, which is sent twice, and no pair of letters."""
    return 0x10 <= word >> 8 <= 0x1F


@cache
def letters() -> dict[str, tuple[int, bool]]:
    """The special and the extended characters: the code of each, and whether it replaces the letter before it."""
    found = {}
    for code, (letter, replaces) in coded().items():
        if letter not in found and not (letter.isascii() and letter not in NOT_ASCII):
            found[letter] = code, replaces
    return found


@cache
def coded() -> dict[int, tuple[str, bool]]:
    """The special and the extended characters by their codes, from ttconv's tables."""
    from ttconv.scc.codes.extended_characters import SccExtendedCharacter
    from ttconv.scc.codes.special_characters import SccSpecialCharacter

    special = [(code, False) for code in SccSpecialCharacter]
    extended = [(code, True) for code in SccExtendedCharacter]
    return {
        code.value[0]: (MEANT.get(letter := code.get_unicode_value(), letter), replaces)
        for code, replaces in (*special, *extended)
    }
