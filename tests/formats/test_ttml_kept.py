"""TTML that comes in and goes out as TTML: what did not change stays as it was, byte by byte."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from subtool.formats import format_for, ttml
from subtool.model import Cue, CueStyle, Span
from subtool.retime import warp

DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand -->
<tt:tt xmlns:tt="http://www.w3.org/ns/ttml" xmlns:tts="http://www.w3.org/ns/ttml#styling"
  xmlns:ttp="http://www.w3.org/ns/ttml#parameter" xmlns:x="urn:broadcaster" ttp:frameRate="25" ttp:tickRate="1000">
  <tt:head><tt:styling><tt:style xml:id="y" tts:color="yellow"/></tt:styling><x:order number="7"/></tt:head>
  <tt:body><tt:div {offset}>
    <tt:p style='y' begin="{a}" end="{b}">One <tt:span tts:fontStyle="italic">and</tt:span> two,<tt:br/>three.</tt:p>
    <!-- the second -->
    <tt:p begin='{c}' dur="{d}" x:note="keep">Fish &amp; chips</tt:p>
  </tt:div></tt:body>
</tt:tt>
"""
FORMS = {
    "clock": ("00:00:01.000", "00:00:03.500", "00:00:04.000", "00:00:02.000"),
    "frames": ("00:00:01:00", "00:00:03:12", "00:00:04:00", "00:00:02:00"),
    "seconds": ("1s", "3.5s", "4s", "2s"),
    "ticks": ("1000t", "3500t", "4000t", "2000t"),
}


def document(form="clock", offset=""):
    names = dict(zip("abcd", FORMS[form], strict=True))
    return DOCUMENT.format(offset=offset, **names).encode()


def written(sheet):
    return format_for(Path("film.ttml")).write(sheet)


@pytest.mark.parametrize("form", FORMS)
def test_what_did_not_change_is_the_same_to_the_byte(form):
    data = document(form)
    assert written(ttml.read(data)) == data


@pytest.mark.parametrize(("form", "begin", "end"), [
    ("clock", "00:00:02.000", "00:00:04.500"), ("frames", "00:00:02:00", "00:00:04:12"), ("seconds", "2s", "4.5s"),
    ("ticks", "2000t", "4500t"),
])  # fmt: skip
def test_a_time_is_moved_in_the_form_it_has(form, begin, end):
    data = document(form)
    moved = written(warp.apply(warp.shift(1000), ttml.read(data)).sheet)
    a, b, c, _ = FORMS[form]
    later = {"00:00:04.000": "00:00:05.000", "00:00:04:00": "00:00:05:00", "4s": "5s", "4000t": "5000t"}[c]
    expected = (
        data.decode()
        .replace(f'"{a}"', f'"{begin}"')
        .replace(f'"{b}"', f'"{end}"')
        .replace(f"'{c}'", f"'{later}'")
    )
    assert moved.decode() == expected


def test_an_offset_around_a_paragraph_stays():
    data = document(offset='begin="10s"')
    sheet = ttml.read(data)
    assert sheet.cues[0].span.start_ms == 11_000
    moved = written(warp.apply(warp.shift(500), sheet).sheet)
    assert b'<tt:div begin="10s">' in moved
    assert ttml.read(moved).cues[0].span == Span(11_500, 14_000)


def test_a_text_is_mended_in_its_place():
    data = document()
    sheet = ttml.read(data)
    first = replace(sheet.cues[0], lines=("One and two,", "three & four."), markup=())
    made = written(replace(sheet, cues=(first, *sheet.cues[1:])))
    assert made == data.replace(b"three.", b"three &amp; four.")


def test_a_cue_that_is_gone_takes_its_paragraph_alone():
    data = document()
    sheet = ttml.read(data)
    made = written(replace(sheet, cues=sheet.cues[:1])).decode()
    assert "Fish" not in made
    assert '<x:order number="7"/>' in made
    assert "<!-- the second -->" in made


@pytest.mark.parametrize("change", ["colour", "new"])
def test_what_it_cannot_take_up_is_written_anew(change):
    sheet = ttml.read(document())
    cues = sheet.cues
    if change == "new":
        cues = (*cues, Cue(Span(9000, 10_000), ("Four.",)))
    else:
        cues = (replace(cues[0], style=CueStyle(color="#00ff00")), *cues[1:])
    again = ttml.read(written(replace(sheet, cues=cues)))
    assert [(cue.span, cue.lines, cue.style.color) for cue in again.cues] == [
        (cue.span, cue.lines, cue.style.color) for cue in cues
    ]


NESTED = """<tt xmlns="http://www.w3.org/ns/ttml" xmlns:tts="http://www.w3.org/ns/ttml#styling" xml:lang="en">
<head><styling><style xml:id="own" tts:fontFamily="serif"/></styling></head>
%s
</tt>"""


@pytest.mark.parametrize(
    ("body", "changed"),
    [
        ('<body><div><p begin="0:00:02.07" end="0:00:05.5">One.</p></div></body>', 'begin="00:00:03.070"'),
        (
            """<body><div begin="61.5" end="80"><p begin="61.5" end="64"><span begin="61.5" end="62">One</span>
            <span begin="62" end="63">two</span></p></div><div begin="80" end="90"><p begin="81" end="84">Three</p>
            </div></body>""",
            'begin="00:01:22.000" end="00:01:25.000"',
        ),
        (
            """<body><div><p><span begin="1s">a </span><span begin="2s">b c</span></p><p begin="9s" end="10s">d</p>
            </div></body>""",
            '<span begin="3s">b c</span>',
        ),
        (
            '<body><div timeContainer="seq"><p dur="2s">One.</p><p dur="3s">Two.</p></div></body>',
            '<body begin="00:00:01.000">',
        ),
    ],
)
def test_a_shift_keeps_documents_whose_times_stand_in_others(body, changed):
    data = (NESTED % body).encode()
    sheet = ttml.read(data)
    moved = written(warp.apply(warp.shift(1000), sheet).sheet)
    assert changed.encode() in moved
    assert b'tts:fontFamily="serif"' in moved
    spans = [cue.span for cue in ttml.read(moved).cues]
    assert spans == [cue.span.shifted(1000) for cue in sheet.cues]


@pytest.mark.parametrize("name", ["a.itt", "a.netflix.ttml", "a.bbc.ttml", "a.ebuttd.xml", "a.ttml"])
def test_a_file_of_a_profile_is_kept_as_such(name):
    data = (NESTED % '<body><div><p begin="00:00:01.000" end="00:00:02.000">One.</p></div></body>').encode()
    form = format_for(Path(name))
    sheet = form.read(data, Fraction(25))
    assert form.write(sheet, Fraction(25)) == data
    moved = form.write(warp.apply(warp.shift(1000), sheet).sheet, Fraction(25))
    assert moved == data.replace(b"02.000", b"03.000").replace(b"01.000", b"02.000")
