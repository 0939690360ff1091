"""What text is set with: the picture, the letters and the layout, in pixels. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from subtool.onscreen.look import NotePosition

if TYPE_CHECKING:
    from subtool.cues.footnotes import Mode
    from subtool.onscreen.canvas import Canvas
    from subtool.onscreen.fonts import Fonts
    from subtool.styles.layout import Layout


# What TikTok, Reels and Shorts lay over an upright film, the most of the three, of its width and its height: buttons at
# the right, tabs at the top, names and captions at the bottom. After the templates that they and editors publish.
CLEAR_SIDE, CLEAR_TOP, CLEAR_BOTTOM = 0.12, 0.13, 0.25


SMALLEST = 0.1  # pixels, so that a film of one pixel has sizes


@dataclass(frozen=True, slots=True)
class Setting:
    """Upright pictures are shown in players that lay their buttons over the bottom and the top."""

    canvas: Canvas
    typefaces: Fonts
    layout: Layout
    place: NotePosition = NotePosition.TOP
    footnotes: Mode = "captions"

    @property
    def side(self) -> int:
        return self._margin(self.canvas.width, self.layout.side, self.layout.upright_side, CLEAR_SIDE)

    @property
    def top(self) -> int:
        return self._margin(self.canvas.height, self.layout.top, self.layout.upright_top, CLEAR_TOP)

    @property
    def bottom(self) -> int:
        return self._margin(self.canvas.height, self.layout.bottom, self.layout.upright_bottom, CLEAR_BOTTOM)

    @property
    def width(self) -> int:
        """Between the sides."""
        return self.canvas.width - 2 * self.side

    @property
    def note_width(self) -> int:
        """Of a footnote's box at most."""
        return min(self.width, round(self.layout.note_width * self.canvas.base))

    def _margin(self, length: int, share: float, upright: float, clear: float) -> int:
        if not self.canvas.upright:
            return round(length * share)
        return round(length * (max(upright, clear) if self.canvas.phone else upright))

    def pixels(self, share: float) -> float:
        return max(SMALLEST, round(share * self.canvas.base, 1))
