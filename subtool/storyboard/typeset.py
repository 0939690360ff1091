"""Rows of a card, as even as they can be: no lone word at the end, no word cut."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from PIL import ImageFont

from subtool.model import meets_without_space

if TYPE_CHECKING:
    from pathlib import Path


@cache
def font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size)


def width(text: str, path: Path, size: int) -> float:
    return font(path, size).getlength(text)


def rows(text: str, path: Path, size: int, room: float) -> list[str]:
    """The text in the fewest rows of `room` pixels, and those as narrow as they can be."""
    fewest = len(_filled(text, path, size, room))
    narrow, wide = room / fewest / 2, room
    while fewest > 1 and wide - narrow > size / 4:
        middle = (narrow + wide) / 2
        made = _filled(text, path, size, middle)
        if len(made) <= fewest and all(width(row, path, size) <= middle for row in made):
            wide = middle
        else:
            narrow = middle
    return _filled(text, path, size, wide)


def _filled(text: str, path: Path, size: int, room: float) -> list[str]:
    made = [""]
    for piece in _pieces(text):
        longer = made[-1] + piece
        if not made[-1] or width(longer.strip(), path, size) <= room:
            made[-1] = longer
        else:
            made.append(piece)
    return [row.strip() for row in made]


def _pieces(text: str) -> list[str]:
    """What a row may end after: words, and the characters of writings without blanks."""
    pieces: list[str] = []
    for word in text.split():
        pieces.append(f" {word[:1]}" if pieces else word[:1])
        for one, following in pairwise(word):
            if meets_without_space(one, following) and following.isalnum():
                pieces.append(following)
            else:
                pieces[-1] += following
    return pieces
