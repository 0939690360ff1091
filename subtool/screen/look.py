"""How burned-in text is to look."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class Place(StrEnum):
    """Where footnotes stand: at the top, in rows of their own above the subtitles, or on a card behind the film."""

    TOP = "top"
    LOWER = "lower"
    END_CARD = "end-card"


@dataclass(frozen=True, slots=True)
class Look:
    """The choices there are; each has a default that suits a documentary.

    `fonts` are font files that come before those subtool brings along, `layout` the name of a layout or a file,
    `second` subtitles of a second language.
    """

    fonts: tuple[Path, ...] = ()
    layout: str = "documentary"
    place: Place = Place.TOP
    second: Path | None = None
