"""Zipped documents of strangers are looked at before they are unpacked, and broken ones end in a sentence."""

from __future__ import annotations

import io
import zipfile

import pytest

import subtool
from subtool.errors import FormatError, ScriptError, SubtoolError
from subtool.formats.worksheet import docx_table, xliff, xlsx
from subtool.model import Cue, Sheet, Span
from subtool.verbs.marked_passages import marked_in

CUES = Sheet((Cue(Span(0, 1000), ("The lamp",)), Cue(Span(1500, 3000), ("was lit.",))))


def changed(data, part, content):
    """The archive with another content of one part."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return made.getvalue()


@pytest.mark.parametrize(
    ("form", "part"),
    [(xlsx, "xl/worksheets/sheet1.xml"), (xlsx, "xl/workbook.xml"), (xlsx, "[Content_Types].xml"),
     (docx_table, "word/document.xml"), (docx_table, "[Content_Types].xml")],
)  # fmt: skip
@pytest.mark.parametrize("content", [b"", b"<a", b"<a b></a>", b"<x/>", b"\xff" * 100, b" " * 60_000_000])
def test_a_worksheet_with_a_broken_or_swollen_part_is_refused(form, part, content):
    with pytest.raises(FormatError):
        form.read_filled(changed(form.write(CUES), part, content))


def test_an_encoding_that_there_is_not_is_refused():
    with pytest.raises(FormatError, match="is not XLIFF: unknown encoding"):
        xliff.read_filled(b'<?xml version="1.0" encoding="UTF-88"?><xliff/>')


def test_a_swollen_script_with_marks_is_not_unpacked(tmp_path):
    path = tmp_path / "marked.docx"
    subtool.write(CUES, path)
    path.write_bytes(changed(path.read_bytes(), "word/document.xml", b" " * 60_000_000))
    with pytest.raises(ScriptError, match="unpacks to far more"):
        marked_in(path, CUES)


@pytest.mark.parametrize(
    "name", ["a.srt", "a.vtt", "a.ass", "a.cues.json", "a.ttml", "a.stl", "a.csv", "a.edl", "a.otio"]
)
def test_a_file_that_would_fill_the_memory_is_refused(tmp_path, name):
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(200_000_000)  # a hole: nothing of it is on the disk
    with pytest.raises(FormatError, match=r"is larger than 100 MB \(name a smaller file\)"):
        subtool.read(path)


def test_marks_around_nothing_are_refused(tmp_path):
    path = tmp_path / "marked.txt"
    path.write_text("The ==:== lamp ===== was lit.\n")
    with pytest.raises(SubtoolError):
        marked_in(path, CUES)
