"""Features -> how well each state of the model fits each frame, as matrix products."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from subtool.speech.words.scoring.cepstra import WIDTH
from subtool.speech.words.scoring.mixtures import LOG_WEIGHT, STREAMS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from subtool.speech.words.scoring.mixtures import Mixtures

FRAMES_AT_ONCE = 256  # frames worked on at once: what they need stays in the processor's cache
FAINTEST = -9.83  # nats under the best density of a stream: pocketsphinx's own least, 1.0001 ** (-96 * 1024)
LEAST = 1e-37  # whose logarithm float32 still has


@dataclass(frozen=True, slots=True, eq=False)
class Scorer:
    """Scores some of the senones of a model; the wanted ones, by their place in `senones`, sorted."""

    model: Mixtures
    senones: NDArray[np.int64]

    def scores(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Log likelihoods, a row a frame and a column a senone, each stream relative to its best density."""
        order = np.argsort(self.model.group[self.senones], kind="stable")
        senones = self.senones[order]
        groups, starts = np.unique(self.model.group[senones], return_index=True)
        ends = np.append(starts[1:], len(senones))
        count = self.model.densities
        columns = (groups[:, None] * count + np.arange(count)).reshape(-1)
        gaussians = [self.model.gaussians[s][:, columns] for s in range(STREAMS)]
        shares = [
            [self._shares(s, senones[a:b]) for a, b in zip(starts, ends, strict=True)] for s in range(STREAMS)
        ]
        scores = np.empty((len(features), len(senones)), np.float32)
        for begin in range(0, len(features), FRAMES_AT_ONCE):
            here = scores[begin : begin + FRAMES_AT_ONCE]
            here[:] = 1.0
            for s in range(STREAMS):
                x = features[begin : begin + FRAMES_AT_ONCE, s * WIDTH : (s + 1) * WIDTH]
                near = np.concatenate([x * x, x, np.ones((len(x), 1), np.float32)], axis=1) @ gaussians[s]
                near -= near.max(axis=1, keepdims=True)
                np.exp(np.maximum(near, np.float32(FAINTEST), out=near), out=near)
                for k, (a, b) in enumerate(zip(starts, ends, strict=True)):
                    here[:, a:b] *= near[:, k * count : (k + 1) * count] @ shares[s][k]
        np.log(np.maximum(scores, np.float32(LEAST), out=scores), out=scores)
        back = np.empty_like(order)
        back[order] = np.arange(len(order))
        return scores[:, back]

    def _shares(self, stream: int, senones: NDArray[np.int64]) -> NDArray[np.float32]:
        steps = self.model.weights[stream][:, senones].astype(np.float32)
        shares: NDArray[np.float32] = np.exp(np.float32(LOG_WEIGHT) * steps)
        return shares
