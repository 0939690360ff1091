"""What is to be made of a film, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from subtool.media.make.passages import Card, Fades, starts

if TYPE_CHECKING:
    from fractions import Fraction
    from pathlib import Path

    from subtool.media.make.crop import Framing
    from subtool.media.make.encoding import Encoding
    from subtool.media.read.frames import FrameRange
    from subtool.media.read.probe import Film

NO_FADES = Fades(sound_ms=0)  # of sound that is not joined


@dataclass(frozen=True, slots=True)
class Burn:
    """What is to be made: cuts of a film, joined in this order, with `subtitles` (ASS) in them, set in `fonts`.

    The subtitles have the time of what is made.
    """

    film: Film
    cuts: tuple[FrameRange, ...]
    subtitles: str
    fonts: tuple[Path, ...]
    delivery: Encoding
    fades: Fades = NO_FADES
    card: Card | None = None
    framing: Framing | None = None

    def __len__(self) -> int:
        return sum(len(cut) for cut in self.cuts) + (self.card.frames if self.card else 0)

    @property
    def whole(self) -> bool:
        """Whether it is the film from its first frame to its last, in its own time."""
        return self.cuts[0].whole

    @property
    def length(self) -> Fraction:
        """How long it is, in seconds."""
        return starts(self.cuts)[-1] + (self.card.length if self.card else 0)
