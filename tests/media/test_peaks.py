"""The waveform says when it is loud, and how loud."""

import numpy as np
import pytest

from subtool.errors import MediaError
from subtool.media.read.peaks import PER_SECOND, peaks
from support import footage


def whole(path):
    """The waveform as one; what no piece holds is silence."""
    pieces = list(peaks(path))
    made = np.zeros((max(begin + len(pairs) for begin, pairs in pieces), 2), np.int8)
    for begin, pairs in pieces:
        made[begin : begin + len(pairs)] = pairs
    return made


@pytest.mark.parametrize("name", ["25", "late audio", "transport stream at 1 h", "23.976 mkv"])
def test_the_beeps_are_where_they_are_heard_and_nowhere_else(name, tmp_path):
    path = footage.make(footage.KINDS[name], tmp_path)
    wave = whole(path)
    loud = np.flatnonzero(wave[:, 1].astype(int) - wave[:, 0] > 20)
    beeps = footage.beeps(path)
    begun = [at for at in loud if at - 1 not in loud]
    assert all(abs(at / PER_SECOND - round(at / PER_SECOND)) <= 0.03 for at in begun)
    assert {round(at) for at in beeps} <= {round(at / PER_SECOND) for at in begun}
    assert len(wave) == pytest.approx(4 * PER_SECOND, abs=12)
    assert (wave[:, 0] <= wave[:, 1]).all()


def test_a_film_without_sound_is_refused(tmp_path):
    path = footage.make(footage.KINDS["mute"], tmp_path)
    with pytest.raises(MediaError, match="no sound"):
        list(peaks(path))
