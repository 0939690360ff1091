"""A translation without its original is laid on the voice's stretches, as sure as they tell."""

from __future__ import annotations

import random

import pytest

from subtool.model import Span
from subtool.translation.voice_stretches import KnownStart, on_voice
from support.translated import sentence

LENGTHS = (9, 3, 14, 6, 11, 4, 8, 16, 5, 12, 7, 10)


def _sentences():
    return [
        sentence(" ".join(["lantern"] * count) + ".", line, line // 5)
        for line, count in enumerate(LENGTHS, 1)
    ]


def _narration(begin_ms=0, letter_ms=70, seed=3):
    """A stretch or two a sentence, and where each begins."""
    rng, clock, speech, starts = random.Random(seed), begin_ms, [], []
    for line, count in enumerate(LENGTHS, 1):
        starts.append(clock)
        length = int(7 * count * letter_ms * rng.uniform(0.88, 1.12))
        cut = length // 2 if count > 8 else 0
        for part in (cut, length - cut) if cut else (length,):
            speech.append(Span(clock, clock + part))
            clock += part + 220
        clock += 1300 if (line + 1) % 5 == 0 else 500
    return speech, starts


@pytest.mark.parametrize("letter_ms", [50, 70, 95])
def test_every_sentence_begins_where_it_is_said_at_any_pace(letter_ms):
    speech, starts = _narration(1000, letter_ms)
    found = on_voice(_sentences(), speech)
    assert [speech[one.first].start_ms for one in found] == starts


def test_an_introduction_is_passed_over_with_a_moment_that_is_known():
    speech, starts = _narration(25_000)
    intro = [Span(at, at + 2600) for at in range(500, 23_000, 3300)]
    found = on_voice(_sentences(), [*intro, *speech], [KnownStart(0, 0.0, 25_000)])
    assert [[*intro, *speech][one.first].start_ms for one in found if one] == starts
