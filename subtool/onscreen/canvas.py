"""The picture that text is set on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Canvas:
    """The picture as it is shown, in pixels, and how bright white is on it (0 to 255).

    It is for a `phone` when players of upright films will lay their names and buttons over it.
    """

    width: int
    height: int
    white: int = 255
    phone: bool = False

    @property
    def upright(self) -> bool:
        return self.height > self.width

    @property
    def base(self) -> float:
        """What sizes of text are shares of; the same text fits a wide and an upright picture."""
        return min(self.height, 0.95 * self.width)
