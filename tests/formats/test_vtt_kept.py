"""WebVTT that comes in and goes out as WebVTT: only what changed is written again, byte by byte."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import subtool
from subtool.formats import FORMATS, losses
from subtool.model import Cue, Span

FILE = (
    "WEBVTT - The  Ferry\nKind: captions\n\nSTYLE\n::cue(.y) { color: yellow }\n\nNOTE to self\n\n\nintro\n"
    "00:01.000   -->  00:02.500  line:0 align:start\n<c.y>The ferry</c> &amp; men\n- two\n\nNOTE between\n\n"
    "00:00:03.000 --> 00:00:05.000\n<v Anna>Nobody <00:00:04.000>came\n\nnonsense\n\n"
    "1:00:08.000 --> 1:00:09.000\n<i>end</i>"
)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_nothing_changed_is_nothing_written_anew(newline, mark, tmp_path):
    came, went = tmp_path / "came.vtt", tmp_path / "went.vtt"
    came.write_bytes((mark + FILE).replace("\n", newline).encode())
    subtool.write(subtool.read(came), went)
    assert went.read_bytes() == came.read_bytes()


def test_a_shift_changes_times_alone():
    moved = subtool.writes(subtool.reads(FILE, "vtt").shifted(1500), "vtt")
    assert moved == (
        FILE.replace("00:01.000   -->  00:02.500", "00:02.500   -->  00:04.000")
        .replace("00:00:03.000 --> 00:00:05.000", "00:00:04.500 --> 00:00:06.500")
        .replace("1:00:08.000 --> 1:00:09.000", "01:00:09.500 --> 01:00:10.500")
    )


def test_a_word_changes_its_cue_alone():
    sheet = subtool.reads(FILE, "vtt")
    last = replace(sheet.cues[-1], lines=("the end",), markup=("<i>the end</i>",))
    assert subtool.writes(replace(sheet, cues=(*sheet.cues[:-1], last)), "vtt") == FILE.replace(
        "end</i>", "the end</i>"
    )


def test_a_cue_that_is_new_or_gone_touches_no_other():
    sheet = subtool.reads(FILE, "vtt")
    new = Cue(Span(2600, 2900), ("A bell.",))
    cues = (sheet.cues[0], new, sheet.cues[2])
    text = subtool.writes(replace(sheet, cues=cues), "vtt")
    assert "- two\n\n00:00:02.600 --> 00:00:02.900\nA bell.\n\nNOTE between" in text
    assert "Anna" not in text
    assert [cue.lines for cue in subtool.reads(text, "vtt").cues] == [cue.lines for cue in cues]


blocks = st.sampled_from(
    ["NOTE a", "STYLE\n::cue { color: red }", "a\n00:01.000 --> 00:02.000\nx", "00:03.000 --> 00:04.000 line:1\n<b>y",
     "00:02.000 --> 00:02.500\n", "text alone", "00:00:05.000-->00:00:06.000\n&lt;z&gt;\0", "-->", ""]
)  # fmt: skip


@given(st.lists(blocks, max_size=6), st.sampled_from(["\n\n", "\n\n\n", "\n \n"]))
def test_any_file_comes_out_as_it_went_in(pieces, between):
    text = between.join(["WEBVTT", *pieces])
    sheet = subtool.reads(text, "vtt")
    assert subtool.writes(sheet, "vtt") == text


def test_what_another_format_loses_is_counted_in_the_file():
    sheet = subtool.reads(FILE, "vtt")
    srt = next(form for form in FORMATS if form.module == "srt")
    said = losses(sheet, srt)
    assert {"style sheets (1)", "notes (2)", "speakers (1)"} <= set(said)
    assert losses(sheet, next(form for form in FORMATS if form.module == "vtt")) == ()


def test_what_ttml_has_beyond_a_sheet_is_counted_in_the_document():
    document = (
        b'<tt xmlns="http://www.w3.org/ns/ttml" xmlns:tts="http://www.w3.org/ns/ttml#styling"><head><styling>'
        b'<style xml:id="a" tts:fontFamily="Arial" tts:backgroundColor="black"/></styling><layout>'
        b'<region xml:id="r" tts:origin="10% 80%" tts:extent="80% 10%"/></layout></head><!-- x --><body><div>'
        b'<p begin="1s" end="2s" region="r" style="a">The ferry.<set tts:color="red"/></p></div></body></tt>'
    )
    ttml, srt = (next(form for form in FORMATS if form.module == module) for module in ("ttml", "srt"))
    said = losses(ttml.read(document), srt)
    assert {
        "fonts and sizes of styles (1)",
        "backgrounds (1)",
        "regions (1)",
        "animations (1)",
        "comments (1)",
    } <= set(said)
