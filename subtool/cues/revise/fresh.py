"""Words that are made into cues again, in the room between the cues that stay."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from subtool.cues.compose import compose
from subtool.cues.segmentation.width import width
from subtool.cues.timing.in_out import smallest_gap_ms
from subtool.model import Sentence, Span, Utterance, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.cues.revise.match import ScriptWords
    from subtool.cues.timing.frame_grid import Grid
    from subtool.model import Cue
    from subtool.styles.house_style import HouseStyle, WordClasses

UNHEARD_MS = 300  # a word of which nothing is known


@dataclass(frozen=True, slots=True)
class CueRules:
    """What cues are made with."""

    style: HouseStyle
    classes: WordClasses
    grid: Grid

    @property
    def gap_ms(self) -> int:
        return smallest_gap_ms(self.style, self.grid.fps)


@dataclass(frozen=True, slots=True)
class FreeTime:
    """From when to when new cues may stand; without an end after the last cue that stays."""

    start_ms: int
    end_ms: int | None

    def fits(self, span: Span) -> Span:
        """The part of a span that lies in the room; some of it in any case."""
        start_ms = max(span.start_ms, self.start_ms)
        end_ms = span.end_ms if self.end_ms is None else min(span.end_ms, self.end_ms)
        if end_ms <= start_ms and self.end_ms is not None:
            start_ms = max(self.start_ms, min(start_ms, self.end_ms - span.duration_ms))
        return Span(start_ms, max(end_ms, start_ms + 1))

    def holds(self, least_ms: int) -> bool:
        return self.end_ms is None or self.end_ms - self.start_ms >= least_ms


def least_ms(text: ScriptWords, words: Sequence[int], style: HouseStyle) -> int:
    """How long these words must stand to be read."""
    if not words:
        return 0
    chars = sum(width(text.tokens[index].text, style.half_width) + 1 for index in words)
    return max(style.min_duration_ms, round(style.reading_ms(chars, len(words))))


def timed(text: ScriptWords, words: Sequence[int], timings: Sequence[Word | None], span: Span) -> list[Word]:
    """These words, said from the start of `span` to its end as `timings` has them."""
    return _within(
        _known([timings[index] or text.tokens[index].timed(Span(0, 0), 0.0) for index in words]), span
    )


def cues(
    text: ScriptWords, words: Sequence[int], said: Sequence[Word], room: FreeTime, craft: CueRules
) -> tuple[Cue, ...]:
    """Cues of these words, which are said at these times."""
    utterances = []
    for sentence, run in groupby(zip(words, said, strict=True), key=lambda pair: text.sentence_of(pair[0])):
        pairs = list(run)
        whole = text.sentences[sentence]
        tokens = tuple(text.tokens[index] for index, _ in pairs)
        part = Sentence(tokens, whole.paragraph, whole.speaker)
        utterances.append(Utterance(part, tuple(word for _, word in pairs)))
    composed = compose(utterances, craft.style, craft.classes, craft.grid)
    marks = {
        sentence.source: text.sentences[text.sentence_of(index)].footnotes
        for index, sentence in _opening(text, words)
    }
    footnotes: tuple[str, ...] = ()
    done = []
    for cue in composed:
        footnotes = marks.get(cue.source, footnotes) if cue.source else footnotes
        done.append(
            replace(
                cue, span=room.fits(cue.span), footnotes=tuple(dict.fromkeys((*cue.footnotes, *footnotes)))
            )
        )
    return tuple(done)


def _opening(text: ScriptWords, words: Sequence[int]) -> list[tuple[int, Sentence]]:
    """The first word of each sentence's part, as a sentence that begins there."""
    firsts = [
        index
        for n, index in enumerate(words)
        if not n or text.sentence_of(index) != text.sentence_of(words[n - 1])
    ]
    return [(index, Sentence((text.tokens[index],), 0)) for index in firsts]


def _known(words: Sequence[Word]) -> list[Word]:
    """The words one after the other, those without a time for a moment each."""
    known: list[Word] = []
    for word in words:
        start_ms = max(word.span.start_ms, known[-1].span.end_ms if known else 0)
        length_ms = word.span.duration_ms or UNHEARD_MS
        known.append(replace(word, span=Span(start_ms, max(word.span.end_ms, start_ms + length_ms))))
    return known


def _within(words: Sequence[Word], span: Span) -> list[Word]:
    """The words with their times stretched or drawn together from the start of `span` to its end."""
    first_ms, last_ms = words[0].span.start_ms, words[-1].span.end_ms
    if (first_ms, last_ms) == (span.start_ms, span.end_ms):
        return list(words)
    rate = span.duration_ms / max(1, last_ms - first_ms)

    def moved(ms: int) -> int:
        return span.start_ms + round((ms - first_ms) * rate)

    return [replace(word, span=Span(moved(word.span.start_ms), moved(word.span.end_ms))) for word in words]
