"""How far a sentence fits a stretch of sound better than chance: better than what is said elsewhere in the script.

The same stretch is followed through pieces of other sentences that are as long. What all of them
share - music, the room, a slow voice, a rule that lets anything fit - cancels out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

OTHERS = 24  # pieces
# What departing from an even pace costs, in distances of one frame: more than in the search, so that others fit less.
STILL, HURRY = 0.5, 0.5
# Frames (of 40 ms) before and after the stretch, in which each piece may find a better start and end.
SLACK = 25
NEAR = 0.1  # of the others' frames are so near to a heard one: nearer than that speaks for a piece
LONG_ENOUGH = 4  # times as long as the sentence is the rest of the text, or it is taken backwards too
UNKNOWN = 1.5  # pieces of its length speak for others being as various as those that the text has
LEAST_SPREAD = 0.02  # of the others, a frame: in a short script they are nearly the same ones
NEVER = 1000.0  # distances: what cannot be said in so short a time


def beyond_chance(
    heard: NDArray[np.float32],
    stretch: tuple[int, int],
    text: NDArray[np.float32],
    piece: tuple[int, int],
    besides: NDArray[np.float32],
) -> float:
    """How many standard deviations nearer to the stretch of `heard` that piece of `text` is than others are.

    The others are of the text and of what the same voice says `besides`.

    Of sentences that are not said, 0.6 +- 1; of the worst narrations tried that are, 2.3 on average.
    """
    first, end = piece
    rest = np.concatenate([text[:first], text[end:], besides])
    if len(rest) < LONG_ENOUGH * (end - first):
        rest = np.concatenate([rest, text[::-1]])
    costs = _costs(heard, stretch, np.concatenate([text[None, first:end], _pieces(rest, end - first)]))
    others = costs[1:]
    various = len(rest) / (len(rest) + UNKNOWN * (end - first))
    return various * float((others.mean() - costs[0]) / max(float(others.std()), LEAST_SPREAD))


def _pieces(text: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    """Pieces as long, evenly spread over the text."""
    starts = np.linspace(0, max(0, len(text) - size), OTHERS).round().astype(np.int64)
    pieces: NDArray[np.float32] = np.take(text, starts[:, None] + np.arange(size), axis=0, mode="wrap")
    return pieces


def _costs(
    heard: NDArray[np.float32], stretch: tuple[int, int], pieces: NDArray[np.float32]
) -> NDArray[np.float32]:
    """What it costs each piece, a frame, to be said about there, as far as it is nearer than others' frames."""
    count, size, width = pieces.shape
    begin, end = stretch
    low, high = max(0, begin - SLACK), min(len(heard), end + SLACK)
    around, flat = heard[low:high], pieces.reshape(-1, width)
    squares = (around**2).sum(axis=1)[:, None] + (flat**2).sum(axis=1) - 2 * (around @ flat.T)
    distances = np.sqrt(np.maximum(squares, 0))
    distances -= np.quantile(distances[:, size:], NEAR, axis=1).astype(np.float32)[:, None]
    latest_start = begin - low + SLACK
    first_end = max(latest_start + 1, end - low - SLACK)
    costs = np.full((count, size), np.inf, np.float32)
    least = np.full(count, NEVER, np.float32)
    for number, row in enumerate(distances.reshape(len(around), count, size)):
        best = costs + np.float32(STILL)
        best[:, 1:] = np.minimum(best[:, 1:], costs[:, :-1])
        best[:, 2:] = np.minimum(best[:, 2:], costs[:, :-2] + np.float32(HURRY))
        if number <= latest_start:
            best[:, 0] = np.minimum(best[:, 0], 0)
        costs = best + row
        if number >= first_end - 1:
            least = np.minimum(
                least, costs[:, max(0, size - 3) :].min(axis=1)
            )  # a last sound may be swallowed
    per_frame: NDArray[np.float32] = least / np.float32(size)
    return per_frame
