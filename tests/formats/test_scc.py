"""Scenarist captions read as decoders show them, written, and read back by ttconv and by ffmpeg."""

import subprocess
from itertools import pairwise

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
    """The first has time to be sent: two lines of letters that take three frames each take 6.4 s."""
    starts_ms = range(7000, 7000 + len(texts) * (lasts_ms + gap_ms), lasts_ms + gap_ms)
    spans = (Span(start_ms, start_ms + lasts_ms) for start_ms in starts_ms)
    return Sheet(tuple(Cue(span, tuple(text)) for span, text in zip(spans, texts, strict=True)))


@given(st.lists(st.lists(lines, min_size=1, max_size=2), min_size=1, max_size=4))
def test_what_is_written_is_read(texts):
    sheet = captions(texts, gap_ms=5000)
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
    assert (second.style.color, second.markup) == ("#ffff00", ())


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


ROLL_UP = "9425 9425 94ad 94ad 9470 9470"  # two rows, carriage return, row 15


def codes_of(text):
    """Letters as code words, with their parity."""
    pairs = [text[at : at + 2].ljust(2, "\0").encode("ascii") for at in range(0, len(text), 2)]
    return " ".join(
        "".join(f"{byte | 0x80 * (byte.bit_count() % 2 == 0):02x}" for byte in pair) for pair in pairs
    )


def scc(*lines, between="\t"):
    return "Scenarist_SCC V1.0\n\n" + "\n\n".join(f"{code}{between}{words}" for code, words in lines) + "\n"


def seen(text):
    return [cue.lines for cue in subtool.reads(text, "scc").cues]


@pytest.mark.parametrize("between", ["\t", " ", "    "])
def test_a_caption_that_pops_on_is_read_whatever_parts_it_from_its_time(between):
    text = scc(
        ("00:00:01:00", f"9420 9420 94ae 94ae 9470 9470 {codes_of('One boat.')} 942f 942f"),
        ("00:00:04:00", "942c 942c"),
        between=between,
    )
    [cue] = subtool.reads(text, "scc").cues
    assert cue.lines == ("One boat.",)
    assert (cue.span.start_ms, cue.span.end_ms) == (round(41 * 1001 / 30), round(120 * 1001 / 30))


def test_what_is_painted_on_is_one_caption_whatever_codes_stand_in_it():
    first = f"9140 9140 {codes_of('The')} 91ae 91ae {codes_of('Petrel')} 9120 9120 {codes_of(', at')}"
    words = f"9429 9429 {first} 91e0 91e0 {codes_of('sea.')}"
    [cue] = subtool.reads(scc(("00:00:01:00", words), ("00:00:04:00", "942c 942c")), "scc").cues
    assert cue.lines == ("The Petrel, at", "sea.")
    assert cue.markup[0] == "The <i>Petrel</i>, at"
    assert cue.settings.startswith("line:0")


def test_lines_that_roll_up_stay_as_long_as_a_decoder_shows_them():
    text = scc(
        ("00:00:01;00", f"{ROLL_UP} {codes_of('One.')}"),
        ("00:00:03;00", f"{ROLL_UP} {codes_of('Two.')}"),
        ("00:00:05;00", f"{ROLL_UP} {codes_of('Three.')}"),
        ("00:00:07;00", "942c 942c"),
    )
    cues = subtool.reads(text, "scc").cues
    assert [cue.lines for cue in cues] == [("One.",), ("One.", "Two."), ("Two.", "Three.")]
    assert all(a.span.end_ms == b.span.start_ms for a, b in pairwise(cues))
    assert [cue.span.start_ms for cue in cues] == [round(frame * 1001 / 30) for frame in (32, 92, 152)]


def test_captions_at_the_top_and_at_the_bottom_are_two():
    words = f"9420 9420 9140 9140 {codes_of('Above.')} 9470 9470 {codes_of('Below.')} 942f 942f"
    cues = subtool.reads(scc(("00:00:01:00", words), ("00:00:04:00", "942c 942c")), "scc").cues
    assert [(cue.lines, cue.settings.split()[:1]) for cue in cues] == [
        (("Above.",), ["line:0"]),
        (("Below.",), ["align:start"]),
    ]
    assert cues[0].span == cues[1].span


def test_what_a_decoder_would_not_show_is_told():
    text = scc(
        ("00:00:01:30", f"9420 9420 9470 9470 {codes_of('Shown.')} 942f 942f"),
        ("00:00:04:00", f"942c 942c 9420 9420 94ae 94ae 9470 9470 {codes_of('Never.')} 12x4"),
    )
    sheet = subtool.reads(text, "scc")
    assert [cue.text for cue in sheet.cues] == ["Shown."]
    told = " ".join(remark.message for remark in sheet.remarks)
    assert "“Never.” is sent and never shown" in told
    assert "is not a time code" in told
    assert "“12x4” and the like are not codes" in told
    with pytest.raises(FormatError, match=r"“Never\.” is sent and never shown"):
        subtool.reads(scc(("00:00:04:00", f"9420 9420 9470 9470 {codes_of('Never.')}")), "scc")


def test_a_character_that_is_written_twice_is_there_twice():
    from ttconv.scc.reader import to_model
    from ttconv.srt.writer import from_model

    text = write(captions([("♪♪ Àà ♪♪",)]))
    assert seen(text) == [("♪♪ Àà ♪♪",)]
    assert "♪♪ Àà ♪♪" in from_model(to_model(text))  # ffmpeg takes what comes twice for what is sent twice


@pytest.mark.parametrize("plain", range(6))
def test_a_picture_is_cleared_between_codes_and_not_within_one(plain):
    text = "a" * plain + "®" * 26
    sheet = captions([("One.",), (text,)], gap_ms=1500)
    assert subtool.reads(write(sheet), "scc").cues[1].lines == (text,)
