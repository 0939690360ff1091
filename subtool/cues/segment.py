"""Timed words -> cues and rows: one global optimum over all breaks of the script, with the timing inside it.

A dynamic programme over the words: the best way to split the first n words is the best way to split the first
m, and one cue from m to n. Inside each cue the best row break is sought. A cue costs what its breaks cost
(`breaks`), what its length and time cost, and a great deal where it goes beyond a limit of the house style,
so that a limit is only broken where the text leaves no other way.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from subtool.cues.breaks import break_costs
from subtool.cues.width import width
from subtool.model import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.model import HouseStyle, TimedWord, Token, Utterance, WordClasses

# In the unit of `breaks`: 1 is hardly noticed, 10 makes the viewer read twice.
LENGTH = 1.5  # for a cue twice as long as the target, or none at all; quadratic between
STUMP = 2.5  # a cue of a word or two in the middle of a sentence flashes by
STUMP_CHARS = 22
TWO_SENTENCES = 7.0  # a cue should say one thing
TWO_PARAGRAPHS = 30.0  # or two voices
ROW_BREAK = 0.35  # the eye goes on to the next row at once, so a row break weighs less than a cue break
SECOND_ROW = 0.6  # one row covers less of the picture
UNEVEN = 2.0  # rows of different lengths make the eye travel
PYRAMID = 0.3  # people leave the upper row the longer one three times in four
PAUSE = 2.5  # a second of silence heard in the voice is as good as a comma, and better
BREATH_MS = 150  # shorter silences are part of a word
PAUSE_INSIDE = 4.0  # a cue that stands through a second of silence gives away what follows
TOO_FAST = 12.0  # twice the reading speed
IMPOSSIBLE = 1000.0  # beyond a limit; still comparable, so that the least evil wins


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words of one cue, and how many of them stand in each row."""

    words: tuple[tuple[Utterance, int], ...]
    rows: tuple[int, ...]

    @property
    def timed(self) -> tuple[TimedWord, ...]:
        return tuple(utterance.words[at] for utterance, at in self.words)

    @property
    def tokens(self) -> tuple[Token, ...]:
        return tuple(utterance.sentence.tokens[at] for utterance, at in self.words)

    @property
    def lines(self) -> tuple[str, ...]:
        tokens, ends = self.tokens, list(accumulate(self.rows))
        return tuple(joined(tokens[end - size : end]) for size, end in zip(self.rows, ends, strict=True))


def split(
    utterances: Sequence[Utterance], style: HouseStyle, classes: WordClasses, gap_ms: int
) -> tuple[Phrase, ...]:
    """The best split of all words into cues and rows; every word is kept, once and in order."""
    words = [(utterance, at) for utterance in utterances for at in range(len(utterance.words))]
    text = _Text(utterances, style, classes, gap_ms)
    count = len(words)
    best = [0.0] + [float("inf")] * count
    came_from: list[tuple[int, tuple[int, ...]]] = [(0, ())] * (count + 1)
    for first in range(count):
        for last in range(first, count):
            if last > first and not text.fits(first, last):
                break
            rows, cost = text.rows(first, last)
            total = best[first] + cost + text.cue(first, last)
            if total < best[last + 1]:
                best[last + 1], came_from[last + 1] = total, (first, rows)
    phrases = []
    end = count
    while end:
        first, rows = came_from[end]
        phrases.append(Phrase(tuple(words[first:end]), rows))
        end = first
    return tuple(reversed(phrases))


class _Text:
    """The words as flat rows of numbers, for the inner loop."""

    def __init__(
        self, utterances: Sequence[Utterance], style: HouseStyle, classes: WordClasses, gap_ms: int
    ) -> None:
        self.style, self.gap_ms = style, gap_ms
        timed = [word for utterance in utterances for word in utterance.words]
        self.starts = [word.span.start_ms for word in timed]
        self.ends = [word.span.end_ms for word in timed]
        self.widths = [0, *accumulate(width(word.text) + 1 for word in timed)]
        self.breaks: list[float] = []
        crossings: list[float] = []  # the cost of having this boundary inside a cue
        for utterance, following in zip(utterances, [*utterances[1:], None], strict=True):
            costs = break_costs([word.text for word in utterance.words], classes)
            self.breaks += costs
            crossings += [0.0] * (len(costs) - 1) + [_crossing(utterance, following)]
        pauses = [b - a for a, b in zip(self.ends, [*self.starts[1:], self.ends[-1]], strict=True)]
        heard = [word.confidence is not None for word in timed]
        seconds = [
            max(0, pause - BREATH_MS) / 1000 if known else 0.0
            for pause, known in zip(pauses, heard, strict=True)
        ]
        self.cue_breaks = [
            cost - PAUSE * min(pause, 1.0) for cost, pause in zip(self.breaks, seconds, strict=True)
        ]
        self.inside = [
            0.0,
            *accumulate(c + PAUSE_INSIDE * s for c, s in zip(crossings, seconds, strict=True)),
        ]
        self.sentence_ends = [crossing > 0 for crossing in crossings]

    def chars(self, first: int, last: int) -> float:
        return self.widths[last + 1] - self.widths[first] - 1

    def fits(self, first: int, last: int) -> bool:
        return self.chars(first, last) <= self.style.max_cpl * self.style.max_rows

    def rows(self, first: int, last: int) -> tuple[tuple[int, ...], float]:
        """The best rows for these words (how many words in each) and what they cost."""
        return self._rows(first, last, self.style.max_rows)

    def _rows(self, first: int, last: int, rows_left: int) -> tuple[tuple[int, ...], float]:
        chars, limit = self.chars(first, last), self.style.max_cpl
        best: tuple[int, ...] = (last - first + 1,)
        if chars <= limit:
            return best, 0.0
        best_cost = IMPOSSIBLE * chars / limit
        if rows_left == 1:
            return best, best_cost
        for at in range(first, last):
            upper = self.chars(first, at)
            if upper > limit and at > first:
                break
            lower = self.chars(at + 1, last)
            if lower > limit * (rows_left - 1) and at < last - 1:
                continue
            cost = SECOND_ROW + ROW_BREAK * self.breaks[at] + UNEVEN * abs(upper - lower) / chars
            cost += PYRAMID * (lower > upper) + IMPOSSIBLE * (upper > limit)
            if cost < best_cost:
                rest, rest_cost = self._rows(at + 1, last, rows_left - 1)
                if cost + rest_cost < best_cost:
                    best, best_cost = (at - first + 1, *rest), cost + rest_cost
        return best, best_cost

    def cue(self, first: int, last: int) -> float:
        """What the length, the time and the breaks of a cue cost, without its rows."""
        style, chars = self.style, self.chars(first, last)
        cost = self.cue_breaks[last] + self.inside[last] - self.inside[first]
        cost += LENGTH * (chars / style.target_chars - 1) ** 2
        begins = first == 0 or self.sentence_ends[first - 1]
        if chars < STUMP_CHARS and not (begins and self.sentence_ends[last]):
            cost += STUMP
        start_ms, end_ms = self.starts[first], self.ends[last]
        if end_ms - start_ms > style.max_duration_ms:
            cost += IMPOSSIBLE * (end_ms - start_ms) / style.max_duration_ms
        shown_ms = style.max_duration_ms
        if last + 1 < len(self.starts):
            shown_ms = min(shown_ms, self.starts[last + 1] - self.gap_ms - start_ms)
        if shown_ms < style.min_duration_ms:
            return cost + IMPOSSIBLE
        speed = style.reading_ms(chars, last - first + 1) / shown_ms
        return cost + TOO_FAST * max(0.0, speed - 1)


def _crossing(utterance: Utterance, following: Utterance | None) -> float:
    if following is None:
        return TWO_SENTENCES
    one, other = utterance.sentence, following.sentence
    together = one.paragraph == other.paragraph and one.speaker == other.speaker
    return TWO_SENTENCES if together else TWO_PARAGRAPHS
