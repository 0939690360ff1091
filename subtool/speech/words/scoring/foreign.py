"""Sentences in another language, that an English model cannot hear, given the speech that lies in their place.

A film quotes: between two sentences that are heard somebody speaks, about as long as the sentence between them in the
script takes. That is a guess and is called one.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate, groupby, pairwise
from typing import TYPE_CHECKING

from anyascii import anyascii

from subtool.model import Span
from subtool.speech.confidence import spoken_ms
from subtool.text.language import language_of
from subtool.text.spoken_forms import readings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.model import Sentence
    from subtool.speech.in_order import Timed
    from subtool.speech.words.scoring.verdict import Spoken

# Of the time that the letters take at 75 ms each: speech that may be the sentence.
SHORTEST, LONGEST = 0.5, 2.0


def with_quotations(
    sentences: Sequence[Sentence], verdicts: Sequence[Spoken], speech: Sequence[Span]
) -> list[Spoken]:
    """The verdicts with quotations that were not heard put where somebody speaks in just their place."""
    judged = list(verdicts)
    for lost, run in groupby(range(len(verdicts)), key=lambda number: not verdicts[number].said):
        numbers = list(run)
        if not lost or any(language_of(sentences[number].text) == "en" for number in numbers):
            continue
        before = verdicts[numbers[0] - 1].span if numbers[0] else None
        after = verdicts[numbers[-1] + 1].span if numbers[-1] + 1 < len(verdicts) else None
        room = Span(before.end_ms if before else 0, after.start_ms if after else max(speech[-1].end_ms, 1))
        voices = [part for part in (_shared(span, room) for span in speech) if part]
        sizes = [[_spoken_ms(token.text) for token in sentences[n].tokens] for n in numbers]
        voiced_ms = sum(part.duration_ms for part in voices)
        if SHORTEST <= voiced_ms / sum(map(sum, sizes)) <= LONGEST:
            spans = iter(_spread([size for some in sizes for size in some], voices))
            for number, some in zip(numbers, sizes, strict=True):
                words: tuple[Timed, ...] = tuple((next(spans), 0.0) for _ in some)
                judged[number] = replace(verdicts[number], words=words, log_odds=0.0)
    return judged


def _spoken_ms(printed: str) -> int:
    """How long a word takes, by its letters as Latin writes them: a Chinese character is a syllable."""
    return spoken_ms(tuple(anyascii(word) for word in readings(printed)[0]))


def _shared(span: Span, room: Span) -> Span | None:
    start_ms, end_ms = max(span.start_ms, room.start_ms), min(span.end_ms, room.end_ms)
    return Span(start_ms, end_ms) if start_ms < end_ms else None


def _spread(sizes: Sequence[int], voices: Sequence[Span]) -> list[Span]:
    """Words one after the other over the voiced time, by their size."""
    whole, voiced_ms = sum(sizes), sum(part.duration_ms for part in voices)
    edges = [voiced_ms * done / whole for done in (0, *accumulate(sizes))]
    return [
        Span(_moment(begin, voices), max(_moment(begin, voices), _moment(end, voices, late=False)))
        for begin, end in pairwise(edges)
    ]


def _moment(voiced_ms: float, voices: Sequence[Span], *, late: bool = True) -> int:
    """When so much of the voiced time has passed; between two stretches the start of the later one, or the end."""
    for part in voices:
        if voiced_ms < part.duration_ms or (voiced_ms == part.duration_ms and not late):
            return part.start_ms + round(voiced_ms)
        voiced_ms -= part.duration_ms
    return voices[-1].end_ms
