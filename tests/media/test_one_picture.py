"""`still`, `contacts` and `burn` show the same pixels, however a film is turned, mirrored or coloured."""

from __future__ import annotations

import struct
import subprocess

import av
import imageio_ffmpeg
import numpy as np
import pytest
from PIL import Image

import subtool
from subtool.media.read.probe import probe
from subtool.media.read.thumbnails import size_of, thumbnails
from subtool.model import Sheet, Span

MATRICES = {
    "as it is": (1, 0, 0, 1), "mirrored": (-1, 0, 0, 1), "upside down": (1, 0, 0, -1), "turned": (0, 1, -1, 0),
    "turned back": (0, -1, 1, 0), "half a turn": (-1, 0, 0, -1), "turned and mirrored": (0, 1, 1, 0),
    "turned back and mirrored": (0, -1, -1, 0),
}  # fmt: skip
KINDS = {
    "full range": ["-vf", "scale=out_range=pc,format=yuvj420p", "-color_range", "pc", "-c:v", "libx264"],
    "RGB": ["-c:v", "png"],
    "BT.601 in HD": ["-vf", "scale=out_color_matrix=bt601", "-colorspace", "smpte170m", "-c:v", "libx264"],
    "BT.709": ["-vf", "scale=out_color_matrix=bt709", "-colorspace", "bt709", "-c:v", "libx264"],
    "anamorphic": ["-vf", "setsar=16/11", "-c:v", "libx264"],
    "grey": ["-pix_fmt", "gray", "-c:v", "ffv1"],
}
APART = 12  # of 255, at most in the middle of an even area: codecs and chroma at half the size


def ffmpeg(*args):
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", "-y", *map(str, args)]
    subprocess.run(command, check=True, capture_output=True)


def make(path, *how):
    corner = "color=0x204060:s=160x96:r=25:d=1,drawbox=x=0:y=0:w=64:h=40:c=0xE0A020:t=fill"
    ffmpeg("-f", "lavfi", "-i", corner, *how, path)
    return path


def turned(path, matrix):
    """The film with a matrix in its header that players follow."""
    data = bytearray(path.read_bytes())
    place = data.find(b"tkhd") + 44
    a, b, c, d = (value * 0x10000 for value in matrix)
    data[place : place + 36] = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 0x40000000)
    path.write_bytes(data)
    return path


def pictures(film, tmp_path):
    """As `still`, `contacts` and a player of what `burn` made show it, as arrays."""
    subtool.still(Sheet(()), film, tmp_path / "s.png", at_ms=500)
    subtool.burn(Sheet(()), film, tmp_path / "b.mp4")
    known = probe(film)
    [thumbnail] = thumbnails(known, [Span(400, 600)], size_of(known, known.width))
    player = tmp_path / "p.png"
    burned = probe(tmp_path / "b.mp4")
    scaled = f"scale={burned.width}:{burned.height}:in_color_matrix={burned.matrix}"
    ffmpeg(
        "-ss", "0.5", "-i", tmp_path / "b.mp4", "-frames:v", "1", "-vf", scaled, "-pix_fmt", "rgb24", player
    )
    with Image.open(tmp_path / "s.png") as still, Image.open(player) as shown:
        return [np.asarray(picture.convert("RGB"), int) for picture in (still, shown)] + [
            thumbnail.picture.astype(int)
        ]


def corners(picture):
    height, width, _ = picture.shape
    return np.array([
        picture[y, x] for y in (height // 5, height * 4 // 5) for x in (width // 5, width * 4 // 5)
    ])  # fmt: skip


@pytest.mark.parametrize("name", MATRICES)
def test_turned_and_mirrored_films_look_the_same_everywhere(name, tmp_path):
    film = turned(make(tmp_path / "f.mp4", "-c:v", "libx264", "-bf", "0"), MATRICES[name])
    still, burned, thumbnail = pictures(film, tmp_path)
    assert still.shape == burned.shape == thumbnail.shape
    assert np.abs(corners(still) - corners(burned)).max() <= APART
    assert np.abs(corners(still) - corners(thumbnail)).max() <= APART


@pytest.mark.parametrize("name", KINDS)
def test_colours_are_the_same_everywhere(name, tmp_path):
    suffix = ".mkv" if name == "grey" else ".mov"
    still, burned, thumbnail = pictures(make(tmp_path / f"f{suffix}", *KINDS[name]), tmp_path)
    assert np.abs(corners(still) - corners(burned)).max() <= APART
    assert np.abs(corners(still) - corners(thumbnail)).max() <= APART
    with av.open(str(tmp_path / "b.mp4")) as made:
        assert made.streams.video[0].frames == 25
