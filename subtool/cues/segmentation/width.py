"""How long a row is, as a house style counts it."""

from __future__ import annotations

import unicodedata

WIDE = frozenset("WF")  # wide and full-width; Unicode Standard Annex 11


def width(text: str, half: float = 1.0) -> float:
    """Characters as a viewer counts them; one that combines with the one before takes no room.

    `half` is what a character counts that is half as wide as a Chinese one: 0.5 where a style counts those.
    """
    if text.isascii():
        return len(text) * half
    seen = (char for char in text if not unicodedata.combining(char))
    return sum(1 if half == 1 or unicodedata.east_asian_width(char) in WIDE else half for char in seen)
