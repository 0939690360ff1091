"""Which warp brings cues to where a reference speaks: an offset, another frame rate, splits. Pure.

As in alass (https://github.com/kaegi/alass), the offsets of all cues are chosen by one optimum: a cue scores
where it falls on speech, and a change of offset from one cue to the next costs as much as several cues can win.
Which frame rate was mistaken for which is tried out; what then remains is a slow drift, if any.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise, permutations
from statistics import median
from typing import TYPE_CHECKING, Protocol

import numpy as np

from subtool.model import EVER_MS, Span
from subtool.retime.warp import Piece, Warp, shift

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

FILM_RATES = (Fraction(24000, 1001), Fraction(24), Fraction(25), Fraction(30000, 1001))
RATES = (Fraction(1), *sorted({a / b for a, b in permutations(FILM_RATES, 2)}))
COARSE_MS, FINE_MS = 200, 50  # between the offsets that are tried: to find the rate, and then the splits
FARTHEST_MS = 20 * 60_000  # a film may lack its first reel
SPLIT = 5.0  # what a change of offset costs, in cues that fit
OTHER_RATE = 3.0  # what another frame rate must win, in cues that fit
NEAR_MS = 300  # from the beginning of speech: a cue that fits
SAME_MS = 40  # offsets no further apart are one
LEAST_DRIFT = 1e-4  # a third of a second an hour; below it is the jitter of hands
SHORTEST_DRIFT_MS = 120_000  # on less, a drift cannot be told from chance


class Reference(Protocol):
    """What cues are brought to. Times are on the new time line, in ms."""

    @property
    def end_ms(self) -> int: ...

    def scores(self, cue: int, starts: NDArray[np.int64], duration_ms: int, /) -> NDArray[np.float64]:
        """How well cue number `cue` fits (0 to 1) at each of these in-times."""
        ...

    def onset(self, cue: int, start_ms: int, /) -> int | None:
        """When the speech that such an in-time is meant for begins; None where nothing says so."""
        ...


class Speech:
    """Stretches of speech: those of a voice in a film, or the cues of another subtitle file.

    A cue fits as far as speech fills it, and as near as it begins to where speech begins; where people hardly
    pause, only the latter tells one place from another.
    """

    def __init__(self, spans: Sequence[Span]) -> None:
        self.end_ms = spans[-1].end_ms
        self._onsets = sorted(span.start_ms for span in spans)
        spoken = np.zeros(self.end_ms + 2, np.int32)
        self._begins = np.zeros(self.end_ms + 2, np.float32)
        reach = np.arange(-2 * NEAR_MS, 2 * NEAR_MS + 1)
        near = 1.0 - np.abs(reach) / (2 * NEAR_MS)
        for span in spans:
            spoken[span.start_ms + 1 : span.end_ms + 1] = 1
            at = np.clip(span.start_ms + reach, 0, self.end_ms + 1)
            self._begins[at] = np.maximum(self._begins[at], near)
        self._spoken_until = np.cumsum(spoken, dtype=np.int32)

    def scores(self, _cue: int, starts: NDArray[np.int64], duration_ms: int) -> NDArray[np.float64]:
        a, b = (np.clip(edge, 0, self.end_ms + 1) for edge in (starts, starts + duration_ms))
        filled = (self._spoken_until[b] - self._spoken_until[a]) / max(1, duration_ms)
        made: NDArray[np.float64] = (filled + self._begins[a] * (starts == a)) / 2
        return made

    def onset(self, _cue: int, start_ms: int) -> int | None:
        at = bisect_left(self._onsets, start_ms)
        return min(self._onsets[max(0, at - 1) : at + 1], key=lambda onset: abs(onset - start_ms))


@dataclass(frozen=True, slots=True)
class CueTimes:
    """When the first word of each cue is heard; None for a cue that is not."""

    times: tuple[int | None, ...]

    @property
    def end_ms(self) -> int:
        return max((at for at in self.times if at is not None), default=0)

    def scores(self, cue: int, starts: NDArray[np.int64], _duration_ms: int) -> NDArray[np.float64]:
        at = self.times[cue]
        if at is None:
            return np.zeros(len(starts))
        return np.maximum(0.0, 1.0 - np.abs(starts - at) / (2 * NEAR_MS))

    def onset(self, cue: int, _start_ms: int) -> int | None:
        return self.times[cue]


@dataclass(frozen=True, slots=True)
class Fit:
    """The warp found, and which share (0 to 1) of the cues begins where speech does, before it and after."""

    warp: Warp
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class _Run:
    """Cues `first` up to `end` that are moved alike."""

    first: int
    end: int
    piece: Piece


def fit(cues: Sequence[Span], reference: Reference) -> Fit:
    """The warp that brings the cues (in order) to the reference."""
    rate = max(RATES, key=lambda rate: _score(cues, reference, rate, COARSE_MS)[0] - OTHER_RATE * (rate != 1))
    _, offsets = _score(cues, reference, rate, FINE_MS)
    edges = [0, *(at for at in range(1, len(cues)) if offsets[at] != offsets[at - 1]), len(cues)]
    runs = [
        _Run(
            first,
            end,
            _fine(cues, reference, range(first, end), Piece(Span(0, EVER_MS), offsets[first], rate)),
        )
        for first, end in pairwise(edges)
    ]
    warp = _joined(cues, _merged(runs))
    return Fit(warp, *(_near(cues, reference, one) for one in (shift(0), warp)))


def _score(
    cues: Sequence[Span], reference: Reference, rate: Fraction, step_ms: int
) -> tuple[float, list[int]]:
    """The best score of all cues at a rate, and the offset of each (Viterbi; a change comes from the best)."""
    reach_ms = min(FARTHEST_MS, max(reference.end_ms, cues[-1].end_ms)) // step_ms * step_ms
    offsets = np.arange(-reach_ms, reach_ms + 1, step_ms)
    best = np.zeros(len(offsets))
    came: list[
        tuple[int, NDArray[np.uint8]]
    ] = []  # the offset changes come from, and to where they are worth it
    for number, cue in enumerate(cues):
        source = int(best.argmax())
        changed = best < best[source] - SPLIT
        came.append((source, np.packbits(changed)))
        best = np.where(changed, best[source] - SPLIT, best)
        best += reference.scores(number, round(cue.start_ms * rate) + offsets, round(cue.duration_ms * rate))
    at = int(best.argmax())
    total, chosen = float(best[at]), []
    for source, changed in reversed(came):
        chosen.append(int(offsets[at]))
        at = source if changed[at >> 3] >> (7 - (at & 7)) & 1 else at
    return total, chosen[::-1]


def _fine(cues: Sequence[Span], reference: Reference, run: range, piece: Piece) -> Piece:
    """The piece moved to the middle of what its cues ask for, and tilted where they drift."""
    asked = []
    for number in run:
        at = piece.moved(cues[number].start_ms)
        onset = reference.onset(number, at)
        if onset is not None and abs(onset - at) <= 2 * NEAR_MS:
            asked.append((cues[number].start_ms, onset - at))
    if not asked:
        return piece
    drift = _drift(asked)
    offset = median(away - drift * at for at, away in asked)
    tilted = piece.rate + Fraction(drift).limit_denominator(1_000_000)
    return replace(piece, new_ms=piece.new_ms + round(offset), rate=tilted)


def _drift(asked: Sequence[tuple[int, int]]) -> float:
    """The slope of what is asked for over time (Theil and Sen), 0 where it is none."""
    half = len(asked) // 2
    if asked[-1][0] - asked[0][0] < SHORTEST_DRIFT_MS:
        return 0.0
    slope = median(
        (y - x) / (b - a) for (a, x), (b, y) in zip(asked[:half], asked[-half:], strict=True) if b > a
    )
    return slope if abs(slope) >= LEAST_DRIFT else 0.0


def _merged(runs: Sequence[_Run]) -> list[_Run]:
    made = [runs[0]]
    for run in runs[1:]:
        last = made[-1]
        if last.piece.rate == run.piece.rate and abs(last.piece.new_ms - run.piece.new_ms) <= SAME_MS:
            larger = max(last, run, key=lambda one: one.end - one.first)
            made[-1] = _Run(last.first, run.end, larger.piece)
        else:
            made.append(run)
    return made


def _joined(cues: Sequence[Span], runs: Sequence[_Run]) -> Warp:
    """The runs as pieces that meet half-way between their cues."""
    seams = [0]
    for run in runs[1:]:
        before, after = cues[run.first - 1], cues[run.first]
        seams.append(max(seams[-1], (min(before.end_ms, after.start_ms) + after.start_ms) // 2))
    pieces = [
        replace(run.piece, old=Span(start_ms, end_ms), new_ms=run.piece.moved(start_ms))
        for run, (start_ms, end_ms) in zip(runs, pairwise([*seams, EVER_MS]), strict=True)
    ]
    return Warp(tuple(pieces))


def _near(cues: Sequence[Span], reference: Reference, warp: Warp) -> float:
    """The share of cues that begin where speech does, of those that any is meant for."""
    known = near = 0
    for number, cue in enumerate(cues):
        piece = warp.of(cue)
        at = piece.moved(cue.start_ms) if piece else cue.start_ms
        onset = reference.onset(number, at)
        if onset is not None:
            known += 1
            near += abs(onset - at) <= NEAR_MS
    return near / known if known else 0.0
