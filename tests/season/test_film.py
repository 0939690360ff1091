"""Episodes with a film: aligned when it comes, and again when it is cut; what people edited goes along."""

from __future__ import annotations

import wave

import pytest

import subtool
from support.season import build, contents, edit, season

LATER_MS = 3000
SHORT = """Every morning the ferry leaves the quay at six. Nobody waits for it on the other side.

When the fog comes, he rings the bell twice.
"""


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """A narration of the script, in place of a film."""
    folder = season(tmp_path_factory.mktemp("film"), text=SHORT)
    path = folder / "voice.wav"
    subtool.narrate(folder / "scripts/ferry.txt", path)
    return path.read_bytes()


def later(path):
    """The same film behind some seconds of nothing."""
    with wave.open(str(path), "rb") as sound:
        settings, frames = sound.getparams(), sound.readframes(sound.getnframes())
    with wave.open(str(path), "wb") as sound:
        sound.setparams(settings)
        silence = bytes(settings.framerate * LATER_MS // 1000 * settings.sampwidth * settings.nchannels)
        sound.writeframes(silence + frames)


def start_of(folder, words):
    sheet = subtool.read(folder / "subtitles/ferry.cues.json")
    return next(cue.span.start_ms for cue in sheet.cues if words in cue.text.replace("\n", " "))


def test_a_film_comes_and_is_cut_and_the_edits_go_along(tmp_path, film):
    folder = season(tmp_path, text=SHORT)
    build(folder)
    edit(folder / "subtitles/ferry.srt", "Nobody waits", "No one waits")
    (folder / "films").mkdir()
    path = folder / "films/ferry.wav"
    path.write_bytes(film)
    _, seen = build(folder)
    assert seen.made["ferry/cues"][0].startswith("films/ferry.wav is read, too")
    (status,) = subtool.status(folder).episodes
    assert status.heard > 0.8
    assert "No one waits" in contents(folder)["ferry.srt"].decode()
    before = start_of(folder, "No one waits")
    bells = start_of(folder, "the bell")

    later(path)
    build(folder)
    assert "No one waits" in contents(folder)["ferry.srt"].decode()
    assert abs(start_of(folder, "No one waits") - before - LATER_MS) <= 80
    assert abs(start_of(folder, "the bell") - bells - LATER_MS) <= 80

    sheet = contents(folder)["ferry.cues.json"]
    path.rename(folder / "ferry.wav")  # the disk it is on is not there
    _, seen = build(folder)
    assert "its film ferry.wav is not there: its cues keep the times of it" in seen.lines
    assert contents(folder)["ferry.cues.json"] == sheet
