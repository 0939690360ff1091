"""AVI says in which order packets come and no more: with B-frames a picture is burned and muxed whole, in order."""

from __future__ import annotations

import subprocess

import imageio_ffmpeg
import pytest

import subtool
from subtool.media.read.demux import frame_times
from subtool.model import Cue, Sheet, Span
from support import footage

SHEET = Sheet((Cue(Span(0, 800), ("One",)), Cue(Span(1000, 1800), ("Two",))))


@pytest.fixture(scope="module", params=["libx264", "mpeg4"])
def film(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("avi")
    source, path = footage.make(footage.KINDS["25"], folder), folder / f"{request.param}.avi"
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(),
        "-v",
        "error",
        "-nostdin",
        "-y",
        "-i",
        str(source),
        "-bf",
        "2",
    ]
    subprocess.run([*command, "-c:v", request.param, "-q:v", "3", "-c:a", "mp3", str(path)], check=True)
    return path


def test_all_frames_are_burned_in_order(film, tmp_path):
    assert len(frame_times(film)) == 100
    made = subtool.burn(SHEET, film, tmp_path / "o.mp4")
    assert made.frames == 100
    assert [number for number, _, _ in footage.seen(tmp_path / "o.mp4")] == list(range(100))


@pytest.mark.parametrize("suffix", [".mkv", ".mp4"])
def test_muxed_frames_have_the_times_they_are_shown_at(film, suffix, tmp_path):
    out = tmp_path / f"o{suffix}"
    subtool.mux([subtool.Subtitles(SHEET)], film, out)
    assert [number for number, _, _ in footage.seen(out)] == list(range(100))
    [first, second] = [cue.span.start_ms for cue in subtool.extract(out).cues]
    assert (first, second) == (0, 1000)


def test_programme_streams_that_leave_out_times_are_muxed(tmp_path):
    source, path = footage.make(footage.KINDS["25"], tmp_path), tmp_path / "dvd.mpg"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", "-y", "-i", str(source)]
    subprocess.run([*command, "-c:v", "mpeg2video", "-bf", "2", "-c:a", "mp2", str(path)], check=True)
    made = subtool.mux([subtool.Subtitles(SHEET)], path, tmp_path / "o.mkv")
    assert len(frame_times(made.path)) == len(frame_times(path))
