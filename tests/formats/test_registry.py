"""Which format a file is in, and what formats hold."""

from __future__ import annotations

from pathlib import Path

import pytest

import subtool
from subtool.errors import FormatError
from subtool.formats import format_of


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.srt", b"WEBVTT\n\n00:01.000 --> 00:02.000\na\n", ".vtt"),
        ("a.srt", b"1\n00:00:01,000 --> 00:00:02,000\nWEBVTT\n", ".srt"),
        ("a.txt", b"\xef\xbb\xbfWEBVTT\n", ".vtt"),
        ("a", '{"subtool": 1}'.encode("utf-16"), ".cues.json"),
        ("a.srt", b"no cue at all", ".srt"),
    ],
)
def test_a_file_is_what_its_content_says(name, content, found):
    assert format_of(Path(name), content).suffix == found


def test_what_neither_suffix_nor_content_names_is_refused():
    with pytest.raises(FormatError, match="the suffix names no format") as refused:
        format_of(Path("a.txt"), b"some words")
    assert "`subtool formats` lists" in str(refused.value)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(("name", "text"), [("a.srt", ""), ("a.srt", "\ufeff"), ("a.vtt", "WEBVTT\n")])
def test_a_file_without_cues_is_read_and_says_so(tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    sheet = subtool.read(tmp_path / name)
    assert (sheet.cues, [remark.message for remark in sheet.remarks]) == ((), ["holds no cues"])
