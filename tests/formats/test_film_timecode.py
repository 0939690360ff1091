"""The time code of a film in what is written of its cues: markers, timelines, EBU-STL, the script as broadcast."""

from __future__ import annotations

import io
import json
from fractions import Fraction
from pathlib import Path

import docx
import pytest

import subtool
from subtool.formats import rough_cut
from subtool.formats.rough_cut import CutPiece, RoughCut
from subtool.model import Cue, Media, Sheet, Span
from subtool.verbs.files import content

NTSC = Fraction(30000, 1001)


def sheet(timecode):
    cues = (Cue(Span(2000, 4000), ("The lamp.",)), Cue(Span(600_000, 602_000), ("Went out.",)))
    return Sheet(cues, media=Media("film.mov", 700_000, timecode=timecode))


def written(timecode, suffix, fps):
    return content(sheet(timecode), Path(f"film{suffix}"), None, fps)


@pytest.mark.parametrize(
    ("timecode", "fps", "mode", "first"),
    [
        ("10:00:00:00", Fraction(25), "NON-DROP FRAME", "10:00:02:00 10:00:04:00"),
        ("01:00:00;00", NTSC, "DROP FRAME", "01:00:02;00 01:00:04;00"),
        ("", Fraction(25), "NON-DROP FRAME", "00:00:02:00 00:00:04:00"),
        ("10:00:00:24", Fraction(24), "NON-DROP FRAME", "00:00:02:00 00:00:04:00"),  # of another rate
    ],
)
def test_markers_of_an_edit_list_count_on_from_it(timecode, fps, mode, first):
    text = written(timecode, ".edl", fps).decode()
    assert f"FCM: {mode}\n" in text
    assert first in text


@pytest.mark.parametrize("suffix", [".edl", ".otio", ".fcpxml"])
@pytest.mark.parametrize(("timecode", "fps"), [("10:00:00:00", Fraction(25)), ("01:00:00;00", NTSC)])
def test_markers_come_back_at_the_times_of_the_film(suffix, timecode, fps, tmp_path):
    path = tmp_path / f"film{suffix}"
    path.write_bytes(written(timecode, suffix, fps))
    for cue, was in zip(subtool.read(path, fps=fps).cues, sheet("").cues, strict=True):
        assert (cue.text, abs(cue.span.start_ms - was.span.start_ms) <= 17) == (was.text, True)


@pytest.mark.parametrize("fps", [Fraction(25), NTSC])
def test_ebu_stl_has_it_as_the_start_of_the_programme(fps, tmp_path):
    path = tmp_path / "film.stl"
    path.write_bytes(written("10:00:00:00", ".stl", fps))
    assert path.read_bytes()[256:264] == b"10000000"
    spans = [cue.span for cue in subtool.read(path).cues]
    assert all(
        abs(span.start_ms - cue.span.start_ms) <= 34 for span, cue in zip(spans, sheet("").cues, strict=True)
    )


def test_a_timeline_begins_at_it():
    made = json.loads(written("10:00:00:00", ".otio", Fraction(25)))
    assert made["global_start_time"]["value"] == 10 * 3600 * 25
    assert json.loads(written("", ".otio", Fraction(25)))["global_start_time"] is None


def test_the_script_as_broadcast_counts_from_it():
    document = docx.Document(io.BytesIO(written("10:00:00:00", ".docx", Fraction(25))))
    assert document.tables[0].rows[1].cells[0].text == "10:00:02:00"


def test_a_sheet_keeps_it():
    assert (
        subtool.reads(subtool.writes(sheet("10:00:00:00"), "cues.json"), "cues.json").media.timecode
        == "10:00:00:00"
    )


def test_a_rough_cut_of_a_dropping_film_says_that_numbers_are_dropped():
    piece = CutPiece(30, 60, "said")
    cut = RoughCut(
        "T", "a.mov", "/a.mov", NTSC, 900, (160, 90), has_sound=True, pieces=(piece,), start=107892, drop=True
    )
    text = rough_cut.as_edl(cut)
    assert "FCM: DROP FRAME" in text
    assert "01:00:01;00 01:00:02;00 01:00:00;00 01:00:01;00" in text
