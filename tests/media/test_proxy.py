"""A film made for a browser has the frames and the sound of the one it stands for, at the same times."""

import subprocess

import imageio_ffmpeg
import pytest

from subtool.media.make.proxy import proxy
from subtool.media.read.demux import frame_times
from subtool.media.read.playable import is_playable
from subtool.media.read.probe import probe
from support import footage


@pytest.mark.parametrize("name", footage.KINDS)
def test_every_kind_of_film_gets_one_with_its_frames_at_their_times(name, tmp_path):
    path = footage.make(footage.KINDS[name], tmp_path)
    film, out = probe(path), tmp_path / "proxy.mp4"
    proxy(film, 0 if film.audio else None, out, lambda _: None)
    assert is_playable(out)
    there, here = frame_times(path).times, frame_times(out).times
    assert len(here) == len(there)
    assert max(abs(one - other) for one, other in zip(there, here, strict=True)) <= 0.001
    assert [number for number, *_ in footage.seen(out)] == [number for number, *_ in footage.seen(path)]
    if film.audio:
        assert footage.beeps(out) == pytest.approx(footage.beeps(path), abs=0.03)
    assert [left.name for left in tmp_path.iterdir() if left.name.startswith(".")] == []


PRORES = ("-c:v", "prores_ks", "-pix_fmt", "yuv422p10le", "-c:a", "pcm_s16le")
UNPLAYABLE = {
    "prores.mov": PRORES,
    "ten-bit.mp4": ("-c:v", "libx264", "-pix_fmt", "yuv420p10le", "-c:a", "aac"),
    "hevc.mp4": ("-c:v", "libx265", "-x265-params", "log-level=none", "-pix_fmt", "yuv420p", "-c:a", "aac"),
    "old.avi": ("-c:v", "mpeg4", "-c:a", "mp3"),
    "broadcast.mxf": ("-c:v", "mpeg2video", "-c:a", "pcm_s16le", "-ar", "48000"),
}


@pytest.mark.parametrize("name", UNPLAYABLE)
def test_what_browsers_do_not_play_is_known_and_made_playable(name, tmp_path):
    source = footage.make(footage.KINDS["25"], tmp_path)
    path, out = tmp_path / name, tmp_path / "proxy.mp4"
    program = imageio_ffmpeg.get_ffmpeg_exe()
    subprocess.run([program, "-v", "error", "-i", str(source), *UNPLAYABLE[name], str(path)], check=True)
    assert is_playable(source)
    assert not is_playable(path)
    proxy(probe(path), 0, out, lambda _: None)
    assert is_playable(out)
    assert [number for number, *_ in footage.seen(out)] == [number for number, *_ in footage.seen(source)]
