"""Why ffmpeg failed: the reason that is certain, never the last line of its log; and films that lost nothing by it."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

import subtool
from subtool.errors import EngineError, MediaError, OutputError
from subtool.media.failures import failure
from subtool.media.read.demux import first_damage
from subtool.model import Cue, Sheet, Span
from support import footage

SHEET = Sheet((Cue(Span(200, 900), ("The lamp",)),))
FILM, OUT = Path("film.avi"), Path("out.mp4")


@pytest.mark.parametrize(
    ("log", "kind", "words"),
    [
        (["[mp4] Could not find tag for codec wmv2 in stream #0, codec not", "Nothing was written"], OutputError,
         ".mp4 does not hold wmv2 as it is"),
        (["[enc] Error while opening encoder - maybe incorrect parameters", "Conversion failed!"], OutputError,
         "the encoder that was chosen does not take this film"),
        (["[mkv] Can't write packet with unknown timestamp", "Error writing trailer"], MediaError, "does not say when"),
        (["Link 'a' -> 'b':", "  src: ictcp", "  dst: gbr bt709"], MediaError, "stores its colours in a way"),
        (["x: No space left on device", "Conversion failed!"], OutputError, "no space left"),
        (["[out] pthread_create() failed: Resource temporarily unavailable", "[enc] Error while opening encoder"],
         EngineError, "too little memory"),
        (["[x] something that nobody knows"], EngineError, "ffmpeg could not make out.mp4 of this film (code 1)"),
    ],
)  # fmt: skip
def test_the_reason_is_what_is_certain(log, kind, words):
    error = failure(FILM, OUT, 1, log)
    assert isinstance(error, kind)
    assert words in error.message
    assert all(line not in str(error) for line in log)


@pytest.mark.parametrize(
    ("number", "words"),
    [(signal.SIGSEGV, "crashed on this film (SIGSEGV)"), (signal.SIGKILL, "ended from outside (SIGKILL)")],
)
def test_a_crash_is_a_sentence(number, words):
    error = failure(FILM, OUT, -number, ["frame= 3"])
    assert (error.exit_code, words in error.message) == (3, True)


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    kind = footage.Kind("plain", footage.steady(25, 2), size=(160, 90))
    return footage.make(kind, tmp_path_factory.mktemp("film"))


def test_damage_is_looked_for_and_not_guessed(film, tmp_path):
    assert first_damage(film) is None
    data = bytearray(film.read_bytes())
    middle = len(data) // 3
    data[middle : middle + 600] = bytes(600)
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(data)
    assert first_damage(broken) is not None


def test_subtitles_that_are_not_asked_for_are_off_in_an_mp4(film, tmp_path):
    out = tmp_path / "out.mp4"
    assert subtool.mux([subtool.Subtitles(SHEET)], film, out).warnings == ()
    assert [track.default for track in subtool.tracks_in(out)] == [False]
