"""Which stretch of an old cut went where in a new one, found by their sound.

Both sounds are reduced to landmarks, pairs of peaks of the spectrum, as A. Wang's "An Industrial-Strength Audio
Search Algorithm" (ISMIR 2003) has them. Landmarks that both have vote for how far the sound has moved; for each
moment of the old cut the move with the most votes is chosen, by one optimum over all moments. The waveforms
then say the move to the sample, and where one stretch ends and the next begins.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from subtool.media.read.sound import RATE
from subtool.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from subtool.media.read.sound import Sound

WINDOW, HOP = 1024, 256  # samples of a spectrum, and from one to the next: 16 ms
BINS = 256  # up to 4 kHz, where voices and most music are
BLOCK = 4096  # spectra at a time, for memory
AROUND = 10  # frames and bins to each side in which a peak is the highest
PARTNERS, FARTHEST = 6, 63  # of a landmark: how many peaks follow, and within how many frames
MOMENT_MS = 480  # the pieces of the old cut for which a move is chosen
MOMENT = MOMENT_MS * RATE // 1000 // HOP  # frames
CANDIDATES = 400  # moves that are tried
CHANGE = 24.0  # votes that a change of move must win ...
ENDS = 2.0  # ... and that a stretch must lack to be over
GONE = 1.0  # votes of a moment that is in no new place
PROBE = RATE * 3 // 2  # samples that are laid over each other to find a move to the sample
PROBES = 9  # of a stretch
SLACK = HOP * 3  # samples to each side of where the landmarks put a move, which is exact to a hop or two
ALIKE = 0.35  # how far two waveforms must agree to be of one stretch
SHORTEST_MS = 400  # of a stretch; a shorter one agrees by chance; chosen by eye
REACH = 2 * MOMENT * HOP  # samples to each side in which a seam is looked for
GRAIN, SMOOTH = RATE // 200, 5  # 5 ms, judged together with two to each side
SILENCE = 8  # of 32767


@dataclass(frozen=True, slots=True)
class SharedStretch:
    """A stretch of the old cut, and where it starts in the new one."""

    old: Span
    new_ms: int


def kept(old: Sound, new: Sound) -> list[SharedStretch]:
    """The stretches of the old cut that the new one has, in the order of the old one."""
    runs = [
        (first, None if move is None else _to_the_sample(old, new, move * HOP, first, end))
        for first, end, move in _runs(_moves(old, new))
    ]
    seams = [
        0,
        *(_seam(old, new, a, b, b_first) for (_, a), (b_first, b) in pairwise(runs)),
        len(old.samples),
    ]
    stretches = []
    for (start, end), (_, lag) in zip(pairwise(seams), runs, strict=True):
        if lag is None:
            continue
        first, last = max(start, -lag), min(end, len(new.samples) - lag)
        if last - first >= SHORTEST_MS * RATE // 1000:
            stretches.append(
                SharedStretch(Span(first * 1000 // RATE, last * 1000 // RATE), (first + lag) * 1000 // RATE)
            )
    return stretches


def _moves(old: Sound, new: Sound) -> list[int | None]:
    """By how many hops each moment of the old cut has moved; None where it is gone."""
    count = -(-len(old.samples) // (HOP * MOMENT))
    times, moved = _votes(_landmarks(old), _landmarks(new))
    if not len(times):
        return [None] * count
    values, sums = np.unique(moved, return_counts=True)
    candidates = np.sort(values[np.argsort(sums)[-CANDIDATES:]])
    votes = np.zeros((count, len(candidates)), np.float32)
    for near in (-1, 0, 1):  # a landmark may fall into the hop beside
        place = np.searchsorted(candidates, moved + near)
        place[place == len(candidates)] = 0
        fits = candidates[place] == moved + near
        np.add.at(votes, (times[fits] // MOMENT, place[fits]), 1 if near == 0 else 0.5)
    return _chosen(np.minimum(votes, CHANGE), candidates)


def _chosen(votes: NDArray[np.float32], candidates: NDArray[np.int64]) -> list[int | None]:
    """The best sequence of moves (Viterbi); the last state is "gone"."""
    votes = np.hstack([votes, np.full((len(votes), 1), GONE, np.float32)])
    best = np.zeros(votes.shape[1], np.float32)
    cost = np.full(votes.shape[1], CHANGE, np.float32)
    cost[-1] = ENDS
    came = []
    for gains in votes:
        source = int(best.argmax())
        changed = best < best[source] - cost
        came.append((source, changed))
        best = np.where(changed, best[source] - cost, best) + gains
    state, states = int(best.argmax()), []
    for source, changed in reversed(came):
        states.append(state)
        state = source if changed[state] else state
    return [None if moved == len(candidates) else int(candidates[moved]) for moved in reversed(states)]


def _runs(moves: Sequence[int | None]) -> Iterator[tuple[int, int, int | None]]:
    """Stretches that have moved alike (to a hop): their samples from and to, and the move; None for what is gone."""
    first = 0
    for index in range(1, len(moves) + 1):
        here, before = moves[index] if index < len(moves) else None, moves[index - 1]
        alike = here == before if here is None or before is None else abs(here - before) <= 1
        if index == len(moves) or not alike:
            yield first * MOMENT * HOP, index * MOMENT * HOP, before
            first = index


def _votes(
    old: tuple[NDArray[np.int64], NDArray[np.int64]], new: tuple[NDArray[np.int64], NDArray[np.int64]]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each landmark that both have: when it is in the old cut, and how far it has moved, in hops."""
    (keys, times), (others, there) = old, new
    order = np.argsort(others, kind="stable")
    others, there = others[order], there[order]
    first, last = np.searchsorted(others, keys, "left"), np.searchsorted(others, keys, "right")
    counts = np.minimum(last - first, 20)  # what comes again and again says nothing
    which = np.repeat(np.arange(len(keys)), counts)
    within = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
    return times[which], there[first[which] + within] - times[which]


def _landmarks(sound: Sound) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Landmarks as numbers, and the hop at which each stands."""
    when, pitch = _peaks(sound)
    keys, times = [], []
    for ahead in range(1, PARTNERS + 1):
        apart = when[ahead:] - when[:-ahead]
        close = (apart > 0) & (apart <= FARTHEST)
        keys.append((pitch[:-ahead] * BINS + pitch[ahead:])[close] * (FARTHEST + 1) + apart[close])
        times.append(when[:-ahead][close])
    return np.concatenate(keys), np.concatenate(times)


def _peaks(sound: Sound) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The hop and the bin of each peak of the spectrum, in order."""
    shape = np.hanning(WINDOW).astype(np.float32)
    count = max(0, (len(sound.samples) - WINDOW) // HOP + 1)
    when, pitch = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for first in range(0, count, BLOCK):
        start, end = max(0, first - AROUND), min(count, first + BLOCK + AROUND)
        piece = sound.samples[start * HOP : (end - 1) * HOP + WINDOW]
        frames = np.lib.stride_tricks.sliding_window_view(piece, WINDOW)[::HOP]
        loud = np.log1p(np.abs(np.fft.rfft(frames * shape, axis=1)[:, 1 : BINS + 1]).astype(np.float32))
        highest = _highest(_highest(loud, 0), 1)
        hop, where = np.nonzero((loud == highest) & (loud > loud.mean() + loud.std() / 2))
        inside = (hop + start >= first) & (hop + start < first + BLOCK)
        when.append(hop[inside] + start)
        pitch.append(where[inside])
    return np.concatenate(when), np.concatenate(pitch)


def _highest(values: NDArray[np.float32], axis: int) -> NDArray[np.float32]:
    """The highest value within `AROUND` to each side."""
    ends = [(AROUND, AROUND) if number == axis else (0, 0) for number in range(2)]
    padded = np.pad(values, ends, constant_values=-1)
    highest: NDArray[np.float32] = np.lib.stride_tricks.sliding_window_view(padded, 2 * AROUND + 1, axis).max(
        -1
    )
    return highest


def _to_the_sample(old: Sound, new: Sound, lag: int, first: int, end: int) -> int:
    """By how many samples a stretch has moved, which is `lag` or near it."""
    lags = []
    for place in np.linspace(first, max(first, end - PROBE), PROBES).astype(int):
        here = old.samples[place : place + PROBE].astype(np.float32)
        start = int(place) + lag - SLACK
        there = new.samples[max(0, start) : max(0, start) + PROBE + 2 * SLACK].astype(np.float32)
        if start >= 0 and len(there) == PROBE + 2 * SLACK and here.any():
            size = 1 << (len(there) + len(here)).bit_length()
            like = np.fft.irfft(np.fft.rfft(there, size) * np.conj(np.fft.rfft(here, size)), size)
            lags.append(lag - SLACK + int(like[: 2 * SLACK + 1].argmax()))
    return int(np.median(lags)) if lags else lag


def _seam(old: Sound, new: Sound, before: int | None, after: int | None, place: int) -> int:
    """The sample of the old cut at which one move ends and the next begins, near `place`."""
    start, end = max(0, place - REACH), min(len(old.samples), place + REACH)
    a, b = (_alike(old, new, lag, start, end) for lag in (before, after))
    gained = np.concatenate([[0.0], np.cumsum(a - b)])
    return start + int(gained.argmax()) * GRAIN


def _alike(old: Sound, new: Sound, lag: int | None, start: int, end: int) -> NDArray[np.float64]:
    """How far the waveforms agree (-1 to 1), grain by grain; as good as gone where either is silent."""
    count = (end - start) // GRAIN
    if lag is None:
        return np.full(count, ALIKE)
    here, there = np.zeros(count * GRAIN), np.zeros(count * GRAIN)
    here[:] = old.samples[start : start + count * GRAIN]
    first, last = max(0, start + lag), min(len(new.samples), start + lag + count * GRAIN)
    if first < last:
        there[first - start - lag : last - start - lag] = new.samples[first:last]
    width = np.ones(SMOOTH)
    sums = [
        np.convolve((x * y).reshape(count, GRAIN).sum(axis=1), width, "same")
        for x, y in ((here, there), (here, here), (there, there))
    ]
    power = np.sqrt(sums[1] * sums[2])
    loud = power > SILENCE**2 * GRAIN * SMOOTH
    return np.where(loud, sums[0] / np.maximum(power, 1.0), ALIKE)
