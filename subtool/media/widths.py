"""How wide letters are, read from a font as the renderer reads it."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from subtool.media.fonts import opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RESERVE = 1.01  # what hinting and rounding may add
STRANGE = 0.6  # of a letter that the font has not; a wide one is as wide as it is high


@cache
def measure(path: Path) -> Callable[[str], float]:
    """A function that gives the width of a text, in heights of its row: the renderer's size of a font.

    Raises:
        MediaError: there is no such file, or it is no font.
    """
    with opened(path) as font:
        em = int(font["head"].unitsPerEm)
        advances = {char: font["hmtx"][name][0] for char, name in (font.getBestCmap() or {}).items()}
        windows = font.get("OS/2")
        height = (windows.usWinAscent + windows.usWinDescent) if windows else 0
        if not height:
            height = font["hhea"].ascent - font["hhea"].descent
    known: dict[str, float] = {}

    def of(char: str) -> float:
        if char not in known:
            unseen = unicodedata.combining(char) or unicodedata.category(char) in {"Cf", "Mn", "Me"}
            wide = unicodedata.east_asian_width(char) in {"W", "F"}
            strange = em if wide else STRANGE * em
            known[char] = 0.0 if unseen else RESERVE * advances.get(ord(char), strange) / (height or em)
        return known[char]

    return lambda text: sum(map(of, text))
