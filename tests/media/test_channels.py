"""Which channels are heard: those with the voice, whatever lies in the others."""

from __future__ import annotations

import subprocess
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner
from imageio_ffmpeg import get_ffmpeg_exe

from subtool import align, read_script
from subtool.cli import subtool
from subtool.demo import music
from subtool.demo.episode import sample
from subtool.errors import MediaError
from subtool.media.read.channels import mixes
from subtool.media.read.sound import RATE, Mix, TrackChoice, read_sound
from subtool.speech.activity import likelihoods, voiced
from subtool.speech.synthesis import utter

LAYOUTS = {1: "mono", 2: "stereo", 3: "3.0", 6: "5.1", 8: "7.1"}


@pytest.fixture(scope="module")
def voices():
    """Two voices that say different things at once, as long as one another, with what goes on beside them."""
    sentences = read_script(sample()).sentences
    takes = [resampled(utter.speak(part).samples) for part in (sentences[:4], sentences[4:8])]
    length = min(map(len, takes))
    one, other = (take[:length] / np.sqrt(np.mean(take[:length] ** 2)) for take in takes)
    pad = music.pad(length / RATE + 1, RATE)[:length]
    pad /= np.sqrt(np.mean(pad**2))
    times = np.arange(length)
    code = np.where((times // 4 + times // 8 * (times // 8 % 3)) % 2, 1.0, -1.0)
    hiss = np.random.default_rng(4).normal(0, 1, length)
    return {
        "one": one * 0.05,
        "other": other * 0.05,
        "pad": pad * 0.02,
        "code": code * 0.1,
        "hiss": hiss * 0.0005,
    }


def resampled(samples):
    times = np.arange(len(samples) * RATE // utter.RATE) * utter.RATE / RATE
    return np.interp(times, np.arange(len(samples)), samples)


def write(path, *channels, form="f32le"):
    samples = np.stack(channels).T.astype("<f4")
    into = ["-c:a", "pcm_f32le"] if form == "f32le" else ["-c:a", form]
    layout = LAYOUTS[len(channels)]
    subprocess.run(
        [get_ffmpeg_exe(), "-v", "error", "-y", "-f", "f32le", "-ar", str(RATE), "-ch_layout", layout, "-i", "-",
         *into, str(path)],
        input=samples.tobytes(), check=True,
    )  # fmt: skip
    return path


def heard(path, channel=None):
    return [(mix.weights, mix.says) for mix in mixes(path, likelihoods, TrackChoice(channel=channel))]


@pytest.mark.parametrize(
    ("channels", "weights", "why"),
    [
        (("one",), (), ""),
        (("one", "one"), (), ""),
        (("one+pad", "one-pad"), (), ""),
        (("one", "-one"), (1, 0), "the left channel is heard: mixed, the channels cancel each other out"),
        (("code", "one"), (0, 1), "the right channel is heard: no other has a voice"),
        (("one", "pad"), (1, 0), "the left channel is heard: no other has a voice"),
        (("pad", "pad+hiss", "one", "none", "none", "none"), (), ""),
        (("one+hiss", "one", "none", "none", "none", "none"), (0.5, 0.5, 0, 0, 0, 0),
         "the left and right channels are heard: the centre has no voice"),
        (("one", "one+hiss", "pad", "none", "none", "none"), (0.5, 0.5, 0, 0, 0, 0),
         "the left and right channels are heard: the centre has no voice"),
    ],
)  # fmt: skip
def test_the_channels_with_the_voice_are_heard(tmp_path, voices, channels, weights, why):
    def sound(named):
        parts = named.replace("-", "+-").split("+")
        level = {"none": np.zeros(len(voices["one"]))}
        total = level["none"].copy()
        for part in filter(None, parts):
            total += (level | voices)[part.removeprefix("-")] * (-1 if part.startswith("-") else 1)
        return total

    film = write(tmp_path / "film.wav", *map(sound, channels))
    assert heard(film) == [(weights, why)]


def test_voices_that_speak_at_once_in_two_channels_are_two_sounds(tmp_path, voices):
    one, other = voices["one"], voices["other"]
    languages = write(tmp_path / "languages.wav", one, other)
    assert sorted(weights for weights, _ in heard(languages)) == [(0, 1), (1, 0)]
    interpreter = write(tmp_path / "interpreter.wav", one, other + one / 4)
    assert sorted(weights for weights, _ in heard(interpreter)) == [(0, 1), (1, 0)]
    in_turn = np.arange(len(one)) % (4 * RATE) < 2 * RATE
    near, far = np.where(in_turn, one, other / 10), np.where(in_turn, one / 10, other)
    assert heard(write(tmp_path / "talk.wav", near, far)) == [((), "")]


def test_what_is_very_quiet_is_raised_and_what_is_too_loud_lowered(tmp_path, voices):
    quiet = write(tmp_path / "quiet.wav", voices["one"] * 10 ** (-40 / 20))
    [mix] = mixes(quiet, likelihoods)
    assert mix.says.startswith("the sound is very quiet, and raised by ")
    plain = write(tmp_path / "plain.wav", voices["one"])
    known = voiced(read_sound(plain), lambda *_: None)
    found = voiced(read_sound(quiet, mix=mix), lambda *_: None)
    assert len(found) == len(known)
    assert all(abs(a.start_ms - b.start_ms) <= 64 for a, b in zip(found, known, strict=True))
    loud = write(tmp_path / "loud.wav", voices["one"] * 40)
    [mix] = mixes(loud, likelihoods)
    assert "louder than full scale" in mix.says
    samples = read_sound(loud, mix=mix).samples
    assert (np.abs(samples.astype(int)) >= 32767).sum() <= 2  # its peaks, and nothing is cut off at them
    clipped = write(tmp_path / "clipped.wav", np.clip(voices["one"] * 20, -1, 1))
    assert "clipped" in heard(clipped)[0][1]


def test_a_voice_between_the_excerpts_is_found(tmp_path, voices):
    silent = np.zeros(9 * 60 * RATE)
    late = silent.copy()
    late[-RATE * 5 : -RATE] = voices["one"][: RATE * 4]
    film = write(tmp_path / "film.flac", silent, late, form="flac")
    assert heard(film) == [((0, 1), "the right channel is heard: no other has a voice")]


def test_a_channel_is_named_or_counted(tmp_path, voices):
    film = write(tmp_path / "film.wav", voices["pad"], voices["one"])
    for name in ("right", "2"):
        assert heard(film, name) == [((0, 1), "the right channel is heard, as asked")]
    with pytest.raises(MediaError, match="has no channel centre in this audio track") as caught:
        heard(film, "centre")
    assert caught.value.hint == "it has 1 (left), 2 (right)"


@pytest.mark.parametrize("form", ["pcm_u8", "pcm_s16le", "pcm_s32le", "pcm_f64le", "flac"])
def test_a_mix_is_the_same_whatever_the_samples(tmp_path, voices, form):
    path = tmp_path / ("film.flac" if form == "flac" else "film.wav")
    film = write(path, voices["pad"], voices["one"], form=form)
    samples = read_sound(film, mix=Mix((0.0, 1.0))).samples / 32768
    assert len(samples) == len(voices["one"])
    assert np.abs(samples - voices["one"]).max() < 0.01


def test_where_two_languages_lie_side_by_side_the_scripts_is_followed(tmp_path, voices):
    script = read_script(sample())
    film = write(tmp_path / "film.wav", voices["other"], voices["one"])
    sheet = align(replace(script, sentences=script.sentences[:4]), film, cache=False)
    assert sheet.sound == "the right channel is heard: the channels hold different voices"
    assert not sheet.unspoken


def test_align_says_which_channel_it_heard(tmp_path, voices):
    film = write(tmp_path / "film.wav", voices["one"], -voices["one"])
    text = tmp_path / "script.txt"
    text.write_text("\n\n".join(sentence.text for sentence in read_script(sample()).sentences[:4]), "utf-8")
    out = tmp_path / "film.srt"
    done = CliRunner().invoke(subtool, ["align", str(text), str(film), "-o", str(out), "--no-cache"])
    assert done.exit_code == 0, done.stderr
    assert "the left channel is heard: mixed, the channels cancel each other out" in done.stderr
    done = CliRunner().invoke(
        subtool, ["align", str(text), str(film), "-o", str(out), "--channel", "3", "--force"]
    )
    assert isinstance(done.exception, MediaError)
