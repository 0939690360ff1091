"""How much the paragraphs of two texts say about each other.

Translators keep paragraphs. Files do not always: one has each sentence in a line of its own, another none at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from subtool.translation.clues import Side
    from subtool.translation.pair import Pair

# The correlation of both beginnings where a translator kept all paragraphs and nearly all pairs are right; 0.5 to 0.9
# pair the stories of benchmarks/translation.py alike.
KEPT = 0.7
FEW = 10  # as many pairs as this weigh as much as what the numbers of paragraphs let expect


class ParagraphAgreement:
    """Where two texts begin paragraphs, and how far they agree: 1 where paragraphs were kept, 0 where they say nothing.

    Without pairs only their numbers are known: where each sentence of one side begins a paragraph, that says nothing.
    """

    def __init__(self, source: Side, target: Side) -> None:
        self.opens = source.opens, target.opens
        self.shares = _share(self.opens[0]), _share(self.opens[1])
        self.agreement = _most(*self.shares)

    def learn(self, pairs: Sequence[Pair]) -> None:
        """Take the agreement from what follows each pair."""
        found = [(pair.source.stop, pair.target.stop) for pair in pairs if pair.source and pair.target][:-1]
        expected = KEPT * _most(*self.shares)
        if not found or not expected:
            return
        here, there = (
            opens[list(places)].astype(float)
            for opens, places in zip(self.opens, zip(*found, strict=True), strict=True)
        )
        share, other = self.shares
        both = share * other + expected * _spread(share, other)
        count = len(found) + FEW
        share, other = (float(here.sum()) + FEW * share) / count, (float(there.sum()) + FEW * other) / count
        both = (float(here @ there) + FEW * both) / count
        correlation = (both - share * other) / _spread(share, other)
        self.agreement = min(1.0, max(0.0, correlation / KEPT))


def _share(opens: NDArray[np.bool_]) -> float:
    """Of the places between two sentences: where a paragraph begins."""
    return float(opens[1:-1].mean()) if len(opens) > 2 else 0.0


def _most(one: float, other: float) -> float:
    """The correlation that such shares can have at most."""
    few, many = sorted((one, other))
    return float(np.sqrt(few * (1 - many) / (many * (1 - few)))) if few > 0 and many < 1 else 0.0


def _spread(one: float, other: float) -> float:
    return float(np.sqrt(one * (1 - one) * other * (1 - other)))
