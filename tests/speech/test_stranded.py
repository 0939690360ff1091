"""A faint first word that was found before the pause belongs to its sentence, after it."""

from __future__ import annotations

from subtool.model import Span
from subtool.speech.by_synthesis.stranded import gathered
from subtool.speech.confidence import interpolated
from support.translated import sentence

SPEECH = (Span(1000, 4000), Span(5200, 8000))


def test_a_squeezed_first_word_is_said_right_before_the_second():
    spans = [Span(3980, 4000), Span(4000, 5700), Span(5700, 6000)]
    first, second, third = gathered(sentence("В хороший год.", 1), spans, SPEECH)
    assert (first, second, third) == (Span(5050, 5200), Span(5200, 5700), spans[2])


def test_a_first_word_that_a_pause_tears_begins_after_it():
    spans = [Span(3890, 5700), Span(5700, 6000)]
    assert gathered(sentence("Das Wrack.", 1), spans, SPEECH) == [Span(5200, 5700), spans[1]]


def test_a_second_word_that_a_pause_tears_takes_the_first_with_it():
    spans = [Span(3840, 3980), Span(3980, 6000), Span(6000, 6300)]
    moved = gathered(sentence("Fast hundert Jahre.", 1), spans, SPEECH)
    assert moved == [Span(5200, 5600), Span(5600, 6000), spans[2]]


def test_one_that_is_mostly_said_before_the_pause_stays():
    spans = [Span(3500, 5300), Span(5300, 6000)]
    assert gathered(sentence("Das Wrack.", 1), spans, SPEECH) == spans


def test_a_first_word_that_is_said_at_length_stays():
    spans = [Span(3700, 4000), Span(5200, 5700), Span(5700, 6000)]
    assert gathered(sentence("So – er kam.", 1), [spans[0], None, *spans[1:]], SPEECH)[0] == spans[0]


def test_a_dash_begins_with_the_word_after_it():
    one, other = sentence("Er ging.", 1), sentence("— Я ответил.", 2)
    timed = [
        (one, [(Span(1000, 2000), 0.9), (Span(2000, 4000), 0.9)]),
        (other, [(None, 0.0), (Span(5200, 5400), 0.9), (Span(5400, 6000), 0.9)]),
    ]
    _, (_, words) = interpolated(timed, SPEECH)
    assert words[0][0] == Span(5200, 5200)
