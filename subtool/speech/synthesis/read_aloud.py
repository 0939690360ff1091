"""A script read out at times that are given: each piece of it begins where it should, at a tempo that fits.

espeak-ng keeps a state that no call resets, so that what it says depends on all it said before. It therefore
speaks in a process of its own, always in the same order: the same script gives the same bytes.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from subtool.model import Span, silent
from subtool.speech.synthesis.utter import RATE, WORDS_A_MINUTE, say
from subtool.speech.workers import workers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from subtool.model import Progress, Sentence

    Said = tuple[NDArray[np.int16], list[int]]
    Say = Callable[[Sentence, str, int], Said]

SLOWEST, FASTEST = 80, 450  # words a minute that espeak-ng can speak
BREATH_MS = 120  # the least pause between two pieces
TRIES = 4  # to find the tempo at which a piece fits
FITS_MS = 20  # a piece that is to end at a time ends so near to it


@dataclass(frozen=True, slots=True)
class Take:
    """A piece of a sentence that is said without a pause: when, and how slow that is beside the usual pace.

    It is over by `latest_ms`; with `to_the_end` it ends then.
    """

    piece: Sentence
    voice: str
    start_ms: int
    latest_ms: int
    usual_ms: int
    slower: float = 1.0
    to_the_end: bool = False


@dataclass(frozen=True, slots=True)
class SpokenTake:
    """What a take became: the times of its words, and by how much it begins too late."""

    words: tuple[Span, ...]
    late_ms: int


@dataclass(frozen=True, slots=True)
class Reading:
    """Samples of 16 bits at `RATE`, and in them the takes."""

    samples: NDArray[np.int16]
    spoken: tuple[SpokenTake, ...]


def read_out(takes: Sequence[Take], *, until_ms: int = 0, progress: Progress = silent) -> Reading:
    """Say the takes, each at its time; one that finds no room even at the fastest tempo pushes on the next.

    The sound lasts `until_ms` at least.

    Raises:
        EngineError: espeak-ng cannot be loaded, or has no voice of that name.
    """
    track = _VoiceTrack()
    with _speaker() as speak:
        usual = []
        for number, take in enumerate(takes):
            usual.append(_milliseconds(speak(take.piece, take.voice, WORDS_A_MINUTE)))
            progress("trying the voice", (number + 1) / len(takes))
        tempo = WORDS_A_MINUTE * sum(usual) / max(1, sum(take.usual_ms for take in takes))
        spoken = []
        for number, take in enumerate(takes):
            spoken.append(track.add(take, tempo, speak))
            progress("reading out", (number + 1) / len(takes))
    return Reading(track.sound(until_ms), tuple(spoken))


class _VoiceTrack:
    """The sound so far."""

    def __init__(self) -> None:
        self._parts: list[NDArray[np.int16]] = []
        self._length = 0

    def add(self, take: Take, tempo: float, speak: Say) -> SpokenTake:
        earliest_ms = _round_up(self._length) + BREATH_MS if self._length else 0
        start_ms = max(take.start_ms, earliest_ms)
        sound, starts = _fitted(replace(take, start_ms=start_ms), tempo, speak)
        sample = start_ms * RATE // 1000
        self._parts += [np.zeros(sample - self._length, np.int16), sound]
        self._length = sample + len(sound)
        edges = [min(start, len(sound)) for start in (*starts, len(sound))]
        spans = tuple(
            Span((sample + a) * 1000 // RATE, (sample + max(a, b)) * 1000 // RATE) for a, b in pairwise(edges)
        )
        first = Span(start_ms, max(start_ms, spans[0].end_ms))
        return SpokenTake((first, *spans[1:]), start_ms - take.start_ms)

    def sound(self, until_ms: int) -> NDArray[np.int16]:
        missing = max(0, until_ms * RATE // 1000 - self._length)
        return np.concatenate([*self._parts, np.zeros(missing, np.int16)])


def _fitted(take: Take, tempo: float, speak: Say) -> Said:
    """The take at its tempo, or at another that brings it to its end in time."""
    room_ms = max(1, take.latest_ms - take.start_ms)
    wanted = tempo / take.slower
    said = speak(take.piece, take.voice, _possible(wanted))
    for _ in range(TRIES):
        length_ms = _milliseconds(said)
        if length_ms <= room_ms and (not take.to_the_end or room_ms - length_ms <= FITS_MS):
            break
        before = _possible(wanted)
        wanted = wanted * length_ms / room_ms
        if _possible(wanted) == before and length_ms > room_ms:
            wanted = before + 1
        if _possible(wanted) == before:
            break
        said = speak(take.piece, take.voice, _possible(wanted))
    return said


def _possible(words_a_minute: float) -> int:
    return max(SLOWEST, min(FASTEST, round(words_a_minute)))


def _milliseconds(said: Said) -> int:
    return _round_up(len(said[0]))


def _round_up(samples: int) -> int:
    return -(-samples * 1000 // RATE)


@contextmanager
def _speaker() -> Iterator[Say]:
    with workers(1) as executor:
        yield lambda piece, voice, tempo: executor.submit(say, piece, voice, tempo).result()
