"""From the synthesiser's voice to the narrator's, in the room and under the music of the film.

A linear map of the synthesiser's features, each frame with those a little before and after it, learnt from frames
that belong together; and how far the two voices still differ then, so that a difference in what the map predicts
well counts for more than one in what the music drowns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# All chosen on narrations in six languages, plain and with music 10 dB down: with the frames around, a frame of the
# text is nearer to its own than 92 % of others are, 91 % without; by the remaining differences 93.5 %.
AROUND = (-4, 0, 4)  # frames: what is said before and after colours a sound
STIFF = 150.0  # frames that speak for the synthesiser's voice as it is ...
LIKE_ITSELF = 0.7  # ... somewhat nearer to the mean, as all predictions are
ALIKE = 300.0  # frames that speak for all features being equally well predicted
UNIT = 0.75  # of a standard deviation, in the unit that `dtw.PathCosts` are in


@dataclass(frozen=True, slots=True)
class VoiceMap:
    """`linear` has a row a feature of the text and one that is added; `weights` are those of the differences."""

    linear: NDArray[np.float32]
    weights: NDArray[np.float32]

    @classmethod
    def of(cls, heard: NDArray[np.float32], text: NDArray[np.float32], places: NDArray[np.int64]) -> VoiceMap:
        """Learn from the heard frames whose place in the text is known: -1 is said elsewhere."""
        known = np.flatnonzero(places >= 0)
        said, wanted = _with_neighbours(text)[places[known]], heard[known]
        size = text.shape[1]
        stiff = STIFF * np.eye(said.shape[1], dtype=np.float32)
        stiff[-1, -1] = 1e-2
        unchanged = np.zeros((said.shape[1], size), np.float32)
        middle = len(AROUND) // 2 * size
        unchanged[middle : middle + size] = LIKE_ITSELF * np.eye(size)
        linear = np.linalg.solve(said.T @ said + stiff, said.T @ wanted + stiff @ unchanged)
        left = wanted - said @ linear
        spread = left.T @ left
        mean = float(np.trace(spread)) / (size * max(1, len(known))) or 1.0
        spread = (spread + ALIKE * mean * np.eye(size)) / (len(known) + ALIKE)
        weights = np.linalg.inv(np.linalg.cholesky(spread)).T * UNIT
        return cls(linear.astype(np.float32), weights.astype(np.float32))

    def text(self, text: NDArray[np.float32]) -> NDArray[np.float32]:
        """The text as the narrator would say it, to be compared with `heard`."""
        mapped: NDArray[np.float32] = _with_neighbours(text) @ (self.linear @ self.weights)
        return mapped

    def heard(self, heard: NDArray[np.float32]) -> NDArray[np.float32]:
        weighted: NDArray[np.float32] = heard @ self.weights
        return weighted


def _with_neighbours(frames: NDArray[np.float32]) -> NDArray[np.float32]:
    count = len(frames)
    around = [frames[np.clip(np.arange(count) + by, 0, count - 1)] for by in AROUND]
    return np.hstack([*around, np.ones((count, 1), np.float32)])
