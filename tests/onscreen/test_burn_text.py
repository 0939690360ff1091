"""The ASS that is burned in: text stays text, notes are one event at a time, sizes are shares of the picture."""

from __future__ import annotations

import re

import pysubs2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtool.errors import FormatError
from subtool.model import Cue, Role, Span
from subtool.onscreen import fonts
from subtool.onscreen.ass import burn_text
from subtool.onscreen.canvas import Canvas
from subtool.onscreen.karaoke import marks_of_line
from subtool.onscreen.placement import BlockKind, size_of
from subtool.onscreen.setting import Setting
from subtool.onscreen.stretches import stretches
from subtool.styles import layouts
from subtool.text.ass_text import escaped

FACE = fonts.load()
SPANS = st.tuples(st.integers(0, 50), st.integers(1, 20)).map(
    lambda at: Span(at[0] * 10, (at[0] + at[1]) * 10)
)
NOTES = st.lists(SPANS, max_size=6).map(
    lambda spans: [Cue(span, (f"{number}",), role=Role.NOTE) for number, span in enumerate(spans)]
)


HD = Canvas(1920, 1080)


def setting(canvas=HD):
    return Setting(canvas, FACE, layouts.layout("documentary"))


def events(*cues):
    return pysubs2.SSAFile.from_string(burn_text(cues, setting()).text).events


def seen(event):
    return event.text.rpartition("}")[2]


@given(st.text(alphabet=r"ab\{}Nnh ,&<>", min_size=1))
def test_nothing_in_a_text_is_a_command(text):
    shown = escaped(text)
    assert not re.search(r"(?<!\\)[{}]", shown)
    assert not re.search(r"\\[^{}\u2060]", shown)
    assert shown.replace("\\\u2060", "\0").replace("\\{", "{").replace("\\}", "}").replace("\0", "\\") == text


@given(NOTES)
def test_one_event_at_a_time_and_every_note_all_its_time(notes):
    made = stretches(notes)
    for at in range(0, 800, 10):
        meant = tuple(note for note in notes if note.span.start_ms <= at < note.span.end_ms)
        shown = [stretch.cues for stretch in made if stretch.span.start_ms <= at < stretch.span.end_ms]
        assert shown == ([meant] if meant else [])


def test_rows_and_layers():
    first, note = events(
        Cue(Span(0, 1000), ("One row,", "another\nand more")),
        Cue(Span(0, 900), ("1  A, p. 9.",), role=Role.NOTE),
    )
    assert (seen(first), first.layer, first.style) == (r"One row,\Nanother\Nand more", 0, "Subtitle")
    assert seen(note).endswith("1\u00a0\u00a0A, p.\u00a09.")
    assert (note.layer, note.style, note.end) == (1, "Note", 900)


@pytest.mark.parametrize(
    "size", [(1920, 1080), (1280, 720), (768, 576), (1080, 1920), (1080, 1080), (160, 90)]
)
def test_text_has_its_share_of_the_picture(size):
    canvas = Canvas(*size)
    made, base = setting(canvas), min(canvas.height, 0.95 * canvas.width)
    assert size_of(BlockKind.SUBTITLE, made) == pytest.approx(0.064 * base, abs=0.1)
    assert size_of(BlockKind.NOTE, made) == pytest.approx(0.040 * base, abs=0.1)
    assert made.note_width <= made.width
    if canvas.upright:
        assert (made.top, made.bottom) == (round(0.09 * canvas.height), round(0.16 * canvas.height))


def test_ten_hours_are_the_end_of_ass():
    with pytest.raises(FormatError, match="ten hours"):
        burn_text([Cue(Span(36_000_000, 36_001_000), ("Late.",))], setting())


def test_each_line_of_the_broadcast_layout_has_a_straight_box_that_meets_the_next():
    made = Setting(HD, FACE, layouts.layout("broadcast"))
    sheet = pysubs2.SSAFile.from_string(burn_text([Cue(Span(0, 1000), ("One line,", "another"))], made).text)
    assert sheet.styles["Subtitle"].borderstyle == 4
    first, second = (
        re.search(r"pos\((\d+),(\d+)(?:\.0)?\).*shad(\d+)\\yshad(\d+)", e.text) for e in sheet.events
    )
    size = size_of(BlockKind.SUBTITLE, made)
    assert abs(int(second[2]) - int(first[2]) - size) <= 1
    assert int(first[4]) >= 1
    assert 13 <= int(first[3]) * 1280 / 1920 <= 20  # EBU-TT-D's line padding of half a column


def test_marks_of_a_spoken_word_go_with_its_line():
    assert marks_of_line({0: "a", 3: "b", 5: "c", -8: "d"}, 3, 8) == {0: "b", 2: "c", -5: "d"}
