"""Scored frames -> the best way through a chain of states (Viterbi), with what is not in the script beside it.

Between two sentences, and before the first and after the last, anything may be said (garbage), at a cost a frame;
a sentence may be left out, at a cost. All states are looked at in every frame; a bit a state is remembered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from subtool.speech.words.scoring.chain import Chain

NEVER = np.float32(-1e30)  # nats; below all that a film can add up to
NEARLY = np.float32(1e-3)  # nats that are no difference
GARBAGE = -1  # in a path: what is said here is no part of the script


@dataclass(frozen=True, slots=True)
class Tolls:
    """What departs from the script and its voice costs, in nats.

    Attributes:
        garbage: a frame outside the script, beyond what the best state of all costs there.
        left_out: a sentence that is not said.
        jump: any number of sentences that are not said.
        outside: going from a sentence to what is outside the script.
        torn: a gap between two stretches inside a word.
        parted: a gap between two stretches inside a sentence.
        breath: a frame of silence where no voice is sure, whatever is heard there (music is no silence).
        hush: a frame of silence where a voice is sure.
    """

    garbage: float
    left_out: float = 60.0
    jump: float = 180.0
    outside: float = 5.0
    torn: float = 60.0
    parted: float = 25.0
    breath: float = 1.0
    hush: float = 0.7

    def times(self, frames: int) -> Tolls:
        """The tolls where each frame stands for several."""
        return Tolls(
            self.garbage * frames,
            self.left_out,
            self.jump,
            self.outside,
            self.torn,
            self.parted,
            self.breath * frames,
            self.hush * frames,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """FilmFrames as they are scored: `scores` a row a frame, the best phone of each, and where voice is not sure."""

    scores: NDArray[np.float32]
    best: NDArray[np.float32]
    margin: NDArray[np.bool_]
    joined: NDArray[np.bool_]


def best_path(
    chain: Chain, columns: NDArray[np.int64], heard: Heard, tolls: Tolls, *, whole: bool
) -> NDArray[np.int64]:
    """The state in each frame, or `GARBAGE`.

    Args:
        chain: the states.
        columns: the column of `heard.scores` for each of them.
        heard: the frames.
        tolls: what departures cost.
        whole: whether the frames end with the last sentence or after it; else they may end anywhere.
    """
    search = _ChainSearch(chain, columns, tolls, len(heard.scores))
    for number in range(len(heard.scores)):
        search.step(number, heard)
    return search.path(whole=whole)


class _ChainSearch:
    def __init__(self, chain: Chain, columns: NDArray[np.int64], tolls: Tolls, frames: int) -> None:
        self.chain, self.columns, self.tolls = chain, columns, tolls
        count, words, sentences = len(chain), len(chain.exits), len(chain.first)
        self.costs = np.full(count + 1, NEVER, np.float32)  # the last stands for no state
        self.between = np.full(sentences + 1, NEVER, np.float32)  # outside the script, before each sentence
        self.between[0] = 0.0
        begins = np.zeros(count, np.bool_)
        begins[chain.entries] = begins[chain.pauses] = True
        self.go_on = np.where(begins[1:], NEVER, chain.leave[:-1]).astype(np.float32)
        self.exits = np.ascontiguousarray(chain.exits.T)  # a row a way
        self.leave = np.append(chain.leave, np.float32(0))[self.exits]
        self.leave_pause = chain.leave[chain.pause_ends]
        self.ramp = (-tolls.left_out * np.arange(sentences + 1)).astype(np.float32)
        ends = np.zeros(words, np.bool_)
        ends[chain.last] = True
        self.tear = np.where(chain.pause, np.where(ends[chain.word], 0.0, tolls.parted), tolls.torn).astype(
            np.float32
        )
        self.tear_word = np.where(ends, 0.0, tolls.parted).astype(np.float32)
        self.pause_states = np.flatnonzero(chain.pause)
        # what is remembered of each frame, a bit each but for the ways and the places outside
        self.came = np.zeros((frames, -(-count // 8)), np.uint8)  # a state: come to from another one
        self.way = np.zeros((frames + 1, words), np.uint8)  # a word: the way by which it was left
        self.paused = np.zeros((frames + 1, -(-words // 8)), np.uint8)  # a word: left by its pause
        self.opened = np.zeros((frames, -(-sentences // 8)), np.uint8)  # a sentence: come to from outside
        self.ended = np.zeros(
            (frames + 1, -(-(sentences + 1) // 8)), np.uint8
        )  # a place: from the sentence before
        # frames in which sentences are passed over: where each place is reached from, a place or, below 0, -1 - the
        # sentence
        self.hops: dict[int, NDArray[np.int32]] = {}
        self.ends_here = np.zeros(sentences + 1, np.bool_)
        self.count = words
        self.places = np.arange(sentences + 1, dtype=np.int32)
        self.outside, self.jump = np.float32(tolls.outside), np.float32(tolls.jump)
        self.breath, self.hush, self.garbage = map(np.float32, (tolls.breath, tolls.hush, tolls.garbage))
        self.move = np.full(count, NEVER, np.float32)
        self.incoming = np.full(words, NEVER, np.float32)

    def step(self, number: int, heard: Heard) -> None:
        """Go on by a frame."""
        chain = self.chain
        left, left_word, outside = self._left(number, torn=bool(heard.joined[number]))
        self.incoming[0], self.incoming[1:] = NEVER, left[:-1]
        from_word, from_outside = self.incoming.take(chain.first), outside[:-1]
        self.opened[number] = np.packbits(from_outside > from_word)
        self.incoming[chain.first] = np.maximum(from_word, from_outside)
        stay = self.costs[:-1] + chain.stay
        move = self.move
        np.add(self.costs[:-2], self.go_on, out=move[1:])
        move[chain.entries] = self.incoming.take(chain.entered)
        move[chain.pauses] = left_word
        self.came[number] = np.packbits(move > stay)
        np.maximum(stay, move, out=stay)
        fits = heard.scores[number].take(self.columns, mode="clip")
        if heard.margin[number]:
            silent = self.pause_states
            fits[silent] = np.maximum(fits.take(silent), heard.best[number] - self.breath)
        else:
            fits[self.pause_states] -= self.hush
        np.add(stay, fits, out=self.costs[:-1])
        self.between = outside + (heard.best[number] - self.garbage)

    def _left(
        self, number: int, *, torn: bool
    ) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        """How well each word is left, by its pause or not and by its last phone, and each place outside is held."""
        chain = self.chain
        ends = self.costs.take(self.exits)
        ends += self.leave
        self.way[number] = ends.argmax(axis=0)
        left_word = np.maximum.reduce(ends)
        left_pause = self.costs.take(chain.pause_ends)
        left_pause += self.leave_pause
        self.paused[number] = np.packbits(left_pause > left_word)
        left = np.maximum(left_pause, left_word)
        if torn:
            left -= self.tear_word
            left_word = left_word - self.tear_word
            self.costs[:-1] -= self.tear
        return left, left_word, self._outside(number, left)

    def _outside(self, number: int, left: NDArray[np.float32]) -> NDArray[np.float32]:
        """How well each place between sentences is reached: kept, from the sentence before, or over others."""
        here, ended = self.between.copy(), self.ends_here
        come = left.take(self.chain.last)
        come -= self.outside
        np.greater(come, here[1:], out=ended[1:])
        np.maximum(here[1:], come, out=here[1:])
        self.ended[number] = np.packbits(ended)
        level = here - self.ramp
        over = np.maximum.accumulate(level)
        peak = np.maximum.accumulate(here)
        near, far = over + self.ramp, peak - self.jump
        best = np.maximum(near, far)
        hop = best > here + NEARLY
        if not np.logical_or.reduce(hop):
            return here
        source = np.where(far > near, self._source(here, peak), self._source(level, over))
        source = np.where(hop, source, self.places)
        # a place that is reached over others came from what the place it is reached from came from
        self.hops[number] = np.where(ended[source], -source, source)
        return np.where(hop, best, here)

    def path(self, *, whole: bool) -> NDArray[np.int64]:
        """The best way, traced back from its end."""
        chain = self.chain
        frames = len(self.came)
        path = np.full(frames, GARBAGE, np.int64)
        if not frames:
            return path
        left, _, outside = self._left(frames, torn=False)
        state = self._end(left, outside, whole=whole)
        first_of = {int(word): number for number, word in enumerate(chain.first)}
        begins = {int(state): int(word) for state, word in zip(chain.entries, chain.entered, strict=True)}
        begins_pause = {int(state): word for word, state in enumerate(chain.pauses)}
        for frame in range(frames - 1, -1, -1):
            if state < 0:
                state = self._from_outside(frame, -1 - state)
                continue
            path[frame] = state
            if not _bit(self.came[frame], state):
                continue
            if (word := begins_pause.get(state)) is not None:
                state = int(chain.exits[word, self.way[frame][word]])
            elif (word := begins.get(state)) is None:
                state -= 1
            elif (sentence := first_of.get(word)) is not None and _bit(self.opened[frame], sentence):
                state = self._from_outside(frame, sentence)
            elif word:
                state = self._last_state(frame, word - 1)
            else:
                break
        return path

    def _end(self, left: NDArray[np.float32], outside: NDArray[np.float32], *, whole: bool) -> int:
        """The state the way ends in, -1 - n outside before sentence n (in the frame after the last)."""
        frame = len(self.came)
        if whole:
            if left[-1] >= outside[-1]:
                return self._last_state(frame, self.count - 1)
            return self._from_outside(frame, len(outside) - 1)
        state, place = int(self.costs[:-1].argmax()), int(self.between.argmax())
        return state if self.costs[state] >= self.between[place] else -1 - place

    def _from_outside(self, frame: int, place: int) -> int:
        """Where the way was before it was in a place outside, or -1 - the place."""
        if (hops := self.hops.get(frame)) is not None:
            origin = int(hops[place])
        else:
            origin = -place if _bit(self.ended[frame], place) else place
        return -1 - origin if origin >= 0 else self._last_state(frame, int(self.chain.last[-1 - origin]))

    def _last_state(self, frame: int, word: int) -> int:
        if _bit(self.paused[frame], word):
            return int(self.chain.pause_ends[word])
        return int(self.chain.exits[word, self.way[frame][word]])

    def _source(self, values: NDArray[np.float32], highest: NDArray[np.float32]) -> NDArray[np.int32]:
        """For each place the one at which the running maximum was set."""
        at: NDArray[np.int32] = np.maximum.accumulate(self.places * (values == highest))
        return at


def _bit(packed: NDArray[np.uint8], place: int) -> bool:
    return bool(packed[place >> 3] >> (7 - (place & 7)) & 1)
