"""What speaks for a cue at a place on the new time line, and what against it: in nats, beside what chance gives.

The evidence for a cue is the logarithm of how much more likely the reference is where the cue belongs there than where
it does not. Sums of it are bounded: what has nothing to do with the reference reaches a sum of t at one place with a
chance of at most exp(-t), and at one of n places with n exp(-t). So a fit is believed as far as its evidence is more
than the logarithm of the ways that were tried.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from math import exp, log
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from subtool.model import Span

NEAR_MS = 300  # from the beginning of speech: a cue that fits
# How far cues are set from the speech: half of them exactly, half by eye (Laplace).
SHARP_MS, BLUNT_MS = 60, 200
FITS = 0.6  # of the cues that belong begin where speech begins; the others are split within one breath
HEARD_FITS = 0.9  # of the cues whose first word was surely heard begin there
AROUND_MS = 30_000  # of the reference say how dense speech is there: in a dialogue, much is near by chance
RAREST_MS = 20_000  # speech is never held to be rarer: in a long silence an onset is no better a proof
PLACES_MS = 10_000  # where a word lands that is not said there: near its neighbours, which hold it
GRAIN_MS = 10  # of the table of evidence
FURTHER_MS = 1000  # offsets are the less likely the further they are; below a second, all alike
FADED_MS = 3000  # further away than this, nothing speaks for a cue any more
EACH_MS = 100  # offsets so far apart are two ways
FARTHEST_MS = 20 * 60_000  # a film may lack its first reel


class Reference(Protocol):
    """What cues are brought to. Times are on the new time line, in ms.

    `split_cost` is what a change of offset costs, in nats: the logarithm of the ways in which one may be chosen.
    `least` is what a fit must have over the ways that were tried, `share` the share of the cues that must fit.
    """

    @property
    def end_ms(self) -> int: ...

    @property
    def split_cost(self) -> float: ...

    @property
    def least(self) -> float: ...

    @property
    def share(self) -> float: ...

    @property
    def is_of_cues(self) -> bool:
        """Whether it knows the cues one by one, so that others in their place would say nothing."""
        ...

    def evidence(self, cue: int, starts: NDArray[np.int64], /) -> NDArray[np.float64]:
        """How much speaks for cue number `cue` at each of these in-times, in nats."""
        ...

    def along(self, cue: int, first_ms: int, step_ms: int, count: int, /) -> NDArray[np.float32]:
        """The evidence at `count` in-times, a step apart; steps are whole grains."""
        ...

    def offset_cost(self, offsets: NDArray[np.int64], /) -> NDArray[np.float64]:
        """What it costs to choose each of these offsets of all that may be chosen, in nats."""
        ...

    def onset(self, cue: int, start_ms: int, /) -> int | None:
        """When the speech that such an in-time is meant for begins; None where nothing says so."""
        ...

    def by_chance(self, cue: int, start_ms: int, /) -> float:
        """The chance (0 to 1) that an in-time there is near an onset, though it has nothing to do with it."""
        ...


class Speech:
    """Stretches of speech: those of a voice in a film, or the cues of another subtitle file.

    A cue speaks for a place as near as it begins there to where speech begins; where many stretches begin, that is
    less of a proof. Cues beyond the end are not cues of this film, and say nothing.
    """

    split_cost = 12.0  # of 20 minutes either way, 100 ms apart (10.1), at any of a handful of cues
    least = 7.0  # one unrelated file of a thousand
    share = 0.25  # of the cues, over what chance gives: a related file of the same language has 0.5 to 1
    is_of_cues = False

    def __init__(self, spans: Sequence[Span]) -> None:
        self.end_ms = max(span.end_ms for span in spans)
        self._onsets = sorted({span.start_ms for span in spans})
        onsets = np.array(self._onsets)
        times = np.arange(0, self.end_ms + GRAIN_MS, GRAIN_MS)
        after = np.clip(np.searchsorted(onsets, times), 0, len(onsets) - 1)
        away = np.minimum(np.abs(times - onsets[np.maximum(0, after - 1)]), np.abs(onsets[after] - times))
        near = np.searchsorted(onsets, times + AROUND_MS) - np.searchsorted(onsets, times - AROUND_MS)
        self._rate = np.maximum(near / (2 * AROUND_MS), 1 / RAREST_MS)
        chance = 2 * self._rate * np.exp(-2 * self._rate * away)
        self._table = np.log(1 - FITS + FITS * 2 * _density(away) / chance).astype(np.float32)

    def evidence(self, _cue: int, starts: NDArray[np.int64]) -> NDArray[np.float64]:
        inside = (starts >= 0) & (starts < self.end_ms)
        found: NDArray[np.float64] = np.where(
            inside, self._table[np.clip(starts, 0, self.end_ms) // GRAIN_MS], 0.0
        )
        return found

    def along(self, _cue: int, first_ms: int, step_ms: int, count: int) -> NDArray[np.float32]:
        found = np.zeros(count, np.float32)
        step, first = step_ms // GRAIN_MS, first_ms // GRAIN_MS
        ahead = max(0, -(first // step)) if first < 0 else 0
        inside = self._table[first + ahead * step : self.end_ms // GRAIN_MS : step][: max(0, count - ahead)]
        found[ahead : ahead + len(inside)] = inside
        return found

    def offset_cost(self, offsets: NDArray[np.int64]) -> NDArray[np.float64]:
        reach = 2 * log(1 + FARTHEST_MS / FURTHER_MS)
        cost: NDArray[np.float64] = np.log((np.abs(offsets) + FURTHER_MS) * reach / EACH_MS)
        return cost

    def onset(self, _cue: int, start_ms: int) -> int | None:
        index = bisect_left(self._onsets, start_ms)
        return min(self._onsets[max(0, index - 1) : index + 1], key=lambda onset: abs(onset - start_ms))

    def by_chance(self, _cue: int, start_ms: int) -> float:
        if not 0 <= start_ms < self.end_ms:
            return 0.0
        return 1 - exp(-2 * NEAR_MS * float(self._rate[start_ms // GRAIN_MS]))


@dataclass(frozen=True, slots=True)
class CueTimes:
    """When the first word of each cue is heard; None for a cue that is not. `length_ms` is that of the film."""

    times: tuple[int | None, ...]
    length_ms: int = 0
    least: float = 3.0  # whoever heard the words has refused other films already
    share: float = (
        0.5  # of the cues are heard where they belong; of an episode with the same opening, 0.1 to 0.4
    )
    is_of_cues: bool = True

    @property
    def end_ms(self) -> int:
        return max(self.length_ms, *self.heard, 0)

    @property
    def heard(self) -> tuple[int, ...]:
        return tuple(time_ms for time_ms in self.times if time_ms is not None)

    @property
    def split_cost(self) -> float:
        return log(len(self.times)) + 6.0  # at any cue, and then three in agreement or more

    def evidence(self, cue: int, starts: NDArray[np.int64]) -> NDArray[np.float64]:
        time_ms = self.times[cue]
        if time_ms is None:
            return np.zeros(len(starts))
        found: NDArray[np.float64] = np.log(
            1 - HEARD_FITS + HEARD_FITS * PLACES_MS * _density(np.abs(starts - time_ms))
        )
        return found

    def along(self, cue: int, first_ms: int, step_ms: int, count: int) -> NDArray[np.float32]:
        time_ms = self.times[cue]
        if time_ms is None:
            return np.zeros(count, np.float32)
        found = np.full(count, log(1 - HEARD_FITS), np.float32)
        first = max(0, (time_ms - FADED_MS - first_ms) // step_ms)
        last = min(count, (time_ms + FADED_MS - first_ms) // step_ms + 1)
        if first < last:
            found[first:last] = self.evidence(cue, first_ms + step_ms * np.arange(first, last))
        return found

    def offset_cost(self, offsets: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.full(len(offsets), log(len(self.times)))  # those that one of the cues asks for

    def onset(self, cue: int, _start_ms: int) -> int | None:
        return self.times[cue]

    def by_chance(self, _cue: int, _start_ms: int) -> float:
        return 0.0


def _density(away_ms: NDArray[np.int64]) -> NDArray[np.float64]:
    """How likely a cue begins so far from its speech, by the millisecond."""
    found: NDArray[np.float64] = (
        np.exp(-away_ms / SHARP_MS) / SHARP_MS + np.exp(-away_ms / BLUNT_MS) / BLUNT_MS
    ) / 4
    return found
