"""Films with two fields a frame, with RGB, and with a time code: what of them is kept, made otherwise, and said."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import subtool
from subtool.media.make.encoding import Codec, Encoding
from subtool.media.read.probe import probe
from subtool.media.read.start_timecode import advanced
from subtool.model import Cue, Sheet, Span
from subtool.timecode import Timecode
from support.ffmpeg import ffmpeg

SHEET = Sheet((Cue(Span(0, 800), ("One",)),))
FIELDS = {"tff": (2, 4), "bff": (3, 5)}  # ffmpeg's AVFieldOrder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("source")


@pytest.fixture(scope="module", params=["tff", "bff"])
def tape(request, folder):
    """Stripes that move from field to field."""
    path = folder / f"{request.param}.mov"
    mode = {"tff": "interleave_top", "bff": "interleave_bottom"}[request.param]
    stripes = r"nullsrc=s=160x96:r=50:d=1,geq=lum='if(lt(mod(X-8*N\,80)\,40)\,230\,20)':cb=128:cr=128"
    ffmpeg("-f", "lavfi", "-i", f"{stripes},tinterlace=mode={mode},setfield={request.param}",
           "-c:v", "libx264", "-flags", "+ildct+ilme", "-x264-params", f"{request.param}=1", path)  # fmt: skip
    return path


def field_order(path):
    with av.open(str(path)) as film:
        return film.streams.video[0].codec_context.field_order


def combed(path):
    """How much a line differs from the next one: much where fields are apart."""
    with av.open(str(path)) as film:
        frames = [frame.to_ndarray(format="gray8").astype(float) for frame in film.decode(video=0)]
    picture = frames[len(frames) // 2]
    return np.abs(np.diff(picture[20:60], axis=0)).mean()


def test_two_fields_are_one_picture_for_the_web_and_it_is_said(tape, tmp_path):
    made = subtool.burn(SHEET, tape, tmp_path / "o.mp4")
    assert made.frames == 25
    assert field_order(tmp_path / "o.mp4") in {0, 1}
    assert "two fields" in made.warnings[0]
    assert combed(tmp_path / "o.mp4") < combed(tape) / 2


@pytest.mark.parametrize(("suffix", "codec"), [(".mp4", Codec.H264), (".mov", Codec.PRORES)])
def test_two_fields_are_kept_and_said_to_be(tape, suffix, codec, tmp_path):
    out = tmp_path / f"o{suffix}"
    made = subtool.burn(SHEET, tape, out, delivery=Encoding(codec, interlaced=True))
    assert "are kept" in made.warnings[0]
    assert field_order(out) in FIELDS[probe(tape).fields]
    assert combed(out) == pytest.approx(combed(tape), rel=0.1)


def test_codecs_that_have_no_fields_refuse_to_keep_them(tape, tmp_path):
    with pytest.raises(subtool.OutputError, match="and ProRes alone"):
        subtool.burn(SHEET, tape, tmp_path / "o.mp4", delivery=Encoding(Codec.H265, interlaced=True))
    assert not list(tmp_path.iterdir())


def test_rgb_keeps_its_colours(folder, tmp_path):
    film = folder / "screen.mov"
    ffmpeg("-f", "lavfi", "-i", "color=0x0EDE04:s=160x96:r=25:d=1,format=rgb24", "-c:v", "png", film)
    assert probe(film).matrix == "rgb"
    subtool.burn(Sheet(()), film, tmp_path / "o.mp4")
    subtool.still(Sheet(()), film, tmp_path / "s.png", at_ms=500)
    with av.open(str(tmp_path / "o.mp4")) as made:
        frame = next(made.decode(video=0))
        assert frame.colorspace == 1  # BT.709
        burned = frame.reformat(format="rgb24", src_colorspace="ITU709").to_ndarray()[20, 20]
    with av.open(str(tmp_path / "s.png")) as picture:
        shown = next(picture.decode(video=0)).to_ndarray(format="rgb24")[20, 20]
    for pixel in (burned, shown):
        assert np.abs(pixel.astype(int) - (0x0E, 0xDE, 0x04)).max() <= 4


def timecode(path):
    with av.open(str(path)) as film:
        return film.streams.video[0].metadata.get("timecode") or film.metadata.get("timecode")


@pytest.mark.parametrize("code", ["01:00:00:00", "23:59:59:20"])
@pytest.mark.parametrize("suffix", [".mov", ".mxf"])
def test_a_time_code_is_kept_and_a_clip_has_that_of_its_first_frame(code, suffix, folder, tmp_path):
    film = folder / f"coded{suffix}"
    codec = ["-c:v", "mpeg2video"] if suffix == ".mxf" else ["-c:v", "libx264"]
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=160x96:r=25:d=2", *codec, "-timecode", code, film)
    subtool.burn(SHEET, film, tmp_path / "o.mp4")
    assert timecode(tmp_path / "o.mp4") == code
    subtool.clip(SHEET, film, tmp_path / "c.mov", spans=[Span(1000, 2000)])
    assert timecode(tmp_path / "c.mov") == {"01:00:00:00": "01:00:01:00", "23:59:59:20": "00:00:00:20"}[code]


@given(st.integers(0, 2_500_000), st.sampled_from([(25, False), (Fraction(30000, 1001), True), (50, False)]))
def test_codes_count_on_and_begin_again_after_a_day(frames, kind):
    rate, drop = kind
    start = Timecode.parse("23:00:00;00" if drop else "23:00:00:00", Fraction(rate))
    later = advanced(start, frames / Fraction(rate))
    assert later.seconds < 24 * 3600
    assert Timecode.parse(str(later), Fraction(rate)).frame == later.frame
