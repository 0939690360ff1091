"""Every format that is read and written gives back its times, to its grid, and its text, as far as it can hold it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import subtool
from subtool.errors import FormatError
from subtool.formats import FORMATS, losses, table
from subtool.formats.form import to_frame
from subtool.model import Cue, Role, Sheet, Span, Word
from subtool.timecode import Timecode

OLD = {"cuesheet", "srt", "vtt", "scc"}  # which have tests of their own
BOTH = {
    form.module: form for form in FORMATS if len(form.ways) == 2 and form.module not in {*OLD, "chapters"}
}
FPS = Fraction(25)
HOSTILE = [
    "{\\an8}", "{y:i}x", "<b>x</b>", "&amp;", "-->", "]]>", "{{7*7}}", "$(rm)", "=cmd()", "'=x", "%s", "\\N",
    "[00:01.00]x", "<00:01.00>x", "&lt;", "<!DOCTYPE", '"quoted"', "@x", "a\\b", "{", "}",
]  # fmt: skip
word = st.one_of(st.text("abcdeéßñłŠ“’♪", min_size=1, max_size=8), st.sampled_from(HOSTILE))
row = st.lists(word, min_size=1, max_size=4).map(" ".join)


@st.composite
def sheets(draw):
    """Cues one after another, between a tenth of a second and some minutes long."""
    at, cues = 0, []
    for _ in range(draw(st.integers(1, 5))):
        start = at + draw(st.integers(0, 5000))
        at = start + draw(st.integers(100, 200_000))
        cues.append(Cue(Span(start, at), tuple(draw(st.lists(row, min_size=1, max_size=2)))))
    return Sheet(tuple(cues))


def on_grid(ms, form):
    if form.grid == "frames":
        return Timecode(to_frame(ms, FPS), FPS).ms
    return (ms + form.grid // 2) // form.grid * form.grid


def held(cue, form):
    lines = cue.lines if "rows" in form.holds else (" ".join(cue.lines),)
    return on_grid(cue.span.start_ms, form), on_grid(cue.span.end_ms, form), lines


@pytest.mark.parametrize("module", BOTH)
@given(sheet=sheets())
def test_times_and_text_come_back(module, sheet):
    form = BOTH[module]
    back = form.read(form.write(sheet, FPS), None)
    assert [(c.span.start_ms, c.span.end_ms, c.lines) for c in back.cues] == [
        held(c, form) for c in sheet.cues
    ]
    assert form.write(sheet, FPS) == form.write(sheet, FPS)


@pytest.mark.parametrize("module", [name for name, form in BOTH.items() if form.form == "text"])
@given(text=st.text(max_size=200))
def test_no_text_makes_a_reader_raise_another_error(module, text):
    sheet = Sheet((Cue(Span(1000, 2000), ("a",)),))
    good = BOTH[module].write(sheet, FPS)
    for body in (text, good + text, good[: len(good) // 2] + text, text + good):
        try:
            BOTH[module].read(body, None)
        except FormatError as error:
            assert error.message  # noqa: PT017 - not raising is right too


@pytest.mark.parametrize("module", BOTH)
def test_what_is_written_is_known_by_its_content(module):
    from pathlib import Path

    from subtool.formats import format_of

    form = BOTH[module]
    made = form.write(Sheet((Cue(Span(0, 2000), ("some words",)), Cue(Span(3000, 5000), ("more",)))), FPS)
    data = made if isinstance(made, bytes) else made.encode()
    assert format_of(Path("unnamed"), data).module == module.partition(".")[0]


def test_roles_and_speakers_are_kept_where_they_can_be():
    sheet = Sheet((Cue(Span(0, 1000), ("a",), role=Role.TITLE, speaker="Ann"),))
    for form in BOTH.values():
        [back] = form.read(form.write(sheet, FPS), None).cues
        assert (
            back.role is (Role.TITLE if "titles" in form.holds else Role.SPEECH) or form.module == "chapters"
        )
        assert back.speaker == ("Ann" if "speakers" in form.holds else None)


def test_ass_keeps_styles_and_places():
    cue = Cue(Span(0, 1000), ("a b", "c"), settings="line:0 align:start", markup=("<i>a</i> b", "<b>c</b>"))
    form = BOTH["substation"]
    text = form.write(Sheet((cue,)))
    assert r"{\an7}{\i1}a{\i0} b\N{\b1}c{\b0}" in text
    [back] = form.read(text).cues
    assert (back.lines, back.markup, back.settings) == (cue.lines, cue.markup, cue.settings)


def test_ass_refuses_ten_hours():
    with pytest.raises(FormatError, match="ten hours"):
        BOTH["substation"].write(Sheet((Cue(Span(0, 36_000_000), ("a",)),)))


@pytest.mark.parametrize("module", ["textgrid", "lrc"])
def test_words_keep_their_times(module):
    words = (Word("one", Span(1000, 1500)), Word("two", Span(1500, 2000)))
    form = BOTH[module]
    [back] = form.read(form.write(Sheet((Cue(Span(1000, 2000), ("one two",), words=words),)))).cues
    assert back.words == words


def test_microdvd_counts_at_the_rate_that_is_named():
    form = BOTH["microdvd"]
    assert form.read("{1}{1}50\n{50}{100}a|b\n").cues[0].span == Span(1000, 2000)
    assert form.read("{25}{50}a\n").remarks[0].message.startswith("does not say its frame rate")
    assert form.read("{25}{50}a\n", Fraction(50)).cues[0].span == Span(500, 1000)


@pytest.mark.parametrize("text", ["=cmd()", "+1", "-1", "@a", "＝cmd()", "＠a", "'=cmd()"])
def test_a_formula_is_no_formula_in_a_table(text):
    written = BOTH["table"].write(Sheet((Cue(Span(0, 1000), (text,)),)))
    assert f",'{text}," in written
    assert BOTH["table"].read(written).cues[0].text == text


def test_rounded_times_are_counted():
    sheet = Sheet((Cue(Span(1001, 2000), ("a",)), Cue(Span(3000, 4000), ("b",))))
    assert losses(sheet, BOTH["substation"]) == ("exact times (1)",)
    assert losses(sheet, BOTH["microdvd"], fps=FPS) == ("exact times (1)",)


def test_stl_is_teletext_where_rows_fit_and_in_another_table_where_letters_need_it():
    form = BOTH["stl"]
    narrow, wide = Sheet((Cue(Span(0, 1000), ("short",)),)), Sheet((Cue(Span(0, 1000), ("x" * 42,)),))
    assert form.write(narrow, FPS)[11:14] == b"100"
    assert form.write(wide, FPS)[11:14] == b"000"
    greek = Sheet((Cue(Span(0, 1000), ("\u03b1\u03b2 a",)),))
    made = form.write(greek, FPS)
    assert made[12:14] == b"03"
    assert form.read(made).cues[0].lines == ("\u03b1\u03b2 a",)


@pytest.mark.parametrize(
    ("fps", "start_ms", "text", "said"),
    [
        (FPS, 0, "\u4e2d", "cue 1 has"),
        (Fraction(12), 0, "a", "12 frames a second"),
        (FPS, 86_400_000, "a", "24 hours"),
    ],
)
def test_stl_refuses_what_it_cannot_say(fps, start_ms, text, said):
    with pytest.raises(FormatError, match=said):
        BOTH["stl"].write(Sheet((Cue(Span(start_ms, start_ms + 1000), (text,)),)), fps)


@pytest.mark.parametrize("rate", [Fraction(24), Fraction(30000, 1001), Fraction(50)])
def test_stl_keeps_frames_at_every_rate(rate):
    span = Span(Timecode(90_000, rate).ms, Timecode(90_100, rate).ms)
    [back] = BOTH["stl"].read(BOTH["stl"].write(Sheet((Cue(span, ("a",)),)), rate)).cues
    assert back.span == span


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE tt [<!ENTITY a "b">]><tt xmlns="http://www.w3.org/ns/ttml"/>',
        '<!DOCTYPE tt SYSTEM "file:///etc/passwd"><tt xmlns="http://www.w3.org/ns/ttml"/>',
        "<a>" * 5000 + "</a>" * 5000,
        "<tt",
        '<tt xmlns="http://www.w3.org/ns/ttml"/>',
        "<html/>",
        '<?xml version="1.0" encoding="nonsense"?><tt/>',
    ],
)
def test_ttml_that_is_hostile_or_none_is_refused(text):
    with pytest.raises(FormatError):
        BOTH["ttml"].read(text.encode())


def test_ttml_keeps_roles_styles_and_places():
    cues = (
        Cue(Span(0, 1000), ("a b", "c"), settings="line:0 align:start", markup=("<i>a</i> b", "<b>c</b>")),
        Cue(Span(0, 1000), ("9 A Book",), role=Role.NOTE),
    )
    back = BOTH["ttml"].read(BOTH["ttml"].write(Sheet(cues, language="de")))
    assert back.language == "de"
    assert {(c.lines, c.role, c.footnotes, c.settings, c.markup) for c in back.cues} == {
        (c.lines, c.role, c.footnotes, c.settings, c.markup) for c in cues
    }


def test_scc_is_read():
    text = (
        "Scenarist_SCC V1.0\n\n00:00:01:00\t9420 9420 94ae 94ae 9470 9470 c8e5 ecec ef80 942c 942c 942f 942f\n\n"
        "00:00:03:00\t942c 942c\n"
    )
    scc = next(form for form in FORMATS if form.module == "scc")
    assert [cue.lines for cue in scc.read(text).cues] == [("Hello",)]
    with pytest.raises(FormatError, match="not a file of Scenarist"):
        scc.read("words")


@pytest.mark.parametrize("module", ["edl", "otio", "fcpxml"])
@pytest.mark.parametrize("rate", [Fraction(24000, 1001), Fraction(25), Fraction(30000, 1001)])
def test_markers_keep_frames_and_roles(module, rate):
    spans = (Span(Timecode(at, rate).ms, Timecode(at + 30, rate).ms) for at in (0, 500, 90_000))
    cues = tuple(Cue(span, (role.value,), role=role) for span, role in zip(spans, Role, strict=True))
    made = BOTH[module].write(Sheet(cues), rate)
    assert [(c.span, c.role) for c in BOTH[module].read(made, rate).cues] == [(c.span, c.role) for c in cues]


@pytest.mark.parametrize("module", ["ttml", "stl", "fcpxml"])
@given(cut=st.integers(0, 2000), junk=st.binary(max_size=40))
def test_no_bytes_make_a_reader_raise_another_error(module, cut, junk):
    good = BOTH[module].write(Sheet((Cue(Span(1000, 2000), ("a",)), Cue(Span(3000, 4000), ("b",)))), FPS)
    for body in (junk, good[:cut] + junk, good[:cut] + junk + good[cut + len(junk) :]):
        try:
            BOTH[module].read(body)
        except FormatError as error:
            assert error.message  # noqa: PT017 - not raising is right too


def test_fcpxml_with_entities_is_refused():
    with pytest.raises(FormatError, match="DTD"):
        BOTH["fcpxml"].read(b'<!DOCTYPE fcpxml [<!ENTITY a "b">]><fcpxml/>')


def test_stl_reads_a_cue_of_many_blocks_and_refuses_a_flood_of_them():
    form, long = BOTH["stl"], Sheet((Cue(Span(0, 9000), tuple(["row " * 9] * 70)),))
    made = form.write(long, Fraction(25))
    assert [cue.lines for cue in form.read(made).cues] == [tuple(line.strip() for line in long.cues[0].lines)]
    head, block = made[:1024], made[1024:1152]
    with pytest.raises(FormatError, match="block 33 is one too many of a cue"):
        form.read(head + block * 5000)


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace('"RationalTime.1"', '"RationalTime.1", "OTIO_SCHEMA": "Gap.1"'),
        lambda text: text.replace('"rate": 25.0', '"rate": 0.0'),
        lambda text: text.replace('"rate": 25.0', '"rate": null'),
        lambda text: text.replace('"rate": 25.0', '"rate": NaN'),
        lambda text: text.replace('"markers": [', '"markers": [null,', 1),
        lambda text: text.replace('"children": [', '"children": [null,', 1),
        lambda text: text.replace('"Timeline.1"', '"Track.1"'),
        lambda text: text.replace("lamp", "l\\ud800mp"),
        lambda _: "[" * 100_000,
        lambda _: "[]",
    ],
)
def test_a_timeline_that_is_damaged_is_refused_or_read_and_never_ends_the_program(damage):
    """Its own library, in C++, did."""
    form = BOTH["otio"]
    text = form.write(Sheet((Cue(Span(1000, 2000), ("The lamp.",)),)))
    damaged = damage(text)
    assert damaged != text
    try:
        read = form.read(damaged)
    except FormatError:
        return
    assert form.read(form.write(read)).cues == read.cues


def test_a_table_has_what_a_reviewer_said_where_somebody_did():
    plain = Cue(Span(0, 900), ("One.",))
    judged = Cue(Span(1000, 1900), ("Two.",), accepted=True, comment="=ask the author")
    assert "comment" not in table.write(Sheet((plain,)))
    text = table.write(Sheet((plain, judged)))
    assert text.splitlines()[0].endswith(",footnotes,accepted,comment")
    back = table.read(text).cues
    assert [(cue.accepted, cue.comment) for cue in back] == [(False, ""), (True, "=ask the author")]


@pytest.mark.parametrize(
    ("line", "lines", "markup"),
    [
        ("{y:i}One|two", ("One", "two"), ("<i>One</i>", "two")),
        ("{Y:i}One|two", ("One", "two"), ("<i>One</i>", "<i>two</i>")),
        ("/One|two", ("One", "two"), ("<i>One</i>", "two")),
        ("{y:b,u}One", ("One",), ("<b><u>One</u></b>",)),
        ("{y:i}{c:$0000ff}One", ("One",), ("<i>One</i>",)),
    ],
)
def test_microdvd_tells_italics_of_a_row(line, lines, markup):
    form = BOTH["microdvd"]
    (cue,) = form.read(f"{{25}}{{50}}{line}\n", FPS).cues
    assert (cue.lines, cue.markup) == (lines, markup)
    assert cue.style.color == ("#ff0000" if "{c:" in line else "")
    (again,) = form.read(form.write(Sheet((cue,)), FPS), FPS).cues
    assert (again.lines, again.markup) == (lines, markup)


def test_a_slash_that_is_text_stays_text_in_microdvd():
    form = BOTH["microdvd"]
    sheet = Sheet((Cue(Span(1000, 2000), ("/home is", "where {y:i} stands")),))
    assert form.read(form.write(sheet, FPS), FPS).cues[0].lines == sheet.cues[0].lines


BACKWARDS = {
    "{25}{50}One.\n{100}{80}Two.\n": "film.sub",
    "0:00:01.000,0:00:02.000\nOne.\n\n0:00:04.000,0:00:03.200\nTwo.\n": "film.sbv",
    "1.0\t2.0\tOne.\n4.0\t3.2\tTwo.\n": "film.labels.txt",
    "<begin subtitles>\n\n00:00:01:00 00:00:02:00\nOne.\n\n"
    "00:00:04:00 00:00:03:05\nTwo.\n\n<end subtitles>\n": "film.avid.txt",
    "00:00:01:00 , 00:00:02:00 , One.\n00:00:04:00 , 00:00:03:05 , Two.\n": "film.spruce.stl",
    '{"version": "1.0.0", "segments": [{"startTime": 1, "endTime": 2, "body": "One."},'
    ' {"startTime": 4, "endTime": 3.2, "body": "Two."}]}': "film.podcast.json",
    "start,end,text\n00:00:01.000,00:00:02.000,One.\n00:00:04.000,00:00:03.200,Two.\n": "film.csv",
}


@pytest.mark.parametrize("text", BACKWARDS, ids=BACKWARDS.values())
def test_a_cue_that_ends_before_it_starts_costs_no_other(text, tmp_path):
    path = tmp_path / BACKWARDS[text]
    path.write_text(text, "utf-8")
    sheet = subtool.read(path, fps=FPS)
    assert [(cue.text, cue.span.start_ms, cue.span.end_ms) for cue in sheet.cues] == [
        ("One.", 1000, 2000),
        ("Two.", 4000, 4000),
    ]
    assert [(remark.code, remark.at_ms) for remark in sheet.remarks] == [("ends-before-start", 4000)]


def test_a_line_whose_frames_cannot_be_read_is_said(tmp_path):
    path = tmp_path / "film.sub"
    path.write_text("{1}{1}25\n{25}{50}One.\n{a}{b}Two.\n", "utf-8")
    remarks = subtool.read(path).remarks
    assert [(remark.source.line, remark.code) for remark in remarks] == [(3, "text-outside-cues")]
    assert "“{a}{b}Two.”" in remarks[0].message


def test_a_row_without_times_costs_no_other_and_is_told():
    text = "in\tout\ttext\n4,5\t6,5\tfirst\n-1\t2\tnever\n00:08.000\t\tlast\n"
    sheet = subtool.reads(text, "tsv")
    assert [(cue.text, cue.span) for cue in sheet.cues] == [
        ("first", Span(4500, 6500)),
        ("last", Span(8000, 13_000)),
    ]
    assert [remark.source.line for remark in sheet.remarks] == [3, 4]
    assert "“never” is left out" in sheet.remarks[0].message
    with pytest.raises(FormatError, match="this row has no times"):
        subtool.reads("in\tout\ttext\nnow\tthen\tfirst\n", "tsv")
