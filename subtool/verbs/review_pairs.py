"""A pair of original and translation moved by hand in the review: that cue, and all that follow from it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from subtool.cues.resplit import timed_words
from subtool.cues.segmentation.width import width
from subtool.cues.timing.in_out import retime
from subtool.errors import SheetError
from subtool.model import Role, Sentence, Source, Span, Timing, Token, Word
from subtool.pairs import PairedWith
from subtool.review.change import change_of
from subtool.review.words import written
from subtool.translation import encoder
from subtool.translation.carry import carried
from subtool.translation.clues import Side
from subtool.translation.pairing import SURE_PAIR, paired
from subtool.translation.spoken_length import spoken_length
from subtool.verbs.review_hearing import before_the_next
from subtool.verbs.timed_original import PARAGRAPH_MS, TimedOriginal
from subtool.verbs.translated import INSIDE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.checks.context import CheckContext
    from subtool.model import Cue, OriginalSentence, Sheet
    from subtool.review.change import Change
    from subtool.review.document import Document
    from subtool.translation.carry import Carried
    from subtool.translation.pair import KnownPair, Pair

    Places = dict[Source, tuple[Carried, Word]]


def paired_by_hand(document: Document, name: str, original: int, context: CheckContext) -> Change:
    """The cue paired with a sentence of the original, counted from 1, and the times of all whose pair goes by it.

    Cues that were accepted or timed by hand stay.

    Raises:
        SheetError: there is no such cue or sentence, or the sheet is no translation.
    """
    sheet = document.sheet
    number = _number(document, name, original, sheet)
    sentences = TimedOriginal.of_sheet(sheet).sentences
    owner = next(
        place
        for place, one in enumerate(sentences)
        if any(token.source.line == number for token in one.tokens)
    )
    moved = (original - 1, owner)
    others = [pair for pair in _accepted(sheet, sentences) if _go_together(pair, moved)]
    source = Side(tuple(_sentences(sheet)), sheet.original_language)
    target = Side(sentences, sheet.language)
    after = paired(source, target, encoder.meaning_of(source, target), [*others, moved])
    changed = _following(owner, _in_sheet(sheet, sentences), after)
    pairs = [pair for pair in after if changed & set(pair.target)]

    def needs_ms(text: str) -> float:
        return context.style.reading_ms(width(text, context.style.half_width), len(text.split()))

    laid = carried(pairs, [_words(one) for one in sheet.original], sentences, needs_ms)
    places: Places = {
        token.source: (one, word)
        for one in laid
        for token, word in zip(one.utterance.sentence.tokens, one.utterance.words, strict=True)
    }
    cues = [
        _moved(cue, place, places, by_hand=cue.id == name)
        for place, cue in enumerate(sheet.cues, start=1)
        if (place, 1) in {(listed.line, listed.column) for listed in places}
        and (cue.id == name or not _stays(cue))
    ]
    placed = retime(sorted(cues, key=lambda cue: cue.words[0].span), context.style, context.grid)
    return change_of(
        "pair", document, {cue.id: before_the_next(cue, document, context.gap_ms) for cue in placed}
    )


def _number(document: Document, name: str, original: int, sheet: Sheet) -> int:
    """Which cue of the sheet it is, from 1."""
    cue = document.cues.get(name)
    if cue is None or cue.role is not Role.SPEECH:
        raise SheetError("there is no such spoken cue", hint="load the page again")
    if not sheet.original:
        raise SheetError(
            "the sheet has no original to pair with", hint="make it by align --original, or transfer"
        )
    if not 1 <= original <= len(sheet.original):
        raise SheetError(f"the original has no sentence {original}", hint=f"it has {len(sheet.original)}")
    if sheet.original[original - 1].span is None:
        raise SheetError(
            f"sentence {original} of the original was not heard", hint="time the cue by hand instead"
        )
    return document.positions[name] + 1


def _sentences(sheet: Sheet) -> Iterator[Sentence]:
    """The original; a long pause parts paragraphs."""
    paragraph, ended_ms = 0, None
    for line, one in enumerate(sheet.original, start=1):
        if one.span:
            paragraph += ended_ms is not None and one.span.start_ms - ended_ms >= PARAGRAPH_MS
            ended_ms = one.span.end_ms
        words = written((one.text,), sheet.original_language)
        tokens = (
            Token(word.text, Source(line, column), (), word.glued)
            for column, word in enumerate(words, start=1)
        )
        yield Sentence(tuple(tokens), paragraph)


def _words(one: OriginalSentence) -> tuple[Word, ...] | None:
    """The words of a sentence in its time, as long as they are to say."""
    if one.span is None:
        return None
    texts = one.text.split() or [one.text]
    sizes = [spoken_length(text) for text in texts]
    edges = [one.span.start_ms + round(one.span.duration_ms * sum(sizes[:count]) / sum(sizes))
             for count in range(len(sizes) + 1)]  # fmt: skip
    spans = (Span(start_ms, end_ms) for start_ms, end_ms in pairwise(edges))
    return tuple(Word(text, span, INSIDE) for text, span in zip(texts, spans, strict=True))


def _accepted(sheet: Sheet, sentences: Sequence[Sentence]) -> Iterator[KnownPair]:
    """The pairs of cues that a person accepted: the first cue of each begins it."""
    owners = {token.source: place for place, one in enumerate(sentences) for token in one.tokens[:1]}
    known = set[int]()
    for number, cue in enumerate(sheet.cues, start=1):
        if cue.pair is None or cue.pair.sentence in known:
            continue
        known.add(cue.pair.sentence)
        owner = owners.get(Source(number, 1))
        if cue.accepted and owner is not None and 1 <= cue.pair.sentence <= len(sheet.original):
            yield cue.pair.sentence - 1, owner


def _go_together(one: KnownPair, other: KnownPair) -> bool:
    return (one[0] < other[0]) == (one[1] < other[1]) and one[0] != other[0] and one[1] != other[1]


def _in_sheet(sheet: Sheet, sentences: Sequence[Sentence]) -> list[tuple[int, bool]]:
    """The pair of each sentence of the translation by its number, 0 for none, and whether it begins that."""
    found, before = [], 0
    for one in sentences:
        pair = sheet.cues[one.source.line - 1].pair
        number = pair.sentence if pair else 0
        found.append((number, number != before))
        before = number
    return found


def _following(owner: int, before: Sequence[tuple[int, bool]], pairs: Sequence[Pair]) -> set[int]:
    """The sentence that was moved, and those beside it whose pair is another one than it was.

    As far as the first that has the same: what lies beyond was paired with more than the sheet still knows.
    """
    after = [(pair.source.start + 1 if pair.source else 0, number == pair.target[0])
             for pair in pairs for number in pair.target]  # fmt: skip
    changed = {owner}
    for step in (1, -1):
        place = owner + step
        while 0 <= place < len(after) and after[place] != before[place]:
            changed.add(place)
            place += step
    return changed


def _stays(cue: Cue) -> bool:
    return cue.accepted or cue.timing is Timing.EDITED


def _moved(cue: Cue, number: int, places: Places, *, by_hand: bool) -> Cue:
    """The cue with its words where they are now, judged by the pair it begins in."""
    words, end_ms = list[Word](), 0
    for column, word in enumerate(timed_words(cue), start=1):
        span = places[Source(number, column)][1].span if Source(number, column) in places else word.span
        start_ms = max(end_ms, span.start_ms)
        end_ms = max(start_ms, span.end_ms)
        words.append(replace(word, span=Span(start_ms, end_ms)))
    one = places[Source(number, 1)][0]
    chance = 1.0 if by_hand else round(one.chance, 2)
    is_sure = chance >= SURE_PAIR
    return replace(
        cue,
        words=tuple(words),
        span=Span(words[0].span.start_ms, max(words[0].span.start_ms + 1, words[-1].span.end_ms)),
        pair=PairedWith(one.source.start + 1, chance),
        timing=Timing.PARTLY if is_sure else Timing.GUESSED,
        confidence=min(chance, INSIDE),
        accepted=by_hand,
    )
