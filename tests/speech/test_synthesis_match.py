"""What the wide engine is made of: voices fitted to each other, paces, and what beats chance."""

from __future__ import annotations

import numpy as np
import pytest

from subtool.model import silent
from subtool.script.understand.understand import parse
from subtool.speech.by_synthesis.chance import beyond_chance
from subtool.speech.by_synthesis.matching import in_a_row
from subtool.speech.by_synthesis.pace import likely_paces
from subtool.speech.by_synthesis.reference import spoken
from subtool.speech.by_synthesis.voice_map import VoiceMap

SIZE = 26
NOTHING = np.zeros((0, SIZE), np.float32)
SCRIPT = """The Mill

The miller rose before the sun. He opened the sluice, and the wheel began to turn. Nobody in the valley slept after
that. In the evening the flour lay white upon every beam.
"""


def smooth(dice, count):
    """Frames that change as slowly as speech does."""
    return np.stack(
        [np.convolve(column, np.hanning(7), "same") for column in dice.normal(size=(SIZE, count))], axis=1
    ).astype(np.float32)


def test_what_is_said_beats_chance_and_what_is_not_does_not():
    dice = np.random.default_rng(1)
    text = smooth(dice, 800)
    heard = np.concatenate([smooth(dice, 60), text[200:280], smooth(dice, 60)])
    heard += dice.normal(scale=0.5, size=heard.shape).astype(np.float32)
    assert beyond_chance(heard, (60, 140), text, (200, 280), NOTHING) > 4
    assert beyond_chance(heard, (58, 143), text, (200, 280), NOTHING) > 4
    assert all(
        beyond_chance(heard, (60, 140), text, (at, at + 80), NOTHING) < 3 for at in range(300, 700, 80)
    )


@pytest.mark.parametrize(
    ("said", "share", "belongs"),
    [
        ({8: 4.5, 9: 3.5, 10: 5.0, 11: 3.0}, 0.1, True),  # an episode of a season
        ({8: 4.5, 9: 3.5, 10: 5.0, 11: 3.0}, 0.05, False),  # its opening, which others have too
        ({2: 4.5, 12: 3.5, 19: 5.0, 27: 3.0}, 0.1, False),  # chance: all over the script
        ({9: 7.5}, 0.6, False),  # one sentence fits by accident now and then
    ],
)
def test_an_episode_is_known_by_sentences_that_follow_each_other(said, share, belongs):
    gains, shares = np.random.default_rng(4).normal(0, 0.3, 36) - 0.6, np.zeros(36)
    for number, far in said.items():
        gains[number], shares[number] = far, share
    assert in_a_row(gains, shares) is belongs


def test_a_piece_that_cannot_be_said_in_the_time_is_no_better_than_others():
    text = smooth(np.random.default_rng(2), 900)
    assert beyond_chance(text[:20], (0, 20), text, (0, 300), NOTHING) == 0


def test_a_voice_is_learnt_from_what_belongs_together():
    dice = np.random.default_rng(3)
    text = smooth(dice, 3000)
    turned = text @ dice.normal(size=(SIZE, SIZE)).astype(np.float32) * 0.3
    places = np.arange(3000)
    places[1500:] = -1
    voice = VoiceMap.of(turned, text, places)
    off = np.abs(voice.text(text) - voice.heard(turned))[1500:]
    apart = np.abs(voice.text(text) - voice.heard(turned[::-1]))[1500:]
    assert off.mean() < 0.2 * apart.mean()


@pytest.mark.parametrize("pace", [0.5, 1.0, 1.7])
def test_at_another_pace_words_and_sentences_keep_their_places(pace):
    reference = spoken(parse(SCRIPT).sentences, "en-us", silent)
    other = reference.at_pace(pace)
    assert len(other.bands) == pytest.approx(pace * len(reference.bands), rel=0.02)
    assert np.allclose(other.sentences, pace * reference.sentences, atol=4)
    for begins, before in zip(other.words, reference.words, strict=True):
        assert np.allclose(begins, pace * before, atol=5)
    assert len(other.breaths) == len(reference.breaths)


def test_the_first_pace_is_that_of_the_lengths_and_others_are_tried_after_it():
    reference = spoken(parse(SCRIPT).sentences, "en-us", silent)
    heard = reference.at_pace(0.7)
    after_pause = np.zeros(len(heard.bands), np.bool_)
    after_pause[heard.sentences] = True
    paces = likely_paces(heard.bands, after_pause, reference)
    assert paces[0] == pytest.approx(0.7, rel=0.02)
    assert all(0.4 <= pace <= 2.5 for pace in paces)
