"""How a film that is made is encoded: what is asked for is what is in the file, and each kind of file plays."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import av
import pytest
from click.testing import CliRunner
from imageio_ffmpeg import get_ffmpeg_exe
from PIL import Image

from subtool.cli import subtool
from subtool.errors import OutputError
from subtool.media.make.encoding import HOLDS, RATES, Codec, Encoding, Quality
from subtool.media.read.probe import probe

if TYPE_CHECKING:
    from pathlib import Path

CUES = "1\n00:00:00,200 --> 00:00:00,900\nThe tide turns.\n"
NAMES = {Codec.H264: "h264", Codec.H265: "hevc", Codec.AV1: "av1", Codec.VP9: "vp9", Codec.PRORES: "prores"}
HELD = [(suffix, codec) for suffix, codecs in HOLDS.items() for codec in codecs]
PQ = "format=yuv420p10le,setparams=color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc:range=tv"


def _film(path: Path, *, channels: int = 2, tags: str = "format=yuv420p", codec: str = "libx264") -> Path:
    source = ["-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=1", "-f", "lavfi", "-i", "sine=f=440:d=1"]
    quiet = ["-x265-params", "log-level=error"] if codec == "libx265" else []
    sound = ["-af", f"aformat=channel_layouts={ {2: 'stereo', 6: '5.1(side)'}[channels] }", "-c:a", "ac3"]
    made = [*source, "-vf", tags, "-c:v", codec, *quiet, *sound, str(path)]
    subprocess.run([get_ffmpeg_exe(), "-v", "error", "-y", *made], check=True)
    return path


def _burnt(room: Path, name: str, *options: str, **film: object) -> Path:
    video, cues, out = room / "film.mkv", room / "cues.srt", room / name
    if not video.exists():
        _film(video, **film)  # type: ignore[arg-type]
    cues.write_text(CUES, encoding="utf-8")
    done = CliRunner().invoke(subtool, ["burn", str(cues), str(video), "-o", str(out), "--force", *options])
    assert done.exit_code == 0, done.output
    return out


@pytest.mark.parametrize(("suffix", "codec"), HELD, ids=lambda each: getattr(each, "value", each))
def test_each_kind_of_file_holds_its_codecs_with_every_frame_and_the_sound(
    suffix: str, codec: Codec, tmp_path: Path
) -> None:
    out = _burnt(tmp_path, f"out{suffix}", "--codec", codec.value)
    with av.open(str(out)) as made:
        assert NAMES[codec] in made.streams.video[0].codec_context.codec.canonical_name
        assert sum(1 for _ in made.decode(video=0)) == 25
    with av.open(str(out)) as made:
        seconds = sum(float(frame.samples / frame.sample_rate) for frame in made.decode(audio=0))
    assert seconds == pytest.approx(1, abs=0.1)
    assert probe(out).bits == (10 if codec is Codec.PRORES else 8)


@pytest.mark.parametrize("suffix", [".webm", ".mov"])
def test_five_channels_and_one_stay_six(suffix: str, tmp_path: Path) -> None:
    options = ["--codec", "prores"] if suffix == ".mov" else []
    made = probe(_burnt(tmp_path, f"out{suffix}", *options, channels=6))
    assert [track.channels for track in made.audio] == [6]


@pytest.mark.parametrize(
    ("suffix", "delivery", "hint"),
    [
        (".mov", Encoding(Codec.AV1), "write .mp4 or .mkv or .webm"), (".mp4", Encoding(Codec.PRORES), ".mov"),
        (".webm", Encoding(Codec.H264), "--codec vp9 or av1"), (".gif", Encoding(Codec.H264), "leave out --codec"),
        (".mp4", Encoding(quality=60), "--quality 60 is none"), (".txt", Encoding(), "use one of .mp4"),
    ],
)  # fmt: skip
def test_what_a_kind_of_file_cannot_hold_is_refused(
    suffix: str, delivery: Encoding, hint: str, tmp_path: Path
) -> None:
    with pytest.raises(OutputError, match=hint):
        delivery.require(tmp_path / f"out{suffix}")


def test_quality_is_more_of_the_picture_by_name_and_by_number(tmp_path: Path) -> None:
    for asked in (["draft", "normal", "high"], ["40", "25", "10"]):
        sizes = [_burnt(tmp_path, "out.mp4", "--quality", each).stat().st_size for each in asked]
        assert sizes == sorted(set(sizes))


def test_more_bits_are_h265_unless_another_is_named() -> None:
    assert Encoding().picture(".mp4", 10)["c:v"] == "libx265"
    assert Encoding(Codec.H264).picture(".mp4", 10)["c:v"] == "libx264"
    assert Encoding().picture(".webm", 10)["c:v"] == "libvpx-vp9"
    assert all(rates.keys() == set(Quality) for rates in RATES.values())


@pytest.mark.parametrize("codec", Codec)
def test_high_dynamic_range_stays(codec: Codec, tmp_path: Path) -> None:
    made = probe(_burnt(tmp_path, "out.mkv", "--codec", codec.value, tags=PQ, codec="libx265"))
    film = probe(tmp_path / "film.mkv")
    assert made.bits == 10
    assert (made.transfer, made.matrix) == (film.transfer, film.matrix)
    assert made.transfer == "pq"


@pytest.mark.parametrize("suffix", [".gif", ".webp"])
def test_a_preview_moves_is_small_and_has_the_text(suffix: str, tmp_path: Path) -> None:
    out = _burnt(tmp_path, f"out{suffix}")
    with Image.open(out) as picture:
        assert picture.size == (320, 180)
        assert 9 <= picture.n_frames <= 13  # type: ignore[attr-defined]
        counts = []
        for at in (0, picture.n_frames // 2):  # type: ignore[attr-defined]
            picture.seek(at)
            white = picture.convert("L").point(lambda level: 255 * (level > 230)).crop((100, 150, 220, 180))
            counts.append(sum(white.histogram()[200:]))
    assert counts[1] > counts[0] + 20


@pytest.mark.parametrize(
    ("encoder", "says"), [("h264_nvenc", "h264_nvenc"), ("h264_nothing", "none of that name")]
)
def test_an_encoder_that_does_not_work_here_is_replaced_and_told(
    encoder: str, says: str, tmp_path: Path
) -> None:
    cues = tmp_path / "cues.srt"
    cues.write_text(CUES, encoding="utf-8")
    call = ["burn", str(cues), str(_film(tmp_path / "film.mkv")), "-o", str(tmp_path / "out.mp4")]
    done = CliRunner().invoke(subtool, [*call, "--encoder", encoder, "--json"])
    assert done.exit_code == 0, done.output
    warnings = json.loads(done.stdout).get("warnings", [])
    for warning in warnings:  # a machine may have the card
        assert says in done.stderr
        assert "libx264 is used" in warning
    assert encoder == "h264_nvenc" or warnings
    assert probe(tmp_path / "out.mp4").bits == 8


def test_an_encoder_that_works_is_used(tmp_path: Path) -> None:
    plain = _burnt(tmp_path, "plain.mp4", "--codec", "h265")
    named = _burnt(tmp_path, "named.mp4", "--encoder", "libx265", "--quality", "40")
    assert named.read_bytes() != plain.read_bytes()
    with av.open(str(named)) as made:
        assert made.streams.video[0].codec_context.codec.canonical_name == "hevc"
