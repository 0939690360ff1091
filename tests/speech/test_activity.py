"""Where a voice begins that the detector is sure of late."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from subtool.media.read.sound import Sound
from subtool.model import silent
from subtool.speech import silero
from subtool.speech.activity import CHUNK_MS, voiced
from subtool.speech.silero import CHUNK

SURE = 20  # the chunk from which the detector is sure


def begun(monkeypatch, *, likely, loud):
    """The chunk in which the one stretch begins, by what the detector says before it and how loud it is there."""
    says = np.array([0.0] * (SURE - len(likely)) + likely + [0.9] * 30, np.float32)
    levels = np.array([30] * (SURE - len(loud)) + loud + [6000] * 30)
    noise = np.random.default_rng(1).standard_normal((len(levels), CHUNK))
    monkeypatch.setattr(silero, "likelihoods", lambda _: [says])
    (span,) = voiced(Sound(Path("film.wav"), (noise * levels[:, None]).ravel().astype(np.int16)), silent)
    return span.start_ms // CHUNK_MS


@pytest.mark.parametrize(
    ("likely", "loud", "chunk"),
    [
        ([0.2, 0.3, 0.1, 0.4], [6000] * 4, SURE - 4),  # the voice was there before
        ([0.0] * 4, [6000] * 4, SURE),  # music
        ([0.2, 0.3, 0.1, 0.4], [300] * 4, SURE),  # a breath
        ([0.2, 0.3, 0.1, 0.4], [6000] * 12, SURE),  # music that might be a voice at its end
        ([0.3, 0.4], [6000] * 2, SURE),  # too little to matter
    ],
)
def test_a_stretch_begins_where_the_sound_of_a_likely_voice_rises(monkeypatch, likely, loud, chunk):
    assert begun(monkeypatch, likely=likely, loud=loud) == chunk


def test_a_stretch_does_not_begin_before_the_one_before_it_is_over(monkeypatch):
    says = np.array([0.0] * 10 + [0.9] * 20 + [0.2] * 10 + [0.9] * 20, np.float32)
    samples = np.random.default_rng(1).standard_normal((len(says), CHUNK)) * 6000
    samples[:10] *= 0.01
    monkeypatch.setattr(silero, "likelihoods", lambda _: [says])
    spans = voiced(Sound(Path("film.wav"), samples.ravel().astype(np.int16)), silent)
    assert [(span.start_ms // CHUNK_MS, span.end_ms // CHUNK_MS) for span in spans] == [(10, 30), (40, 60)]
