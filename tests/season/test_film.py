"""Episodes with a film: aligned when it comes, and again when it is cut; what people edited goes along."""

from __future__ import annotations

import json
import wave

import pytest

import subtool
from subtool.verbs import kept_cues
from support.footage import spoken
from support.season import build, contents, edit, season

LATER_MS = 3000
SHORT = """Every morning the ferry leaves the quay at six. Nobody waits for it on the other side. [1]

When the fog comes, he rings the bell twice.

Bibliography
[1] Harbour Board, Timetables of the Sound, 1930, Page 4.
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


def test_clips_are_made_of_the_film_and_only_what_changed_is_made_again(tmp_path, film):
    folder = season(tmp_path, ["ferry", "quay"], text=SHORT, more='clips = "footnotes"\n')
    (folder / "voice.wav").write_bytes(film)
    (folder / "films").mkdir()
    spoken(folder / "films/ferry.mp4", folder / "voice.wav")
    built, _ = build(folder)
    assert not built.failed
    (clip,) = (folder / "subtitles/clips/ferry").iterdir()
    assert clip.suffix == ".mp4"
    clip.unlink()
    assert build(folder)[0].made == ("ferry/clips",)

    before = json.loads(contents(folder)["ferry.cues.json"])["cues"]
    quay, theirs = contents(folder)["quay.cues.json"], clip.read_bytes()
    edit(folder / "scripts/ferry.txt", "he rings the bell twice", "he rings it twice")
    built, _ = build(folder)
    assert {step.partition("/")[0] for step in built.made} == {"ferry"}
    after = json.loads(contents(folder)["ferry.cues.json"])["cues"]
    fog = [cue for cue in before if "fog" in " ".join(cue["lines"])]
    assert [cue for cue in before if cue not in after] == fog
    assert contents(folder)["quay.cues.json"] == quay
    assert theirs == clip.read_bytes()  # of the same frames and the same cues

    clip.write_bytes(b"somebody's own")
    built, _ = build(folder)
    assert built.made == ()
    clip.unlink()
    assert "ferry/clips" in build(folder)[0].made


def test_the_sound_of_both_cuts_brings_edits_to_the_new_one(tmp_path, film, monkeypatch):
    """`old_film` names the cut before: as `sync --old` does it."""
    folder = season(tmp_path, text=SHORT)
    (folder / "films/before").mkdir(parents=True)
    path = folder / "films/ferry.wav"
    path.write_bytes(film)
    build(folder)
    edit(folder / "subtitles/ferry.srt", "Nobody waits", "No one waits")
    build(folder)
    before = start_of(folder, "No one waits")
    (folder / "films/before/ferry.wav").write_bytes(film)
    later(path)
    table = '[[episode]]\nname = "ferry"\nold_film = "films/before/ferry.wav"\n'
    (folder / "subtool.toml").write_text((folder / "subtool.toml").read_text("utf-8") + table, "utf-8")
    monkeypatch.setattr(kept_cues, "on_times_of", None)  # what is done where the sounds do not tell
    built, seen = build(folder)
    assert not built.failed
    assert not [line for line in seen.lines if "does not say" in line]
    assert start_of(folder, "No one waits") - before == LATER_MS
