"""WebVTT by the specification: cases for each step of its parser, and what is written is read back as it was."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import subtool
from subtool.errors import FormatError
from subtool.formats import cuesheet, runs, srt, vtt
from subtool.formats.cuetext import Close, Open, Stamp, TextNode, events
from subtool.model import Cue, CueStyle, Footnote, Role, Sheet, Span
from subtool.text import markup
from subtool.timecode import full_clock

T = "00:01.000 --> 00:02.000"


def one(timings=T, text="a", before="", after=""):
    return f"WEBVTT\n\n{before}{timings}\n{text}{after}"


def told(sheet):
    return [
        " ".join(filter(None, [cue.identifier, f"{cue.span.start_ms}-{cue.span.end_ms}", cue.settings]))
        + ": " + "|".join(cue.markup or cue.lines)
        for cue in sheet.cues
    ]  # fmt: skip


A = "1000-2000: a"
FILES = {
    "signature alone": ("WEBVTT", []),
    "signature and a line end": ("WEBVTT\n", []),
    "signature, byte order mark": (f"\ufeffWEBVTT\n\n{T}\na", [A]),
    "signature, blank": (f"WEBVTT \n\n{T}\na", [A]),
    "signature, tab": (f"WEBVTT\t\n\n{T}\na", [A]),
    "signature, text": (f"WEBVTT of ours\n\n{T}\na", [A]),
    "signature, blank, no line end": ("WEBVTT ", []),
    "header, arrow in the first line": (f"WEBVTT -->\n\n{T}\na", [A]),
    "header, lines": (f"WEBVTT\nKind: captions\nLanguage: de\n\n{T}\na", [A]),
    "header, times end it": (f"WEBVTT\n{T}\na", [A]),
    "header, times in its third line": (f"WEBVTT\nKind: x\n{T}\na", [A]),
    "header, empty lines": (f"WEBVTT\n\n\n\n{T}\na", [A]),
    "lines end in CR": (f"WEBVTT\r\r{T}\ra\rb", ["1000-2000: a|b"]),
    "lines end in CR LF": (f"WEBVTT\r\n\r\n{T}\r\na\r\nb\r\n", ["1000-2000: a|b"]),
    "lines end by turns": (f"WEBVTT\r\n\n{T}\ra\nb\r\n\r{T}\nc", ["1000-2000: a|b", "1000-2000: c"]),
    "U+0000": (one(text="a\0b", before="x\0\n"), ["x\ufffd 1000-2000: a\ufffdb"]),
    "identifier": (one(before="id 1\n"), [f"id 1 {A}"]),
    "identifier of spaces": (one(before=" \n"), [f"  {A}"]),
    "identifier, a line too many": (one(before="x\ny\n"), [A]),
    "identifier like a line of times": (f"WEBVTT\n\n{T}\n{T}\na", ["1000-2000: ", A]),
    "arrow alone, then times": (f"WEBVTT\n\n-->\n{T}\na", [A]),
    "arrow in an identifier": (f"WEBVTT\n\nfoo-->\n{T}\na", [A]),
    "arrow in the text": (f"WEBVTT\n\n{T}\na\nb --> c\nd\n\n{T}\ne", [A, "1000-2000: e"]),
    "text up to the next times": (f"WEBVTT\n\n{T}\na\n{T}\nb", [A, "1000-2000: b"]),
    "text up to a broken arrow": (f"WEBVTT\n\n{T}\na\n00:1 --> x\nb", [A]),
    "no text": (f"WEBVTT\n\n{T}\n\n{T}\na", ["1000-2000: ", A]),
    "end of the file in the times": (f"WEBVTT\n\n{T}", ["1000-2000: "]),
    "end of the file in a time": ("WEBVTT\n\n00:01.000 --> 00:02.00", []),
    "times, hours": (one("01:00:01.000 --> 123:00:02.003"), ["3601000-442802003: a"]),
    "times, hours of one digit": (one("1:00:01.000 --> 1:00:02.000"), ["3601000-3602000: a"]),
    "times, minutes of three digits": (one("100:01.000 --> 100:02.000"), []),
    "times, minutes above 59 without hours": (one("60:01.000 --> 60:02.000"), []),
    "times, minutes above 59": (one("00:60:01.000 --> 00:61:02.000"), []),
    "times, seconds above 59": (one("00:00.000 --> 00:60.000"), []),
    "times, two thousandths": (one("00:01.00 --> 00:02.000"), []),
    "times, four thousandths": (one("00:01.000 --> 00:02.0000"), []),
    "times, comma": (one("00:01,000 --> 00:02,000"), []),
    "times, no thousandths": (one("00:01 --> 00:02"), []),
    "times, no minutes": (one("01.000 --> 02.000"), []),
    "times, minus": (one("-00:01.000 --> 00:02.000"), []),
    "times, other digits": (one("00:0\u0661.000 --> 00:02.000"), []),
    "times, no spaces": (one("00:01.000-->00:02.000"), [A]),
    "times, spaces and tabs": (one(" \t00:01.000\t  -->\t00:02.000 \t"), [A]),
    "times, form feeds": (one("\f00:01.000\f-->\f00:02.000"), [A]),
    "times, no-break space": (one("00:01.000\u00a0--> 00:02.000"), []),
    "times, text before them": (one("x 00:01.000 --> 00:02.000"), []),
    "times, text after them": (one(f"{T} x"), [A]),
    "times, text right after them": (one(f"{T}x line:0"), ["1000-2000 line:0: a"]),
    "times, a longer arrow": (one("00:01.000 ---> 00:02.000"), []),
    "times, a broken arrow": (one("00:01.000 -- > 00:02.000"), []),
    "times, nothing long": (one("00:01.000 --> 00:01.000"), ["1000-1000: a"]),
    "note": (f"WEBVTT\n\nNOTE\nof ours\n\n{T}\na", [A]),
    "note with times": (f"WEBVTT\n\nNOTE x\n{T}\na", [f"NOTE x {A}"]),
    "style, then times": (f"WEBVTT\n\nSTYLE\n::cue {{}}\n{T}\na", [A]),
    "style is an identifier": (f"WEBVTT\n\nSTYLE\n{T}\na", [f"STYLE {A}"]),
    "vertical": (one(f"{T} vertical:rl"), ["1000-2000 vertical:rl: a"]),
    "vertical, wrong": (one(f"{T} vertical:RL vertical:"), [A]),
    "vertical, twice": (one(f"{T} vertical:rl vertical:lr vertical:x"), ["1000-2000 vertical:lr: a"]),
    "line, number": (one(f"{T} line:-1.5"), ["1000-2000 line:-1.5: a"]),
    "line, share and alignment": (one(f"{T} line:50.5%,end"), ["1000-2000 line:50.5%,end: a"]),
    "line, wrong alignment": (one(f"{T} line:50%,middle"), ["1000-2000 line:50%: a"]),
    "line, an alignment stays": (one(f"{T} line:5,end line:7"), ["1000-2000 line:7,end: a"]),
    **{
        f"line, wrong: {wrong}": (one(f"{T} line:{wrong}"), [A])
        for wrong in ["-", "%", "101%", "-0%", "1%%", "1-", ".5", "5.", "1..5", "1e2", " 0%", "0%x", "1" * 400]
    },
    "position": (one(f"{T} position:50%"), ["1000-2000 position:50%: a"]),
    "position, alignment": (one(f"{T} position:50%,line-left"), ["1000-2000 position:50%,line-left: a"]),
    "position, wrong alignment": (one(f"{T} position:50%,start"), ["1000-2000 position:50%: a"]),
    "position, wrong": (one(f"{T} position:50 position:101% position:-1% position:x%"), [A]),
    "size": (one(f"{T} size:33.3%"), ["1000-2000 size:33.3%: a"]),
    "size, wrong": (one(f"{T} size:33 size:100.1% size:.5% size:"), [A]),
    "align": (one(f"{T} align:start align:right"), ["1000-2000 align:right: a"]),
    "align, wrong": (one(f"{T} align:middle align:Start align:"), [A]),
    "settings parted by tabs": (one(f"{T}\tline:0\t\tsize:5%"), ["1000-2000 line:0 size:5%: a"]),
    "settings, colons": (one(f"{T} :line line: align:start:x size:5%:"), [A]),
    "settings, all": (
        one(f"{T} align:start size:5% line:1% vertical:lr position:25%"),
        ["1000-2000 vertical:lr line:1% position:25% size:5% align:start: a"],
    ),
    "region": (one(f"{T} region:x", before="REGION\nid:x width:5%\n\n"), ["1000-2000 region:x: a"]),
    "region, unknown": (one(f"{T} region:y", before="REGION\nid:x\n\n"), [A]),
    "region, unknown after known": (one(f"{T} region:x region:y", before="REGION\nid:x\n\n"), [A]),
    "region, last identifier": (one(f"{T} region:y", before="REGION\nid:x id:y\n\n"), ["1000-2000 region:y: a"]),
    "region, old syntax": (one(f"{T} region:x", before="REGION: id=x\n\n"), [A]),
    "region left by a line": (one(f"{T} region:x line:0", before="REGION\nid:x\n\n"), ["1000-2000 line:0: a"]),
    "region after a line": (
        one(f"{T} line:0 region:x", before="REGION\nid:x\n\n"), ["1000-2000 line:0 region:x: a"],
    ),
    "region after a cue": (
        f"WEBVTT\n\n{T}\na\n\nREGION\nid:x\n\n{T} region:x\nb", [A, "1000-2000: b"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FILES)
def test_a_file_is_read_as_the_specification_has_it(case):
    text, expected = FILES[case]
    sheet = vtt.read(text)
    assert told(sheet) == expected
    assert vtt.read(vtt.write(sheet)).cues == sheet.cues
    assert vtt.read(vtt.write(cuesheet.read(cuesheet.write(sheet).decode()))) == vtt.read(vtt.write(sheet))


@pytest.mark.parametrize(
    "text", ["", "\n", "WEBVT", "WEBVTTx", "webvtt\n", " WEBVTT\n", "\nWEBVTT", "WEBVTT\f\n"]
)
def test_a_file_that_is_none_is_refused(text):
    with pytest.raises(FormatError, match="does not begin with WEBVTT"):
        vtt.read(text)


def test_a_time_beyond_counting_is_refused_with_its_row():
    assert vtt.read(one(f"00:01.000 --> {2**31}:00:00.000")).cues[0].span.end_ms == 2**31 * 3_600_000
    with pytest.raises(FormatError) as caught:
        vtt.read(one(f"00:01.000 --> {10**30}:00:00.000"))
    assert (caught.value.message, caught.value.at.line) == ("this time is beyond counting", 3)


CUE_TEXTS = r"""
a ⇒ a
a < b ⇒ a␣
a > b ⇒ a > b
< ⇒
<> ⇒
a<>b ⇒ ab
<x>a</x> ⇒ a
<B>a</B> ⇒ a
<sic>a ⇒ a
<b>a ⇒ <b>a</b>
<b>a</b>c ⇒ <b>a</b>c
<i>a</i> ⇒ <i>a</i>
<u>a</u> ⇒ <u>a</u>
<c>a</c> ⇒ <c>a</c>
<b ⇒ <b></b>
<b.x ⇒ <b.x></b>
<b.x y ⇒ <b.x></b>
a</b ⇒ a
<b>a</b ⇒ <b>a</b>
<b/>a ⇒ a
<b />a ⇒ <b>a</b>
</b>a ⇒ a
</>a ⇒ a
<b>a</i>c ⇒ <b>ac</b>
<b><i>a</b>c</i>d ⇒ <b><i>ac</i>d</b>
<b>a</b x>c ⇒ <b>ac</b>
<b>a</b.x>c ⇒ <b>ac</b>
<b>a</ b>c ⇒ <b>ac</b>
< b>a ⇒ a
<b<i>>a ⇒ >a
<c.x>a</c> ⇒ <c.x>a</c>
<c.x.y>a</c> ⇒ <c.x.y>a</c>
<c..x.>a</c> ⇒ <c.x>a</c>
<c.>a</c> ⇒ <c>a</c>
<c.x y.z>a</c> ⇒ <c.x>a</c>
<c.&amp;>a</c> ⇒ <c.&amp;>a</c>
<i.x>a</i> ⇒ <i.x>a</i>
<.x>a ⇒ a
<v>a</v> ⇒ <v>a</v>
<v Ann>a</v> ⇒ <v Ann>a</v>
<v  Ann  B. >a</v> ⇒ <v Ann B.>a</v>
<v.loud Ann>a</v> ⇒ <v.loud Ann>a</v>
<v Ann.x>a</v> ⇒ <v Ann.x>a</v>
<v A&amp;B>a</v> ⇒ <v A&B>a</v>
<v A&gt;B>a</v> ⇒ <v A>B>a</v>
<v\tAnn>a</v> ⇒ <v Ann>a</v>
<v\nAnn\nB>a</v> ⇒ <v Ann B>a</v>
<v A<b>a</v> ⇒ <v A<b>a</v>
<v Ann>a<v Bob>b ⇒ <v Ann>a<v Bob>b</v></v>
<lang en>a</lang> ⇒ <lang en>a</lang>
<lang en-GB>a<lang de>b</lang>c</lang> ⇒ <lang en-GB>a<lang de>b</lang>c</lang>
<lang>a</lang> ⇒ <lang>a</lang>
<language en>a ⇒ a
<ruby>a<rt>b ⇒ <ruby>a<rt>b</rt></ruby>
<ruby>a<rt>b</rt>c ⇒ <ruby>a<rt>b</rt>c</ruby>
<ruby>a<rt>b</rt></ruby>c ⇒ <ruby>a<rt>b</rt></ruby>c
<ruby>a<rt>b</ruby>c ⇒ <ruby>a<rt>b</rt></ruby>c
<ruby>a<rt><b>b</rt></ruby>c ⇒ <ruby>a<rt><b>bc</b></rt></ruby>
<ruby>a<rt><b>b</rt></b>c</ruby>d ⇒ <ruby>a<rt><b>b</b>c</rt></ruby>d
<rt>a ⇒ a
<ruby><b>a<rt>b ⇒ <ruby><b>ab</b></ruby>
<ruby>a</rt>b ⇒ <ruby>ab</ruby>
<ruby.x>a<rt.y>b ⇒ <ruby.x>a<rt.y>b</rt></ruby>
a<00:01.000>b ⇒ a<00:00:01.000>b
a<00:00:01.000>b ⇒ a<00:00:01.000>b
<123:00:01.000>b ⇒ <123:00:01.000>b
a<00:01.00>b ⇒ ab
a<00:01.000 >b ⇒ ab
a<00:60.000>b ⇒ ab
a<1>b ⇒ ab
a<00:01.000 ⇒ a<00:00:01.000>
<b>a<00:01.000>b</b> ⇒ <b>a<00:00:01.000>b</b>
& ⇒ &
a & b ⇒ a & b
&amp; ⇒ &
&lt;b&gt; ⇒ <b>
&lrm;a&rlm; ⇒ \u200ea\u200f
a&nbsp;b ⇒ a\u00a0b
&copy; ⇒ ©
&quot; ⇒ "
&#38; ⇒ &
&#x26; ⇒ &
&amp;lt; ⇒ &lt;
&xyzzy; ⇒ &xyzzy;
&notit; ⇒ ¬it;
&; ⇒ &;
&1 ⇒ &1
&&amp; ⇒ &&
&<b>amp; ⇒ &<b>amp;</b>
&#9999999999; ⇒ \ufffd
a\n<b>c\nd</b> ⇒ a\n<b>c\nd</b>
"""
PAIRS = [line.partition(" ⇒")[::2] for line in CUE_TEXTS.strip().split("\n")]


def dump(text):
    made = []
    for event in events(text):
        match event:
            case TextNode(said):
                made.append(said)
            case Open(name, classes, annotation):
                made.append(f"<{'.'.join((name, *classes))}{annotation and ' '}{annotation}>")
            case Close(name):
                made.append(f"</{name}>")
            case Stamp(ms):
                made.append(f"<{full_clock(ms)}>")
    return "".join(made)


@pytest.mark.parametrize(("written", "tree"), PAIRS)
def test_cue_text_is_understood_as_the_specification_has_it(written, tree):
    written = written.replace("\\n", "\n").replace("\\t", "\t")
    expected = tree.removeprefix(" ").replace("␣", " ").replace("\\n", "\n")
    expected = re.sub(r"\\u(\w{4})", lambda mark: chr(int(mark[1], 16)), expected)
    assert dump(written) == expected
    [cue] = vtt.read(one(text=written)).cues
    assert "\n".join(cue.lines) == "".join(
        event.text for event in events(markup.with_brackets(written)) if isinstance(event, TextNode)
    )
    [back] = vtt.read(vtt.write(Sheet((cue,)))).cues
    assert (back.lines, dump("\n".join(back.markup))) == (cue.lines, dump("\n".join(cue.markup)))


RUBY = (
    ("<ruby>漢字<rt>かんじ</rt></ruby>です", "漢字（かんじ）です"),
    ("<ruby>kanji<rt>x</ruby> end", "kanji(x) end"),
    ("<ruby>a<rt>b", "a(b)"),
    ("<ruby.x>a<rt.y><i>b</i></rt>c<rt>d</rt></ruby>", "a(b)c(d)"),
    ("<ruby>a<rt></rt></ruby>", "a"),
    ("a<rt>b</rt>", "ab"),
)


@pytest.mark.parametrize(("written", "shown"), RUBY)
def test_ruby_stands_in_brackets_where_it_is_not_known(written, shown):
    [cue] = vtt.read(one(text=written)).cues
    assert cue.lines == (shown,)
    assert "".join(seen for seen, _ in markup.characters(cue.markup)) == shown
    assert "".join(run.text for run in runs.of(cue)) == shown
    [as_srt] = srt.read(srt.write(Sheet((cue,)))).cues
    assert as_srt.lines == (shown,)
    assert written in vtt.write(Sheet((cue,)))


def test_the_head_of_a_file_comes_back():
    head = (
        "WEBVTT - ours\nKind: captions",
        "STYLE\n::cue { color: red }",
        "REGION\nid:x",
        "NOTE of ours\nand more",
    )
    text = "\n\n".join([*head, f"{T} region:x\na\n"])
    sheet = vtt.read(text)
    assert (sheet.head, vtt.write(sheet)) == (head, text.replace("00:0", "00:00:0"))
    assert vtt.write(cuesheet.read(cuesheet.write(sheet).decode())) == vtt.write(sheet)


rows = st.text(
    st.sampled_from("ab <>&/;.-:\n\t01vic\u2028") | st.characters(exclude_categories=["Cs"]), max_size=40
)


@given(st.lists(st.tuples(st.integers(0, 10**12), st.integers(0, 10**6), rows, rows), max_size=5))
def test_what_is_written_is_read_back_identically(made):
    text = "WEBVTT\n\n" + "".join(
        f"{name}\n{full_clock(start)} --> {full_clock(start + length)}\n{said}\n\n"
        for start, length, name, said in made
    )
    sheet = vtt.read(text)
    again = vtt.read(vtt.write(sheet))
    assert (again.cues, again.head) == (sheet.cues, sheet.head)
    assert vtt.write(again) == vtt.write(sheet)


def test_a_note_of_a_file_stays_where_the_file_has_it():
    text = "WEBVTT\n\nnote-0\n00:00:00.000 --> 00:00:01.000\nA Book.\n"
    assert vtt.write(vtt.read(text)) == text


@given(rows, rows, rows, rows)
def test_nothing_in_a_cue_breaks_out_of_it(identifier, settings, line, head):
    cue = Cue(Span(0, 9), (line,), identifier=identifier, settings=settings)
    assert len(vtt.read(vtt.write(Sheet((cue, cue), head=(head, f"NOTE {head}")))).cues) == 2


FLOODS = [
    "a" * 50_000_000, " " * 200_000, "<a " * 100_000, "<b>" * 10_000, "&" * 100_000, "<" * 100_000, "-->" * 100_000,
    "&#" + "9" * 100_000,
]  # fmt: skip


@pytest.mark.parametrize("flood", FLOODS, ids=lambda text: text[:4])
def test_floods_are_read(flood):
    sheet = vtt.read(one(text=flood))
    assert vtt.read(vtt.write(sheet)).cues == sheet.cues
    seen = "".join(event.text for event in events(flood) if isinstance(event, TextNode))
    assert seen == sheet.cues[0].lines[0] or "-->" in flood


def test_chapters_and_footnotes_are_files_of_their_own_kind(tmp_path):
    note = Footnote("9", "Ibid.", "A. Author, <A> Book --> 2.")
    sheet = Sheet(
        (Cue(Span(0, 2000), ("The Harbour",), role=Role.TITLE), Cue(Span(2000, 4000), ("Quiet.",), footnotes=("9",)),
         Cue(Span(9000, 9500), ("The Town",), role=Role.TITLE)),
        footnotes=(note,),
    )  # fmt: skip
    subtool.write_all(sheet, [tmp_path / "a.chapters.vtt", tmp_path / "a.footnotes.vtt"])
    chapters = subtool.read(tmp_path / "a.chapters.vtt")
    assert [(cue.span, cue.text) for cue in chapters.cues] == [
        (Span(0, 9000), "The Harbour"), (Span(9000, 9500), "The Town"),
    ]  # fmt: skip
    [cue] = vtt.read((tmp_path / "a.footnotes.vtt").read_text("utf-8")).cues
    assert (cue.span.start_ms, cue.identifier) == (2000, "note-9")
    assert json.loads(cue.lines[0]) == {"number": "9", "text": "Ibid.", "full": "A. Author, <A> Book --> 2."}


@pytest.mark.parametrize(
    ("cue", "written"),
    [
        (Cue(Span(0, 1000), ("a",), speaker="Anna"), "<v Anna>a"),
        (Cue(Span(0, 1000), ("a", "b"), speaker="R & B > C"), "<v R &amp; B &gt; C>a\nb"),
        (Cue(Span(0, 1000), ("a",), role=Role.TITLE, speaker="Anna"), "a"),
        (Cue(Span(0, 1000), ("a",), speaker="Bea", markup=("<v Anna>a",)), "<v Bea>a"),
        (Cue(Span(0, 1000), ("a",), speaker=None, markup=("<v Anna>a",)), "a"),
        (Cue(Span(0, 1000), ("ab",), markup=("<v A>a</v><v B>b</v>",)), "<v A>a</v><v B>b</v>"),
        (Cue(Span(0, 1000), ("a",), style=CueStyle("top", "#ffff00")), "<c.yellow>a</c>"),
    ],
)
def test_speakers_and_colours_are_written_and_come_back(cue, written):
    text = vtt.write(Sheet((cue,)))
    assert text.split("\n", 3)[3] == f"{written}\n"
    [back] = vtt.read(text).cues
    assert (back.speaker, back.lines) == (cue.speaker if cue.role is Role.SPEECH else None, cue.lines)


def test_a_null_is_no_reason_to_refuse_a_file(tmp_path):
    path = tmp_path / "film.vtt"
    path.write_bytes(b"WEBVTT\n\n00:01.000 --> 00:02.000\nOne\0two\n")
    assert subtool.read(path).cues[0].lines == ("One\ufffdtwo",)
