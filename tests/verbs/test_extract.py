"""Tracks of subtitles that ffmpeg does not read, and files that hold nothing else."""

from __future__ import annotations

import os

import pytest

import subtool
from subtool.errors import MediaError
from subtool.media.read import matroska
from support.matroska import subtitles_file

HEAD = "WEBVTT\n\nSTYLE\n::cue { color: lime }\n\nNOTE of ours"
CUES = [
    (1000, 2000, b"One <00:00:00.500>two", b"line:0 align:start\nfirst\n"),
    (4000, 1500, b"<i>Three</i>", b"\n\nNOTE between"),
]
WHOLE = f"""{HEAD}

first
00:00:01.000 --> 00:00:03.000 line:0 align:start
One <00:00:01.500>two

NOTE between

00:00:04.000 --> 00:00:05.500
<i>Three</i>
"""


@pytest.mark.parametrize("head", [HEAD, HEAD.removeprefix("WEBVTT\n\n")])
def test_a_file_of_webvtt_comes_out_of_matroska_as_it_went_in(tmp_path, head):
    film, out = tmp_path / "film.mks", tmp_path / "film.vtt"
    film.write_bytes(subtitles_file("S_TEXT/WEBVTT", head.encode(), CUES, "pt-BR"))
    [track] = subtool.tracks_in(film)
    assert (track.codec, track.language, track.is_text) == ("S_TEXT/WEBVTT", "pt-BR", True)
    sheet = subtool.extract(film)
    assert (sheet.language, sheet.media) == ("pt-BR", None)
    subtool.write(sheet, out)
    assert out.read_text("utf-8") == WHOLE


def test_a_file_of_nothing_but_subtitles_counts_from_its_start(tmp_path):
    film = tmp_path / "film.mks"
    film.write_bytes(
        subtitles_file("S_TEXT/UTF8", b"", [(1000, 2000, b"One", b""), (4000, 500, b"Two", b"")])
    )
    assert [(cue.text, cue.span.start_ms) for cue in subtool.extract(film).cues] == [
        ("One", 1000),
        ("Two", 4000),
    ]


def test_a_format_that_is_not_read_is_called_by_its_name(tmp_path):
    film = tmp_path / "film.mks"
    film.write_bytes(subtitles_file("S_TEXT/USF", b"", [(1000, 2000, b"<subtitle/>", b"")]))
    with pytest.raises(MediaError, match="in a format that is not read: S_TEXT/USF"):
        subtool.extract(film)


@pytest.mark.parametrize("language", ["un$", "und", "a" * 100])
def test_a_language_that_is_none_is_not_taken(tmp_path, language):
    film = tmp_path / "film.mks"
    film.write_bytes(subtitles_file("S_TEXT/UTF8", b"", [(1000, 2000, b"The lamp was lit.", b"")], language))
    assert subtool.extract(film).language == "en"  # that of the text


def test_an_element_longer_than_any_file_is_the_last(tmp_path):
    film = tmp_path / "film.mks"
    whole = subtitles_file("S_TEXT/UTF8", b"", [(1000, 2000, b"One", b"")])
    head, segment = whole[: whole.index(b"\x18\x53\x80\x67")], b"\x18\x53\x80\x67" + bytes([1] + 7 * [255])
    film.write_bytes(head + segment + b"\xec" + bytes([1, *(6 * [255]), 254]) + whole)
    assert matroska.subtitle_tracks(film) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such pipes here")
def test_what_is_no_film_is_refused_before_its_tracks_are_asked_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for name in ("none.mkv", "pipe", "."):
        with pytest.raises(MediaError):
            subtool.tracks_in(tmp_path / name)
