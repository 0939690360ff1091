"""How a film that is made is encoded: what is asked for is what is in the file."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from imageio_ffmpeg import get_ffmpeg_exe

from subtool.cli import subtool
from subtool.media.delivery import RATES, Codec, Delivery, Quality
from subtool.media.probe import probe

if TYPE_CHECKING:
    from pathlib import Path

CUES = "1\n00:00:00,200 --> 00:00:00,900\nThe tide turns.\n"
NAMES = {Codec.H264: "h264", Codec.H265: "hevc", Codec.AV1: "av1"}


def _burnt(room: Path, *options: str) -> Path:
    film, cues, out = room / "film.mp4", room / "cues.srt", room / "out.mp4"
    if not film.exists():
        source = ["-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=1"]
        subprocess.run([get_ffmpeg_exe(), "-v", "error", *source, "-pix_fmt", "yuv420p", film], check=True)
    cues.write_text(CUES, encoding="utf-8")
    done = CliRunner().invoke(subtool, ["burn", str(cues), str(film), "-o", str(out), "--force", *options])
    assert done.exit_code == 0, done.output
    return out


@pytest.mark.parametrize("codec", Codec)
def test_codec_is_the_one_asked_for(codec: Codec, tmp_path: Path) -> None:
    import av

    with av.open(str(_burnt(tmp_path, "--codec", codec.value))) as made:
        assert NAMES[codec] in made.streams.video[0].codec_context.codec.canonical_name
    assert probe(tmp_path / "out.mp4").bits == 8


def test_quality_is_more_of_the_picture(tmp_path: Path) -> None:
    sizes = [_burnt(tmp_path, "--quality", each.value).stat().st_size for each in Quality]
    assert sizes == sorted(set(sizes))


def test_more_bits_are_h265_unless_another_is_named() -> None:
    assert Delivery().picture(10)["c:v"] == "libx265"
    assert Delivery(Codec.H264).picture(10)["c:v"] == "libx264"
    assert all(rates.keys() == set(Quality) for rates in RATES.values())


@pytest.mark.parametrize("codec", Codec)
def test_high_dynamic_range_stays(codec: Codec, tmp_path: Path) -> None:
    tags = (
        "format=yuv420p10le,setparams=color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc:range=tv"
    )
    source = ["-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=1", "-vf", tags]
    encoder = ["-c:v", "libx265", "-x265-params", "log-level=error", tmp_path / "film.mp4"]
    subprocess.run([get_ffmpeg_exe(), "-v", "error", *source, *encoder], check=True)
    film, made = probe(tmp_path / "film.mp4"), probe(_burnt(tmp_path, "--codec", codec.value))
    assert made.bits == 10
    assert (made.transfer, made.matrix) == (film.transfer, film.matrix)
    assert made.transfer == "pq"
