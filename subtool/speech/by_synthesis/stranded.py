"""A short first word that was left at the end of the stretch of speech before its sentence."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from subtool.model import Span
from subtool.speech.confidence import STRANDED_MS, spoken_ms
from subtool.text.spoken_forms import has_sound, readings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.model import Sentence

SQUEEZED_MS = (
    100  # of a word that is said in another stretch: 10 to 60 ms where Russian narrations began with "В"
)
MOST_TORN = 3  # words of a sentence, of which a pause may tear the last: "Fast hun…dert Jahre"


def gathered(
    sentence: Sentence, spans: Sequence[Span | None], speech: Sequence[Span]
) -> Sequence[Span | None]:
    """The spans of a sentence's words, the first right before the others where a pause and its shortness say so.

    A faint first word (a preposition of one letter, a "the") is easily found in the last sound before the pause, and so
    is the beginning of any first word: one that a pause tears begins after it, if most of it does.
    """
    sounding = [
        number for number, token in enumerate(sentence.tokens) if has_sound(token.text) and spans[number]
    ]
    if len(sounding) < 2:
        return spans
    first, second = spans[sounding[0]], spans[sounding[1]]
    assert first
    assert second
    starts = [stretch.start_ms for stretch in speech]
    most = 1 if first.duration_ms <= SQUEEZED_MS else MOST_TORN
    if whole := _after_tear(spans, sounding[:most], speech):
        return whole
    index = bisect_right(starts, first.start_ms) - 1
    after = bisect_right(starts, second.end_ms - 1) - 1
    if index == after or first.duration_ms > SQUEEZED_MS or after < 1:
        return spans
    onset_ms, pause_ms = starts[after], starts[after] - speech[after - 1].end_ms
    if pause_ms < STRANDED_MS or first.end_ms > speech[after - 1].end_ms + SQUEEZED_MS:
        return spans
    begin_ms = onset_ms - spoken_ms(readings(sentence.tokens[sounding[0]].text)[0])
    moved = list(spans)
    moved[sounding[0]] = Span(max(first.end_ms, begin_ms), onset_ms)
    moved[sounding[1]] = Span(max(onset_ms, second.start_ms), max(second.end_ms, onset_ms))
    return moved


def _after_tear(
    spans: Sequence[Span | None], sounding: Sequence[int], speech: Sequence[Span]
) -> Sequence[Span | None] | None:
    """The spans where a pause tears one of the first words: nobody pauses inside a word, so all begin after it."""
    starts = [stretch.start_ms for stretch in speech]
    words = [span for number in sounding if (span := spans[number])]
    for count, word in enumerate(words, start=1):
        ending = bisect_right(starts, word.end_ms - 1) - 1
        if bisect_right(starts, word.start_ms) - 1 == ending or ending < 1:
            continue
        if not _tears(Span(words[0].start_ms, word.end_ms), speech[ending - 1], speech[ending]):
            return None
        onset_ms, moved = starts[ending], list(spans)
        edges = [onset_ms + (word.end_ms - onset_ms) * part // count for part in range(count + 1)]
        for number, start_ms, end_ms in zip(sounding, edges, edges[1:], strict=False):
            moved[number] = Span(start_ms, end_ms)
        return moved
    return None


def _tears(word: Span, before: Span, after: Span) -> bool:
    """Whether the pause between two stretches of speech tears a word of which more is said after it."""
    is_pause = after.start_ms - before.end_ms >= STRANDED_MS
    return is_pause and before.end_ms - word.start_ms < word.end_ms - after.start_ms
