"""What sites and old programs have: SAMI, SubViewer, Spruce STL, YouTube's own; and captions that roll."""

from __future__ import annotations

from fractions import Fraction

import pytest
from click.testing import CliRunner

import subtool
from subtool.cli import subtool as verbs
from subtool.errors import FormatError
from subtool.formats import fcpxml, format_of, sami, sbv, spruce, table, vtt, youtube_json, youtube_xml
from subtool.formats.passages import paragraphs
from subtool.formats.rolling import rolls, unrolled
from subtool.model import Cue, Sheet, Span

SMI = """<SAMI><HEAD><TITLE>A &amp; B</TITLE>
<STYLE TYPE="text/css"><!-- .KRCC {Name: Korean; lang: ko-KR;} --></STYLE></HEAD><BODY>
<SYNC Start=1000><P Class=KRCC>첫 <font color="yellow">번째</font><br>둘째
<SYNC Start=3000><P Class=KRCC>&nbsp;
<SYNC Start=4000><P Class=KRCC><i>마지막</i>
</BODY></SAMI>"""


def test_sami_is_read_with_its_colours_and_its_last_text_ends():
    sheet = sami.read(SMI)
    assert (sheet.title, sheet.language) == ("A & B", "ko-KR")
    first, last = sheet.cues
    assert (first.span, first.lines, first.markup[0]) == (
        Span(1000, 3000),
        ("첫 번째", "둘째"),
        "첫 <c.yellow>번째</c>",
    )
    assert (last.span, last.markup) == (Span(4000, 9000), ("<i>마지막</i>",))
    assert sami.read(sami.write(sheet)).cues == sheet.cues


def test_styles_of_sami_are_those_of_its_rules_and_of_its_own():
    text = """<SAMI><HEAD><STYLE TYPE="text/css"><!--
    P { color: white; font-weight: bold; background-color: red; }
    .ENCC { Name: English; lang: en-US; SAMIType: CC; }
    #Aside { font-style: italic; color: #ffff00; }
    --></STYLE></HEAD><BODY>
    <SYNC Start=1000><P Class=ENCC ID="Aside">One gull.
    <SYNC Start=3000><P Class=ENCC>Two <span style="font-weight:bold; text-decoration: underline">gulls</span>.
    <SYNC Start=5000><P Class=ENCC style="font-style: italic">Three.
    <SYNC Start=7000><P Class=ENCC>&nbsp;</BODY></SAMI>"""
    cues = sami.read(text).cues
    assert [cue.markup for cue in cues] == [
        ("<i>One gull.</i>",), ("Two <b><u>gulls</u></b>.",), ("<i>Three.</i>",),
    ]  # fmt: skip
    assert [cue.style.color for cue in cues] == ["#ffff00", "", ""]


def test_of_sami_in_two_languages_the_first_is_read_and_that_is_said():
    text = "<SAMI><BODY><SYNC Start=0><P Class=EN>one<P Class=FR>un<SYNC Start=900><P Class=EN>&nbsp;</BODY></SAMI>"
    sheet = sami.read(text)
    assert ([cue.text for cue in sheet.cues], len(sheet.remarks)) == (["one"], 1)


@pytest.mark.parametrize(
    "text", ["0:00:01.000,0:00:02.000\na[br]b\n", "[SUBTITLE]\n[COLF]x\n00:00:01.00,00:00:02.00\na[BR]b\n"]
)
def test_breaks_of_subviewer_are_lines(text):
    assert sbv.read(text).cues == (Cue(Span(1000, 2000), ("a", "b")),)


def test_spruce_has_places_and_switches():
    text = "$VertAlign = Top\n//x\n00:00:01:00 , 00:00:03:12 , a, ^Ib^I|c\n"
    [cue] = spruce.read(text, Fraction(25)).cues
    assert (cue.span, cue.lines, cue.markup[0], cue.settings) == (
        Span(1000, 3480),
        ("a, b", "c"),
        "a, <i>b</i>",
        "line:0",
    )
    with pytest.raises(FormatError, match="has the frames 00 to 23"):
        spruce.read("00:00:01:24 , 00:00:03:12 , a\n", Fraction(24))


@pytest.mark.parametrize(
    "data",
    [
        b'<transcript><text start="1" dur="2">one &amp;amp; two</text></transcript>',
        b'<timedtext format="2"><text t="1000" d="2000">one &amp;amp; two</text></timedtext>',
        (
            b'<timedtext format="3"><body><p t="1000" d="2000"><s>one</s><s t="500"> &amp;</s><s t="900"> two</s></p>'
            b"</body></timedtext>"
        ),
    ],
)
def test_every_xml_of_youtube_is_read(data, tmp_path):
    [cue] = youtube_xml.read(data).cues
    assert (cue.span, cue.text) == (Span(1000, 3000), "one & two")
    assert format_of(tmp_path / "x.xml", data).module == "youtube_xml"


def test_json_of_youtube_has_words():
    segments = '[{"utf8":"one"},{"utf8":" two","tOffsetMs":700}]'
    empty = '{"tStartMs":0,"segs":[{"utf8":"\\n"}]}'
    text = f'{{"events":[{empty},{{"tStartMs":1000,"dDurationMs":5000,"segs":{segments}}}]}}'
    [cue] = youtube_json.read(text).cues
    assert [(word.text, word.span) for word in cue.words] == [
        ("one", Span(1000, 1700)),
        ("two", Span(1700, 6000)),
    ]
    assert cue.span == Span(1000, 6000)


def test_tables_count_frames_where_their_number_is_said():
    text = "in,out,text\n00:00:01:12,00:00:03:00,a\n"
    assert table.read(text, Fraction(25)).cues[0].span == Span(1480, 3000)
    with pytest.raises(FormatError, match="counts frames") as error:
        table.read(text)
    assert "--fps" in error.value.hint


ROLLING = """WEBVTT

00:00.160 --> 00:02.310
 
the<00:00:00.400><c> harbour</c>

00:02.310 --> 00:02.320
the harbour
 

00:02.320 --> 00:04.950
the harbour
no<00:00:02.700><c> boat</c>

00:04.950 --> 00:04.960
no boat
 

00:04.960 --> 00:06.000
no boat
goes out
"""  # noqa: W293 - the spaces are YouTube's


def test_captions_that_roll_are_told_and_said_once():
    sheet = vtt.read(ROLLING)
    assert rolls(sheet)
    assert [cue.text for cue in unrolled(sheet).cues] == ["the harbour", "no boat", "goes out"]
    assert [paragraph.text for paragraph in paragraphs(sheet)] == ["the harbour no boat goes out"]


def test_captions_that_roll_are_converted_without_what_they_repeat(tmp_path):
    source, target = tmp_path / "auto.vtt", tmp_path / "auto.srt"
    source.write_text(
        "WEBVTT\n\n00:01.000 --> 00:03.000\n \nno<00:01.500><c> boats</c>\n\n"
        "00:03.000 --> 00:03.010\nno boats\n \n\n"
        "00:03.010 --> 00:05.000\nno boats\nat<00:04.000><c> all</c>\n",
        encoding="utf-8",
    )
    result = CliRunner().invoke(verbs, ["convert", str(source), str(target)])
    assert "each line is taken once (3 cues become 2)" in result.stderr
    assert [cue.lines for cue in subtool.read(target).cues] == [("no boats",), ("at all",)]
    same = tmp_path / "same.vtt"
    CliRunner().invoke(verbs, ["convert", str(source), str(same)])
    assert same.read_bytes() == source.read_bytes()


def test_a_refrain_does_not_roll():
    cues = [
        Cue(Span(at * 2000, at * 2000 + 1900), (line,)) for at, line in enumerate(("a", "no", "no", "b", "c"))
    ]
    assert unrolled(Sheet(tuple(cues))).cues == tuple(cues)


FCPXML = b"""<fcpxml version="1.9"><library><event><project><sequence tcStart="0s"><spine>
<gap offset="0s" start="3600s" duration="10s"><caption lane="1" offset="3601s" duration="2s" start="3600s">
<text placement="top"><text-style ref="a">One</text-style><text-style ref="b"> two
three</text-style></text>
<text-style-def id="a"><text-style fontColor="1 1 0 1"/></text-style-def>
<text-style-def id="b"><text-style italic="1" fontColor="1 1 0 1"/></text-style-def></caption></gap>
<clip offset="10s" start="5s" duration="9s"><marker start="6s" duration="1s" value="m"/></clip>
</spine></sequence></project></event></library></fcpxml>"""


def test_captions_of_final_cut_stand_at_their_time_in_what_they_hang_on():
    caption, marker = fcpxml.read(FCPXML, None).cues
    assert (caption.span, caption.lines, caption.markup) == (
        Span(1000, 3000), ("One two", "three"), ("One <i>two</i>", "<i>three</i>"),
    )  # fmt: skip
    assert (caption.settings, caption.style.color, marker.span) == ("line:0", "#ffff00", Span(11_000, 12_000))
