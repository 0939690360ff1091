"""Subtitle files are read as they are found, and written so that nothing is lost that the format can hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from subtool.cli import subtool as cli
from subtool.cues import footnotes
from subtool.errors import FormatError, Place
from subtool.formats import FORMATS, cuesheet, format_for, losses, srt, vtt
from subtool.model import Cue, Footnote, Media, Role, Sheet, Source, Span, Timing, Unspoken, Word
from subtool.text.encoding import decode

hostile = st.sampled_from(
    ["{\\an8}", "<b>", "</c>", "&amp;", "-->", "<00:01.000>", "[x]", "NOTE", "WEBVTT", "\u202e"]
)
plain = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=20)
line = st.one_of(plain, hostile, st.builds("{} {}".format, plain, hostile)).filter(lambda text: text.strip())
spans = st.builds(
    lambda start, length: Span(start, start + length), st.integers(0, 4 * 10**8), st.integers(1, 10**5)
)
numbers = st.lists(st.sampled_from(["1", "9", "12"]), unique=True, max_size=2).map(tuple)
confidence = st.one_of(st.none(), st.floats(0, 1))
words = st.builds(Word, plain, spans, confidence, numbers)
cues = st.builds(
    Cue, spans, st.lists(line, min_size=1, max_size=3).map(tuple), st.sampled_from(Role), st.one_of(st.none(), plain),
    numbers, st.sampled_from(Timing), confidence, st.lists(words, max_size=3).map(tuple),
    st.one_of(st.none(), st.builds(Source, st.integers(1, 99), st.integers(1, 99))),
)  # fmt: skip
sheets = st.builds(
    Sheet, st.lists(cues, max_size=5).map(tuple), plain, st.just("en"),
    st.one_of(st.none(), st.builds(Media, plain, st.integers(0, 10**8))),
    st.lists(st.builds(Footnote, plain, plain, plain), max_size=3).map(tuple),
    st.lists(st.builds(Unspoken, plain, st.just(Source(3, 1))), max_size=2).map(tuple),
    st.lists(spans, max_size=2).map(tuple),
)  # fmt: skip


@given(sheets)
def test_the_cue_sheet_holds_everything(sheet):
    assert cuesheet.read(cuesheet.write(sheet).decode()) == sheet


def in_order(sheet):
    return sorted(((cue.span, cue.lines) for cue in sheet.cues), key=lambda pair: pair[0].start_ms)


@given(
    st.lists(st.builds(Cue, spans, st.lists(line, min_size=1, max_size=2).map(tuple)), max_size=5).map(tuple)
)
def test_webvtt_gives_back_its_cues_and_shows_what_looks_like_markup(made):
    sheet = Sheet(made)
    back = vtt.read(vtt.write(sheet))
    assert in_order(back) == in_order(sheet)


@given(
    st.lists(
        st.builds(
            Cue, spans, st.lists(line.filter(lambda t: "-->" not in t), min_size=1, max_size=2).map(tuple)
        ),
        max_size=5,
    ).map(tuple)
)
def test_srt_gives_back_times_and_text(made):
    back = srt.read(srt.write(Sheet(made)))
    stripped = [(cue.span, tuple(line.strip() for line in cue.lines)) for cue in made]
    found = [(cue.span, tuple(line.strip() for line in cue.lines)) for cue in back.cues]
    assert sorted(found) == sorted(stripped) or any(
        line.strip().isdigit() for _, lines in stripped for line in lines
    )


@given(st.text(max_size=300), st.sampled_from([each.suffix for each in FORMATS if each.reads_text]))
def test_no_text_makes_a_reader_raise_anything_but_our_error(text, suffix):
    form = format_for(Path("x" + suffix))
    for body in (
        text,
        f"WEBVTT\n\n00:01.000 --> 00:02.000\n{text}",
        f"1\n00:00:01,000 --> 00:00:02,000\n{text}",
    ):
        try:
            form.read(body)
        except FormatError as error:
            assert error.message  # noqa: PT017 - not raising is right too


FOUND = {
    "text after an empty line": (
        "1\n00:00:01,000 --> 00:00:02,000\none\n\ntwo\n",
        [(1000, 2000, ("one", "two"))],
    ),
    "digits are a fraction": ("1\n00:00:01,5 --> 00:00:02,50\na\n", [(1500, 2500, ("a",))]),
    "dots for commas": ("1\n00:00:01.000 --> 00:00:02.000\na\n", [(1000, 2000, ("a",))]),
    "no empty line between": (
        "1\n00:00:01,000 --> 00:00:02,000\na\n2\n00:00:03,000 --> 00:00:04,000\nb\n",
        [(1000, 2000, ("a",)), (3000, 4000, ("b",))],
    ),
    "no numbers": ("00:00:01,000 --> 00:00:02,000\na\n", [(1000, 2000, ("a",))]),
    "a mark before the first number": ("\ufeff1\n00:00:01,000 --> 00:00:02,000\na\n", [(1000, 2000, ("a",))]),
    "CR and LF mixed": ("1\r\n00:00:01,000 --> 00:00:02,000\ra\r\n", [(1000, 2000, ("a",))]),
    "100 hours": ("1\n100:00:00,000 --> 100:00:01,000\na\n", [(360_000_000, 360_001_000, ("a",))]),
    "before the start": ("1\n-00:00:01,000 --> 00:00:02,000\na\n", [(0, 2000, ("a",))]),
    "out of order": (
        "1\n00:00:05,000 --> 00:00:06,000\nb\n\n2\n00:00:01,000 --> 00:00:02,000\na\n",
        [(1000, 2000, ("a",)), (5000, 6000, ("b",))],
    ),
}


@pytest.mark.parametrize("case", FOUND)
def test_srt_as_found_in_the_wild(case):
    text, expected = FOUND[case]
    assert [(c.span.start_ms, c.span.end_ms, c.lines) for c in srt.read(text).cues] == expected


def test_srt_is_written_as_players_read_it():
    sheet = Sheet((Cue(Span(1500, 3_723_004), ("one", "two")), Cue(Span(3_723_100, 3_724_000), ("three",))))
    assert srt.write(sheet) == (
        "1\n00:00:01,500 --> 01:02:03,004\none\ntwo\n\n2\n01:02:03,100 --> 01:02:04,000\nthree\n\n"
    )


def test_webvtt_passes_over_what_is_no_cue():
    text = (
        "WEBVTT - a title\nKind: captions\n\nNOTE a remark\n\nSTYLE\n::cue { color: red }\n\n"
        "id\n00:01.000 --> 00:02.000 line:0\n<v Ann>Bread &amp; <i>salt</i></v>\nand\n\n00:05.000 --> 00:04.000\nno\n"
    )
    back = vtt.read(text)
    assert [(c.span, c.lines) for c in back.cues] == [
        (Span(1000, 2000), ("Bread & salt", "and")), (Span(5000, 5000), ("no",)),
    ]  # fmt: skip
    assert back.remarks[0].source.line == 14


def test_a_caption_in_webvtt_stays_a_caption():
    note = Cue(Span(0, 3000), ("9  A Book, Page 282.",), role=Role.NOTE, footnotes=("9",))
    [back] = vtt.read(vtt.write(Sheet((note,)))).cues
    assert (back.role, back.footnotes, back.lines) == (Role.NOTE, ("9",), note.lines)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "1:2"),
        ("[]", "not an object"),
        ('{"subtool": 2}', "version 1"),
        ('{"subtool": 1, "cues": [{"lines": ["a"]}]}', "cues[0].start_ms"),
        ('{"subtool": 1, "cues": [{"start_ms": 5, "end_ms": 2, "lines": ["a"]}]}', "cues[0].end_ms"),
        ('{"subtool": 1, "cues": [{"start_ms": -5, "end_ms": 2, "lines": ["a"]}]}', "from 0 up"),
        ('{"subtool": 1, "cues": [{"start_ms": 1, "end_ms": 2, "lines": []}]}', "lines is empty"),
        ('{"subtool": 1, "title": "\\ud800"}', "half a character"),
        (f'{{"subtool": 1, "cues": [{{"start_ms": {"9" * 5000}}}]}}', "beyond counting"),
        ('{"subtool": 1, "cues": [{"start_ms": 1, "end_ms": 2, "lines": ["a"], "timing": "x"}]}', "heard"),
    ],
)
def test_a_wrong_cue_sheet_is_refused_with_the_place(text, said):
    with pytest.raises(FormatError) as caught:
        cuesheet.read(text)
    assert said in str(caught.value)


def test_what_a_conversion_loses_is_said():
    word = Word("a", Span(0, 1), 0.9)
    sheet = Sheet(
        (Cue(Span(0, 1), ("a",), confidence=0.9, words=(word,)),), footnotes=(Footnote("1", "b", "b"),)
    )
    assert losses(sheet, format_for(Path("x.srt"))) == ("word times (1)", "verdicts (1)", "footnotes (1)")
    assert losses(sheet, format_for(Path("x.cues.json"))) == ()


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        ("“é”".encode(), None, "“é”"),
        ("\ufeffé".encode("utf-16"), None, "\ufeffé"),
        ("é".encode("utf-8-sig"), None, "é"),
        ("é".encode("cp1252"), "cp1252", "é"),
    ],
)
def test_bytes_become_text(data, encoding, text):
    assert decode(data, encoding=encoding, place=Place("x.srt")).text == text


@pytest.mark.parametrize(("data", "encoding"), [(b"\0\1\2", None), (b"\xff", "utf-8"), (b"a", "utf-99")])
def test_what_is_no_text_is_refused(data, encoding):
    with pytest.raises(FormatError):
        decode(data, encoding=encoding, place=Place("x.srt"))


def test_the_cue_sheet_keeps_what_webvtt_says_beyond_times_and_text():
    cue = Cue(Span(0, 9), ("a < b", "c"), identifier="x", settings="line:0", markup=("<i>a &lt; b", "c</i>"))
    sheet = Sheet((cue,), head=("WEBVTT - a title", "STYLE\n::cue { color: red }"))
    assert cuesheet.read(cuesheet.write(sheet).decode()) == sheet
    assert b'"markup"' not in cuesheet.write(Sheet((Cue(Span(0, 9), ("a",)),)))


def test_rows_edited_by_hand_in_a_cue_sheet_count_more_than_their_tags():
    text = cuesheet.write(Sheet((Cue(Span(0, 9), ("old",), markup=("<i>old</i>",)),))).decode()
    back = cuesheet.read(text.replace('["old"]', '["new"]'))
    assert (back.cues[0].lines, back.cues[0].markup) == (("new",), ())
    assert "cues[0].markup" in back.remarks[0].message


def test_a_mark_stands_inside_the_tags_of_its_row():
    cue = Cue(Span(0, 9000), ("salt & bread",), footnotes=("9",), markup=("<i>salt &amp; bread</i>",))
    [marked] = footnotes.with_marks(Sheet((cue,), footnotes=(Footnote("9", "A", "A"),))).cues
    assert (marked.lines, marked.markup) == (("salt & bread⁹",), ("<i>salt &amp; bread⁹</i>",))


def test_what_was_mended_is_told_with_its_line(tmp_path):
    source = tmp_path / "found.srt"
    source.write_bytes("7\n00:00:01.5 -> 00:00:02,000\n„Grüße“, sagte er – schön\n".encode("cp1252"))
    result = CliRunner().invoke(cli, ["convert", str(source), str(tmp_path / "out.vtt")])
    assert result.exit_code == 0
    assert f"{source}:1: the encoding is not said; read as cp1252" in result.stderr
    assert f"{source}:2: '.' stands for the comma in its times" in result.stderr
    quiet = CliRunner().invoke(cli, ["convert", str(source), str(tmp_path / "out2.vtt"), "--quiet"])
    assert (quiet.exit_code, quiet.stderr) == (0, "")
