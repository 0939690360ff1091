"""`still`, `contacts`, `burn`, `clip` and the review page show the same pixels, however a film is turned."""

from __future__ import annotations

import io
import struct

import av
import numpy as np
import pytest
from PIL import Image

import subtool
from subtool.media.make.overlay import overlay
from subtool.media.read.probe import probe
from subtool.media.read.thumbnails import size_of, thumbnails
from subtool.model import Cue, Sheet, Span
from subtool.review.document import Document
from subtool.verbs.review_film import Screening
from support.ffmpeg import ffmpeg

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
    "YCgCo": [
        "-vf",
        "format=gbrp,zscale=matrixin=gbr:matrix=ycgco:range=limited,format=yuv444p",
        "-colorspace",
        "ycgco",
        "-c:v",
        "libx264",
    ],
    "anamorphic": ["-vf", "setsar=16/11", "-c:v", "libx264"],
    "grey": ["-pix_fmt", "gray", "-c:v", "ffv1"],
}
APART = 12  # of 255, at most in the middle of an even area: codecs and chroma at half the size


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


HDR = [
    "-pix_fmt", "yuv420p10le", "-color_primaries", "bt2020", "-color_trc", "smpte2084", "-colorspace", "bt2020nc",
    "-c:v", "libx265", "-x265-params", "log-level=none:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc",
]  # fmt: skip
TOLD = Sheet((Cue(Span(0, 1000), ("Harbour",), id="a"),))
LARGER = ["-s", "640x384"]  # so that letters are more than edges
LETTERS = 30  # of 255, by which a pixel is another where text is
SHARE = 0.3  # of that, by which burning and clipping may change it: small letters lose some in the codec


def shown(film, path, sheet, at_ms):
    subtool.still(sheet, film, path, at_ms=at_ms, force=True)
    with Image.open(path) as picture:
        return picture.convert("RGB")


@pytest.mark.parametrize("name", ["HDR", "RGB", "anamorphic", "mirrored"])
def test_the_text_is_on_the_same_pixels_everywhere(name, tmp_path):
    if name == "mirrored":
        film = turned(make(tmp_path / "f.mp4", *LARGER, "-c:v", "libx264", "-bf", "0"), MATRICES[name])
    else:
        film = make(tmp_path / "f.mov", *LARGER, *(HDR if name == "HDR" else KINDS[name]))
    still = shown(film, tmp_path / "s.png", TOLD, 480)
    subtool.burn(TOLD, film, tmp_path / "b.mp4")
    subtool.clip(TOLD, film, tmp_path / "c.mp4", spans=[Span(200, 1000)])
    page = plain = shown(film, tmp_path / "p.png", Sheet(()), 480)
    page = page.copy()
    with Image.open(io.BytesIO(overlay(*Screening(probe(film)).overlay(Document.of(TOLD), "a")))) as over:
        page.paste(over, mask=over)
    others = {
        "burn": shown(tmp_path / "b.mp4", tmp_path / "bs.png", Sheet(()), 480),
        "clip": shown(tmp_path / "c.mp4", tmp_path / "cs.png", Sheet(()), 280),
        "page": page,
    }
    text = np.abs(np.asarray(still, int) - np.asarray(plain, int)).max(axis=2)
    letters = text >= LETTERS
    assert letters.sum() > 10
    for where, picture in others.items():
        apart = np.abs(np.asarray(still, int) - np.asarray(picture, int)).max(axis=2)
        assert apart[letters].mean() <= SHARE * text[letters].mean(), where
