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

FRAMES_AT_ONCE = 128  # frames worked on at once: what they need stays in the processor's cache
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
        parts = [slice(k * count, (k + 1) * count) for k in range(len(groups))]
        back = np.empty_like(order)
        back[order] = np.arange(len(order))
        # what is worked on stands in the same memory all the time: new pages would cost as much as the products
        memory = np.empty((FRAMES_AT_ONCE, len(columns)), np.float32)
        faintest = np.full(len(columns), FAINTEST, np.float32)  # compared faster than one number
        scores = np.empty((len(features), len(senones)), np.float32)
        for begin in range(0, len(features), FRAMES_AT_ONCE):
            x = features[begin : begin + FRAMES_AT_ONCE]
            near = memory[: len(x)]
            product = np.ones((len(x), len(senones)), np.float32)
            for s in range(STREAMS):
                np.matmul(_squared(x[:, s * WIDTH : (s + 1) * WIDTH]), gaussians[s], out=near)
                near -= near.max(axis=1, keepdims=True)
                np.exp(np.maximum(near, faintest, out=near), out=near)
                for part, a, b, share in zip(parts, starts, ends, shares[s], strict=True):
                    product[:, a:b] *= near[:, part] @ share
            np.log(np.maximum(product, np.float32(LEAST), out=product), out=product)
            product.take(back, axis=1, out=scores[begin : begin + len(x)], mode="clip")
        return scores

    def _shares(self, stream: int, senones: NDArray[np.int64]) -> NDArray[np.float32]:
        steps = self.model.weights[stream][:, senones].astype(np.float32)
        shares: NDArray[np.float32] = np.exp(np.float32(LOG_WEIGHT) * steps)
        return shares


def _squared(x: NDArray[np.float32]) -> NDArray[np.float32]:
    """What the Gaussians are multiplied with: squares, values, 1."""
    return np.concatenate([x * x, x, np.ones((len(x), 1), np.float32)], axis=1)
