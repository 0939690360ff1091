"""A scratch narration: words where they are said to be, the same bytes every time, never two at once."""

from __future__ import annotations

import json
import subprocess
from itertools import pairwise

import numpy as np
import pytest
from click.testing import CliRunner
from imageio_ffmpeg import get_ffmpeg_exe

import subtool
from subtool.cli import subtool as verbs
from subtool.errors import ChoiceError, OutputError, ScriptError

SCRIPT = """The Harbour

Boats came home before dark, and nobody counted them. The lamp was lit at five.

IVANOV: We never saw the coast again. Bread was short that winter.
"""
RATE = 48000


def sound_of(path):
    """The samples of a sound, -1 to 1."""
    raw = subprocess.run(
        [get_ffmpeg_exe(), "-v", "error", "-i", path, "-f", "f32le", "-ac", "1", "-ar", str(RATE), "-"],
        capture_output=True, check=True,
    )  # fmt: skip
    return np.frombuffer(raw.stdout, np.float32)


def onset_ms(samples, from_ms):
    """When something is heard after a silence, not before `from_ms`."""
    loud = np.abs(samples[from_ms * RATE // 1000 :]) > 0.006
    return from_ms + int(np.argmax(loud)) * 1000 / RATE


@pytest.fixture
def script(tmp_path):
    path = tmp_path / "script.txt"
    path.write_text(SCRIPT, encoding="utf-8")
    return subtool.read_script(path)


def test_sentences_begin_when_the_draft_says_and_known_words_when_they_are_known(script, tmp_path):
    known = (subtool.Quoted("and nobody counted", 4000), subtool.Quoted("Bread was short", 15000))
    pace = subtool.Pace(moments=known)
    made = subtool.narrate(script, tmp_path / "voice.wav", pace=pace)
    drafted = subtool.draft(script, pace=pace)
    words = [word for cue in made.sheet.cues for word in cue.words]
    starts = {word.text: word.span.start_ms for word in words}
    assert (starts["and"], starts["Bread"]) == (4000, 15000)
    firsts = {cue.source: cue.words[0].span.start_ms for cue in drafted.cues}
    ours = {cue.source: cue.words[0].span.start_ms for cue in made.sheet.cues}
    assert all(abs(ours[at] - firsts[at]) <= 1 for at in ours.keys() & firsts.keys())
    samples = sound_of(made.path)
    for at_ms in (4000, 15000):
        assert abs(onset_ms(samples, at_ms - 60) - at_ms) <= 10
    assert all(a.span.end_ms <= b.span.start_ms for a, b in pairwise(words))
    assert {cue.timing for cue in made.sheet.cues} == {"heard"}
    assert len(samples) * 1000 // RATE == pytest.approx(made.duration_ms, abs=1)


def test_the_same_script_gives_the_same_bytes_whatever_was_said_before(script, tmp_path):
    once = subtool.narrate(script, tmp_path / "once.wav").path.read_bytes()
    subtool.narrate(script, tmp_path / "other.wav", pace=subtool.Pace(words_a_minute=190))
    assert subtool.narrate(script, tmp_path / "again.wav").path.read_bytes() == once


@pytest.mark.parametrize("duration_ms", [9000, 16000])
def test_it_lasts_as_long_as_it_is_asked_to(script, tmp_path, duration_ms):
    made = subtool.narrate(
        script, tmp_path / "voice.wav", pace=subtool.Pace(start_ms=2000, duration_ms=duration_ms)
    )
    words = [word for cue in made.sheet.cues for word in cue.words]
    assert words[0].span.start_ms == 2000
    assert words[-1].span.end_ms == pytest.approx(2000 + duration_ms, abs=40)
    assert made.duration_ms >= 2000 + duration_ms - 1


def test_what_finds_no_room_is_late_and_said_never_on_top_of_another(script, tmp_path):
    known = (subtool.Quoted("Boats came", 1000), subtool.Quoted("The lamp", 1800))
    made = subtool.narrate(script, tmp_path / "voice.wav", pace=subtool.Pace(moments=known))
    words = [word for cue in made.sheet.cues for word in cue.words]
    assert all(a.span.end_ms <= b.span.start_ms for a, b in pairwise(words))
    assert any("late" in remark.message for remark in made.sheet.remarks)


@pytest.mark.parametrize("suffix", [".flac", ".mp3", ".m4a", ".ogg", ".opus", ".WAV"])
def test_a_sound_of_every_kind_has_its_words_in_place(script, tmp_path, suffix):
    made = subtool.narrate(script, tmp_path / f"voice{suffix}", pace=subtool.Pace(start_ms=1500))
    assert abs(onset_ms(sound_of(made.path), 0) - 1500) <= 10


def test_speakers_have_voices_of_their_own(script, tmp_path):
    usual = subtool.narrate(script, tmp_path / "a.wav")
    other = subtool.narrate(script, tmp_path / "b.wav", voices={"IVANOV": "m1"})
    cut = next(cue.span.start_ms for cue in usual.sheet.cues if cue.speaker) * RATE // 1000
    one, two = sound_of(usual.path), sound_of(other.path)
    assert not np.array_equal(one[cut:], two[cut:])
    with pytest.raises(ScriptError, match="no speaker PETROV"):
        subtool.narrate(script, tmp_path / "c.wav", voices={"PETROV": "f4"})
    with pytest.raises(ChoiceError, match=r"no speaker .\.\./f5"):
        subtool.narrate(script, tmp_path / "c.wav", voices={"": "../f5"})
    with pytest.raises(ChoiceError, match="no speaker 'whisper'"):  # it never sounds alike twice
        subtool.narrate(script, tmp_path / "c.wav", voices={"": "whisper"})
    assert not (tmp_path / "c.wav").exists()


def test_the_voice_speaks_the_language_of_the_script(tmp_path):
    path = tmp_path / "skript.txt"
    path.write_text("Der Hafen war an diesem Morgen still, und niemand kam an den Kai.\n", encoding="utf-8")
    german = subtool.narrate(subtool.read_script(path), tmp_path / "de.wav")
    english = subtool.narrate(subtool.read_script(path, language="en"), tmp_path / "en.wav")
    assert german.sheet.language == "de"
    assert not np.array_equal(sound_of(german.path), sound_of(english.path))


def test_sound_and_cues_are_written_together_or_not_at_all(script, tmp_path):
    sheet = tmp_path / "voice.cues.json"
    sheet.write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="exists already"):
        subtool.narrate(script, tmp_path / "voice.wav", sheets=[sheet])
    assert not (tmp_path / "voice.wav").exists()
    made = subtool.narrate(script, tmp_path / "voice.wav", sheets=[sheet], force=True)
    assert [path.read_text("utf-8") for path in made.backups] == ["mine"]
    assert subtool.read(sheet).media.name == "voice.wav"


def test_the_command_takes_one_sound_and_any_cues(tmp_path):
    (tmp_path / "script.txt").write_text(SCRIPT, encoding="utf-8")
    call = ["narrate", str(tmp_path / "script.txt"), "--wpm", "150", "--json"]
    outputs = [f"{tmp_path}/voice.{suffix}" for suffix in ("flac", "cues.json", "srt")]
    result = CliRunner().invoke(verbs, [*call, *(part for out in outputs for part in ("-o", out))])
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["outputs"] == outputs
    assert subtool.read(outputs[1]).cues == subtool.read(outputs[1]).cues != ()
    refused = CliRunner().invoke(verbs, [*call, "-o", f"{tmp_path}/other.srt"])
    assert "one of .wav" in str(refused.exception)


def test_what_is_aligned_to_a_sound_that_ends_on_the_last_word_passes_its_own_check(tmp_path):
    text = "In the morning a boat came from the island. It carried bread, oil and letters for the men of the light."
    (tmp_path / "script.txt").write_text(text, encoding="utf-8")
    subtool.narrate(tmp_path / "script.txt", tmp_path / "whole.wav", sheets=[tmp_path / "whole.cues.json"])
    last = subtool.read(tmp_path / "whole.cues.json").cues[-1].words[-1]
    cut = [get_ffmpeg_exe(), "-v", "error", "-i", tmp_path / "whole.wav", "-t", f"{last.span.end_ms}ms"]
    subprocess.run([*cut, tmp_path / "film.wav"], check=True)
    sheet = subtool.align(tmp_path / "script.txt", tmp_path / "film.wav")
    assert sheet.media.duration_ms == last.span.end_ms
    assert sheet.cues[-1].span.end_ms == last.span.end_ms
    assert "past-the-end" not in {problem.code for problem in subtool.check(sheet)}
