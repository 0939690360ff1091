"""What text is set with: the picture, the letters and the layout, in pixels. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from subtool.screen.look import Place

if TYPE_CHECKING:
    from subtool.layouts.layout import Layout
    from subtool.screen.canvas import Canvas
    from subtool.screen.typeface import Typeface


class Typefaces(Protocol):
    """Those of subtitles and of footnotes."""

    @property
    def subtitles(self) -> Typeface: ...
    @property
    def notes(self) -> Typeface: ...


@dataclass(frozen=True, slots=True)
class Setting:
    """Upright pictures are shown in players that lay their buttons over the bottom and the top."""

    canvas: Canvas
    typefaces: Typefaces
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
