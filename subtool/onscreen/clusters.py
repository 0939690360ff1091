"""What a reader sees as one letter, and no line or font may part. Pure."""

from __future__ import annotations

import unicodedata

JOINERS = frozenset("\u200c\u200d\u2060")
VIRAMA = 9  # the combining class of marks that bind the next consonant
WRITTEN_AFTER = frozenset(
    "\u0e2f\u0e30\u0e32\u0e33\u0e45\u0e46\u0eaf\u0eb0\u0eb2\u0eb3\u0ec6"
)  # vowels and marks of Thai and Lao that are written after and belong to what is before
AHEAD = frozenset(
    "\u0e40\u0e41\u0e42\u0e43\u0e44\u0ec0\u0ec1\u0ec2\u0ec3\u0ec4"
)  # and those written before it


def clusters(text: str) -> tuple[str, ...]:
    """The text in pieces: a letter with its marks, letters that are bound to one another."""
    result = list[str]()
    for char in text:
        if result and _belongs(result[-1], char):
            result[-1] += char
        else:
            result.append(char)
    return tuple(result)


def _belongs(before: str, char: str) -> bool:
    if before[-1].isspace() or char.isspace():
        return False
    marks = unicodedata.category(char) in {"Mn", "Mc", "Me"} or char in JOINERS or char in WRITTEN_AFTER
    bound = unicodedata.combining(before[-1]) == VIRAMA and unicodedata.category(char) == "Lo"
    return marks or bound or before[-1] == "\u200d" or before[-1] in AHEAD
