"""Which warp brings cues to where a reference speaks: an offset, another frame rate, splits. Pure.

As in alass (https://github.com/kaegi/alass), the offsets of all cues are chosen by one optimum, in which a change of
offset from one cue to the next has its cost. What is weighed here is evidence (`evidence`): a change of offset, another
frame rate and a far offset cost as much as choosing them among all others gives by chance. What then remains is a
slow drift, if both ends of the film ask for it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise, permutations
from math import log
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from subtool.model import EVER_MS, Span
from subtool.retime.evidence import FARTHEST_MS, NEAR_MS
from subtool.retime.warp import Piece, Warp, shift

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from subtool.retime.evidence import Reference

# Those that films and their transfers have.
FILM_RATES = (Fraction(24000, 1001), Fraction(24), Fraction(25), Fraction(30000, 1001))
# A film played at the speed of another, both ways.
RATES = (Fraction(1), *sorted({a / b for a, b in permutations(FILM_RATES, 2)}))
OTHER_RATE = log(5 * (len(RATES) - 1))  # nats: one file in five has another rate, and which of them is open
COARSE_MS, FINE_MS = 100, 50  # between the offsets that are tried: to find the rate, and then the splits
SAME_MS = 40  # offsets no further apart are one
FRAME_MS = 50  # a move below it is none that anybody sees
# Of 132 unrelated pairs one had 10.0 nats and a share of 0.47, the others at most 3.5 nats; of related ones of 8 cues
# on, each has either (benchmarks/sync.py).
CLEARLY, CLEAR_SHARE = 5.0, 0.6
BETTER = 3.0  # nats that a move must win over leaving the cues where they are
LEAST_DRIFT = 1e-4  # a third of a second an hour; below it is the jitter of hands
SHORTEST_DRIFT_MS = 120_000  # on less, a drift cannot be told from chance
DRIFTS = 4.0  # nats that a drift must win: some fifty slopes can be told apart
FEWEST = 9  # cues, of which each end has three: with fewer, no other rate can be believed


@dataclass(frozen=True, slots=True)
class Fit:
    """The warp found, and what speaks for it.

    `away` is how far each cue is from where speech begins after it, in ms; None where nothing says so. `before` and
    `after` are the shares (0 to 1) of the cues inside the film that begin where speech does, `chance` the share that
    would anyhow. `evidence` is in nats, over all ways that were tried; `better` by how much leaving all cues where they
    are has less; `least` is what the evidence must have, `share` what `after` must have over `chance`.
    """

    warp: Warp
    away: tuple[int | None, ...]
    before: float
    after: float
    chance: float
    evidence: float
    better: float
    least: float
    share: float

    @property
    def supports(self) -> tuple[bool, ...]:
        """Which cues begin where speech does."""
        return tuple(away is not None and abs(away) <= NEAR_MS for away in self.away)

    @property
    def is_believed(self) -> bool:
        """Whether chance hardly gives so much, and as many cues fit as do in a film they belong to.

        A dense dialogue under a text that is talked through can give more than chance should; then more is asked for.
        """
        over_chance = (self.after - self.chance) / max(1e-9, 1 - self.chance)
        is_clear = self.evidence >= self.least + CLEARLY or over_chance >= CLEAR_SHARE
        return self.evidence >= self.least and over_chance >= self.share and is_clear


@dataclass(frozen=True, slots=True)
class _Run:
    """Cues `first` up to `end` that are moved alike."""

    first: int
    end: int
    piece: Piece


def fit(cues: Sequence[Span], reference: Reference) -> Fit:
    """The warp that brings the cues (in order) to the reference."""
    rate, _ = _rate(cues, reference)
    _, offsets = _score(cues, reference, rate, FINE_MS)
    edges = [0, *(index for index in range(1, len(cues)) if offsets[index] != offsets[index - 1]), len(cues)]
    runs = [
        _Run(
            first,
            end,
            _fine(cues, reference, range(first, end), Piece(Span(0, EVER_MS), offsets[first], rate)),
        )
        for first, end in pairwise(edges)
    ]
    runs = _merged(_supported(cues, reference, runs))
    warp = _joined(cues, runs)
    total = _total(cues, reference, runs)
    return Fit(
        warp,
        tuple(_away(cues, reference, warp)),
        before=_near(cues, reference, shift(0)),
        after=_near(cues, reference, warp),
        chance=_by_chance(cues, reference, warp),
        evidence=total - max(0.0, _of_strangers(cues, reference)),
        better=0.0 if _is_still(cues, warp) else total - _at_rest(cues, reference) - BETTER,
        least=reference.least,
        share=reference.share,
    )


def _rate(cues: Sequence[Span], reference: Reference) -> tuple[Fraction, float]:
    """The rate with the most evidence, and that. Another than 1 must have more of it than 1 at both ends."""
    best, most = Fraction(1), float("-inf")
    level: list[float] = []
    for rate in RATES if len(cues) >= FEWEST else RATES[:1]:
        total, offsets = _score(cues, reference, rate, COARSE_MS)
        weights = [_evidence(cues, reference, index, rate, offset) for index, offset in enumerate(offsets)]
        level = level or weights
        won = [a - b for a, b in zip(weights, level, strict=True)]
        total -= OTHER_RATE * (rate != 1)
        if total > most and (rate == 1 or min(_ends(won)) > 0):
            best, most = rate, total
    return best, most


def _ends(weights: Sequence[float]) -> tuple[float, float]:
    """The sums of the first and of the last third."""
    third = max(1, len(weights) // 3)
    return sum(weights[:third]), sum(weights[-third:])


def _evidence(cues: Sequence[Span], reference: Reference, cue: int, rate: Fraction, new_ms: int) -> float:
    return float(reference.evidence(cue, np.array([round(cues[cue].start_ms * rate) + new_ms]))[0])


def _of_strangers(cues: Sequence[Span], reference: Reference) -> float:
    """The most evidence that cues like these get which belong nowhere: the same ones, the last of them first.

    What both files have by themselves, as a steady beat, speaks for any two of them.
    """
    if reference.is_of_cues:
        return 0.0
    end_ms = cues[-1].end_ms
    backwards = [Span(end_ms - cue.end_ms, end_ms - cue.start_ms) for cue in reversed(cues)]
    return _rate(backwards, reference)[1]


def _score(
    cues: Sequence[Span], reference: Reference, rate: Fraction, step_ms: int
) -> tuple[float, list[int]]:
    """The most evidence for all cues at a rate, and the offset of each (Viterbi; a change comes from the best)."""
    reach_ms = min(FARTHEST_MS, max(reference.end_ms, cues[-1].end_ms)) // step_ms * step_ms
    offsets = np.arange(-reach_ms, reach_ms + 1, step_ms)
    best, cost = -reference.offset_cost(offsets).astype(np.float32), np.float32(reference.split_cost)
    came: list[
        tuple[int, NDArray[np.uint8]]
    ] = []  # the offset changes come from, and to where they are worth it
    for number, cue in enumerate(cues):
        source = int(best.argmax())
        floor = best[source] - cost
        came.append((source, np.packbits(best < floor)))
        best = np.maximum(best, floor)
        best += reference.along(number, round(cue.start_ms * rate) - reach_ms, step_ms, len(offsets))
    index = int(best.argmax())
    total, chosen = float(best[index]), []
    for source, changed in reversed(came):
        chosen.append(int(offsets[index]))
        index = source if changed[index >> 3] >> (7 - (index & 7)) & 1 else index
    return total, chosen[::-1]


def _fine(cues: Sequence[Span], reference: Reference, run: range, piece: Piece) -> Piece:
    """The piece moved to the middle of what its cues ask for, and tilted where they drift."""
    asked = []
    for number in run:
        start_ms = piece.moved(cues[number].start_ms)
        onset = reference.onset(number, start_ms)
        if onset is not None and abs(onset - start_ms) <= 2 * NEAR_MS:
            asked.append((cues[number].start_ms, onset - start_ms))
    if not asked:
        return piece
    level = replace(piece, new_ms=piece.new_ms + round(median(away for _, away in asked)))
    drift = _drift(asked)
    if not drift:
        return level
    offset = median(away - drift * start_ms for start_ms, away in asked)
    rate = piece.rate + Fraction(drift).limit_denominator(1_000_000)
    tilted = replace(piece, new_ms=piece.new_ms + round(offset), rate=rate)
    won = [
        a - b for a, b in zip(*(_weights(cues, reference, run, way) for way in (tilted, level)), strict=True)
    ]
    return tilted if sum(won) >= DRIFTS and min(_ends(won)) > 0 else level


def _weights(cues: Sequence[Span], reference: Reference, run: range, piece: Piece) -> list[float]:
    """The evidence for each cue of a run, moved by a piece."""
    return [
        float(reference.evidence(number, np.array([piece.moved(cues[number].start_ms)]))[0]) for number in run
    ]


def _drift(asked: Sequence[tuple[int, int]]) -> float:
    """The slope of what is asked for over time (Theil and Sen), 0 where it is none."""
    half = len(asked) // 2
    if asked[-1][0] - asked[0][0] < SHORTEST_DRIFT_MS:
        return 0.0
    slope = median(
        (y - x) / (b - a) for (a, x), (b, y) in zip(asked[:half], asked[-half:], strict=True) if b > a
    )
    return slope if abs(slope) >= LEAST_DRIFT else 0.0


def _supported(cues: Sequence[Span], reference: Reference, runs: Sequence[_Run]) -> list[_Run]:
    """The runs that have evidence of their own; the cues of another go with the neighbour that suits them best."""
    while len(runs) > 1:
        sums = [sum(_weights(cues, reference, range(run.first, run.end), run.piece)) for run in runs]
        weakest = min(range(len(runs)), key=sums.__getitem__)
        if sums[weakest] > 0:
            break
        beside = [index for index in (weakest - 1, weakest + 1) if 0 <= index < len(runs)]
        cells = range(runs[weakest].first, runs[weakest].end)
        other = max(beside, key=lambda index: sum(_weights(cues, reference, cells, runs[index].piece)))
        first, end = (edge(runs[weakest], runs[other]) for edge in (_first, _end))
        both = {weakest, other}
        runs = [
            *(run for index, run in enumerate(runs) if index < min(both)),
            _Run(first, end, runs[other].piece),
            *(run for index, run in enumerate(runs) if index > max(both)),
        ]
    return list(runs)


def _first(one: _Run, other: _Run) -> int:
    return min(one.first, other.first)


def _end(one: _Run, other: _Run) -> int:
    return max(one.end, other.end)


def _merged(runs: Sequence[_Run]) -> list[_Run]:
    merged = [runs[0]]
    for run in runs[1:]:
        last = merged[-1]
        if last.piece.rate == run.piece.rate and abs(last.piece.new_ms - run.piece.new_ms) <= SAME_MS:
            larger = max(last, run, key=lambda one: one.end - one.first)
            merged[-1] = _Run(last.first, run.end, larger.piece)
        else:
            merged.append(run)
    return merged


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


def _total(cues: Sequence[Span], reference: Reference, runs: Sequence[_Run]) -> float:
    """The evidence for a warp over what it cost to choose it among all others."""
    cost = float(reference.offset_cost(np.array([runs[0].piece.new_ms]))[0])
    cost += reference.split_cost * (len(runs) - 1) + OTHER_RATE * any(run.piece.rate != 1 for run in runs)
    return sum(sum(_weights(cues, reference, range(run.first, run.end), run.piece)) for run in runs) - cost


def evidence_for(cues: Sequence[Span], reference: Reference, warp: Warp) -> float:
    """What speaks for a warp that was found otherwise, so that nothing was chosen."""
    return sum(
        float(reference.evidence(number, np.array([_moved(cue, warp)]))[0]) for number, cue in enumerate(cues)
    )


def _at_rest(cues: Sequence[Span], reference: Reference) -> float:
    return sum(_weights(cues, reference, range(len(cues)), Piece(Span(0, EVER_MS), 0)))


def _is_still(cues: Sequence[Span], warp: Warp) -> bool:
    """Whether nobody would see that the cues have moved."""
    return all(abs(_moved(cue, warp) - cue.start_ms) <= FRAME_MS for cue in cues)


def _moved(cue: Span, warp: Warp) -> int:
    start_ms = warp.start_ms(cue)
    return cue.start_ms if start_ms is None else start_ms


def _away(cues: Sequence[Span], reference: Reference, warp: Warp) -> list[int | None]:
    """How far after the speech that it is meant for each cue begins."""
    found: list[int | None] = []
    for number, cue in enumerate(cues):
        start_ms = _moved(cue, warp)
        onset = reference.onset(number, start_ms)
        found.append(None if onset is None else start_ms - onset)
    return found


def _near(cues: Sequence[Span], reference: Reference, warp: Warp) -> float:
    """The share of the cues inside the film that begin where speech does."""
    inside = _inside(cues, reference, warp)
    away = _away(cues, reference, warp)
    near = [index for index in inside if (off := away[index]) is not None and abs(off) <= NEAR_MS]
    return len(near) / len(inside) if inside else 0.0


def _by_chance(cues: Sequence[Span], reference: Reference, warp: Warp) -> float:
    inside = _inside(cues, reference, warp)
    return sum(reference.by_chance(index, _moved(cues[index], warp)) for index in inside) / max(
        1, len(inside)
    )


def _inside(cues: Sequence[Span], reference: Reference, warp: Warp) -> list[int]:
    """The cues that fall into the film; the others are none of it."""
    return [index for index, cue in enumerate(cues) if 0 <= _moved(cue, warp) < max(1, reference.end_ms)]
