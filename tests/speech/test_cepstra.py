"""Features of a sound: pocketsphinx writes them to the disk, and does not say when that is full."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from pocketsphinx import get_model_path

from subtool.errors import OutputError
from subtool.speech.words.scoring.cepstra import WIDTH, _cepstra

resource = pytest.importorskip("resource", reason="Windows has no such limits")
HMM = Path(get_model_path("en-us/en-us"))
NOISE = np.random.default_rng(1).integers(-3000, 3000, 32_000).astype(np.int16)


@contextmanager
def small_files():
    """No file may be larger than 4 kB; for the call alone, as what a test says may go to a larger one."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_frame_has_its_features_each_hundredth_of_a_second():
    first, second = _cepstra([NOISE, NOISE[:16_000]], HMM)
    assert first.shape[1] == second.shape[1] == WIDTH
    assert len(first) == pytest.approx(200, abs=3)
    assert len(second) == pytest.approx(100, abs=3)


def test_a_disk_that_is_full_is_said():
    with small_files(), pytest.raises(OutputError, match="cannot be written"):
        list(_cepstra([NOISE], HMM))
