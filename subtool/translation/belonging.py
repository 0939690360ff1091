"""Whether two texts are an original and its translation at all."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from statistics import fmean
from typing import TYPE_CHECKING

from subtool.translation.pairing import SURE_PAIR, likelihood

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.translation.clues import Side
    from subtool.translation.costs import Meaning
    from subtool.translation.pair import Pair

# What two texts say for each other, beside the same texts out of order, in logarithms of chances for each sentence
# of the shorter one. Two films, or two episodes about the same people, say 0.5 at most; where one text has only half
# of the other's sentences, it is 0.9 and more (benchmarks/translation.py --unrelated).
LEAST_GAIN = 0.7
SHUFFLES = 3  # by how much the same text out of order fits differs by 0.1 a sentence from one to the next
# Of the shorter one's sentences: with so many surely paired nothing else is asked. By chance 0.17 are, and 4 of 10.
PLAINLY_RELATED, PLAINLY, PLAINLY_OF_FEW = 0.3, 6, 0.75
# Sentences of a translation: fewer prove nothing either way. Of pieces of six stories in six languages 2 of 15 with six
# sentences are refused, and 72 of 75 of another story; with five 3 of 18.
PROVING = 6
SAME = 0.5  # of the sentences: with as many alike, both files hold the same text


def same_text(source: Side, target: Side) -> bool:
    """Whether most of the one is the other, word by word."""
    known = {_letters(sentence.text) for sentence in source.sentences}
    alike = sum(_letters(sentence.text) in known for sentence in target.sentences)
    return alike >= SAME * len(target.sentences)


def unrelated(source: Side, target: Side, pairs: Sequence[Pair], meaning: Meaning | None = None) -> bool:
    """Whether two texts, of which either may be a part of the other, fit each other no better than out of order.

    Names and figures that two episodes share speak for both orders alike.
    """
    shorter = min(len(source.sentences), len(target.sentences))
    sure = sum(chance >= SURE_PAIR for pair in pairs if pair.source for chance in pair.chances)
    plainly = max(PLAINLY_RELATED * shorter, min(PLAINLY, PLAINLY_OF_FEW * shorter))
    if len(target.sentences) < PROVING or sure >= plainly:
        return False
    return gain(source, target, meaning) < LEAST_GAIN * shorter


def gain(source: Side, target: Side, meaning: Meaning | None = None) -> float:
    """The logarithm of how much likelier two texts say the same than one and the other out of order."""
    by_chance = fmean(
        likelihood(source, *_out_of_order(target, meaning, Random(seed)))  # noqa: S311 - no secret
        for seed in range(SHUFFLES)
    )
    return likelihood(source, target, meaning) - by_chance


def _out_of_order(target: Side, meaning: Meaning | None, rng: Random) -> tuple[Side, Meaning | None]:
    """A text with its sentences in any order, and its paragraphs where they were."""
    order = rng.sample(range(len(target.sentences)), len(target.sentences))
    sentences = tuple(
        replace(target.sentences[number], paragraph=place.paragraph)
        for number, place in zip(order, target.sentences, strict=True)
    )
    return replace(target, sentences=sentences), meaning and (meaning[0], meaning[1][order])


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
