"""Tracks whose channels stand in an order of their own, have odd numbers of them, or do not name them."""

from __future__ import annotations

import av
import numpy as np
import pytest

from subtool.media.make.sound_tracks import OPUS, opus_layout
from subtool.media.read.channel_layout import layout_of
from subtool.media.read.channels import channel_names
from subtool.media.read.probe import AudioTrack, opened, probe
from subtool.media.read.sound import read_sound
from subtool.model import Cue, Sheet, Span
from subtool.verbs.clip import burn, clip
from support.ffmpeg import ffmpeg

LEVELS = {"FL": 0.01, "FR": 0.02, "FC": 0.04, "LFE": 0.08, "BL": 0.16, "BR": 0.32}
FILM_ORDER = ("FL", "FC", "FR", "BL", "BR", "LFE")
SHEET = Sheet((Cue(Span(0, 800), ("One",)),))


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """QuickTime, as picture editors export it: each channel has a level of its own."""
    path = tmp_path_factory.mktemp("layouts") / "master.mov"
    levels = "|".join(map(str, LEVELS.values()))
    order = "|".join(str(list(LEVELS).index(name)) for name in FILM_ORDER)
    sound = (
        f"aevalsrc={levels}:c=5.1:s=48000:d=1,channelmap=map={order}:channel_layout={'+'.join(FILM_ORDER)}"
    )
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=1", "-f", "lavfi", "-i", sound,
           "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "pcm_s16le", path)  # fmt: skip
    return path


def levels(path, channels=6):
    samples = np.frombuffer(ffmpeg("-i", path, "-f", "f32le", "-"), np.float32).reshape(-1, channels)
    return samples[10000:12000].mean(axis=0)


def test_film_order_is_known_by_name(film):
    [track] = probe(film).audio
    assert (track.layout, track.speakers, track.channels) == ("5.1", tuple(LEVELS), 6)
    assert track.order == tuple(FILM_ORDER.index(name) for name in LEVELS)
    with opened(film) as container:
        assert channel_names(layout_of(container.streams.audio[0])) == FILM_ORDER


def test_the_voice_is_taken_from_the_centre_of_film_order(film):
    samples = read_sound(film).samples
    assert abs(samples[4000:8000].mean() / 32768 - LEVELS["FC"]) < 0.002


def test_a_master_is_burned_with_each_channel_in_its_place(film, tmp_path):
    burn(SHEET, film, tmp_path / "o.mov")
    assert levels(tmp_path / "o.mov") == pytest.approx([LEVELS[name] for name in FILM_ORDER], abs=0.002)
    clip(SHEET, film, tmp_path / "o.mkv", spans=[Span(0, 800)])
    assert levels(tmp_path / "o.mkv") == pytest.approx(list(LEVELS.values()), rel=0.2)


@pytest.mark.parametrize(
    ("layout", "speakers", "becomes"),
    [
        ("2.1", ("FL", "FR", "LFE"), "5.1"), ("3.0", ("FL", "FR", "FC"), ""), ("3.0(back)", ("FL", "FR", "BC"), "3.0"),
        ("quad(side)", ("FL", "FR", "SL", "SR"), "quad"), ("4.1", ("FL", "FR", "FC", "LFE", "BC"), "5.1"),
        ("5.0(side)", ("FL", "FR", "FC", "SL", "SR"), "5.0"),
        ("7.0", ("FL", "FR", "FC", "BL", "BR", "SL", "SR"), "6.1"),
        ("", ("",) * 4, "4.0"),
    ],
)  # fmt: skip
def test_opus_has_a_place_for_every_channel(layout, speakers, becomes):
    track = AudioTrack(1, "pcm_s16le", len(speakers), layout=layout, speakers=speakers if layout else ())
    assert opus_layout(track) == (becomes if becomes in OPUS.values() else "quad" if becomes else "")


def test_three_channels_into_webm(tmp_path):
    film = tmp_path / "three.mov"
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=1", "-f", "lavfi", "-i",
           "aevalsrc=0.1|0.2|0.3:c=2.1:s=48000:d=1", "-c:v", "libx264", "-c:a", "pcm_s16le", film)  # fmt: skip
    burn(SHEET, film, tmp_path / "o.webm")
    with av.open(str(tmp_path / "o.webm")) as made:
        assert made.streams.audio[0].layout.name == "5.1"
