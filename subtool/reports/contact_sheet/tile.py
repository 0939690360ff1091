"""What a contact sheet shows of a cue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from subtool.timecode import clock

if TYPE_CHECKING:
    from PIL.Image import Image

    from subtool.model import Cue


@dataclass(frozen=True, slots=True)
class Tile:
    """A cue with its number in the sheet, counted from 1, and a frame of the film with it."""

    number: int
    cue: Cue
    frame: Image

    @property
    def times(self) -> str:
        return f"{clock(self.cue.span.start_ms)} – {clock(self.cue.span.end_ms)}"


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a contact sheet: whose it is, and how many cues the sheet has of which these are some."""

    title: str
    film: str
    cues: int
    language: str = "en"
