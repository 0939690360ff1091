"""The waveform says when it is loud, and how loud."""

import subprocess
from fractions import Fraction
from itertools import pairwise

import av
import imageio_ffmpeg
import numpy as np
import pytest

from subtool.errors import MediaError
from subtool.media.read.peaks import PER_SECOND, peaks
from support import footage

RATE = 48000


def whole(path):
    """The waveform as one; what no piece holds is silence."""
    pieces = list(peaks(path))
    wave = np.zeros((max(begin + len(pairs) for begin, pairs in pieces), 2), np.int8)
    for begin, pairs in pieces:
        wave[begin : begin + len(pairs)] = pairs
    return wave


def loud_from(path):
    """The columns at which it gets loud."""
    wave = whole(path)
    loud = np.flatnonzero(wave[:, 1].astype(int) - wave[:, 0] > 20)
    return [int(column) for column in loud if column - 1 not in loud]


def sound(path, stretches, *, codec="pcm_s16le", layout="mono", rate=RATE):
    """A file of sound: channels of floats, each stretch at its second."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate, layout=layout)
        for second, channels in stretches:
            floats = np.ascontiguousarray(np.atleast_2d(channels), np.float32)
            frame = av.AudioFrame.from_ndarray(floats, format="fltp", layout=layout)
            frame.rate, frame.time_base, frame.pts = rate, Fraction(1, rate), round(second * rate)
            resampler = av.AudioResampler(stream.codec_context.format, layout, rate)
            for converted in resampler.resample(frame):
                converted.pts, converted.time_base = frame.pts, frame.time_base
                container.mux(stream.encode(converted))
        container.mux(stream.encode(None))
    return path


def tone(seconds, loudness=0.5, rate=RATE):
    return loudness * np.sin(np.arange(round(seconds * rate)) * 2 * np.pi * 500 / rate)


@pytest.mark.parametrize("name", ["25", "late audio", "transport stream at 1 h", "23.976 mkv"])
def test_the_beeps_are_where_they_are_heard_and_nowhere_else(name, tmp_path):
    path = footage.make(footage.KINDS[name], tmp_path)
    beeps, begun = footage.beeps(path), loud_from(path)
    assert all(abs(column / PER_SECOND - round(column / PER_SECOND)) <= 0.03 for column in begun)
    assert {round(beep) for beep in beeps} <= {round(column / PER_SECOND) for column in begun}
    wave = whole(path)
    assert len(wave) == pytest.approx(4 * PER_SECOND, abs=12)
    assert (wave[:, 0] <= wave[:, 1]).all()


def test_a_film_without_sound_is_refused(tmp_path):
    path = footage.make(footage.KINDS["mute"], tmp_path)
    with pytest.raises(MediaError, match="no sound"):
        list(peaks(path))


@pytest.mark.parametrize(
    "codec", ["pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_f64le", "flac"]
)
@pytest.mark.parametrize("rate", [48000, 44100, 22050, 11025])
def test_each_column_has_the_lowest_and_the_highest_of_its_samples(codec, rate, tmp_path):
    rng = np.random.default_rng(rate)
    samples = rng.uniform(-1, 1, rate * 5 // 2).astype(np.float32) * rng.uniform(0.1, 1, rate * 5 // 2)
    path = sound(tmp_path / "noise.mkv", [(0, samples)], codec=codec, rate=rate)
    wave = whole(path).astype(int)
    bounds = [-(-column * rate // PER_SECOND) for column in range(251)]
    expected = [
        (samples[begin:end].min() * 128, samples[begin:end].max() * 128) for begin, end in pairwise(bounds)
    ]
    assert np.abs(wave - np.clip(np.floor(expected), -127, 127)).max() <= 1 + (codec == "pcm_u8")


def test_a_hole_is_silence_and_what_follows_is_in_its_place(tmp_path):
    path = sound(tmp_path / "hole.mkv", [(0, tone(1.005)), (2.5, tone(0.5)), (7.123, tone(0.3))])
    assert loud_from(path) == [0, 250, 712]
    wave = whole(path)
    assert len(wave) == 743
    assert not wave[101:250].any()
    assert not wave[300:712].any()


@pytest.mark.parametrize("codec", ["aac", "libmp3lame", "ac3", "libopus"])
def test_what_is_coded_is_in_its_place(codec, tmp_path):
    silence = np.zeros(RATE * 3 // 2)
    path = sound(tmp_path / "coded.mkv", [(0, np.concatenate((silence, tone(0.5), silence)))], codec=codec)
    (column,) = loud_from(path)
    assert column == pytest.approx(150, abs=1)


def test_what_an_edit_list_cuts_off_is_not_there(tmp_path):
    """A film cut without encoding it anew: the sound begins before the film does."""
    samples = np.concatenate((tone(1), np.zeros(RATE), tone(1)))
    uncut, cut = sound(tmp_path / "uncut.mp4", [(0, samples)], codec="aac"), tmp_path / "cut.mp4"
    ffmpeg = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin"]
    subprocess.run([*ffmpeg, "-ss", "0.75", "-i", uncut, "-c", "copy", cut], check=True)
    assert loud_from(cut) == pytest.approx([0, 125], abs=2)


def test_channels_that_are_upside_down_to_each_other_are_both_seen(tmp_path):
    path = sound(tmp_path / "wide.wav", [(0, np.stack((tone(1), -tone(1))))], layout="stereo")
    assert whole(path)[10:90].tolist() == [[-64, 64]] * 80


def test_of_surround_the_centre_is_seen(tmp_path):
    channels = np.zeros((6, RATE))
    channels[0], channels[2] = tone(1, 0.9), tone(1, 0.25)
    path = sound(tmp_path / "surround.wav", [(0, channels)], layout="5.1")
    assert whole(path)[10:90].tolist() == [[-32, 32]] * 80
