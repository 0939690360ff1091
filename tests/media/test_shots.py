"""Shot changes, in real footage made on the spot."""

from __future__ import annotations

import subprocess
import wave
from fractions import Fraction

import imageio_ffmpeg
import numpy as np
import pytest

import subtool as product
from subtool.errors import MediaError
from subtool.media.read import shot_changes
from subtool.media.read.demux import frame_times
from subtool.speech.synthesis import utter
from support import footage, shots_footage
from support.shots_footage import Reel, Shot

SIZE = (192, 108)


def found(shots_told, tmp_path):
    reel = Reel("film", tuple(shots_told))
    path = shots_footage.make(reel, tmp_path / "film.mp4", SIZE)
    times = shot_changes.find(path)
    return [round(at * shots_footage.FPS) for at in times], reel


@pytest.mark.parametrize(
    "traits",
    [
        {},
        {"grain": 8.0},
        {"move": (0.5, 4.0)},
        {"shake": 2.0},
        {"zoom": 0.004},
        {"light": 0.25, "grain": 3.0},
    ],
)
def test_every_cut_is_found_on_its_frame_and_nothing_else(traits, tmp_path):
    told = [Shot(frames, land, (40, 60), **traits) for land, frames in enumerate((30, 21, 34, 26))]
    times, reel = found(told, tmp_path)
    assert times == list(reel.cuts)


def test_two_views_of_one_place_are_two_shots(tmp_path):
    times, reel = found([Shot(25, 3, (0, 0)), Shot(25, 3, (120, 300)), Shot(25, 3, (0, 0))], tmp_path)
    assert times == list(reel.cuts)


def test_a_flash_is_no_shot_change(tmp_path):
    times, _ = found([Shot(60, 1, move=(0, 1.0), flashes=(20, 21, 40))], tmp_path)
    assert times == []


def test_a_fade_and_a_dissolve_are_no_cuts_in_their_middle(tmp_path):
    times, reel = found([Shot(40, 1), Shot(40, 2, dissolve=14)], tmp_path)
    assert all(any(at in soft for soft in reel.soft) for at in times)


def test_cards_of_one_colour_are_told_apart():
    cards = np.zeros((30, 3, shot_changes.HEIGHT, shot_changes.WIDTH), np.uint8)
    cards[10:20, 0] = 90
    cards[20:, 0], cards[20:, 1] = 90, 160
    assert shot_changes.changes(cards) == [10, 20]


def test_a_frame_of_two_shots_begins_the_second():
    one, other = np.random.default_rng(1).integers(0, 255, (2, 3, shot_changes.HEIGHT, shot_changes.WIDTH))
    film = [one] * 12 + [(one + other) // 2] + [other] * 12
    assert shot_changes.changes(np.array(film, np.uint8)) == [12]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_film_of_a_frame_or_two_has_no_cut_to_speak_of(count):
    assert shot_changes.changes(np.zeros((count, 3, shot_changes.HEIGHT, shot_changes.WIDTH), np.uint8)) == []


def test_a_long_film_is_searched_batch_by_batch(tmp_path, monkeypatch):
    told = [Shot(frames, land % 5, (30 * land, 90)) for land, frames in enumerate((23, 31, 40, 29, 33))]
    path = shots_footage.make(Reel("film", tuple(told)), tmp_path / "film.mp4", SIZE)
    whole = shot_changes.find(path)
    monkeypatch.setattr(shot_changes, "BATCH", 24)
    assert shot_changes.find(path) == whole
    assert [round(at * 25) for at in whole] == [23, 54, 94, 123]


@pytest.mark.parametrize("name", ["23.976", "variable mkv", "transport stream at 1 h", "late video", "avi"])
def test_times_are_those_of_the_frames(name, tmp_path):
    path = footage.make(footage.KINDS[name], tmp_path)
    assert tuple(at for at, _ in shot_changes.pictures(path)) == frame_times(path).times


def test_a_sound_has_no_shots(tmp_path):
    path = tmp_path / "voice.wav"
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(1600))
    with pytest.raises(MediaError, match="no picture"):
        shot_changes.find(path)


def test_exact_means_a_fraction(tmp_path):
    path = shots_footage.make(Reel("film", (Shot(20, 1), Shot(20, 2))), tmp_path / "film.mp4", SIZE)
    assert shot_changes.find(path) == (Fraction(20, 25),)


def test_aligned_cues_stand_on_the_cuts_of_the_film(tmp_path):
    """The second sentence sounds five frames after a cut: its cue comes with the cut, the one before leaves for it."""
    text = "The tower was built in the spring. Nobody in the village ever asked her why. She kept the lamp herself."
    script, film = tmp_path / "script.txt", tmp_path / "episode.mp4"
    script.write_text(f"The Lamp\n\n{text}\n", encoding="utf-8")
    read = product.read_script(script)
    said = utter.speak(read.sentences, start_ms=1000)
    cut = said.utterances[1].span.start_ms * 25 // 1000 - 5
    length = said.duration_ms * 25 // 1000 + 25
    reel = Reel("film", (Shot(cut, 1), Shot(length - cut, 2)))
    shots_footage.make(reel, tmp_path / "mute.mp4", SIZE)
    with wave.open(str(tmp_path / "voice.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(utter.RATE)
        sound.writeframes(said.samples.tobytes())
    join = [
        imageio_ffmpeg.get_ffmpeg_exe(),
        "-v",
        "error",
        "-i",
        tmp_path / "mute.mp4",
        "-i",
        tmp_path / "voice.wav",
    ]
    subprocess.run([*join, "-c:v", "copy", "-c:a", "aac", film], check=True)
    plain, placed = (product.align(read, film, shots=looked_for).cues for looked_for in (False, True))
    at = next(at for at, cue in enumerate(plain) if cue.text.startswith("Nobody"))
    assert plain[at].span.start_ms > cut * 40 + 80
    assert placed[at].span.start_ms == cut * 40
    assert placed[at - 1].span.end_ms == cut * 40 - 80
