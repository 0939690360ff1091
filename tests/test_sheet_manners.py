"""A sheet as a Python developer meets it: a list of cues, shifted, sliced, shown, and in a table."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import subtool
from support.paths import SAMPLE

SHEET = subtool.draft(SAMPLE)
FIRST_MS = SHEET[0].span.start_ms


def test_a_sheet_is_a_list_of_its_cues():
    assert len(SHEET) == len(SHEET.cues)
    assert list(SHEET) == list(SHEET.cues)
    assert SHEET[-1] is SHEET.cues[-1]
    assert SHEET[2] in SHEET
    assert isinstance(SHEET[2:5], subtool.Sheet)
    assert SHEET[2:5].cues == SHEET.cues[2:5]
    assert SHEET[2:5].title == SHEET.title
    assert SHEET[::2].cues == SHEET.cues[::2]


def test_a_sheet_without_cues_is_a_sheet():
    empty = subtool.Sheet(())
    assert (bool(empty), len(empty), list(empty)) == (True, 0, [])
    assert "0 cues" in empty._repr_html_()


@given(st.integers(-FIRST_MS, 10_000_000))
def test_a_shift_can_be_undone(by_ms):
    moved = SHEET.shifted(by_ms)
    assert [cue.span.start_ms - by_ms for cue in moved] == [cue.span.start_ms for cue in SHEET]
    assert moved.shifted(-by_ms) == SHEET
    assert all(
        new.span == old.span.shifted(by_ms)
        for cue, cue_then in zip(moved, SHEET, strict=True)
        for new, old in zip(cue.words, cue_then.words, strict=True)
    )


def test_no_cue_is_shifted_out_of_the_film():
    with pytest.raises(subtool.SheetError, match=r"end before 0 \(shift by no more than"):
        SHEET.shifted(-SHEET[3].span.end_ms)
    clipped = SHEET.shifted(-FIRST_MS - 200)
    assert clipped[0].span.start_ms == 0


@given(st.integers(0, len(SHEET) - 1), st.integers(1, 9))
def test_a_stretch_has_times_of_its_own(first, count):
    cues = SHEET[first : first + count]
    start_ms, end_ms = cues[0].span.start_ms, cues[-1].span.end_ms
    part = SHEET.between(start_ms, end_ms)
    assert [cue.lines for cue in part] == [cue.lines for cue in cues]
    assert part[0].span.start_ms == 0
    assert part[-1].span.end_ms == end_ms - start_ms
    assert {note.number for note in part.footnotes} == {number for cue in part for number in cue.footnotes}


def test_a_stretch_that_ends_before_it_begins_is_refused():
    with pytest.raises(subtool.SheetError, match="name the earlier moment first"):
        SHEET.between(3000, 3000)


def test_a_notebook_shows_times_verdicts_and_text_as_text():
    html = subtool.reads(
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Anna>a &lt;b&gt; &amp; c", "vtt"
    )._repr_html_()
    assert html.startswith("<table>")
    assert "0:01" in html
    assert "edited" in html
    assert "Anna" in html
    assert "a &lt;b&gt; &amp; c" in html
    assert "<script" not in html


def test_a_long_sheet_is_shown_in_part():
    cues = tuple(subtool.Cue(subtool.Span(n * 1000, n * 1000 + 900), (f"cue {n}",)) for n in range(500))
    html = subtool.Sheet(cues)._repr_html_()
    assert "… 430 more …" in html
    assert html.count("<tr>") == 72


def test_a_frame_has_a_line_a_cue():
    pd = pytest.importorskip("pandas")
    frame = SHEET.to_frame()
    assert isinstance(frame, pd.DataFrame)
    assert list(frame.index) == list(range(1, len(SHEET) + 1))
    assert frame.start_ms.tolist() == [cue.span.start_ms for cue in SHEET]
    assert frame.text[1] == SHEET[0].text
    assert list(subtool.Sheet(()).to_frame().columns) == list(frame.columns)


def test_without_pandas_the_rows_are_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(subtool.ChoiceError, match=r"pip install pandas, or take the rows of subtool.table"):
        SHEET.to_frame()
    assert subtool.table(SHEET)[0]["timing"] == "estimated"


class StopError(Exception):
    """What a caller's own progress raises to end the work."""


def test_a_progress_that_raises_ends_the_work_and_leaves_nothing(tmp_path):
    def stop(_doing: str, _fraction: float) -> None:
        raise StopError

    voice = tmp_path / "voice.wav"
    with pytest.raises(StopError):
        subtool.narrate(SAMPLE, voice, progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_threads_do_not_disturb_one_another(tmp_path):
    def work(number: int) -> tuple[str, int, str]:
        path = Path(tmp_path, f"{number}.vtt")
        sheet = subtool.draft(SAMPLE).shifted(number)
        subtool.write(sheet, path)
        return subtool.writes(subtool.read(path), "srt"), len(subtool.check(sheet)), sheet._repr_html_()

    alone = [work(number) for number in range(4)]
    for path in tmp_path.iterdir():
        path.unlink()
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(work, range(4))) == alone
