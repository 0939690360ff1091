"""TTML is read as its specification has it, and as files are found: no time becomes 0, nothing is cut in silence."""

from __future__ import annotations

import sys
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import subtool
from subtool.errors import FormatError
from subtool.formats import FORMATS, ttml
from subtool.formats.runs import lines_of
from subtool.formats.ttml import netflix
from subtool.formats.ttml.clock import TtmlClock
from subtool.model import Cue, CueStyle, Sheet, Span

SPACES = (
    'xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" '
    'xmlns:tts="http://www.w3.org/ns/ttml#styling" xmlns:ttm="http://www.w3.org/ns/ttml#metadata"'
)


def document(body, *, root="", head=""):
    return f'<tt {SPACES} xml:lang="en" {root}><head>{head}</head><body>{body}</body></tt>'.encode()


def times(body, **more):
    return [(cue.span.start_ms, cue.span.end_ms) for cue in ttml.read(document(body, **more)).cues]


@pytest.mark.parametrize(
    ("parameters", "written", "seconds"),
    [
        ({}, "00:00:01.5", Fraction(3, 2)),
        ({}, "100:00:00", 360_000),
        ({}, "1.5h", 5400),
        ({}, "2m", 120),
        ({}, "250ms", Fraction(1, 4)),
        ({}, "45f", Fraction(3, 2)),
        ({"frameRate": "25"}, "50f", 2),
        ({"frameRate": "24", "frameRateMultiplier": "1000 1001"}, "24f", Fraction(1001, 1000)),
        ({"frameRate": "24", "frameRateMultiplier": "1000:1001"}, "24f", Fraction(1001, 1000)),
        ({}, "3t", 3),
        ({"tickRate": "10000000"}, "15000000t", Fraction(3, 2)),
        ({"frameRate": "25"}, "25t", 1),
        ({"frameRate": "25", "subFrameRate": "4"}, "150t", Fraction(3, 2)),
        ({"frameRate": "25"}, "00:00:01:05", Fraction(6, 5)),
        ({"frameRate": "25", "subFrameRate": "10"}, "00:00:01:12.5", Fraction(3, 2)),
        ({"frameRate": "30", "frameRateMultiplier": "1000 1001"}, "01:00:00:00", 3600),
        (
            {"timeBase": "smpte", "frameRate": "30", "frameRateMultiplier": "1000 1001"},
            "01:00:00:00",
            Fraction(18018, 5),
        ),
        (
            {
                "timeBase": "smpte",
                "frameRate": "30",
                "frameRateMultiplier": "1000 1001",
                "dropMode": "dropNTSC",
            },
            "01:00:00:00",
            Fraction(107892 * 1001, 30000),
        ),
        (
            {
                "timeBase": "smpte",
                "frameRate": "30",
                "frameRateMultiplier": "1000 1001",
                "dropMode": "dropPAL",
            },
            "01:00:00:00",
            Fraction(107892 * 1001, 30000),
        ),
    ],
)
def test_times_that_are_valid_are_resolved_exactly(parameters, written, seconds):
    time = TtmlClock.of(parameters).time(written)
    assert (time.seconds, time.odd) == (seconds, "")


@pytest.mark.parametrize(
    ("written", "ms"),
    [
        ("1:02.5", 62500), ("00:00:01,250", 1250), ("1.25", 1250), ("0:00:01.250", 1250), ("00:00:01;00", 1000),
        ("00:00:01:5", 1200), (" 00:00:01.250 ", 1250), ("00:07", 7000), ("1,5s", 1500), ("1.5 s", 1500),
        ("90", 90_000), ("2sec", 2000), ("00:00:75.5", 75_500), ("1 S", 1000), ("1.s", 1000), (".5s", 500),
        ("1.", 1000),
        ("00:00:01.", 1000), ("00:00:01.5s", 1500), ("00.00.01.250", 1250), ("00:00:01:500", 1500), ("+2s", 2000),
        ("wallclock(2026-01-01T00:00:05.5)", 5500),
    ],
)  # fmt: skip
def test_times_that_are_meant_are_read_and_remarked_with_their_line(written, ms):
    data = document(f'\n<div><p begin="{written}" end="200s">one</p></div>', root='ttp:frameRate="25"')
    sheet = ttml.read(data)
    assert sheet.cues[0].span.start_ms == ms
    assert [(remark.source.line, written in remark.message) for remark in sheet.remarks] == [(2, True)]


@pytest.mark.parametrize(
    "written", ["soon", "", "-1s", "1:2:3:4:5", "NaN", "1e3s", "99999999999:00:00", "::", "1s2"]
)
def test_what_is_no_time_is_never_zero(written):
    good = '<p begin="1s" end="2s">two</p>'
    sheet = ttml.read(document(f'<div><p begin="{written}" end="9s">one</p>{good}</div>'))
    assert [cue.text for cue in sheet.cues] == ["two"]
    assert "one" in sheet.remarks[0].message
    with pytest.raises(FormatError, match="cannot be read as a time"):
        ttml.read(document(f'<div><p begin="{written}" end="9s">one</p></div>'))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # what stands in an element counts from its begin, and an end that nobody wrote cuts nothing
        ('<div begin="100s"><p begin="1s" end="3s">a</p><p begin="4s" dur="2s">b</p></div>',
         [(101_000, 103_000), (104_000, 106_000)]),
        ('<div begin="1s"><div begin="1s"><p begin="1s" end="2s">a</p></div></div>', [(3000, 4000)]),
        # one that was written does
        ('<div begin="10s" end="12s"><p begin="1s" end="9s">a</p></div>', [(11_000, 12_000)]),
        ('<div dur="5s"><p begin="1s">a</p></div>', [(1000, 5000)]),
        ('<div><p begin="1s" dur="5s" end="3s">a</p></div>', [(1000, 3000)]),
        # one after another
        ('<div timeContainer="seq"><p dur="1s">a</p><p begin="1s" dur="2s">b</p><p end="3s">c</p></div>',
         [(0, 1000), (2000, 4000), (4000, 7000)]),
        ('<div timeContainer="seq"><div><p begin="1s" end="2s">a</p></div><p dur="1s">b</p></div>',
         [(1000, 2000), (2000, 3000)]),
        ('<div><p timeContainer="seq"><span dur="1s">a b</span><span dur="2s">c d</span></p></div>',
         [(0, 1000), (1000, 3000)]),
        # times on what is in a paragraph
        ('<div><p begin="10s" end="20s">a <span begin="2s" end="4s">b c</span></p></div>',
         [(10_000, 12_000), (12_000, 14_000), (14_000, 20_000)]),
        ('<div><p><span begin="1s" end="2s">a b</span></p></div>', [(1000, 2000)]),
        ('<div><p begin="1s" end="9s">a<set begin="2s" end="4s" tts:visibility="hidden"/></p></div>',
         [(1000, 3000), (5000, 9000)]),
    ],
)  # fmt: skip
def test_times_count_from_what_an_element_stands_in(body, expected):
    assert times(body) == expected


def test_an_end_that_nobody_gave_is_that_of_the_next_cue_and_is_said():
    sheet = ttml.read(document('<div><p begin="1s">a</p><p begin="3s">b</p><p begin="60s">c</p></div>'))
    assert [cue.span for cue in sheet.cues] == [Span(1000, 3000), Span(3000, 8000), Span(60_000, 65_000)]
    assert len(sheet.remarks) == 3


@pytest.mark.parametrize(
    "namespace",
    ["http://www.w3.org/2006/04/ttaf1", "http://www.w3.org/2006/10/ttaf1", "http://www.w3.org/ns/ttml", None],
)
def test_every_version_is_read(namespace):
    space = f' xmlns="{namespace}" xmlns:tts="{namespace}#style"' if namespace else ""
    text = f'<tt{space}><body><div><p begin="1s" end="2s"><span tts:fontStyle="italic">a</span></p></div></body></tt>'
    [cue] = ttml.read(text.encode()).cues
    assert (cue.span, cue.markup) == (Span(1000, 2000), ("<i>a</i>",))


def test_the_time_of_day_is_taken_as_it_stands_and_that_is_said():
    body = '<div><p begin="20:15:00.000" end="20:15:02.000">a</p></div>'
    sheet = ttml.read(document(body, root='ttp:timeBase="clock" ttp:clockMode="local"'))
    assert sheet.cues[0].span.start_ms == 72_900_000
    assert "times of day" in sheet.remarks[0].message


HEAD = """<styling><style xml:id="base" tts:color="yellow"/>
<style xml:id="leaning" style="base" tts:fontStyle="italic"/>
<style xml:id="ring" style="gnir"/><style xml:id="gnir" style="ring" tts:fontWeight="bold"/></styling>
<layout><region xml:id="up" tts:origin="10% 5%" tts:extent="80% 20%" tts:displayAlign="before"/>
<region xml:id="px" tts:origin="0px 60px" tts:extent="1920px 100px" tts:displayAlign="after"/>
<region xml:id="low" tts:origin="10% 70%" tts:extent="80% 25%"><style tts:textAlign="right"/></region>
<region xml:id="mid" tts:extent="80% 20%" tts:position="center 50%" tts:displayAlign="center"/>
<region xml:id="side" tts:writingMode="tbrl" tts:origin="80% 5%" tts:extent="10% 90%"/>
<region xml:id="blue" tts:color="blue" tts:displayAlign="after"/></layout>"""


@pytest.mark.parametrize(
    ("paragraph", "markup", "colour", "settings"),
    [
        ('<p style="base">a</p>', (), "#ffff00", ""),
        ('<p style="leaning">a</p>', ("<i>a</i>",), "#ffff00", ""),
        ('<p style="ring">a</p>', ("<b>a</b>",), "", ""),
        ('<p style="absent">a</p>', (), "", ""),
        ('<p tts:color="mauveish" tts:fontStyle="wavy">a</p>', (), "", ""),
        ('<p>a <span tts:color="#00ffffff">b</span></p>', ("a <c.cyan>b</c>",), "", ""),
        (
            '<p tts:fontStyle="italic">a <span tts:fontStyle="normal">b</span> c</p>',
            ("<i>a</i> b <i>c</i>",),
            "",
            "",
        ),
        ('<p tts:textDecoration="underline">a</p>', ("<u>a</u>",), "", ""),
        ('<p region="up">a</p>', (), "", "line:0"),
        ('<p region="px">a</p>', (), "", "line:0"),
        ('<p region="low">a</p>', (), "", "align:end"),
        ('<p region="mid">a</p>', (), "", "line:50%,center"),
        ('<p region="side">a</p>', (), "", "vertical:rl"),
        ('<p region="blue">a</p>', (), "#0000ff", ""),
    ],
)
def test_looks_and_places_are_resolved(paragraph, markup, colour, settings):
    body = paragraph.replace("<p", '<p begin="1s" end="2s"', 1)
    [cue] = ttml.read(document(f"<div>{body}</div>", head=HEAD, root='tts:extent="1920px 1080px"')).cues
    assert (cue.markup, cue.style.color, cue.settings) == (markup, colour, settings)


@pytest.mark.parametrize(
    ("inside", "lines"),
    [
        ("\n  one  <br/>\n two\n", ("one", "two")),
        ('<span xml:space="preserve">a  b\nc</span>', ("a  b", "c")),
        ('one <span> two </span>\n <span xml:space="preserve">a  b</span>', ("one two a  b",)),
        ('a<span tts:display="none">b</span>c', ("ac",)),
        ('a<span tts:visibility="hidden">b</span>', ("a",)),
        ("a<metadata><ttm:desc>b</ttm:desc></metadata>", ("a",)),
        ('<span tts:ruby="container"><span tts:ruby="base">漢字</span><span tts:ruby="text">かんじ</span></span>',
         ("漢字（かんじ）",)),
        (('<span tts:ruby="container"><span tts:ruby="base">kanji</span><span tts:ruby="delimiter">(</span>'
         '<span tts:ruby="text">x</span><span tts:ruby="delimiter">)</span></span>'), ("kanji(x)",)),
        ("&lt;b&gt; &amp;amp;", ("<b> &amp;",)),
        ("<![CDATA[1 < 2]]>", ("1 < 2",)),
    ],
)  # fmt: skip
def test_text_is_what_is_seen(inside, lines):
    [cue] = ttml.read(document(f'<div><p begin="1s" end="2s">{inside}</p></div>')).cues
    assert cue.lines == lines


BOXES = (
    '<span tts:ruby="container"> <span tts:ruby="baseContainer"> <span tts:ruby="base">漢字</span> </span>\n'
    '<span tts:ruby="textContainer"> <span tts:ruby="text">かんじ</span> </span> </span>'
)


def test_spaces_between_the_parts_of_ruby_are_none_of_the_text():
    [cue] = ttml.read(document(f'<div><p begin="1s" end="2s">{BOXES}です</p></div>')).cues
    assert cue.lines == ("漢字（かんじ）です",)


def test_what_its_times_never_show_is_left_out_and_told():
    body = (
        '<div timeContainer="seq" end="9s"><p timeContainer="seq" dur="2s">By itself in a sequence.</p>'
        '<p dur="2s">Seen.</p><p begin="20s" dur="2s">Too late.</p></div>'
    )
    sheet = ttml.read(document(body))
    assert [(cue.text, cue.span) for cue in sheet.cues] == [("Seen.", Span(2000, 4000))]
    assert [remark.code for remark in sheet.remarks] == ["text-outside-cues"] * 2
    assert "“Too late.” is never shown" in sheet.remarks[1].message


LYRICS = """<body dur="1:30.000"><div begin="20.5" end="31.000">
<p begin="20.5" end="23.0"><span begin="20.5" end="21.0">Low</span> <span begin="21.0" end="22.0">tide at</span>
<span begin="22.0" end="22.4">day</span><span begin="22.4" end="23.0">break</span></p>
<p begin="28" end="31">Then</p></div>
<div begin="1:00.5" end="1:10.0"><p begin="1:01.0" end="1:04.0">high tide.</p></div></body>"""


def test_lyrics_whose_times_all_count_from_the_start_are_told_and_read_so():
    sheet = ttml.read(document("").replace(b"<body></body>", LYRICS.encode()))
    assert [(cue.text, cue.span) for cue in sheet.cues] == [
        ("Low tide at daybreak", Span(20_500, 23_000)),
        ("Then", Span(28_000, 31_000)),
        ("high tide.", Span(61_000, 64_000)),
    ]
    assert [(word.text, word.span.start_ms) for word in sheet.cues[0].words][1:] == [
        ("tide", 21_000), ("at", 21_667), ("daybreak", 22_000),
    ]  # fmt: skip
    assert "its times count from its start" in sheet.remarks[0].message


def test_a_second_body_is_left_out_and_told_and_says_nothing_of_the_times_of_the_first():
    first = '<body><div><p begin="1s" end="2s">The lamp</p></div></body>'
    lyrics = "".join(
        f'<div begin="{n}0s" end="{n + 1}0s"><p begin="{n}1s" end="{n}3s">Line</p></div>' for n in (1, 2, 3)
    )
    text = f'<tt xmlns="http://www.w3.org/ns/ttml" xml:lang="en">{first}<body>{lyrics}</body></tt>'
    sheet = ttml.read(text.encode())
    assert [(cue.span, cue.text) for cue in sheet.cues] == [(Span(1000, 2000), "The lamp")]
    assert any("one body" in remark.message for remark in sheet.remarks)


def test_times_that_their_parents_cut_still_count_from_these():
    body = '<div begin="10s" end="60s"><p begin="12s" end="55s">One.</p><p begin="1s" end="2s">Two.</p></div>'
    assert times(body) == [(11_000, 12_000), (22_000, 60_000)]


def test_styles_without_their_namespace_count_as_players_take_them():
    head = '<layout><region xml:id="r" ttm:origin="10% 10%" extent="80% 20%"/></layout>'
    [cue] = ttml.read(
        document('<div><p region="r" begin="1s" end="2s" color="red">a</p></div>', head=head)
    ).cues
    assert (cue.style.color, cue.settings) == ("#ff0000", "line:0")


def test_a_live_document_does_not_cut_its_text_by_when_it_came_in():
    root = 'xmlns:ebuttp="urn:ebu:tt:parameters" ebuttp:sequenceIdentifier="s" ttp:timeBase="clock"'
    body = '<div><p begin="14:19:58.200" end="14:20:01">Live.</p></div>'
    data = document(body, root=root).replace(b"<body>", b'<body dur="5s">')
    [cue] = ttml.read(data).cues
    assert cue.span == Span(51_598_200, 51_601_000)


def test_subtitle_zero_does_not_keep_the_programme_from_its_start():
    name = "ebuttm:documentStartOfProgramme"
    start = f'<{name} xmlns:ebuttm="urn:ebu:tt:metadata">10:00:00:00</{name}>'
    body = (
        '<div><p begin="00:00:00:00" end="00:00:00:02">A Film, zero</p>'
        '<p begin="10:00:04:00" end="10:00:06:00">First.</p></div>'
    )
    sheet = ttml.read(document(body, root='ttp:frameRate="25"', head=f"<metadata>{start}</metadata>"))
    assert [cue.span for cue in sheet.cues] == [Span(0, 80), Span(4000, 6000)]
    assert any("subtitle zero" in remark.message for remark in sheet.remarks)


@pytest.mark.parametrize(
    ("region", "settings"),
    [
        ('tts:extent="100% 100%"', "line:0"),  # a region stands at the top where nothing else is said
        (
            'tts:origin="10% 80%" tts:extent="80% 10%" tts:writingMode="rltb" tts:textAlign="start"',
            "align:right",
        ),
        (
            'tts:origin="10% 80%" tts:extent="80% 10%" tts:writingMode="rltb" tts:textAlign="end"',
            "align:left",
        ),
    ],
)
def test_regions_count_from_where_text_starts(region, settings):
    head = f'<layout><region xml:id="r" {region}/></layout>'
    [cue] = ttml.read(document('<div><p region="r" begin="1s" end="2s">a</p></div>', head=head)).cues
    assert cue.settings == settings


def test_words_that_come_one_by_one_are_one_cue():
    spans = "".join(
        f'<span begin="{at}s" end="{at + 1}s">{word}</span> '
        for at, word in enumerate(("the", "lamp", "is", "lit"), 1)
    )
    [cue] = ttml.read(document(f"<div><p>{spans}</p></div>")).cues
    assert (cue.text, cue.span) == ("the lamp is lit", Span(1000, 5000))
    assert [(word.text, word.span.start_ms) for word in cue.words][1] == ("lamp", 2000)


def test_speakers_and_the_title_come_from_the_metadata():
    agent = '<ttm:agent xml:id="a"><ttm:name>Anna</ttm:name></ttm:agent>'
    head = f"<metadata><ttm:title>A Film</ttm:title>{agent}</metadata>"
    sheet = ttml.read(document('<div><p begin="1s" end="2s" ttm:agent="a">a</p></div>', head=head))
    assert (sheet.title, sheet.cues[0].speaker) == ("A Film", "Anna")


def test_other_encodings_and_prefixes_that_nobody_bound_are_read():
    paragraph = '<p begin="1s" end="2s" tts:color="red">é</p>'
    text = f'<?xml version="1.0" encoding="UTF-16"?><tt><body><div>{paragraph}</div></body></tt>'
    [cue] = ttml.read(text.encode("utf-16")).cues
    assert (cue.text, cue.style.color) == ("é", "#ff0000")


def test_a_file_in_utf_8_that_names_utf_16_is_read_and_told():
    paragraph = '<p begin="1s" end="2s" tts:fontstyle="italic">é &lt; ê << ï</p>'
    text = f'<?xml version="1.0" encoding="utf-16"?><tt><body><div>{paragraph}</div></body></tt>'
    sheet = ttml.read(text.encode())
    assert (sheet.cues[0].lines, sheet.cues[0].markup) == (("é < ê << ï",), ("<i>é &lt; ê &lt;&lt; ï</i>",))
    told = [remark.message for remark in sheet.remarks]
    assert told == ["it is in UTF-8, and names another encoding", "“<” stands in it where XML has “&lt;”"]


PROFILES = [form for form in FORMATS if form.module.startswith("ttml")]


@pytest.mark.parametrize("form", PROFILES, ids=lambda form: form.module)
def test_what_is_written_comes_back_with_looks_and_places(form):
    cues = (
        Cue(Span(0, 1000), ("a & b", "c"), markup=("<i>a</i> &amp; b", "<c.lime>c</c>")),
        Cue(Span(2000, 3000), ("d",), settings="line:0 align:start", style=CueStyle(color="#ffff00")),
        Cue(Span(4000, 5000), ("e",), settings="line:50%", style=CueStyle(place="top")),
    )
    back = form.read(form.write(Sheet(cues, title="T"), Fraction(25)), Fraction(25)).cues
    assert [lines_of(cue) for cue in back] == [lines_of(cue) for cue in cues]
    assert [cue.settings for cue in back] == ["", "line:0 align:start", "line:0"]


def test_a_profile_says_what_it_is():
    written = {
        form.module: form.write(Sheet((Cue(Span(0, 1000), ("a",)),)), Fraction(24000, 1001))
        for form in PROFILES
    }
    assert b'ttp:contentProfiles="http://www.w3.org/ns/ttml/profile/imsc1.1/text"' in written["ttml"]
    assert b"urn:ebu:tt:distribution:2018-04" in written["ttml.ebu_tt_d"]
    assert b'ttp:frameRate="24" ttp:frameRateMultiplier="1000 1001"' in written["ttml.itt"]
    assert b'begin="0t" end="10000000t"' in written["ttml.netflix"]
    assert netflix.read(written["ttml.netflix"], None).cues[0].span == Span(0, 1000)


@given(st.text("<>/tpbr =\"'0123456789:.shmft&;\n", max_size=80))
def test_no_text_makes_the_reader_raise_another_error(text):
    for data in (
        text.encode(),
        document(f"<div>{text}</div>"),
        document(f'<div><p begin="{text}">a</p></div>'),
    ):
        try:
            ttml.read(data)
        except FormatError as error:
            assert error.message  # noqa: PT017 - not raising is right too


NEARLY = {
    "space before its XML declaration": b'\n<?xml version="1.0"?>\n%s',
    "a DTD": b'<!DOCTYPE tt PUBLIC "-//W3C//DTD TT 1.0//EN" "http://www.w3.org/tt.dtd">%s',
    "“&”": b"%s",
    "names of characters": b"%s",
    "not in the encoding": b"%s",
}


@pytest.mark.parametrize("odd", NEARLY)
def test_what_is_nearly_xml_is_read_and_told(odd):
    text = {
        "“&”": "R&D &amp; more",
        "names of characters": "R&eacute;my&nbsp;D",
        "not in the encoding": "Rémy",
    }.get(odd, "one")
    data = (
        document(f'<div><p begin="1s" end="2s">{text}</p></div>')
        .replace(b'<?xml version="1.0"?>', b"")
        .strip()
    )
    if odd == "not in the encoding":
        data = data.decode().encode("cp1252")
    sheet = ttml.read(NEARLY[odd] % data)
    expected = {"“&”": "R&D & more", "names of characters": "Rémy\u00a0D", "not in the encoding": "Rémy"}
    assert sheet.cues[0].lines == (expected.get(odd, "one"),)
    assert [odd in remark.message for remark in sheet.remarks] == [True]


def test_a_division_of_many_paragraphs_takes_as_long_as_its_length():
    def steps(number):
        paragraphs = (
            f'<p begin="{2 * place}s" end="{2 * place + 1}s">The <span>lamp</span>.</p>'
            for place in range(number)
        )
        data, count = document(f"<div>{''.join(paragraphs)}</div>"), 0

        def counted(*_):
            nonlocal count
            count += 1

        sys.setprofile(counted)
        try:
            ttml.read(data)
        finally:
            sys.setprofile(None)
        return count

    steps(1)  # what is loaded once
    assert steps(200) < 5 * steps(50)


@pytest.mark.parametrize(
    ("head", "body", "says"),
    [
        (
            "".join(f'<style xml:id="s{number}" style="s{number - 1}"/>' for number in range(3000)),
            '<p begin="1s" end="2s" style="s2999">x</p>',
            "too deeply",
        ),
        (
            "",
            '<p begin="0s" end="3000s">x'
            + "".join(f'<set begin="{at}s" end="{at + 1}s" tts:color="red"/>' for at in range(3000))
            + "</p>",
            "changes too often",
        ),
    ],
)
def test_what_would_take_minutes_is_refused(head, body, says, tmp_path):
    path = tmp_path / "flood.ttml"
    path.write_text(
        '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:tts="http://www.w3.org/ns/ttml#styling">'
        f"<head><styling>{head}</styling></head><body><div>{body}</div></body></tt>",
        encoding="utf-8",
    )
    with pytest.raises(FormatError, match=says):
        subtool.read(path)


def test_styles_that_refer_to_all_before_them_are_read_once(tmp_path):
    styles = "".join(
        f'<style xml:id="s{number}" style="s{number - 1} s{number - 1}"/>' for number in range(1, 60)
    )
    path = tmp_path / "doubled.ttml"
    path.write_text(
        '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:tts="http://www.w3.org/ns/ttml#styling">'
        f'<head><styling><style xml:id="s0" tts:fontStyle="italic"/>{styles}</styling></head>'
        '<body><div><p begin="1s" end="2s" style="s59">x</p></div></body></tt>',
        encoding="utf-8",
    )
    assert subtool.read(path).cues[0].markup == ("<i>x</i>",)
