"""How much later than the voice a model says its letters, taken from the film itself: nobody has to know the truth.

A CTC model says a letter when it is sure of it, and some are constantly late. After a pause the first word of the
script begins where the sound rises; the median of what lies between is the model's.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from subtool.model import Span
from subtool.speech.onsets import PAUSE_MS, sharpened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.media.read.sound import Sound

FEWEST = 6  # words after a pause: of fewer, the median may be chance's
# Between what a model may say too early (its frames are 20 ms) and what is another word's beginning. A CTC model of
# English phones was 70 to 98 ms late.
EARLIEST_MS, LATEST_MS = -60, 250
BEFORE_MS = 100  # the voice may begin so much before the stretch in which it is found


def lateness_ms(words: Sequence[Span], speech: Sequence[Span], sound: Sound) -> int:
    """How late words in the order of the film begin, 0 where too few begin after a pause; never negative."""
    late = list(_late(words, speech, sound))
    return max(0, round(median(late))) if len(late) >= FEWEST else 0


def _late(words: Sequence[Span], speech: Sequence[Span], sound: Sound) -> Iterator[int]:
    rest = iter(sorted(words))
    word = next(rest, None)
    ended_ms = -PAUSE_MS
    for stretch in speech:
        while word and word.start_ms < stretch.start_ms + EARLIEST_MS:
            word = next(rest, None)
        if word and word.start_ms <= stretch.start_ms + LATEST_MS and stretch.start_ms - ended_ms >= PAUSE_MS:
            before = Span(0, max(0, ended_ms))
            first = Span(stretch.start_ms, max(word.end_ms, stretch.start_ms))
            _, begun = sharpened([before, first], sound, BEFORE_MS)
            yield word.start_ms - begun.start_ms
        ended_ms = stretch.end_ms


def earlier(span: Span, by_ms: int) -> Span:
    """A span moved to where the voice is; none begins before the sound."""
    start_ms = max(0, span.start_ms - by_ms)
    return Span(start_ms, max(start_ms, span.end_ms - by_ms))
