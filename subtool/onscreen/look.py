"""How burned-in text is to look."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


CENTRE = Fraction(1, 2)  # of the picture's width


class NotePosition(StrEnum):
    """Where footnotes stand: at the top, in lines of their own above the subtitles, or on a card after the film."""

    TOP = "top"
    LOWER = "lower"
    END_CARD = "end-card"


@dataclass(frozen=True, slots=True)
class Look:
    """The choices there are; each has a default that suits a documentary.

    `fonts` are font files that come before those subtool brings along, `layout` the name of a layout or a file,
    `second` subtitles of a second language. `shape` is the width of the picture in its heights, `focus` what is kept
    of a side that is cut, from 0 (left, top) to 1; without it all is kept, before a blurred ground.
    """

    fonts: tuple[Path, ...] = ()
    layout: str = "documentary"
    place: NotePosition = NotePosition.TOP
    second: Path | None = None
    shape: Fraction | None = None
    focus: Fraction | None = CENTRE

    @property
    def upright(self) -> bool:
        """Whether another shape is asked for, and it is that of phones held upright."""
        return self.shape is not None and self.shape < 1
