"""Heard frames <-> frames of the spoken text, in order: which one of the text each heard one is, if any.

A Viterbi search row by row. The text may go on at up to twice its own pace or stand still; at the end of a sentence
whatever is not part of the text may follow, and a sentence may be left out, which costs much. The states that are
looked at lie in a band around the best one, so that time and memory grow with the length of the film only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

ON, SKIPPED, ENTERED = 1, 2, 3  # how a frame of the text was come to: the last from between two sentences
ENDED, PASSED = 1, 2  # how a place between two sentences was: the sentence before it was said, or left out
CHANCE = 0.03  # of the text's frames: so many are nearer to a heard one by chance
SAMPLED = 400  # frames of the text whose mean distance says what a frame costs by chance
ROWS = 256  # worked on at once
KEPT = 24  # of such blocks, before what lies farther back is settled
WORTH = 0.3  # of what it costs to leave a sentence out: so much ahead is a way that has it behind it


@dataclass(frozen=True, slots=True)
class PathCosts:
    """What departs from an even pace costs, in distances of one heard frame."""

    still: float  # a frame of the text that is held
    hurry: float  # a frame of it that is passed over
    torn: float  # a pause inside a sentence ...
    breath: float  # ... and where its punctuation asks for one
    run_on: float  # a sentence that begins without one
    left_out: float  # a sentence that is not said ...
    left_out_a_frame: float  # ... and each of its frames


@dataclass(frozen=True, slots=True)
class ReferenceFrames:
    """The text as it is spoken: features, a row a frame, the row each sentence starts at, and those before a breath.

    `besides` are frames of something else in the same voice.
    """

    frames: NDArray[np.float32]
    starts: NDArray[np.int64]
    breaths: NDArray[np.int64]
    besides: NDArray[np.float32]

    @property
    def ends(self) -> NDArray[np.int64]:
        return np.append(self.starts[1:], len(self.frames))


@dataclass(frozen=True, slots=True)
class Path:
    """For each heard frame the frame of the text, or -1 - n where it lies between sentences n - 1 and n.

    `fit` is how much nearer the two are than by chance, below 0 where they are farther.
    """

    at: NDArray[np.int64]
    fit: NDArray[np.float32]


def distances(heard: NDArray[np.float32], text: NDArray[np.float32]) -> NDArray[np.float32]:
    """Between each heard frame and each of the text."""
    squares = (heard**2).sum(axis=1)[:, None] + (text**2).sum(axis=1) - 2 * (heard @ text.T)
    apart: NDArray[np.float32] = np.sqrt(np.maximum(squares, 0))
    return apart


@dataclass(frozen=True, slots=True)
class VoicedFrames:
    """Frames with a voice in them: features, a row a frame, and which of them come after a pause."""

    frames: NDArray[np.float32]
    after_pause: NDArray[np.bool_]


def follow(heard: VoicedFrames, text: ReferenceFrames, costs_of: PathCosts, reach: int) -> Path:
    """The best way of the heard frames through the text, in a band of `reach` frames of it."""
    return _Search(heard, text, costs_of, reach).path()


class _Search:
    """The state of the search: costs of the states in the band and between the sentences, and the ways there."""

    def __init__(self, heard: VoicedFrames, text: ReferenceFrames, costs_of: PathCosts, reach: int) -> None:
        self.heard, self.text, self.costs_of = heard, text, costs_of
        self.width = min(reach, len(text.frames))
        self.low = 0
        self.costs = np.full(self.width, np.inf, np.float32)
        leaving = costs_of.left_out + costs_of.left_out_a_frame * (text.ends - text.starts)
        self.leaving = np.concatenate([[0.0], np.cumsum(leaving)])
        self.between = self.leaving.copy()
        dice = np.random.default_rng(0)
        self.chance = np.zeros(len(heard.frames), np.float32)
        voice = np.concatenate([text.frames, text.besides])
        self.sample = voice[dice.integers(0, len(voice), SAMPLED)]

    def path(self) -> Path:
        path_rows = np.empty(len(self.heard.frames), np.int64)
        blocks: list[_Block] = []
        for first in range(0, len(self.heard.frames), ROWS):
            blocks.append(self._block(first, min(first + ROWS, len(self.heard.frames))))
            if len(blocks) > KEPT:
                self._settle(blocks, path_rows, self._best())
                del blocks[0]
        self._settle(blocks, path_rows, -1 - len(self.text.starts))
        return Path(path_rows, self._fit(path_rows))

    def _best(self) -> int:
        """The likeliest state: the cost of what is still to come counts too."""
        owners = (
            np.searchsorted(self.text.starts, np.arange(self.low, self.low + self.width), side="right") - 1
        )
        inside = (np.arange(self.low, self.low + self.width) - self.text.starts[owners]) / (
            self.text.ends - self.text.starts
        )[owners]
        passed = self.leaving[owners] + inside * np.diff(self.leaving)[owners]
        costs = self.costs - WORTH * passed
        between = self.between - WORTH * self.leaving
        state, boundary = int(costs.argmin()), int(between.argmin())
        return -1 - boundary if between[boundary] < costs[state] else self.low + state

    def _move(self) -> None:
        """Lay the band around the best state; it never goes back."""
        best = self._best()
        state = best if best >= 0 else int(np.append(self.text.starts, len(self.text.frames))[-1 - best])
        low = max(self.low, min(state - self.width // 2, len(self.text.frames) - self.width))
        if by := low - self.low:
            self.costs = np.concatenate([self.costs[by:], np.full(min(by, self.width), np.inf, np.float32)])
            self.costs = self.costs[-self.width :]
            self.low = low

    def _block(self, first: int, end: int) -> _Block:
        self._move()
        low, width, costs_of = self.low, self.width, self.costs_of
        heard = self.heard.frames[first:end]
        fits = distances(heard, self.text.frames[low : low + width])
        chance = np.quantile(distances(heard, self.sample), CHANCE, axis=1).astype(np.float32)
        self.chance[first:end] = chance
        fits -= chance[:, None]
        begun = np.flatnonzero((self.text.starts >= low) & (self.text.starts < low + width))
        starts = self.text.starts[begun] - low
        closed = np.flatnonzero((self.text.ends > low) & (self.text.ends <= low + width))
        ends = self.text.ends[closed] - low - 1
        breaths = self.text.breaths[(self.text.breaths >= low) & (self.text.breaths < low + width)] - low
        ways = np.empty((end - first, width), np.uint8)
        doors = np.empty((end - first, len(self.between)), np.uint8)
        costs, between = self.costs, self.between
        for row in range(end - first):
            paused = self.heard.after_pause[first + row]
            if paused:
                waiting, breathing = costs[ends], costs[breaths]
                costs = costs + np.float32(costs_of.torn)
                costs[breaths] = breathing + np.float32(costs_of.breath)
                costs[ends] = waiting
            best = costs + np.float32(costs_of.still)
            way = np.zeros(width, np.uint8)
            on = np.append(np.float32(np.inf), costs[:-1])
            if not paused:
                on[starts] += np.float32(costs_of.run_on)
            way[on < best] = ON
            np.minimum(best, on, out=best)
            skipped = np.append(np.full(2, np.inf, np.float32), costs[:-2] + np.float32(costs_of.hurry))[
                :width
            ]
            way[skipped < best] = SKIPPED
            np.minimum(best, skipped, out=best)
            door = between[begun] + (0 if paused else costs_of.run_on)
            entered = door < best[starts]
            way[starts[entered]] = ENTERED
            best[starts[entered]] = door[entered]
            left = np.full(len(between), np.inf)
            left[closed + 1] = costs[ends]
            came = left < between
            stood = np.where(came, left, between)
            levelled = stood - self.leaving
            lowest = np.minimum.accumulate(levelled)
            passed = lowest < levelled
            between = np.where(passed, lowest + self.leaving, stood)
            doors[row] = np.where(passed, PASSED, came)
            ways[row] = way
            costs = best + fits[row]
        self.costs, self.between = costs, between
        return _Block(first, low, ways, doors)

    def _fit(self, path_rows: NDArray[np.int64]) -> NDArray[np.float32]:
        here = path_rows >= 0
        fit = np.zeros(len(path_rows), np.float32)
        apart = self.heard.frames[here] - self.text.frames[path_rows[here]]
        fit[here] = self.chance[here] - np.sqrt((apart**2).sum(axis=1))
        return fit

    def _settle(self, blocks: list[_Block], path_rows: NDArray[np.int64], state: int) -> None:
        """Go back from `state` at the end of the last block to the start of the first, noting the way."""
        for block in reversed(blocks):
            for row in range(len(block.ways) - 1, -1, -1):
                if state < 0:
                    while block.doors[row, -1 - state] == PASSED:
                        state += 1
                path_rows[block.first + row] = state
                if state < 0:
                    if block.doors[row, -1 - state] == ENDED:
                        state = int(self.text.ends[-2 - state]) - 1
                    continue
                way = int(block.ways[row, state - block.low])
                state = state - way if way != ENTERED else -1 - int(np.searchsorted(self.text.starts, state))


@dataclass(frozen=True, slots=True)
class _Block:
    """The ways to each state of the band in a number of rows, and to each place between two sentences."""

    first: int
    low: int
    ways: NDArray[np.uint8]
    doors: NDArray[np.uint8]
