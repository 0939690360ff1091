"""Where in the film each sentence of the script is, about: phones without context, every second frame."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from subtool.speech.words.scoring.chain import chain
from subtool.speech.words.scoring.mixtures import STATES
from subtool.speech.words.scoring.search import Followed, Heard, Tolls, best_paths
from subtool.speech.words.scoring.senones import Scorer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from subtool.speech.words.scoring.cepstra import FilmFrames
    from subtool.speech.words.scoring.chain import Chain, Way
    from subtool.speech.words.scoring.mixtures import Mixtures
    from subtool.speech.words.scoring.others import Others

STEP = 2  # frames that are one
HALVES = 2  # of a phone
SENTENCES, FRAMES = 100, 20_000  # looked at at once (3 min of voice) ...
WORDS = 1000  # ... of so many words; with fewer of them, the more frames
SETTLED = 0.7  # ... of which so much is believed, and the next look begins there
BACK = 30  # frames before what is not settled
TOLLS = Tolls(garbage=5.0)  # nats for a frame outside the script: see POOR for what frames inside fit
# Windows fit -1.5 (clean) to -3.2 (music, accents) where script and film belong together, -3.7 by chance:
POOR, CLEARLY = -3.0, 0.6  # where a fit is so poor others are tried, and taken if they are so much better
SEARCHES = 4  # times that others are tried: in another film they never help
# Frames in which the whole script is looked for, and sentences that its parts share.
EXCERPT, OVERLAP = 4000, 10


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """The words of a script that have a sound, in order.

    Attributes:
        words: the ways of each.
        sentence: the number of each one's sentence.
        others: what might be said in each one's place, and would be another fact.
    """

    words: Sequence[tuple[Way, ...]]
    sentence: NDArray[np.int64]
    others: Sequence[Others]

    @property
    def bounds(self) -> NDArray[np.int64]:
        """The word each sentence begins with, and the count of words."""
        count = int(self.sentence[-1]) + 1 if len(self.sentence) else 0
        return np.searchsorted(self.sentence, np.arange(count + 1))

    def part(self, start: int, stop: int) -> Lines:
        """Some of the words; the numbers of their sentences stay."""
        return Lines(self.words[start:stop], self.sentence[start:stop], self.others[start:stop])


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence in the film: its first and last frame, and its mean fit (nats a frame under the best phone)."""

    sentence: int
    first: int
    last: int
    fit: float


def found(model: Mixtures, frames: FilmFrames, lines: Lines) -> list[Found]:
    """The sentences that fit better than what is not part of the script."""
    return _Finding(model, frames, lines).through()


class _Finding:
    """A script and a film on the way through both, a window at a time."""

    def __init__(self, model: Mixtures, frames: FilmFrames, lines: Lines) -> None:
        self.model, self.frames, self.lines = model, frames, lines
        self.bounds = lines.bounds
        self.count = len(self.bounds) - 1
        self.phones = model.context_free(np.arange(len(model.phones)))
        self.searches = SEARCHES

    def through(self) -> list[Found]:
        """All that is found, from the first window to the last."""
        finds: list[Found] = []
        sentence = frame = 0
        while frame < len(self.frames) and sentence < self.count:
            sentence, frame, here = self._window(sentence, frame)
            last = self._last(sentence, frame)
            if last == len(self.frames):
                return finds + here
            settled = frame + int((last - frame) * SETTLED)
            believed = [one for one in here if one.last < settled]
            waiting = [one for one in here if one.last >= settled]
            finds += believed
            if waiting:
                sentence = waiting[0].sentence
            elif believed:
                sentence = believed[-1].sentence + 1
            frame = max(frame + 1, (min(waiting[0].first, settled) if waiting else settled) - BACK)
        return finds

    def _window(self, sentence: int, frame: int) -> tuple[int, int, list[Found]]:
        """What is found from a sentence and a frame on; where that is poor, from others farther on."""
        here = self._look(sentence, frame)
        if self.searches and _fit(here) < POOR:
            self.searches -= 1
            ways = [(sentence, frame, here)]
            if self._until(sentence) < self.count:
                farther = self._farther(sentence, frame)
                ways.append((farther, frame, self._look(farther, frame)))
            else:
                ways += [
                    (sentence, later, self._look(sentence, later)) for later in self._later(sentence, frame)
                ]
            best = max(ways, key=lambda way: _fit(way[2]))
            if _fit(best[2]) > _fit(here) + CLEARLY:
                return best
        return sentence, frame, here

    def _until(self, sentence: int) -> int:
        return min(self.count, sentence + SENTENCES)

    def _last(self, sentence: int, frame: int) -> int:
        """The end of a window: of few sentences, a window is long."""
        words = int(self.bounds[self._until(sentence)] - self.bounds[sentence])
        return min(len(self.frames), frame + max(FRAMES, FRAMES * WORDS // max(1, words)))

    def _later(self, sentence: int, frame: int) -> Iterator[int]:
        """Where other windows with the same sentences begin."""
        while (last := self._last(sentence, frame)) < len(self.frames):
            frame += int((last - frame) * SETTLED)
            yield frame

    def _farther(self, sentence: int, frame: int) -> int:
        """The sentence a little before those that fit the beginning of a window best."""
        last = min(len(self.frames), frame + EXCERPT)
        heard = self._heard((frame, last))
        starts = range(sentence, self.count, SENTENCES - OVERLAP)
        looks = [
            self._search((start, self._until(start)), (frame, last), heard, whole=False) for start in starts
        ]
        best = max(
            looks, key=lambda look: sum((one.last - one.first) * (one.fit + TOLLS.garbage) for one in look)
        )
        return max(sentence, best[0].sentence - OVERLAP) if best else sentence

    def _look(self, sentence: int, frame: int) -> list[Found]:
        """The sentences found in a window; it may end anywhere unless it is the last."""
        until, last = self._until(sentence), self._last(sentence, frame)
        whole = last == len(self.frames) and until == self.count
        return self._search((sentence, until), (frame, last), self._heard((frame, last)), whole=whole)

    def _heard(self, span: tuple[int, int]) -> Heard:
        return thinned(Scorer(self.model, self.phones.reshape(-1)), self.frames, span)

    def _search(
        self, sentences: tuple[int, int], span: tuple[int, int], heard: Heard, *, whole: bool
    ) -> list[Found]:
        words = slice(self.bounds[sentences[0]], self.bounds[sentences[1]])
        if words.start == words.stop or not len(heard.best):
            return []
        numbers = self.lines.sentence[words]
        states = shortened(chain(self.model, self.lines.words[words], numbers - sentences[0], context=False))
        columns = HALVES * (np.searchsorted(self.phones[:, 0], states.senones, side="right") - 1)
        columns += np.arange(len(columns)) % HALVES
        [path] = best_paths([Followed(states, columns, heard, whole)], TOLLS.times(STEP))
        spoken = np.flatnonzero((path >= 0) & ~states.pause[path])
        fits = (heard.scores[spoken, columns[path[spoken]]] - heard.best[spoken]) / STEP
        owners = numbers[states.word[path[spoken]]]
        return [
            Found(
                int(number),
                span[0] + int(spoken[frames[0]]) * STEP,
                min(span[1], span[0] + int(spoken[frames[-1]] + 1) * STEP) - 1,
                float(fits[frames].mean()),
            )
            for number in np.unique(owners)
            if len(frames := np.flatnonzero(owners == number))
        ]


def _fit(found: Sequence[Found]) -> float:
    """The mean of sentences, by their length; that of chance where there is none."""
    frames = sum(one.last - one.first + 1 for one in found)
    return sum((one.last - one.first + 1) * one.fit for one in found) / frames if frames else -TOLLS.garbage


def shortened(states: Chain) -> Chain:
    """A chain of two states a phone in place of three, for frames that are several: a fast phone lasts 40 ms."""
    staying = np.arange(len(states)) % STATES != 1

    def moved(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        renumbered: NDArray[np.int64] = numbers // STATES * HALVES + (numbers % STATES == STATES - 1)
        return renumbered

    leave = np.minimum(np.exp(states.leave[staying]) * STEP * HALVES / STATES, 0.95)
    return replace(
        states,
        senones=states.senones[staying],
        phone=states.phone[staying],
        stay=np.log(1 - leave).astype(np.float32),
        leave=np.log(leave).astype(np.float32),
        word=states.word[staying],
        part=states.part[staying],
        pause=states.pause[staying],
        entries=moved(states.entries),
        exits=moved(states.exits),
        pauses=moved(states.pauses),
        pause_ends=moved(states.pause_ends),
    )


def thinned(scorer: Scorer, frames: FilmFrames, span: tuple[int, int]) -> Heard:
    """Every second frame, each counted as two; a half of a phone fits as well as the better of its two states."""
    count = (span[1] - span[0]) // STEP
    window = slice(span[0], span[0] + count * STEP)
    scores = scorer.scores(frames.features[window][STEP // 2 :: STEP]) * np.float32(STEP)
    phones = scores.reshape(count, -1, STATES)
    return Heard(
        np.maximum(phones[:, :, :HALVES], phones[:, :, 1:]).reshape(count, -1),
        scores.max(axis=1),
        np.logical_and.reduce(frames.margin[window].reshape(count, STEP), axis=1),
        np.logical_or.reduce(frames.joined[window].reshape(count, STEP), axis=1),
    )
