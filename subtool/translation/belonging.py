"""Whether two texts are an original and its translation at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.translation.pairing import SURE_PAIR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.translation.clues import Side
    from subtool.translation.pair import Pair

# Of a translation with half of its sentences left out 28 of 100 pairs are sure, of one of another film 5 at most
# (benchmarks/translation.py --unrelated).
LEAST_SURE = 0.1
ENOUGH = 8  # sentences: fewer prove nothing either way
SAME = 0.5  # of the sentences: with as many alike, both files hold the same text


def same_text(source: Side, target: Side) -> bool:
    """Whether most of the one is the other, word by word."""
    known = {_letters(sentence.text) for sentence in source.sentences}
    alike = sum(_letters(sentence.text) in known for sentence in target.sentences)
    return alike >= SAME * len(target.sentences)


def unrelated(target: Side, pairs: Sequence[Pair]) -> bool:
    """Whether so few pairs are sure that the texts are likely those of two films."""
    if len(target.sentences) < ENOUGH:
        return False
    sure = sum(chance >= SURE_PAIR for pair in pairs if pair.source for chance in pair.chances)
    return sure < LEAST_SURE * len(target.sentences)


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
