"""A film that is named where a text is wanted is called one, whatever its size and its name."""

from __future__ import annotations

import wave

import pytest

import subtool
from support.ffmpeg import ffmpeg


@pytest.fixture(scope="module")
def films(tmp_path_factory):
    folder = tmp_path_factory.mktemp("films")
    picture, tone = ("-f", "lavfi", "-i", "testsrc2=s=64x48:r=5:d=1"), ("-f", "lavfi", "-i", "sine=d=1")
    for name, inputs in {
        "a film.mp4": picture, "a.mov": picture, "a.mkv": picture, "a.avi": picture, "a.mxf": (*picture, "-r", "25"),
        "a.mp3": tone, "a.flac": tone, "a.m4a": tone, "a.ogg": (*tone, "-c:a", "flac"),
    }.items():  # fmt: skip
        ffmpeg(*inputs, name, folder=folder)
    with wave.open(str(folder / "a.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(800))
    (folder / "named.txt").write_bytes((folder / "a.mkv").read_bytes())
    return folder


@pytest.mark.parametrize(
    "name",
    [
        "a film.mp4",
        "a.mov",
        "a.mkv",
        "a.avi",
        "a.mxf",
        "a.mp3",
        "a.flac",
        "a.m4a",
        "a.ogg",
        "a.wav",
        "named.txt",
    ],
)
def test_a_film_is_not_a_script_and_not_subtitles(films, name):
    for reads, kind in ((subtool.read_script, subtool.ScriptError), (subtool.read, subtool.FormatError)):
        with pytest.raises(kind, match=r"is a film or a sound, not text .*subtool extract") as refused:
            reads(films / name)
        assert refused.value.at.path == str(films / name)


@pytest.mark.parametrize("text", ["RIFF RAFF sang.", "ID3 is a tag.", "moov", "OggSound", "ÿ", "fLaC of it"])
def test_a_text_that_begins_like_one_is_read(tmp_path, text):
    (tmp_path / "a.txt").write_text(f"{text}\n\nNobody came to the pier.\n", encoding="utf-8")
    assert subtool.read_script(tmp_path / "a.txt").sentences
