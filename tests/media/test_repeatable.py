"""The same film and the same cues make the same bytes: a container numbers nothing by chance, and has no clock."""

import pytest

import subtool
from subtool.model import Cue, Sheet, Span
from support.footage import Kind, make, steady

CUES = Sheet((Cue(Span(200, 800), ("The lamp was lit.",)),))


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    return make(Kind("steady", steady(25, 1), size=(160, 90)), tmp_path_factory.mktemp("film"))


@pytest.mark.parametrize("suffix", [".mkv", ".mp4"])
@pytest.mark.parametrize("verb", ["burn", "mux"])
def test_the_same_work_twice_makes_the_same_bytes(tmp_path, film, verb, suffix):
    outs = [tmp_path / f"{number}{suffix}" for number in range(2)]
    for out in outs:
        subtool.burn(CUES, film, out) if verb == "burn" else subtool.mux([subtool.Subtitles(CUES)], film, out)
    assert outs[0].read_bytes() == outs[1].read_bytes()
