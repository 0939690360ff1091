"""subtool as a library: paths wherever a script or a sheet is wanted, texts without a disk, errors one dot away."""

from __future__ import annotations

import pytest

import subtool
from support.paths import SAMPLE


def test_a_path_stands_for_its_script_and_its_sheet(tmp_path):
    drafted = subtool.draft(SAMPLE)
    assert drafted == subtool.draft(subtool.read_script(str(SAMPLE)))
    path = tmp_path / "lamp.cues.json"
    subtool.write(drafted, path)
    assert subtool.check(path) == subtool.check(drafted)
    assert subtool.fix(path).sheet == subtool.fix(drafted).sheet
    assert subtool.moment(path, 3) == subtool.moment(drafted, 3)


@pytest.mark.parametrize("call", [subtool.draft, subtool.check, lambda path: subtool.align(path, "film.mp4")])
def test_a_path_to_nothing_is_told_with_its_place(call, tmp_path):
    with pytest.raises(subtool.SubtoolError, match=r"lamp: no such file \(check the name and the folder\)"):
        call(tmp_path / "lamp")


@pytest.mark.parametrize("name", ["srt", ".vtt", "cues.json"])
def test_texts_are_read_and_written_without_a_disk(name):
    sheet = subtool.draft(SAMPLE)
    again = subtool.reads(subtool.writes(sheet, name), name)
    assert [cue.lines for cue in again.cues if cue.role == "speech"][:9] == [cue.lines for cue in sheet.cues][
        :9
    ]


def test_a_format_of_bytes_is_no_text():
    with pytest.raises(subtool.FormatError, match="is not text"):
        subtool.reads("", "stl")


def test_an_error_keeps_its_kind_and_its_mend_where_it_is_located():
    error = subtool.OutputError("exists", hint="use --force")
    there = error.located(subtool.Place("a.srt", 3))
    assert isinstance(there, subtool.OutputError)
    assert str(there) == "a.srt:3: exists (use --force)"
    assert str(there.located(None)) == str(there)
