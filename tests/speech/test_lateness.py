"""What a model of letters says too late is seen by the words that follow a pause."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from subtool.media.read.sound import RATE, Sound
from subtool.model import Span
from subtool.speech.neural.lateness import earlier, lateness_ms

ONSETS_MS = range(1000, 21_000, 2000)
WORD_MS, NEXT_MS = 400, 900  # how long a word is; when the second of a stretch begins


def murmur(length_ms=22_000):
    """A second of noise that begins at each onset, over a faint hiss."""
    random = np.random.default_rng(5)
    samples = random.normal(0, 20, length_ms * RATE // 1000)
    for onset_ms in ONSETS_MS:
        here = slice(onset_ms * RATE // 1000, (onset_ms + 1400) * RATE // 1000)
        samples[here] += random.normal(0, 3000, here.stop - here.start)
    return Sound(Path("murmur.wav"), samples.astype(np.int16))


def words(late_ms, count=10):
    starts = [onset_ms + more for onset_ms in ONSETS_MS[:count] for more in (0, NEXT_MS)]
    return [Span(start_ms + late_ms, start_ms + late_ms + WORD_MS) for start_ms in starts]


def speech(early_ms):
    """As a detector of voices has it, which begins a little before or after the voice."""
    return [Span(onset_ms - early_ms, onset_ms + 1500) for onset_ms in ONSETS_MS]


@pytest.mark.parametrize("early_ms", [-60, -20, 0, 60, 100])
@pytest.mark.parametrize("late_ms", [0, 40, 80, 120])
def test_it_is_what_lies_between_the_sound_and_the_word(late_ms, early_ms):
    assert lateness_ms(words(late_ms), speech(early_ms), murmur()) == pytest.approx(late_ms, abs=12)


def test_of_few_words_nothing_is_known():
    assert lateness_ms(words(80, count=4), speech(40), murmur()) == 0
    assert lateness_ms([], speech(40), murmur()) == 0


def test_words_come_earlier_and_never_before_the_film():
    assert earlier(Span(500, 900), 80) == Span(420, 820)
    assert earlier(Span(30, 60), 80) == Span(0, 0)
