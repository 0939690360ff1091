"""Files that are no films are refused with what they are."""

from __future__ import annotations

import re

import pytest

from subtool.errors import IncompleteError, MediaError
from subtool.media.read.probe import probe
from subtool.media.read.sound import read_sound
from support import footage


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"", "empty"),
        (bytes(500), "zeros"),
        (b"#EXTM3U\nhttp://example.org/a.ts\n", "playlist"),
        (b"ffconcat version 1.0\nfile a.mp4\n", "playlist"),
        (b'<?xml version="1.0"?>\n<MPD></MPD>', "playlist"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "drawing"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "picture"),
        (b"PK\x03\x04" + bytes(40), "archive"),
        (b"%PDF-1.7\n", "PDF"),
        (b"1\n00:00:01,000 --> 00:00:02,000\nWords\n", "text"),
        (b"\0\0\0\x01\x67\x42\x00\x1e" + bytes(range(64)), "bare stream of H.264"),
        (bytes(range(1, 255)), "damaged, or of a kind that is not read (.mp4)"),
    ],
)
def test_what_it_is_is_said(content, named, tmp_path):
    path = tmp_path / "film.mp4"
    path.write_bytes(content)
    with pytest.raises(MediaError) as refused:
        probe(path)
    assert named in str(refused.value)


def test_a_film_without_its_end_is_told_as_such(tmp_path):
    path = tmp_path / "film.mp4"
    path.write_bytes(b"\0\0\0\x20ftypisom" + bytes(20) + b"\0\0\xff\xffmdat" + bytes(900))
    with pytest.raises(IncompleteError, match="broken off"):
        probe(path)


def test_a_picture_in_an_unknown_codec_is_refused(tmp_path):
    path = footage.make(footage.variant("25", times=footage.steady(25, 1)), tmp_path)
    path.write_bytes(path.read_bytes().replace(b"avc1", b"zzzz"))
    with pytest.raises(MediaError, match="its picture is in no codec"):
        probe(path)


def test_a_sound_in_an_unknown_codec_is_passed_over(tmp_path):
    path = footage.make(footage.variant("25", times=footage.steady(25, 1)), tmp_path)
    data = path.read_bytes().replace(b"mp4a", b"zzzz")
    path.write_bytes(re.sub(rb"(\x04\x80\x80\x80.)\x40", b"\\1\x01", data))  # the kind of its decoder
    [track] = probe(path).audio
    assert (track.codec, track.channels) == ("unknown", 0)
    with pytest.raises(MediaError, match="audio track 1 is in no codec"):
        read_sound(path)
