"""The places of two texts beside each other that are looked at: a band around the diagonal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from subtool.translation.pair import KnownPair

WHOLE = 1_000_000  # places: a field this large is looked at as a whole (two texts of 1,000 sentences)
WIDTH = 1200  # of a band, in sentences: a quarter of 2,000 left out in one piece stays inside
NARROW = 240  # of one around pairs that were found; of two texts of 2,000 sentences all pairs are the same as at WIDTH


class Band:
    """Lines are the places before each sentence of the source and after the last, columns those of the target.

    Line `i` holds the columns from `low[i]`, `width` of them, around the pairs that are known, or were `found`.
    """

    def __init__(
        self,
        sources: int,
        targets: int,
        known: Sequence[KnownPair] = (),
        found: Sequence[KnownPair] = (),
    ) -> None:
        self.lines, columns = sources + 1, targets + 1
        self.width = columns
        lines, others = zip((0, 0), *(found or known), (max(1, sources), targets), strict=True)
        centre = np.interp(np.arange(self.lines), lines, others)
        if self.lines * columns > WHOLE and not found:
            self.width = min(columns, max(WIDTH, abs(columns - self.lines) * 2))
        elif self.lines * columns > WHOLE:
            jump = int(
                np.ceil(np.diff(centre).max(initial=0.0))
            )  # what is left out in one piece stays inside
            self.width = min(columns, NARROW + 2 * jump)
        self.low = np.clip(np.round(centre - self.width / 2), 0, columns - self.width).astype(int)
        self.columns = columns

    @property
    def is_whole(self) -> bool:
        """Whether all places are looked at."""
        return self.width == self.columns

    @property
    def shape(self) -> tuple[int, int]:
        return self.lines, self.width

    @property
    def end(self) -> tuple[int, int]:
        """Where both texts end."""
        return self.lines - 1, self.columns - 1 - int(self.low[-1])

    def moved(
        self, values: NDArray[np.float64], line: int, to_line: int, by: int, empty: float = -np.inf
    ) -> NDArray[np.float64]:
        """The values of a line where they stand in another one, `by` columns further on."""
        shift = int(self.low[line]) + by - int(self.low[to_line])
        if shift == 0:
            return values
        result = np.full(self.width, empty)
        if 0 < shift < self.width:
            result[shift:] = values[:-shift]
        elif -self.width < shift < 0:
            result[:shift] = values[-shift:]
        return result
