"""Scored frames -> the best way through a chain of states (Viterbi), with what is not in the script beside it.

Between two sentences, and before the first and after the last, anything may be said (garbage), at a cost a frame;
a sentence may be left out, at a cost. All states are looked at in every frame; a bit a state is remembered.

Several chains are followed side by side, each through its own frames: a step costs little more than that of one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from subtool.speech.words.scoring.chain import side_by_side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from subtool.speech.words.scoring.chain import Chain

NEVER = np.float32(-1e30)  # nats; below all that a film can add up to
NEARLY = np.float32(1e-3)  # nats that are not a difference
GARBAGE = -1  # in a path: what is said here is not part of the script
FRAMES_AT_ONCE = 16  # whose fits are gathered together: of 8 to 64 as fast, and small enough for the cache


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
        breath: a frame of silence where no voice is sure, whatever is heard there (music is not silence).
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


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """A chain to be followed through frames.

    Attributes:
        chain: the states.
        columns: the column of `heard.scores` for each of them.
        heard: the frames.
        whole: whether the frames end with the last sentence or after it; else they may end anywhere.
    """

    chain: Chain
    columns: NDArray[np.int64]
    heard: Heard
    whole: bool


def best_paths(searches: Sequence[Followed], tolls: Tolls) -> list[NDArray[np.int64]]:
    """For each chain the state in each of its frames, or `GARBAGE`."""
    return _SideBySide(searches, tolls).paths() if searches else []


class _SideBySide:
    """Chains side by side, as one without a way from each to the next; a line of `between` is a chain.

    What a state may be come to from stands in one array, `sources`: how well each word is left, never, how well each
    sentence is begun, and how well each word is left by its last phone, for its pause.
    """

    def __init__(self, searches: Sequence[Followed], tolls: Tolls) -> None:
        self.searches, self.tolls = searches, tolls
        self.lengths = [len(one.heard.scores) for one in searches]
        self.chain = chain = side_by_side([one.chain for one in searches])
        sizes = np.array([(len(c), len(c.exits), len(c.first)) for c in (one.chain for one in searches)])
        bounds = np.concatenate([np.zeros((1, 3), np.int64), np.cumsum(sizes, axis=0)])
        self.states, self.words, self.sentences = bounds.T.tolist()
        count, words, sentences = bounds[-1].tolist()
        self.costs = np.full(count + 1, NEVER, np.float32)  # the last stands for no state
        self.stay, self.move = np.empty(count, np.float32), np.full(count, NEVER, np.float32)
        self.moved = np.empty(count, np.bool_)
        begins = np.zeros(count, np.bool_)
        begins[chain.entries] = begins[chain.pauses] = True
        self.go_on = np.where(begins[1:], NEVER, chain.leave[:-1]).astype(np.float32)
        self.sources = np.full(words + 1 + sentences + words, NEVER, np.float32)
        self.left, self.begun = self.sources[:words], self.sources[words + 1 : -words]
        self.left_word = self.sources[-words:]
        self._set_entries(words, sentences)
        self._set_exits()
        self._set_places(sizes[:, 2], words)
        self._set_memory(max(self.lengths), count, words, sentences)

    def _set_entries(self, words: int, sentences: int) -> None:
        """For each state that begins a word or a pause: where among the sources it is come to from."""
        chain = self.chain
        sources = np.arange(words) - 1  # of each word: the word before
        sources[chain.first] = words + 1 + np.arange(sentences)
        self.entries = np.concatenate([chain.entries, chain.pauses])
        self.entry_sources = np.concatenate(
            [sources[chain.entered], words + 1 + sentences + np.arange(words)]
        )
        self.word_before = chain.first - 1  # of each sentence; none before the first of a chain
        self.word_before[self.sentences[:-1]] = words

    def _set_exits(self) -> None:
        """Words have a way that they may be left by, some have several."""
        chain, tolls = self.chain, self.tolls
        leave = np.append(chain.leave, np.float32(0))
        self.exit = np.ascontiguousarray(chain.exits[:, 0])
        self.leave = leave[self.exit]
        self.several = np.flatnonzero((chain.exits < len(chain)).sum(axis=1) > 1)
        self.exits = np.ascontiguousarray(chain.exits[self.several].T)  # a line a way
        self.leave_several = leave[self.exits]
        self.leave_pause = chain.leave[chain.pause_ends]
        self.way_of = {int(word): number for number, word in enumerate(self.several)}
        ends = np.zeros(len(chain.exits), np.bool_)
        ends[chain.last] = True
        parted = np.where(ends, 0.0, tolls.parted)
        self.tear_word = parted.astype(np.float32)
        self.tear = np.where(chain.pause, parted[chain.word], tolls.torn).astype(np.float32)

    def _set_places(self, sentences: NDArray[np.int64], words: int) -> None:
        """The places outside the script, before each sentence and after the last; a line a chain, as long as any."""
        count = int(sentences.max()) + 1
        self.ramp = (-self.tolls.left_out * np.arange(count)).astype(np.float32)
        self.between = np.full((len(sentences), count), NEVER, np.float32)
        self.between[:, 0] = 0.0
        real = np.arange(count - 1) < sentences[:, None]
        self.ending = np.full(real.shape, words)  # the word after which each place but the first is come to
        self.ending[real] = self.chain.last
        self.before = np.flatnonzero(np.pad(real, ((0, 0), (0, 1))))  # the place before each sentence
        self.outside, self.jump = np.float32(self.tolls.outside), np.float32(self.tolls.jump)

    def _set_memory(self, frames: int, count: int, words: int, sentences: int) -> None:
        """What is remembered of each frame; of the states a bit each."""
        places = self.between.shape
        self.came = np.empty((frames, -(-count // 8)), np.uint8)  # a state: come to from another one
        self.way = np.empty(
            (frames + 1, len(self.several)), np.uint8
        )  # of several: that by which a word was left
        self.paused = np.empty((frames + 1, words), np.bool_)  # a word: left by its pause
        self.opened = np.empty((frames, sentences), np.bool_)  # a sentence: come to from outside
        self.ended = np.zeros((frames + 1, *places), np.bool_)  # a place: come to from the sentence before
        self.reached = np.empty(
            (frames + 1, *places), np.float32
        )  # a place: how well, without passing over sentences
        self.columns = [_with_silence(one) for one in self.searches]
        self.fits = np.zeros((FRAMES_AT_ONCE, count), np.float32)
        self.garbage = np.zeros((FRAMES_AT_ONCE, len(self.searches), 1), np.float32)

    def paths(self) -> list[NDArray[np.int64]]:
        """Go through all frames; each chain is traced back from its own end."""
        ends = [GARBAGE] * len(self.searches)
        torn: dict[int, list[int]] = defaultdict(list)  # a frame: the chains whose sound has a gap before it
        for number, search in enumerate(self.searches):
            for frame in np.flatnonzero(search.heard.joined).tolist():
                torn[frame].append(number)
        last = max(self.lengths)
        for frame in range(last + 1):
            self._leave(frame, torn.get(frame, ()))
            outside = self._outside(frame)
            for number, length in enumerate(self.lengths):
                if length == frame:
                    ends[number] = self._end(number, outside)
            if frame < last:
                self._step(frame, outside)
        return [self._path(number, state) for number, state in enumerate(ends)]

    def _leave(self, frame: int, torn: Sequence[int]) -> None:
        """How well each word is left, by its pause or not, and by its last phone."""
        left, left_word = self.left, self.left_word
        self.costs.take(self.exit, out=left_word, mode="clip")
        left_word += self.leave
        ends = self.costs.take(self.exits)
        ends += self.leave_several
        self.way[frame] = ends.argmax(axis=0)
        left_word[self.several] = np.maximum.reduce(ends)
        self.costs.take(self.chain.pause_ends, out=left, mode="clip")
        left += self.leave_pause
        np.greater(left, left_word, out=self.paused[frame])
        np.maximum(left, left_word, out=left)
        for number in torn:
            words = slice(self.words[number], self.words[number + 1])
            states = slice(self.states[number], self.states[number + 1])
            left[words] -= self.tear_word[words]
            left_word[words] -= self.tear_word[words]
            self.costs[states] -= self.tear[states]

    def _outside(self, frame: int) -> NDArray[np.float32]:
        """How well each place between sentences is reached: kept, from the sentence before, or over others."""
        between, here = self.between, self.reached[frame]
        come = self.sources.take(self.ending)
        come -= self.outside
        np.greater(come, between[:, 1:], out=self.ended[frame, :, 1:])
        here[:, 0] = between[:, 0]
        np.maximum(between[:, 1:], come, out=here[:, 1:])
        near = np.maximum.accumulate(here - self.ramp, axis=1)
        near += self.ramp
        far = np.maximum.accumulate(here, axis=1)
        far -= self.jump
        np.maximum(near, far, out=near)
        return np.where(near > here + NEARLY, near, here)

    def _step(self, frame: int, outside: NDArray[np.float32]) -> None:
        """Go on by a frame."""
        turn = frame % FRAMES_AT_ONCE
        if not turn:
            self._gather(frame)
        from_word, from_outside = self.sources.take(self.word_before), outside.take(self.before)
        np.greater(from_outside, from_word, out=self.opened[frame])
        np.maximum(from_outside, from_word, out=self.begun)
        stay, move = self.stay, self.move
        np.add(self.costs[:-1], self.chain.stay, out=stay)
        np.add(self.costs[:-2], self.go_on, out=move[1:])
        move[self.entries] = self.sources.take(self.entry_sources)
        np.greater(move, stay, out=self.moved)
        self.came[frame] = np.packbits(self.moved)
        np.maximum(stay, move, out=stay)
        np.add(stay, self.fits[turn], out=self.costs[:-1])
        np.add(outside, self.garbage[turn], out=self.between)

    def _gather(self, begin: int) -> None:
        """How well each state, and what is outside, fits the frames that come next."""
        window = slice(begin, begin + FRAMES_AT_ONCE)
        for number, (search, (silent, columns)) in enumerate(zip(self.searches, self.columns, strict=True)):
            scores, best = search.heard.scores[window], search.heard.best[window, None]
            silence = self._silence(scores[:, silent], best, search.heard.margin[window, None])
            fits = self.fits[: len(best), self.states[number] : self.states[number + 1]]
            fits[:] = np.concatenate([scores, silence], axis=1).take(columns, axis=1)
            self.garbage[: len(best), number] = best - np.float32(self.tolls.garbage)

    def _silence(
        self, fits: NDArray[np.float32], best: NDArray[np.float32], margin: NDArray[np.bool_]
    ) -> NDArray[np.float32]:
        breath, hush = np.float32(self.tolls.breath), np.float32(self.tolls.hush)
        return np.where(margin, np.maximum(fits, best - breath), fits - hush)

    def _path(self, number: int, state: int) -> NDArray[np.int64]:
        """The best way of a chain, traced back from its end."""
        chain = self.searches[number].chain
        first_state, first_sentence = self.states[number], self.sentences[number]
        path = np.full(self.lengths[number], GARBAGE, np.int64)
        first_of = {int(word): sentence for sentence, word in enumerate(chain.first)}
        begins = {int(state): int(word) for state, word in zip(chain.entries, chain.entered, strict=True)}
        begins_pause = {int(state): word for word, state in enumerate(chain.pauses)}
        for frame in range(len(path) - 1, -1, -1):
            if state < 0:
                state = self._from_outside(number, frame, -1 - state)
                continue
            path[frame] = state
            if not _bit(self.came[frame], first_state + state):
                continue
            if (word := begins_pause.get(state)) is not None:
                state = self._last_phone(number, frame, word)
            elif (word := begins.get(state)) is None:
                state -= 1
            elif (sentence := first_of.get(word)) is not None and self.opened[
                frame, first_sentence + sentence
            ]:
                state = self._from_outside(number, frame, sentence)
            elif word:
                state = self._last_state(number, frame, word - 1)
            else:
                break
        return path

    def _end(self, number: int, outside: NDArray[np.float32]) -> int:
        """The state a chain's way ends in, -1 - n outside before sentence n (in the frame after the last)."""
        search, frame = self.searches[number], self.lengths[number]
        if search.whole:
            place = len(search.chain.first)
            if self.left[self.words[number + 1] - 1] >= outside[number, place]:
                return self._last_state(number, frame, len(search.chain.exits) - 1)
            return self._from_outside(number, frame, place)
        costs = self.costs[self.states[number] : self.states[number + 1]]
        state, place = int(costs.argmax()), int(self.between[number].argmax())
        return state if costs[state] >= self.between[number, place] else -1 - place

    def _from_outside(self, number: int, frame: int, place: int) -> int:
        """Where the way was before it was in a place outside, or -1 - the place."""
        reached, ramp = self.reached[frame, number, : place + 1], self.ramp[: place + 1]
        level = reached - ramp
        near, far = level.max() + ramp[-1], reached.max() - self.jump
        if max(near, far) > reached[-1] + NEARLY:
            # one that is reached over others came from what the place it is reached from came from
            best = reached if far > near else level
            place -= int(best[::-1].argmax())
        if not self.ended[frame, number, place]:
            return -1 - place
        return self._last_state(number, frame, int(self.searches[number].chain.last[place - 1]))

    def _last_state(self, number: int, frame: int, word: int) -> int:
        if self.paused[frame, self.words[number] + word]:
            return int(self.searches[number].chain.pause_ends[word])
        return self._last_phone(number, frame, word)

    def _last_phone(self, number: int, frame: int, word: int) -> int:
        several = self.way_of.get(self.words[number] + word)
        way = 0 if several is None else self.way[frame, several]
        return int(self.searches[number].chain.exits[word, way])


def _with_silence(search: Followed) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The columns of silence, and those of all states where these columns stand once more after all others."""
    silent, numbers = np.unique(search.columns[search.chain.pause], return_inverse=True)
    columns = search.columns.copy()
    columns[search.chain.pause] = search.heard.scores.shape[1] + numbers
    return silent, columns


def _bit(packed: NDArray[np.uint8], place: int) -> bool:
    return bool(packed[place >> 3] >> (7 - (place & 7)) & 1)
