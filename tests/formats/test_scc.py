"""Scenarist captions written and read back, by ttconv and by ffmpeg; moved as a whole they keep all their codes."""

import subprocess

import imageio_ffmpeg
import pytest
from hypothesis import given
from hypothesis import strategies as st

import subtool
from subtool.errors import FormatError
from subtool.formats.scc.writer import COLUMNS, RATE, write
from subtool.model import Cue, CueStyle, Sheet, Span

FRAME_MS = 34
LETTERS = (
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,?!-áéí"
    "óúçñÑ®°½¿£♪àèâêîôûÁÉÓÚÜü‘¡©•“”ÀÂÇÈÊËëÎÏïÔÙù«»ÃãÍÌìÒòÕõ{}_|~ÄäÖöß¥Å"
)
words = st.text(LETTERS, min_size=1, max_size=12)
lines = st.lists(words, min_size=1, max_size=5).map(" ".join).filter(lambda line: len(line) <= COLUMNS)


def captions(texts, *, lasts_ms=2500, gap_ms=1500):
    each = lasts_ms + gap_ms
    return Sheet(
        tuple(
            Cue(Span(3000 + at * each, 3000 + at * each + lasts_ms), tuple(text))
            for at, text in enumerate(texts)
        )
    )


@given(st.lists(st.lists(lines, min_size=1, max_size=2), min_size=1, max_size=4))
def test_what_is_written_is_read(texts):
    sheet = captions(texts)
    read = subtool.reads(write(sheet), "scc")
    assert [cue.lines for cue in read.cues] == [cue.lines for cue in sheet.cues]
    for cue, was in zip(read.cues, sheet.cues, strict=True):
        assert abs(cue.span.start_ms - was.span.start_ms) <= FRAME_MS
        assert abs(cue.span.end_ms - was.span.end_ms) <= FRAME_MS


def test_looks_and_places_are_read():
    sheet = Sheet((
        Cue(Span(2000, 4000), ("Nobody came back", "that winter."), markup=("Nobody <i>came</i> back", "that winter.")),
        Cue(Span(5000, 7000), ("At the top",), settings="line:0", style=CueStyle(color="#ffff00")),
    ))  # fmt: skip
    first, second = subtool.reads(write(sheet), "scc").cues
    assert "<i>" in "".join(first.markup)
    assert first.lines == sheet.cues[0].lines
    assert (first.settings, second.settings) == ("", "line:0")
    assert "<c.yellow>" in "".join(second.markup)


def test_another_program_reads_them(tmp_path):
    path = tmp_path / "a.scc"
    texts = [("The ferry crossed twice", "a day."), ("Où est la mer? ¿Qué?",)]
    path.write_text(write(captions(texts)), encoding="utf-8")
    call = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path), "-f", "srt", "-"]
    said = subprocess.run(call, check=True, capture_output=True).stdout.decode()
    assert [line in said for text in texts for line in text] == [True] * 3


def test_captions_close_to_each_other_stay_apart():
    sheet = captions([("One is here.",), ("Two is here.",), ("Three is here.",)], lasts_ms=1500, gap_ms=100)
    read = subtool.reads(write(sheet), "scc")
    assert [cue.lines for cue in read.cues] == [cue.lines for cue in sheet.cues]
    assert all(
        abs(a.span.start_ms - b.span.start_ms) <= FRAME_MS for a, b in zip(read.cues, sheet.cues, strict=True)
    )


def test_a_long_line_is_broken_and_a_letter_that_is_not_there_refused():
    [cue] = subtool.reads(write(captions([("This line is so long that it does not fit",)])), "scc").cues
    assert len(cue.lines) == 2
    with pytest.raises(FormatError, match="cannot be written in captions"):
        write(captions([("食盐",)]))


def test_the_same_file_comes_out_and_moved_it_keeps_its_codes():
    text = write(captions([("One.",), ("Two.",)]))
    sheet = subtool.reads(text, "scc")
    assert subtool.writes(sheet, "scc") == text
    moved = subtool.writes(sheet.shifted(round(60 * 1000 / RATE)), "scc")
    assert [line.split("\t")[1:] for line in moved.splitlines()] == [
        line.split("\t")[1:] for line in text.splitlines()
    ]
    assert moved != text
