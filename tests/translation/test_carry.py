"""Times of an original on its translation: the pair begins with it, clauses are drawn to its pauses."""

from __future__ import annotations

from subtool.model import Span, Word
from subtool.translation.carry import carried
from subtool.translation.pair import Pair
from support.translated import sentence


def _spoken(text, start_ms, confidence=0.95, pause_ms=0, letter_ms=60):
    """A sentence of the original with times; after a comma it pauses."""
    words, clock = [], start_ms
    for part in text.split():
        end_ms = clock + letter_ms * len(part)
        words.append(Word(part, Span(clock, end_ms), confidence))
        clock = end_ms + (pause_ms if part.endswith(",") else 0)
    return tuple(words)


def _carry(pairs, original, texts, needs_ms=lambda _: 0.0):
    target = [sentence(text, line) for line, text in enumerate(texts, start=1)]
    return carried(pairs, original, target, needs_ms)


def test_a_pair_begins_and_ends_with_its_original():
    original = [_spoken("Der Hafen fror zu.", 1000), _spoken("Zwei gingen.", 5000)]
    pairs = [Pair(range(1), range(1), (0.97,)), Pair(range(1, 2), range(1, 2), (0.93,))]
    first, second = _carry(pairs, original, ["The harbour froze.", "Two left."])
    assert first.utterance.span == Span(1000, original[0][-1].span.end_ms)
    assert second.utterance.span.start_ms == 5000
    assert (first.begins, first.heard, first.chance) == (True, 0.95, 0.97)


def test_a_clause_begins_after_the_pause_of_the_original():
    original = [_spoken("Als das Geld aufgebraucht war, blieben die Maurer trotzdem.", 0, pause_ms=900)]
    (one,) = _carry(
        [Pair(range(1), range(1), (0.95,))], original, ["When the money ran out, the masons stayed."]
    )
    words = {word.text: word.span for word in one.utterance.words}
    after = next(word for word in original[0] if word.text == "blieben")
    assert words["the"].start_ms == after.span.start_ms
    assert words["out,"].end_ms == after.span.start_ms - 900


def test_only_the_first_word_is_believed():
    (one,) = _carry([Pair(range(1), range(1), (0.95,))], [_spoken("Eins zwei drei.", 0)], ["One two three."])
    assert [word.confidence for word in one.utterance.words] == [0.95, 0.0, 0.0]


def test_long_text_goes_on_into_the_pause_after_it():
    original = [_spoken("Er ging.", 0), _spoken("Sie blieb.", 4000)]
    pairs = [Pair(range(1), range(1), (0.95,)), Pair(range(1, 2), range(1, 2), (0.95,))]
    first, second = _carry(
        pairs, original, ["He went away and never came back.", "She stayed."], lambda _: 2500.0
    )
    assert first.utterance.span.end_ms == 2500
    assert second.utterance.span.start_ms == 4000
    (crowded, _) = _carry(
        pairs, [original[0], _spoken("Sie blieb.", 1000)], ["He went.", "She stayed."], lambda _: 2500.0
    )
    assert crowded.utterance.span.end_ms <= 1000


def test_what_is_not_likely_or_not_heard_has_no_time():
    original = [_spoken("Eins.", 0), None, _spoken("Drei.", 3000)]
    pairs = [Pair(range(n, n + 1), range(n, n + 1), (chance,)) for n, chance in enumerate((0.4, 0.95, 0.7))]
    assert [one.utterance.sentence.text for one in _carry(pairs, original, ["One.", "Two.", "Three."])] == [
        "Three."
    ]
