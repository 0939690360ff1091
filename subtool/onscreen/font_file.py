"""What a font file holds, as the renderer reads it: its name, its letters and how wide they are."""

from __future__ import annotations

import os
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass
from errno import EACCES, EISDIR, ELOOP, EPERM
from functools import lru_cache
from typing import TYPE_CHECKING

from subtool.errors import MediaError, Place, SubtoolError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from fontTools.ttLib import TTFont

ITALIC, BOLD = 1, 32  # bits of OS/2.fsSelection
NOT_OPENED = {EACCES, EISDIR, ELOOP, EPERM}  # what systems say of a file before anything of it is read
UNWRITABLE = frozenset(",{}\\")  # in a name, they end it in ASS, and what is after them would be a command


@dataclass(frozen=True, slots=True)
class Letters:
    """A font: `line` is the height of its line in ems, `characters` the code points it has."""

    family: str
    bold: bool
    italic: bool
    line: float
    characters: frozenset[int]

    def has(self, char: str) -> bool:
        return ord(char) in self.characters


@lru_cache(maxsize=64)
def letters(path: Path, number: int = 0) -> Letters:
    """The letters of font `number` in a file.

    Raises:
        MediaError: there is no such file, or it is not a font.
    """
    with _opened(path, number) as font:
        em = int(font["head"].unitsPerEm)
        windows = font.get("OS/2")
        style = windows.fsSelection if windows else 0
        line = (windows.usWinAscent + windows.usWinDescent) if windows else 0
        line = line or font["hhea"].ascent - font["hhea"].descent or em
        characters = frozenset(font.getBestCmap() or ())
        return Letters(_family(font, path), bool(style & BOLD), bool(style & ITALIC), line / em, characters)


@lru_cache(maxsize=64)
def widths(path: Path, number: int = 0, weight: int = 0) -> Mapping[int, float]:
    """How wide its characters are, in ems, at a weight where it has several.

    Raises:
        MediaError: there is no such file, or it is not a font.
    """
    with _opened(path, number) as font:
        em = int(font["head"].unitsPerEm)
        advances = _Widths(font, {"wght": weight} if weight and "fvar" in font else None)
        return {char: advances.of(glyph) / em for char, glyph in (font.getBestCmap() or {}).items()}


class _Widths:
    """Advances, at a place of a variable font."""

    def __init__(self, font: TTFont, place: dict[str, int] | None) -> None:
        self._plain = font["hmtx"].metrics
        self._varied = None
        if place and "HVAR" in font:
            from fontTools.varLib.models import normalizeLocation, piecewiseLinearMap
            from fontTools.varLib.varStore import VarStoreInstancer

            axes = {
                axis.axisTag: (axis.minValue, axis.defaultValue, axis.maxValue) for axis in font["fvar"].axes
            }
            where = normalizeLocation(place, axes)
            if "avar" in font:
                where = {
                    tag: piecewiseLinearMap(value, font["avar"].segments[tag]) for tag, value in where.items()
                }
            table = font["HVAR"].table
            self._varied = VarStoreInstancer(table.VarStore, font["fvar"].axes, where)
            self._map = table.AdvWidthMap.mapping if table.AdvWidthMap else None
            self._number = font.getGlyphID

    def of(self, glyph: str) -> float:
        width = float(self._plain[glyph][0])
        if self._varied is not None:
            width += float(self._varied[self._map[glyph] if self._map else self._number(glyph)])
        return width


def _family(font: TTFont, path: Path) -> str:
    """The name of the family as the renderer knows it: of all cuts that one file holds, else of four files."""
    names = font.get("name")
    order = (16, 1, 4) if "fvar" in font else (1, 16, 4)
    name = names and next(filter(None, map(names.getDebugName, order)), None)
    if not name:
        raise MediaError("is a font without a name", at=Place(str(path)), hint="name another font file")
    if any(char in UNWRITABLE or unicodedata.category(char) in {"Cc", "Zl", "Zp"} for char in str(name)):
        raise MediaError(
            f"is a font whose name, {str(name)!r}, cannot be passed to the renderer",
            at=Place(str(path)),
            hint="rename the font's family, or name another font file",
        )
    return str(name)


@contextmanager
def _opened(path: Path, number: int) -> Iterator[TTFont]:
    from fontTools.ttLib import TTFont, TTLibError

    place = Place(str(path))
    if path.is_fifo():
        raise MediaError(
            "is a pipe, and a font is read more than once", at=place, hint="save it as a file first"
        )
    try:
        with path.open("rb") as file, TTFont(file, fontNumber=number, lazy=True) as font:
            # names of glyphs are not asked for, and finding them takes longer than all else
            font.setGlyphOrder([f"glyph{glyph}" for glyph in range(font["maxp"].numGlyphs)])
            yield font
    except FileNotFoundError as error:
        raise MediaError("no such font file", at=place, hint="check the name and the folder") from error
    except (TTLibError, OSError) as error:
        if isinstance(error, OSError) and error.errno in NOT_OPENED:
            reason = os.strerror(error.errno).lower()
            raise MediaError(
                f"cannot be read: {reason}", at=place, hint="name a font file that you may read"
            ) from error
        raise MediaError(
            "is not a font that can be read", at=place, hint="name a .ttf, .otf or .ttc file"
        ) from error
    except SubtoolError:
        raise
    except (
        Exception
    ) as error:  # tables are read when they are asked for, and raise whatever their parsers meet
        raise MediaError(
            f"is a damaged font ({type(error).__name__}: {error})", at=place, hint="name another font file"
        ) from error
