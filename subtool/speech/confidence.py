"""How far each time can be believed, what to do for words without one, and what speech no word accounts for."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from subtool.model import Span
from subtool.speech.in_order import SPOKEN_LETTER_MS, filled, in_order
from subtool.text.spoken_forms import has_sound, readings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.model import Sentence, Utterance
    from subtool.speech.in_order import Timed
    from subtool.text.spoken_forms import Reading

AGREED_MS = 150  # recognised and forced times this close to each other confirm one another
# 0.9 promises 200 ms: only what two searches agree on is above it.
CONFIRMED, CONTESTED, UNCONFIRMED, STRANDED = 0.97, 0.6, 0.8, 0.5
# A word may take this much more or less than from a quarter to four times of what its letters take.
SLACK_MS = 250
STRANDED_MS = 500  # a pause this long parts a word from its sentence ...
CRUSHED_MS = 40  # ... or so little is left of it where two stretches were joined ...
MOST_STRANDED = 2  # ... and only this many words at either end of it
JOINED_MS = 600  # words this close together belong to one stretch of speech
SHORTEST_UNSCRIPTED_MS = 1000  # a shorter one is a breath or a laugh, and no news; chosen by eye


@dataclass(frozen=True, slots=True)
class WordEvidence:
    """A printed word's time by forced alignment, its time by recognition, and whether it was skipped."""

    forced: Span | None
    recognised: Span | None
    skipped: bool


def judged(texts: Sequence[str], places: Sequence[WordEvidence]) -> list[Timed]:
    """Each word's span with a confidence; 0.0 and no span where there is nothing to believe."""
    share = sum(place.recognised is not None for place in places) / len(places)
    timed = [_judged(text, place, share) for text, place in zip(texts, places, strict=True)]
    return _gathered(texts, places, timed)


def _gathered(texts: Sequence[str], places: Sequence[WordEvidence], timed: Sequence[Timed]) -> list[Timed]:
    """The words; those at either end that were left in another stretch of speech are drawn to their sentence.

    A faint first word is easily found at the end of the stretch before. Unless it was recognised there, it
    belongs right before the next one; and so with a last word.
    """
    gathered = list(timed)
    last = len(gathered) - 1
    for index in range(min(MOST_STRANDED, last) - 1, -1, -1):
        span, beside = gathered[index][0], gathered[index + 1][0]
        if span and beside and _stranded(places[index], span, beside.start_ms - span.end_ms):
            gathered[index] = (
                Span(max(0, beside.start_ms - spoken_ms(readings(texts[index])[0])), beside.start_ms),
                STRANDED,
            )
    for index in range(max(last - MOST_STRANDED, 0) + 1, last + 1):
        span, beside = gathered[index][0], gathered[index - 1][0]
        if span and beside and _stranded(places[index], span, span.start_ms - beside.end_ms):
            gathered[index] = (
                Span(beside.end_ms, beside.end_ms + spoken_ms(readings(texts[index])[0])),
                STRANDED,
            )
    return gathered


def _stranded(place: WordEvidence, span: Span, pause_ms: int) -> bool:
    heard = place.recognised
    agreed = heard is not None and abs(span.start_ms - heard.start_ms) <= AGREED_MS
    return not agreed and (pause_ms > STRANDED_MS or span.duration_ms < CRUSHED_MS)


def spoken_ms(reading: Reading) -> int:
    """How long so many letters take on average, two at least."""
    return SPOKEN_LETTER_MS * max(2, sum(map(len, reading)))


def _judged(text: str, place: WordEvidence, share: float) -> Timed:
    if place.forced is None:
        return None, 0.0
    if place.recognised is None:
        expected_ms = SPOKEN_LETTER_MS * sum(map(len, readings(text)[0]))
        if not expected_ms / 4 - SLACK_MS <= place.forced.duration_ms <= expected_ms * 4 + SLACK_MS:
            return place.forced, 0.1
        return place.forced, round(UNCONFIRMED * min(1.0, 0.3 + share), 2)
    if abs(place.forced.start_ms - place.recognised.start_ms) <= AGREED_MS:
        return place.forced, CONFIRMED
    return place.forced, CONTESTED


def interpolated(
    sentences: Sequence[tuple[Sentence, list[Timed]]], speech: Sequence[Span]
) -> Iterator[tuple[Sentence, list[tuple[Span, float]]]]:
    """The words with a span for each, in order and without overlaps.

    Words without a span share the time between their neighbours by their length; so do those whose span stands in
    the way of likelier ones.
    """
    flat = in_order([word for _, words in sentences for word in words])
    texts = [token.text for sentence, _ in sentences for token in sentence.tokens]
    openings = set(accumulate((len(words) for _, words in sentences), initial=0))
    spans = filled(texts, [span for span, _ in flat], speech[-1].end_ms, openings)
    spans = _with_marks_beside(spans, [sentence for sentence, _ in sentences])
    found = iter(zip(spans, flat, strict=True))
    for sentence, words in sentences:
        yield sentence, [(span, confidence) for span, (_, confidence) in (next(found) for _ in words)]


def _with_marks_beside(spans: Sequence[Span], sentences: Sequence[Sentence]) -> list[Span]:
    """The spans, with a mark that begins a sentence, as a dash, right before its first word."""
    filled_in, start = list(spans), 0
    for sentence in sentences:
        sounds = [has_sound(token.text) for token in sentence.tokens]
        silent = sounds.index(True) if True in sounds else 0
        first_ms = filled_in[start + silent].start_ms
        for index in range(start, start + silent):
            filled_in[index] = Span(first_ms, first_ms)
        start += len(sounds)
    return filled_in


def unaccounted(speech: Sequence[Span], utterances: Sequence[Utterance]) -> tuple[Span, ...]:
    """The stretches of speech in which no word of the script is said."""
    said: list[Span] = []
    for word in (word for utterance in utterances for word in utterance.words):
        if said and word.span.start_ms - said[-1].end_ms <= JOINED_MS:
            said[-1] = Span(said[-1].start_ms, max(said[-1].end_ms, word.span.end_ms))
        else:
            said.append(word.span)
    left: list[Span] = []
    for stretch in speech:
        start_ms = stretch.start_ms
        for span in said:
            if span.end_ms <= start_ms or span.start_ms >= stretch.end_ms:
                continue
            if span.start_ms > start_ms:
                left.append(Span(start_ms, span.start_ms))
            start_ms = max(start_ms, min(span.end_ms, stretch.end_ms))
        if start_ms < stretch.end_ms:
            left.append(Span(start_ms, stretch.end_ms))
    return tuple(span for span in left if span.duration_ms >= SHORTEST_UNSCRIPTED_MS)
