"""ASS is read as players show it, and written again with everything else as it was."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtool.errors import FormatError
from subtool.formats import format_for, losses, substation
from subtool.model import Cue, Role, Sheet, Span
from subtool.retime import warp
from subtool.verbs.files import content

HEAD = """[Script Info]
; made by hand
Title: Harbour
PlayResX: 1280
PlayResY: 720
{info}
[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, Bold, Italic, Underline, Alignment
Style: Main,Gandhi Sans,50,&H00FFFFFF,0,0,0,2
Style: Thought,Gandhi Sans,50,&H0000FFFF,0,-1,0,2
Style: Sign,Impact,70,&H00FFFFFF,0,0,0,8

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


def file_of(*events, info=""):
    return HEAD.format(info=info) + "".join(f"{event}\n" for event in events)


def dialogue(text, style="Main"):
    return f"Dialogue: 0,0:00:01.00,0:00:02.00,{style},,0,0,0,,{text}"


@pytest.mark.parametrize(
    ("style", "text", "markup", "colour", "settings"),
    [
        ("Main", "plain", (), "", ""),
        ("Nowhere", "plain", (), "", ""),
        ("Thought", "all", ("<i>all</i>",), "#ffff00", ""),
        ("Thought", r"I {\i0}never{\i1} asked", ("<i>I</i> never <i>asked</i>",), "#ffff00", ""),
        ("Thought", r"I {\i0}never{\i} asked", ("<i>I</i> never <i>asked</i>",), "#ffff00", ""),
        ("Thought", r"a {\rMain}b", ("<c.yellow><i>a</i></c> b",), "", ""),
        ("Thought", r"{\c&H0000FF&}a {\c}b", ("<c.red><i>a</i></c> <c.yellow><i>b</i></c>",), "", ""),
        ("Sign", "top", (), "", "line:0"),
        ("Sign", r"{\an1}low", (), "", "align:start"),
        ("Main", r"{\an8\an2}first counts", (), "", "line:0"),
        ("Main", r"{\a6}old", (), "", "line:0"),
        ("Main", r"{\pos(640,72)}x", (), "", "line:10%,end position:50%"),
        ("Main", r"{\t(0,500,\i1\an8)}x", (), "", ""),
        ("Main", r"{\iclip(1,2,3,4)\bord3\be1\blur2}x", (), "", ""),
        ("Main", r"{\b700}x{\b400}y", ("<b>x</b>y",), "", ""),
        ("Main", r"{a remark}x", (), "", ""),
    ],
)
def test_looks_and_places_are_those_of_the_picture(style, text, markup, colour, settings):
    [cue] = substation.read(file_of(dialogue(text, style))).cues
    assert (cue.markup, cue.style.color, cue.settings) == (markup, colour, settings)


@pytest.mark.parametrize(
    ("text", "info", "lines"),
    [
        (r"a\Nb", "", ("a", "b")),
        (r"a\nb", "", ("a b",)),
        (r"a\nb", "WrapStyle: 2", ("a", "b")),
        (r"a\hb", "", ("a\u00a0b",)),
        (r"{\p1}m 0 0 l 9 9{\p0}seen", "", ("seen",)),
        ("a, b, c", "", ("a, b, c",)),
        ("{open", "", ("{open",)),
    ],
)
def test_text_is_what_is_seen(text, info, lines):
    assert substation.read(file_of(dialogue(text), info=info)).cues[0].lines == lines


def test_columns_are_those_that_the_format_line_names():
    text = "[Events]\nFormat: Start, Style, End, Text\nDialogue: 0:00:01.00,Main,0:00:02.50,one, two\n"
    [cue] = substation.read(text).cues
    assert (cue.span, cue.text) == (Span(1000, 2500), "one, two")
    assert "0:00:03.00,Main,0:00:04.00,new" in content_of(
        Sheet(
            (replace(cue, span=Span(3000, 4000), lines=("new",)),),
            source_file=substation.read(text).source_file,
        )
    )


def content_of(sheet):
    return content(sheet, format_path("x.ass")).decode()


def format_path(name):
    from pathlib import Path

    return Path(name)


def test_ssa_counts_places_and_colours_its_own_way():
    text = (
        "[Script Info]\nScriptType: v4.00\n[V4 Styles]\nFormat: Name, PrimaryColour, Italic, Alignment\n"
        "Style: *Default,65535,0,6\n[Events]\nFormat: Marked, Start, End, Style, Name, Text\n"
        "Dialogue: Marked=0,0:00:01.00,0:00:02.00,*Default,Anna,hello\n"
    )
    [cue] = substation.read(text).cues
    assert (cue.style.color, cue.settings, cue.speaker) == ("#ffff00", "line:0", "Anna")


BODY = [
    "Comment: 0,0:00:01.00,0:00:02.00,Main,,0,0,0,,translator's remark",
    r"Dialogue: 0,0:00:01.00,0:00:02.00,Sign,,0,0,0,,{\p1}m 0 0 l 9 9",
    r"Dialogue: 3,0:00:01.00,0:00:02.00,Main,Anna,5,0,0,,The harbour {\i1}is{\i0} quiet...",
    "",
    "Dialogue: 0,0:00:03.00,0:00:04.00,Main,,0,0,0,Banner;5,second",
    "[Aegisub Project Garbage]",
    "Video File: a.mkv",
]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_nobody_changed_stays_byte_by_byte(end):
    text = file_of(*BODY).replace("\n", end)
    sheet = substation.read(text)
    assert content_of(sheet) == text
    assert losses(sheet, format_for(format_path("x.ass"))) == ()


def test_only_what_was_asked_changes():
    text = file_of(*BODY)
    sheet = substation.read(text)
    first, second = sheet.cues
    made = content_of(
        replace(sheet, cues=(replace(first, lines=("The harbour is quiet…",), markup=()), second))
    )
    assert made == text.replace("quiet...", "quiet…")
    made = content_of(replace(sheet, cues=(replace(first, speaker="Bea"), second)))
    assert made == text.replace("Main,Anna,5", "Main,Bea,5")
    made = content_of(replace(sheet, cues=(second,)))
    assert made == text.replace(BODY[2], "")
    new = Cue(Span(5000, 6000), ("a source",), role=Role.NOTE)
    made = content_of(replace(sheet, cues=(*sheet.cues, new)))
    assert "Style: Note,Arial" in made
    assert made.index("Banner;5,second") < made.index("Note,,0,0,0,,a source") < made.index("[Aegisub")


def test_comments_and_drawings_move_with_the_cues():
    sheet = substation.read(file_of(*BODY))
    made = content_of(warp.apply(warp.scale(Fraction(2)), sheet).sheet)
    assert "Comment: 0,0:00:02.00,0:00:04.00,Main,,0,0,0,,translator's remark" in made
    assert r"Dialogue: 0,0:00:02.00,0:00:04.00,Sign,,0,0,0,,{\p1}m 0 0 l 9 9" in made


def test_what_another_format_loses_of_a_file_is_counted_in_the_file():
    lost = losses(
        substation.read(file_of(dialogue(r"{\fad(1,2)}x"), *BODY)), format_for(format_path("x.srt"))
    )
    assert {"comments (1)", "drawings (1)", "effects (1)", "fonts and sizes of styles (3)"} <= set(lost)


def test_bad_times_are_said_and_no_event_is_lost_in_silence():
    sheet = substation.read(file_of(dialogue("x"), "Dialogue: 0,soon,later,Main,,0,0,0,,y",
                                    "Dialogue: 0,0:00:09.00,0:00:08.00,Main,,0,0,0,,z"))  # fmt: skip
    assert [cue.text for cue in sheet.cues] == ["x", "z"]
    assert len(sheet.remarks) == 2


@given(st.text("{}\\NnhibuaprcstH&0123456789(),.: x\n[]", max_size=80))
def test_no_text_makes_the_reader_raise_another_error(text):
    for body in (text, HEAD.format(info=text) + dialogue(text), HEAD.format(info="") + dialogue(text)):
        try:
            sheet = substation.read(body)
        except FormatError as error:
            assert error.message  # noqa: PT017 - not raising is right too
        else:
            assert content_of(sheet) == body
