"""Where in the film each sentence of the script is, about: phones without context, every second frame."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from subtool.speech.words.scoring.chain import chain
from subtool.speech.words.scoring.mixtures import STATES
from subtool.speech.words.scoring.search import Heard, Tolls, best_path
from subtool.speech.words.scoring.senones import Scorer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from subtool.speech.words.scoring.cepstra import FilmFrames
    from subtool.speech.words.scoring.chain import Chain, Way
    from subtool.speech.words.scoring.mixtures import Mixtures

STEP = 2  # frames that are one
HALVES = 2  # of a phone
SENTENCES, FRAMES = 100, 20_000  # looked at at once ...
SETTLED = 0.7  # ... of which so much is believed, and the next look begins there
BACK = 30  # frames before what is not settled
TOLLS = Tolls(garbage=5.0)


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """The words of a script that have a sound, in order: their ways, and the number of each one's sentence."""

    words: Sequence[tuple[Way, ...]]
    sentence: NDArray[np.int64]

    @property
    def bounds(self) -> NDArray[np.int64]:
        """The word each sentence begins with, and the count of words."""
        count = int(self.sentence[-1]) + 1 if len(self.sentence) else 0
        return np.searchsorted(self.sentence, np.arange(count + 1))


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence in the film: its first and last frame, and its mean fit (nats a frame under the best phone)."""

    sentence: int
    first: int
    last: int
    fit: float


def found(model: Mixtures, frames: FilmFrames, lines: Lines) -> list[Found]:
    """The sentences that fit better than what is no part of the script."""
    made: list[Found] = []
    count = len(lines.bounds) - 1
    sentence = frame = 0
    while frame < len(frames) and sentence < count:
        until, last = min(count, sentence + SENTENCES), min(len(frames), frame + FRAMES)
        here = _look(model, frames, lines, (sentence, until), (frame, last))
        if last == len(frames):
            return made + here
        settled = frame + int((last - frame) * SETTLED)
        believed = [one for one in here if one.last < settled]
        made += believed
        open_ = [one for one in here if one.last >= settled]
        sentence = open_[0].sentence if open_ else believed[-1].sentence + 1 if believed else sentence
        frame = max(frame + 1, (min(open_[0].first, settled) if open_ else settled) - BACK)
    return made


def _look(
    model: Mixtures, frames: FilmFrames, lines: Lines, sentences: tuple[int, int], span: tuple[int, int]
) -> list[Found]:
    """The sentences found in some frames; the frames may end anywhere unless they are the last."""
    bounds = lines.bounds
    words = slice(bounds[sentences[0]], bounds[sentences[1]])
    states = shortened(chain(model, lines.words[words], lines.sentence[words] - sentences[0], context=False))
    phones = model.context_free(np.arange(len(model.phones)))
    columns = HALVES * (np.searchsorted(phones[:, 0], states.senones, side="right") - 1)
    columns += np.arange(len(columns)) % HALVES
    heard = thinned(Scorer(model, phones.reshape(-1)), frames, span)
    whole = span[1] == len(frames) and sentences[1] == len(bounds) - 1
    path = best_path(states, columns, heard, TOLLS.times(STEP), whole=whole)
    spoken = np.flatnonzero((path >= 0) & ~states.pause[path])
    fits = (heard.scores[spoken, columns[path[spoken]]] - heard.best[spoken]) / STEP
    owners = lines.sentence[words][states.word[path[spoken]]]
    made = []
    for number in np.unique(owners):
        mine = np.flatnonzero(owners == number)
        first, last = spoken[mine[0]], spoken[mine[-1]]
        made.append(
            Found(
                int(number),
                span[0] + int(first) * STEP,
                min(span[1], span[0] + int(last + 1) * STEP) - 1,
                float(fits[mine].mean()),
            )
        )
    return made


def shortened(states: Chain) -> Chain:
    """The same with two states a phone in place of three, for frames that are several: a fast phone lasts 40 ms."""
    kept = np.arange(len(states)) % STATES != 1

    def moved(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        made: NDArray[np.int64] = numbers // STATES * HALVES + (numbers % STATES == STATES - 1)
        return made

    leave = np.minimum(np.exp(states.leave[kept]) * STEP * HALVES / STATES, 0.95)
    return replace(
        states,
        senones=states.senones[kept],
        phone=states.phone[kept],
        stay=np.log(1 - leave).astype(np.float32),
        leave=np.log(leave).astype(np.float32),
        word=states.word[kept],
        part=states.part[kept],
        pause=states.pause[kept],
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
