"""What it costs to take sentences of two texts for each other: all clues together, for every place of the band.

Costs are negative logarithms of chances, less what unrelated sentences would get.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from subtool.translation.band import Band
from subtool.translation.clues import clues_of, incidence
from subtool.translation.paragraphs import ParagraphAgreement
from subtool.translation.shared import shared_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from subtool.translation.clues import Clues, Side
    from subtool.translation.pair import KnownPair, Pair

Meaning = tuple[
    "NDArray[np.float32]", "NDArray[np.float32]"
]  # a vector a sentence, of the original and the translation
Kind = tuple[int, int]  # how many sentences of the original and of the translation belong together

# All costs were measured with benchmarks/translation.py; half or twice each costs 1 to 3 of 100 pairs.
KINDS: dict[Kind, float] = {  # by how many sentences belong together
    (1, 1): 0.0, (1, 2): 2.3, (2, 1): 2.3, (2, 2): 4.5, (1, 3): 4.5, (3, 1): 4.5,
}  # fmt: skip
ALONE = 1.0  # a sentence left out; at 0.5 half as many pairs are sure, at 1.5 fewer of a scene are found
ALONE_FIGURE, ALONE_NOTE = 0.7, 2.0  # what else it costs to leave out one with a figure, a footnote mark
# One side begins a paragraph, the other does not: as far as paragraphs agree. A paragraph begins inside: the more, the
# fewer the side has.
PARAGRAPH, INSIDE = 1.5, 1.0
OTHER_AGREEMENT = 0.1  # of paragraphs: what is less changes no pair of the benchmark
MARKS = 0.8  # one side quotes or asks, the other does not
MOST_FIGURES, FIGURE_ALONE = 3, 0.7  # figures that stand on one side only: so many count, each so much
NOTE_ALONE = 3.0  # a footnote mark on one side only
LENGTH_SPREAD, LENGTH_FEW, LENGTH_MOST = (
    0.12,
    1.4,
    8.0,
)  # of the logarithm of two lengths; what it can cost at most
LEAST_RATIO, MOST_RATIO = (
    0.8,
    1.25,
)  # of the lengths of two languages as they are spoken; beyond, a part is left out
ALIKE, UNRELATED = 14.0, 0.35  # what the cosine of two meanings counts, above that of sentences of one film
FORBIDDEN = np.float32(1e4)  # of what is known to be wrong: more than all else together
SAME_RATIO = 0.02  # of its logarithm: the pairs of the benchmark are the same
LINES = 64  # looked at in one go


class Costs:
    """The costs of all groups of two texts; `learn` makes them those of the pairs found."""

    def __init__(
        self,
        source: Side,
        target: Side,
        meaning: Meaning | None = None,
        known: Sequence[KnownPair] = (),
    ) -> None:
        self.meaning, self.known = meaning, known
        self.source, self.target = source, target
        self.band = Band(len(source.sentences), len(target.sentences), known)
        self.clues = [clues_of(one, source.language) for one in source.sentences]
        self.others = [clues_of(one, target.language) for one in target.sentences]
        whole = _total(self.others) / _total(self.clues)
        self.ratio = min(MOST_RATIO, max(LEAST_RATIO, whole))
        self.paragraphs = ParagraphAgreement(source, target)
        self.shared = shared_by(self.clues, self.others)
        self._made: dict[Kind, NDArray[np.float32]] = {}
        self.alone_source = _alone(self.clues)
        self.alone_target = np.append(_alone(self.others), np.inf)
        for line, column in known:
            self.alone_source[line] = self.alone_target[column] = FORBIDDEN

    def of(self, kind: Kind) -> NDArray[np.float32]:
        """For each place of the band what a group costs that begins there; infinite where a text ends inside."""
        if kind not in self._made:
            self._made[kind] = self._costs(kind)
            for pair in self.known:
                self._forbid(kind, *pair)
        return self._made[kind]

    def _forbid(self, kind: Kind, line: int, column: int) -> None:
        """Leave two sentences that are known to begin a pair in no other group of this kind."""
        result, low, width = self._made[kind], self.band.low, self.band.width
        begins = result[line, column - low[line]]
        result[max(0, line - kind[0] + 1) : line + 1] += FORBIDDEN
        for place in range(self.band.lines):
            start = max(0, column - kind[1] + 1 - int(low[place]))
            result[place, start : min(width, max(0, column + 1 - int(low[place])))] += FORBIDDEN
        result[line, column - low[line]] = begins

    def learn(self, pairs: Sequence[Pair]) -> bool:
        """Take from the pairs the ratio of lengths, which is not that of the whole texts, and how paragraphs agree.

        Returns whether either is another one than it was.
        """
        ratios = [
            np.log(sum(self.others[index].length for index in pair.target))
            - np.log(sum(self.clues[index].length for index in pair.source))
            for pair in pairs
            if pair.source and pair.target
        ]
        before, agreed = self.ratio, self.paragraphs.agreement
        if ratios:
            self.ratio = float(np.exp(np.median(ratios)))
        self.paragraphs.learn(pairs)
        is_same = abs(np.log(self.ratio / before)) < SAME_RATIO
        if is_same and abs(self.paragraphs.agreement - agreed) < OTHER_AGREEMENT:
            return False
        self._made.clear()
        if not self.band.is_whole:
            self._look_around(pairs)
        return True

    def _look_around(self, pairs: Sequence[Pair]) -> None:
        """Look at places near the pairs that were found only."""
        found = [(pair.source.start, pair.target.start) for pair in pairs if pair.source and pair.target]
        inner = [pair for pair in found if pair[0]]  # the band begins where both texts do
        self.band = Band(len(self.source.sentences), len(self.target.sentences), found=inner)

    def _costs(self, kind: Kind) -> NDArray[np.float32]:
        """In blocks of lines, so that no field is held twice."""
        band, (taken, given) = self.band, kind
        result = np.full(band.shape, np.inf, np.float32)
        here, there = _Joined(self.clues, self.source, taken), _Joined(self.others, self.target, given)
        left = incidence(self.shared, len(self.clues), "source")
        right = incidence(self.shared, len(self.others), "target")
        left, right = _union(left, taken), _union(right, given)
        meant = self.meaning and (_summed(self.meaning[0], taken), _summed(self.meaning[1], given))
        for first in range(0, len(here.lengths), LINES):
            lines = slice(first, min(first + LINES, len(here.lengths)))
            low = int(band.low[lines.start])
            high = min(int(band.low[lines.stop - 1]) + band.width, len(there.lengths))
            if low >= high:
                continue
            columns = slice(low, high)
            block = self._block(here, there, lines, columns) - left[lines] @ right[columns].T
            if meant:
                block -= self._alike(meant, kind, lines, columns)
            for line in range(lines.start, lines.stop):
                start = int(band.low[line])
                stop = min(start + band.width, high)
                result[line, : max(0, stop - start)] = block[line - lines.start, start - low : stop - low]
        return result + np.float32(KINDS[kind])

    def _alike(self, meant: Meaning, kind: Kind, lines: slice, columns: slice) -> NDArray[np.float32]:
        """What the meanings say: the more, the more sentences there are."""
        cosines = meant[0][lines] @ meant[1][columns].T
        return np.asarray(ALIKE * (cosines - UNRELATED) * np.sqrt(max(kind)), np.float32)

    def _block(self, here: _Joined, there: _Joined, lines: slice, columns: slice) -> NDArray[np.float32]:
        one, other = here.lengths[lines, None], there.lengths[None, columns]
        spread = LENGTH_SPREAD + LENGTH_FEW / np.sqrt(np.minimum(one, other))
        away = np.log(other / (one * self.ratio)) / spread
        cost = np.minimum(LENGTH_MOST, 0.5 * away * away)
        inside, other_inside = (INSIDE * (1 - share) for share in self.paragraphs.shares)
        parted = here.closes[lines, None] != there.closes[None, columns]
        cost += PARAGRAPH * self.paragraphs.agreement * parted
        cost += inside * here.inside[lines, None] + other_inside * there.inside[None, columns]
        cost += MARKS * (here.quotes[lines, None] != there.quotes[None, columns])
        cost += MARKS * (here.asks[lines, None] != there.asks[None, columns])
        figures = np.abs(here.figures[lines, None] - there.figures[None, columns])
        cost += FIGURE_ALONE * np.minimum(MOST_FIGURES, figures)
        cost += NOTE_ALONE * np.abs(here.notes[lines, None] - there.notes[None, columns])
        return np.asarray(cost, np.float32)


class _Joined:
    """What `size` consecutive sentences of one side show together, by the first of them."""

    def __init__(self, clues: Sequence[Clues], side: Side, size: int) -> None:
        count = max(0, len(clues) - size + 1)
        groups = [clues[index : index + size] for index in range(count)]
        opens = side.opens
        self.lengths = np.array([sum(one.length for one in group) for group in groups], np.float32)
        self.quotes = np.array([any(one.quotes for one in group) for group in groups], bool)
        self.asks = np.array([group[-1].asks for group in groups], bool)
        self.figures = np.array(
            [len(frozenset[str]().union(*(one.figures for one in group))) for group in groups]
        )
        self.notes = np.array(
            [len(frozenset[str]().union(*(one.notes for one in group))) for group in groups]
        )
        self.closes = opens[size : size + count]
        self.inside = sum(
            (opens[index : index + count].astype(int) for index in range(1, size)), np.zeros(count, int)
        )


def _union(table: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    """What `size` consecutive sentences show together, by the first of them."""
    result = table
    for by in range(1, size):
        result = np.maximum(result[:-1], table[by:])
    return result


def _summed(vectors: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    """The meaning of `size` consecutive sentences, by the first of them."""
    count = max(0, len(vectors) - size + 1)
    result = sum(
        (vectors[by : by + count] for by in range(size)), np.zeros((count, vectors.shape[1]), np.float32)
    )
    return np.asarray(result / np.maximum(np.linalg.norm(result, axis=1, keepdims=True), 1e-6), np.float32)


def _total(clues: Sequence[Clues]) -> float:
    return sum(one.length for one in clues)


def _alone(clues: Sequence[Clues]) -> NDArray[np.float64]:
    """What it costs to leave out each sentence."""
    return np.array(
        [ALONE + ALONE_FIGURE * len(one.figures) + ALONE_NOTE * len(one.notes) for one in clues], np.float64
    )
