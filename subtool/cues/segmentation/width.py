"""How long a line is, as a house style counts it."""

from __future__ import annotations

import unicodedata

STACKED = frozenset({"Mn", "Me"})
WIDE = frozenset("WF")  # wide and full-width; Unicode Standard Annex 11


def width(text: str, half: float = 1.0) -> float:
    """Characters as a viewer counts them; a mark that stands on, over or under another takes no room.

    Those are accents, points of Hebrew and Arabic, and vowels and tones above and below the letters of Thai and Indic.

    `half` is what a character counts that is half as wide as a Chinese one: 0.5 where a style counts those.
    """
    if text.isascii():
        return len(text) * half
    seen = (char for char in text if unicodedata.category(char) not in STACKED)
    return sum(1 if half == 1 or unicodedata.east_asian_width(char) in WIDE else half for char in seen)
