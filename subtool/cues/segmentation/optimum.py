"""Timed words -> cues and lines: one global optimum over all breaks of the script, with the timing inside it.

A dynamic programme over the words, from the last to the first: the best way to split what begins with word n is one
cue from n to m and the best way to split what begins after m. Inside each cue the best line break is sought. A
cue costs what its breaks cost (`breaks`), what its length and time cost, and a great deal where it goes beyond
a limit of the house style, so that a limit is only broken where the text leaves no other way.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate, pairwise, zip_longest
from typing import TYPE_CHECKING

from subtool.cues.segmentation import costs
from subtool.cues.segmentation.breaks import break_parts
from subtool.cues.segmentation.width import width
from subtool.model import joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.model import Token, Utterance, Word
    from subtool.styles.house_style import HouseStyle, WordClasses


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words of one cue, and how many of them stand in each line."""

    words: tuple[tuple[Utterance, int], ...]
    sizes: tuple[int, ...]

    @property
    def timed(self) -> tuple[Word, ...]:
        return tuple(utterance.words[index] for utterance, index in self.words)

    @property
    def tokens(self) -> tuple[Token, ...]:
        return tuple(utterance.sentence.tokens[index] for utterance, index in self.words)

    @property
    def lines(self) -> tuple[str, ...]:
        tokens, ends = self.tokens, list(accumulate(self.sizes))
        return tuple(joined(tokens[end - size : end]) for size, end in zip(self.sizes, ends, strict=True))


def split(
    utterances: Sequence[Utterance], style: HouseStyle, classes: WordClasses, gap_ms: int
) -> tuple[Phrase, ...]:
    """The best split of all words into cues and lines; every word is kept, once and in order."""
    words = [(utterance, index) for utterance in utterances for index in range(len(utterance.words))]
    best = Split(utterances, style, classes, gap_ms)
    return tuple(
        Phrase(tuple(words[first : last + 1]), best.best_lines(first, last)[0]) for first, last in best.cues()
    )


class Split:
    """The best split of a text: its cues as first and last word, and what each cue costs."""

    def __init__(
        self, utterances: Sequence[Utterance], style: HouseStyle, classes: WordClasses, gap_ms: int
    ) -> None:
        self.style, self.gap_ms = style, gap_ms
        timed = [word for utterance in utterances for word in utterance.words]
        self.starts = [word.span.start_ms for word in timed]
        self.ends = [word.span.end_ms for word in timed]
        self.glued = [word.glued for word in timed]
        half = style.half_width
        sizes = [width(word.text, half) + (0 if word.glued else half) for word in timed]
        self.widths = [0, *accumulate(sizes)]
        self.space = half
        self.breaks = [
            parts
            for utterance in utterances
            for parts in break_parts(
                [word.text for word in utterance.words],
                classes,
                style.max_cpl,
                [word.glued for word in utterance.words],
            )
        ]
        self.line_breaks = [sum(costs.BREAKS[part].line for part in parts) for parts in self.breaks]
        self.cue_breaks = [sum(costs.BREAKS[part].cue for part in parts) for parts in self.breaks]
        self.pauses = _pauses(timed)
        self.crossings = list(_crossings(utterances))
        self.crossed = [0.0, *accumulate(self.crossings)]
        self.waited = [0.0, *accumulate(costs.PAUSE_INSIDE * pause for pause in self.pauses)]
        self.least = costs.SECOND_LINE + min(self.line_breaks, default=0.0)  # what more lines than one cost
        self.rest, self.last = self._solve()

    def _solve(self) -> tuple[list[float], list[int]]:
        """For each word: the cost of the best split of what begins with it, and the last word of its first cue."""
        count = len(self.starts)
        rest, lasts = [0.0] * (count + 1), [0] * count
        for first in range(count - 1, -1, -1):
            best = float("inf")
            for last in self.candidates(first):
                chars = self.chars(first, last)
                total = self._unbroken(first, last, chars) + rest[last + 1]
                if chars > self.style.max_cpl:
                    if total + self.least >= best:
                        continue  # whatever its lines
                    total += self.best_lines(first, last)[1]
                if total < best:
                    best, lasts[first] = total, last
            rest[first] = best
        return rest, lasts

    def candidates(self, first: int) -> Iterator[int]:
        """The words a cue may end with that begins with `first`: within its lines, or one word that is too long."""
        yield first
        room = self.style.max_cpl * self.style.max_lines
        for last in range(first + 1, len(self.starts)):
            if self.chars(first, last) > room:
                return
            yield last

    def cues(self) -> Iterator[tuple[int, int]]:
        """The first and the last word of each cue of the best split."""
        first = 0
        while first < len(self.last):
            yield first, self.last[first]
            first = self.last[first] + 1

    def chars(self, first: int, last: int) -> float:
        return self.widths[last + 1] - self.widths[first] - (0 if self.glued[first] else self.space)

    def cost(self, first: int, last: int) -> float:
        """What a cue of these words costs: the sum of its `parts`."""
        return self._unbroken(first, last, self.chars(first, last)) + self.best_lines(first, last)[1]

    def _unbroken(self, first: int, last: int, chars: float) -> float:
        """The cost of a cue but for its lines."""
        cost = self.cue_breaks[last] + self._pause(last) + self._inside(first, last)
        return cost + self._length(chars) + self._stump(first, last, chars) + self._time(first, last, chars)

    def parts(self, first: int, last: int) -> dict[str, float]:
        """The cost of a cue by what it is made of; what costs nothing is left out."""
        chars = self.chars(first, last)
        parts = {costs.BREAKS[part].reason: costs.BREAKS[part].cue for part in self.breaks[last]}
        parts |= {
            "a pause is heard": self._pause(last),
            "sentences or pauses inside": self._inside(first, last),
            f"{chars:g} characters where {self.style.target_chars} are aimed at": self._length(chars),
            "a cue of a word or two": self._stump(first, last, chars),
            "time to read": self._time(first, last, chars),
            "two lines": self.best_lines(first, last)[1],
        }
        return {reason: cost for reason, cost in parts.items() if cost}

    def _pause(self, last: int) -> float:
        return -costs.PAUSE * min(self.pauses[last], 1.0)

    def _inside(self, first: int, last: int) -> float:
        return self.crossed[last] - self.crossed[first] + self.waited[last] - self.waited[first]

    def _length(self, chars: float) -> float:
        return costs.LENGTH * (chars / self.style.target_chars - 1) ** 2

    def _stump(self, first: int, last: int, chars: float) -> float:
        begins = first == 0 or self.crossings[first - 1] > 0
        whole = begins and self.crossings[last] > 0
        return costs.STUMP if chars < costs.STUMP_PART * self.style.max_cpl and not whole else 0.0

    def _time(self, first: int, last: int, chars: float) -> float:
        """The durations and the reading speed of the house style."""
        style, start_ms, end_ms = self.style, self.starts[first], self.ends[last]
        cost = 0.0
        if end_ms - start_ms > style.max_duration_ms:
            cost += costs.IMPOSSIBLE * (end_ms - start_ms) / style.max_duration_ms
        shown_ms = style.max_duration_ms
        if last + 1 < len(self.starts):
            shown_ms = min(shown_ms, self.starts[last + 1] - self.gap_ms - start_ms)
        if shown_ms < max(1, style.min_duration_ms):  # no time at all is too short for every style
            return cost + costs.IMPOSSIBLE
        speed = style.reading_ms(chars, last - first + 1) / shown_ms
        return cost + costs.TOO_FAST * max(0.0, speed - 1)

    def best_lines(self, first: int, last: int) -> tuple[tuple[int, ...], float]:
        """The best lines for these words (how many words in each) and what they cost."""
        return self._best_lines(first, last, self.style.max_lines)

    def _best_lines(self, first: int, last: int, lines_left: int) -> tuple[tuple[int, ...], float]:
        chars, limit = self.chars(first, last), self.style.max_cpl
        best: tuple[int, ...] = (last - first + 1,)
        if chars <= limit:
            return best, 0.0
        best_cost = costs.IMPOSSIBLE * chars / limit
        if lines_left == 1:
            return best, best_cost
        room = limit * (lines_left - 1)
        start, end = self.widths[last + 1] - chars, self.widths[last + 1]
        earliest = bisect_left(self.widths, end - room - self.space, first + 1, last) - 1
        for index in range(earliest, last):
            upper = self.widths[index + 1] - start
            if upper > limit and index > first:
                break
            lower = end - self.widths[index + 1] - (0 if self.glued[index + 1] else self.space)
            if lower > room and index < last - 1:
                continue
            uneven = costs.UNEVEN + (costs.PYRAMID if lower > upper else 0.0)
            cost = costs.SECOND_LINE + self.line_breaks[index] + uneven * ((upper - lower) / chars) ** 2
            cost += costs.IMPOSSIBLE * (upper > limit)
            if lines_left == 2 and min(upper, lower) < self.style.least_line_share * max(upper, lower):
                cost += costs.IMPOSSIBLE / 2  # a break of the style, but a smaller evil than a line too long
            if cost < best_cost:
                rest, rest_cost = self._best_lines(index + 1, last, lines_left - 1)
                if cost + rest_cost < best_cost:
                    best, best_cost = (index - first + 1, *rest), cost + rest_cost
        return best, best_cost


def _pauses(timed: Sequence[Word]) -> list[float]:
    """The seconds of silence heard after each word."""
    heard = [
        max(0, following.span.start_ms - word.span.end_ms - costs.BREATH_MS) / 1000
        if word.confidence is not None
        else 0.0
        for word, following in pairwise(timed)
    ]
    return [*heard, 0.0] if timed else []


def _crossings(utterances: Sequence[Utterance]) -> Iterator[float]:
    """What it costs a cue to go on after each word: nothing inside a sentence."""
    for utterance, following in zip_longest(utterances, utterances[1:]):
        yield from [0.0] * (len(utterance.words) - 1)
        one, other = utterance.sentence, following.sentence if following else utterance.sentence
        together = one.paragraph == other.paragraph and one.speaker == other.speaker
        yield costs.TWO_SENTENCES if together else costs.TWO_PARAGRAPHS
