"""Which sentences of an original and of its translation say the same, each with the chance that it is so.

Forward and backward over groups of one to three sentences on either side, and over sentences left out on either side,
in a band around where they would stand: every group has a cost (`costs`), and its chance is what all ways through both
texts say of it together. So two sentences that could as well belong to another have low chances, however well they fit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from subtool.translation.costs import KINDS, Costs
from subtool.translation.pair import Pair, in_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from subtool.translation.clues import Side
    from subtool.translation.costs import Kind, Meaning
    from subtool.translation.pair import KnownPair

    Field = NDArray[np.float64]

SOURCE_ALONE, TARGET_ALONE = (1, 0), (0, 1)  # a sentence left out on the other side
# The first sentence of a run that one side leaves out costs so much more than the others: at 0 half of a text left out
# in one piece draws 5 to 10 of 100 others on to it, at 3 a quarter left out here and there costs 2 more of 100.
RUN = 2.0
SURE_PAIR = 0.9  # chances from here up are right in 99 of 100 pairs: benchmarks/translation.py
ROUNDS = (
    3  # the ratio of lengths, and what words belong together, are learnt from the pairs of the round before
)
ROUNDING = 1e-6  # of sums of thousands of chances: what is less is not a gain
OF_SOURCE = (
    0.5  # what a sentence of the original counts beside one of the translation, whose time is asked for
)


def paired(
    source: Side, target: Side, meaning: Meaning | None = None, known: Sequence[KnownPair] = ()
) -> tuple[Pair, ...]:
    """All sentences of both sides in order, each in one pair; `meaning` is what an encoder makes of them.

    `known` are pairs that somebody named, as the numbers of their first sentences from 0: all others go by them.

    Raises:
        ValueError: they cross each other, or there is no such sentence.
    """
    costs = Costs(source, target, meaning, in_order(known, len(source.sentences), len(target.sentences)))
    pairs: tuple[Pair, ...] = ()
    for _ in range(ROUNDS):
        pairs = _likeliest(_Ways(costs))
        if not costs.learn(pairs):
            break
    return pairs


def likelihood(source: Side, target: Side, meaning: Meaning | None = None) -> float:
    """The logarithm of how likely both texts say the same, beside two that have nothing to do with each other."""
    return _Ways(Costs(source, target, meaning)).total


class _Ways:
    """All ways through two texts: the logarithm of the chance to come to each place, and from it to the end.

    What one side leaves out costs most at the first sentence of a run: whole scenes are left out, not sentences here
    and there.
    """

    def __init__(self, costs: Costs) -> None:
        self.costs, self.band = costs, costs.band
        self.to, self.onward = self._to(), self._onward()
        self.total = float(self.to[self.band.end])

    def _to(self) -> Field:
        band, ways = self.band, np.full(self.band.shape, -np.inf)
        skipping = np.full(band.width, -np.inf)
        for line in range(band.lines):
            here = np.full(band.width, -np.inf)
            if line == 0:
                here[0] = 0.0
            else:
                skipping = np.logaddexp(skipping, ways[line - 1] - RUN) - self.costs.alone_source[line - 1]
                skipping = band.moved(skipping, line - 1, line, 0)
            for kind in KINDS:
                start = line - kind[0]
                if start >= 0:
                    before = ways[start] - self.costs.of(kind)[start]
                    here = np.logaddexp(here, band.moved(before, start, line, kind[1]))
            ways[line] = _along(np.logaddexp(here, skipping), self._alone(line))
        return ways

    def _onward(self) -> Field:
        band, ways = self.band, np.full(self.band.shape, -np.inf)
        skipping = np.full(band.width, -np.inf)
        for line in range(band.lines - 1, -1, -1):
            here = np.full(band.width, -np.inf)
            if line == band.lines - 1:
                here[band.end[1]] = 0.0
            else:
                skipping = band.moved(skipping, line + 1, line, 0) - self.costs.alone_source[line]
            for kind in KINDS:
                end = line + kind[0]
                if end < band.lines:
                    after = band.moved(ways[end], end, line, -kind[1])
                    here = np.logaddexp(here, after - self.costs.of(kind)[line])
            opened = np.logaddexp(here, skipping - RUN)
            ways[line] = _along(opened[::-1], self._alone(line)[::-1])[::-1]
            skipping = np.logaddexp(skipping, ways[line])
        return ways

    def _alone(self, line: int) -> Field:
        """What it costs to leave out each sentence of the translation between two places of a line."""
        low = int(self.band.low[line])
        return self.costs.alone_target[low : low + self.band.width - 1]

    def chances(self, kind: Kind) -> NDArray[np.float32]:
        """How likely each group of this kind is, by the place where it begins."""
        band, result = self.band, np.zeros(self.band.shape, np.float32)
        for line in range(band.lines - kind[0]):
            end = line + kind[0]
            after = band.moved(self.onward[end], end, line, -kind[1])
            result[line] = np.exp(
                np.minimum(0.0, self.to[line] - self.costs.of(kind)[line] + after - self.total)
            )
        return result


def _along(here: Field, alone: Field) -> Field:
    """A field with runs of sentences left out along the line: each place is come to from those before, too."""
    paid = np.concatenate([[0.0], np.cumsum(alone)])
    skipping = np.logaddexp.accumulate(here + paid) - RUN
    result: Field = here.copy()
    result[1:] = np.logaddexp(here[1:], skipping[:-1] - paid[1:])
    return result


def _likeliest(ways: _Ways) -> tuple[Pair, ...]:
    """The pairs of which most claims are likely right: that a sentence begins there, is said inside, is left out."""
    claims = _Claims(ways)
    band, best = ways.band, _Walk(claims)
    line, column = band.lines - 1, band.columns - 1
    found: list[Pair] = []
    while line or column:
        taken, given = best.last(line, column)
        line, column = line - taken, column - given
        chances = claims.of_target(line, column, given) if taken else (0.0,) * given
        found.append(Pair(range(line, line + taken), range(column, column + given), chances))
    return tuple(reversed(found))


class _Claims:
    """How likely it is right to say of a sentence that it begins with another, is said inside it, or is left out."""

    def __init__(self, ways: _Ways) -> None:
        self.band = ways.band
        exact = {kind: ways.chances(kind) for kind in KINDS}
        self.begins = sum(exact.values(), np.zeros(self.band.shape, np.float32))
        self.inside = np.zeros(self.band.shape, np.float32)
        for (_, given), chances in exact.items():
            for by in range(1, given):
                self.inside[:, by:] += chances[:, :-by]
        self.taking = {
            taken: sum(
                (chances for kind, chances in exact.items() if kind[0] == taken),
                np.zeros(self.band.shape, np.float32),
            )
            for taken in {kind[0] for kind in KINDS}
        }
        self.source_alone = np.ones(self.band.lines)
        self.target_alone = np.ones(self.band.columns + self.band.width)
        for (taken, given), chances in exact.items():
            for by in range(taken):
                self.source_alone[by:] -= chances[: self.band.lines - by].sum(axis=1)
            for line, low in enumerate(self.band.low):
                for by in range(given):
                    self.target_alone[low + by : low + by + self.band.width] -= chances[line]

    def worth(self, kind: Kind, line: int) -> Field:
        """How many claims of a group of this kind are likely right, by the column where it begins."""
        taking = np.asarray(self.taking[kind[0]][line], np.float64)
        result: Field = OF_SOURCE * kind[0] * taking + self.begins[line]
        for by in range(1, kind[1]):
            result[:-by] += self.inside[line, by:]
        return result

    def of_target(self, line: int, column: int, given: int) -> tuple[float, ...]:
        """The chance of each sentence of a group that begins at a place."""
        place = column - int(self.band.low[line])
        fields = (self.begins, *(self.inside,) * (given - 1)) if given else ()
        return tuple(float(field[line, place + by]) for by, field in enumerate(fields))


class _Walk:
    """The way whose claims are likeliest right, as the last step to each place."""

    STEPS: tuple[Kind, ...] = (TARGET_ALONE, SOURCE_ALONE, *KINDS)

    def __init__(self, claims: _Claims) -> None:
        self.band = claims.band
        self.steps = np.zeros(self.band.shape, np.int8)
        best = np.full(self.band.shape, -np.inf)
        for line in range(self.band.lines):
            here = np.full(self.band.width, -np.inf)
            if line == 0:
                here[0] = 0.0
            for number, kind in enumerate(self.STEPS[1:], start=1):
                start = line - kind[0]
                if start < 0:
                    continue
                worth = (
                    OF_SOURCE * claims.source_alone[start]
                    if kind == SOURCE_ALONE
                    else claims.worth(kind, start)
                )
                reached = self.band.moved(best[start] + worth, start, line, kind[1])
                self.steps[line] = np.where(reached > here, number, self.steps[line])
                here = np.maximum(here, reached)
            low = int(self.band.low[line])
            gained = np.concatenate([[0.0], np.cumsum(claims.target_alone[low : low + self.band.width - 1])])
            along = np.maximum.accumulate(here - gained) + gained
            best[line] = np.where(along > here + ROUNDING, along, here)
            self.steps[line] = np.where(best[line] > here, 0, self.steps[line])

    def last(self, line: int, column: int) -> Kind:
        """The group that the way to a place ends with."""
        return self.STEPS[int(self.steps[line, column - int(self.band.low[line])])]
