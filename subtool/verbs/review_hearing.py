"""Cues heard again: their text found again in the sound between the cues around them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from subtool.cues.timing.in_out import confidence, retime, verdict
from subtool.errors import MediaError, SheetError
from subtool.model import Sentence, Source, Span, Token, silent
from subtool.review.change import change_of
from subtool.review.words import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from subtool.checks.context import CheckContext
    from subtool.model import Cue, Word
    from subtool.review.change import Change
    from subtool.review.document import Document

REACH_MS = 4000  # how far a cue may have been off; farther, the words of other cues are in the way
LEAST_MS = 300  # of sound to look in, whatever stands beside the cue: a short word; chosen by eye
HINT = "play the stretch; is the text what is said there?"
SURE = 0.5  # confidence of a neighbour that is believed to be where it stands


def heard_again(
    document: Document, names: Sequence[str], film: Path, duration_ms: int, context: CheckContext
) -> Change:
    """The cues with the times at which their words are said.

    Raises:
        SheetError: one of them is not there, is not a text, or is not found in the sound around it.
        MediaError: the film has no sound.
    """
    from subtool.media.read.sound import read_sound_within
    from subtool.speech.engines import engine_for

    cues = [document.cues[name] for name in document.ids if name in set(names)]
    if not cues or len(cues) < len(set(names)):
        raise SheetError("there is no such cue", hint="load the page again")
    sentences = [_sentence(cue, number, context.language) for number, cue in enumerate(cues, start=1)]
    window = _window(document, cues, duration_ms)
    sound = read_sound_within(film, window, language=document.rest.language)
    try:
        narration = engine_for(document.rest.language).align(sentences, sound, silent)
    except MediaError as error:
        raise SheetError(f"not heard: {error.message}", hint=HINT) from error
    found = {utterance.sentence.source.line: utterance.words for utterance in narration.utterances}
    if not found:
        raise SheetError("not heard in the sound around it", hint=HINT)
    moves = [
        _timed(cue, found[number], window.start_ms)
        for number, cue in enumerate(cues, start=1)
        if number in found
    ]
    placed = retime(moves, context.style, context.grid)
    return change_of(
        "rehear", document, {cue.id: before_the_next(cue, document, context.gap_ms) for cue in placed}
    )


def _sentence(cue: Cue, number: int, language: str) -> Sentence:
    words = written(cue.lines, language)
    if not words:
        raise SheetError(f"cue {cue.id} has no text to be heard", hint="type what is said first")
    marks = [word.footnotes for word in cue.words] if len(cue.words) == len(words) else [()] * len(words)
    tokens = (
        Token(word.text, Source(number, column), notes, word.glued)
        for column, (word, notes) in enumerate(zip(words, marks, strict=True), start=1)
    )
    return Sentence(tuple(tokens), number, cue.speaker)


def _window(document: Document, cues: Sequence[Cue], duration_ms: int) -> Span:
    """From the words of the cue before that is sure to those of the next that is, but not too far."""
    begin, end = cues[0].span.start_ms, max(cue.span.end_ms for cue in cues)
    first, last = document.positions[cues[0].id], document.positions[cues[-1].id]
    before, after = _sure(document, reversed(document.ids[:first])), _sure(document, document.ids[last + 1 :])
    start_ms = max(0, begin - REACH_MS, before.words[-1].span.end_ms if before else 0)
    end_ms = min(duration_ms, end + REACH_MS, after.words[0].span.start_ms if after else duration_ms)
    if end_ms - start_ms >= LEAST_MS:
        return Span(start_ms, end_ms)
    return Span(max(0, begin - LEAST_MS), max(end + LEAST_MS, LEAST_MS))


def _sure(document: Document, names: Iterable[str]) -> Cue | None:
    """The first of these cues that is believed to be where it stands."""
    cues = (document.cues[name] for name in names)
    return next((cue for cue in cues if cue.words and (cue.confidence or 0.0) >= SURE), None)


def _timed(cue: Cue, words: Sequence[Word], later_ms: int) -> Cue:
    moved = tuple(replace(word, span=word.span.shifted(later_ms)) for word in words)
    return replace(
        cue,
        span=Span(moved[0].span.start_ms, max(moved[0].span.start_ms + 1, moved[-1].span.end_ms)),
        words=moved,
        timing=verdict(moved),
        confidence=confidence(moved),
        accepted=False,
    )


def before_the_next(cue: Cue, document: Document, gap_ms: int) -> Cue:
    """Its out-time before the cue that follows, where that leaves it one."""
    later = (other for other in document.cues.values() if other.span.start_ms > cue.span.start_ms)
    following = next((other for other in later if other.role is cue.role and other.id != cue.id), None)
    if following and cue.span.end_ms > following.span.start_ms - gap_ms > cue.words[-1].span.start_ms:
        end_ms = max(cue.span.start_ms + 1, following.span.start_ms - gap_ms)
        return replace(cue, span=Span(cue.span.start_ms, end_ms))
    return cue
