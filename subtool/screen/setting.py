"""What text is set with: the picture, the letters and the layout, in pixels. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from subtool.screen.look import Place

if TYPE_CHECKING:
    from subtool.layouts.layout import Layout
    from subtool.screen.canvas import Canvas
    from subtool.screen.rows import Measure


@dataclass(frozen=True, slots=True)
class Face:
    """The name by which the renderer finds a font, and how wide its letters are."""

    family: str
    measure: Measure


@dataclass(frozen=True, slots=True)
class Typeface:
    """The fonts of subtitles and of footnotes."""

    subtitles: Face
    notes: Face


@dataclass(frozen=True, slots=True)
class Setting:
    """Upright pictures are shown in players that lay their buttons over the bottom and the top."""

    canvas: Canvas
    typeface: Typeface
    layout: Layout
    place: Place = Place.TOP

    @property
    def side(self) -> int:
        layout = self.layout
        return round(self.canvas.width * (layout.upright_side if self.canvas.upright else layout.side))

    @property
    def top(self) -> int:
        layout = self.layout
        return round(self.canvas.height * (layout.upright_top if self.canvas.upright else layout.top))

    @property
    def bottom(self) -> int:
        layout = self.layout
        return round(self.canvas.height * (layout.upright_bottom if self.canvas.upright else layout.bottom))

    @property
    def width(self) -> int:
        """Between the sides."""
        return self.canvas.width - 2 * self.side

    @property
    def note_width(self) -> int:
        """Of a footnote's box at most."""
        return min(self.width, round(self.layout.note_width * self.canvas.base))

    def pixels(self, share: float) -> float:
        return round(share * self.canvas.base, 1)
