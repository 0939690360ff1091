"""SRT as it is found: each kind of defect is mended, told with its line, and gone when it is written."""

from __future__ import annotations

import subprocess

import imageio_ffmpeg
import pytest
from hypothesis import given
from hypothesis import strategies as st

import subtool
from subtool.errors import FormatError
from subtool.formats import cuesheet, srt, vtt
from subtool.model import Cue, Sheet, Span

T1, T2 = "00:00:01,000 --> 00:00:02,000", "00:00:03,000 --> 00:00:04,000"
TWO = [(1000, 2000, "a"), (3000, 4000, "b")]


def times(line):
    return f"1\n{line}\na\n\n2\n{T2}\nb\n"


# the text, the cues (start, end, lines), and a line that is remarked on (none when nothing had to be mended)
FOUND = {
    "as it should be": (f"1\n{T1}\na\n\n2\n{T2}\nb\n", TWO, None),
    "CR LF": (f"1\n{T1}\na\n\n2\n{T2}\nb\n".replace("\n", "\r\n"), TWO, None),
    "CR": (f"1\n{T1}\na\n\n2\n{T2}\nb\n".replace("\n", "\r"), TWO, None),
    "CR CR LF": (f"1\n{T1}\na\n\n2\n{T2}\nb\n".replace("\n", "\r\r\n"), TWO, 1),
    "CR and LF by turns": (f"1\r\n{T1}\ra\n\n2\n{T2}\nb\r\n", TWO, 1),
    "a mark before the first number": (f"\ufeff1\n{T1}\na\n\n2\n{T2}\nb\n", TWO, None),
    "two marks": (f"\ufeff\ufeff1\n{T1}\na\n\n2\n{T2}\nb\n", TWO, None),
    "a mark inside, of files joined": (f"1\n{T1}\na\n\n\ufeff2\n{T2}\nb\n", TWO, None),
    "no empty line at the end": (f"1\n{T1}\na\n\n2\n{T2}\nb", TWO, None),
    "many empty lines": (f"\n\n1\n{T1}\na\n\n\n\n2\n{T2}\nb\n\n\n", TWO, None),
    "empty lines of spaces": (f"1\n{T1}\na\n \t\n2\n{T2}\nb\n", TWO, None),
    "no numbers": (f"{T1}\na\n\n{T2}\nb\n", TWO, 1),
    "a number missing": (f"1\n{T1}\na\n\n{T2}\nb\n", TWO, 4 + 1),
    "a number twice": (f"1\n{T1}\na\n\n1\n{T2}\nb\n", TWO, 6),
    "numbers from 0": (f"0\n{T1}\na\n\n1\n{T2}\nb\n", TWO, None),
    "numbers with a gap": (f"1\n{T1}\na\n\n7\n{T2}\nb\n", TWO, 6),
    "numbers with a dot": (f"1.\n{T1}\na\n\n2.\n{T2}\nb\n", TWO, None),
    "numbers with a sign": (f"#1\n{T1}\na\n\n#2\n{T2}\nb\n", TWO, None),
    "numbers with spaces": (f" 1 \n{T1}\na\n\n2 \n{T2}\nb\n", TWO, None),
    "the number in the line of times": (f"1 {T1}\na\n\n2 {T2}\nb\n", TWO, 1),
    "no empty line between": (f"1\n{T1}\na\n2\n{T2}\nb\n", TWO, None),
    "neither number nor empty line": (f"1\n{T1}\na\n{T2}\nb\n", TWO, 4),
    "an empty line before the times": (f"1\n\n{T1}\na\n\n2\n\n{T2}\nb\n", TWO, None),
    "an empty line after the times": (f"1\n{T1}\n\na\n\n2\n{T2}\n\nb\n", TWO, 3),
    "an empty line inside a cue": (f"1\n{T1}\na\n\nb\n\n2\n{T2}\nc\n", [(1000, 2000, "a||b"), (3000, 4000, "c")], 4),
    "an empty line with tags on both sides": (
        f"1\n{T1}\n<i>a\n\n\nb</i>\n\n2\n{T2}\nc\n", [(1000, 2000, "<i>a||b</i>"), (3000, 4000, "c")], 4),
    "an empty line in the last cue": (f"1\n{T1}\na\n\n2\n{T2}\nb\n\nc\n", [(1000, 2000, "a"), (3000, 4000, "b|c")], 8),
    "a file that breaks off after a number": (f"1\n{T1}\na\n\n2\n{T2}\nb\n\n3\n", TWO, 9),
    "a file that breaks off in its times": (f"1\n{T1}\na\n\n2\n{T2}\nb\n\n3\n00:00:05,0", TWO, 9),
    "wide signs": (f"1\n{T1}\na\n\n2\n{T2.replace(':', '：').replace(',', '，')}\nb\n", TWO, None),
    "empty lines between all lines": (f"1\n{T1}\na\n\n2\n{T2}\nb\n".replace("\n", "\n\n"), TWO, 4),
    "text before the first cue": (f"Made by us\n\n1\n{T1}\na\n\n2\n{T2}\nb\n", TWO, 1),
    "a header of another format": (f"WEBVTT\n\n1\n{T1}\na\n\n2\n{T2}\nb\n", TWO, 1),
    "text of digits": (f"1\n{T1}\n1984\n\n2\n{T2}\nb\n", [(1000, 2000, "1984"), (3000, 4000, "b")], None),
    "text of digits at the end": (f"1\n{T1}\na\n\n2\n{T2}\n1984", [(1000, 2000, "a"), (3000, 4000, "1984")], None),
    "text of digits without numbers": (f"{T1}\n1984\n\n{T2}\nb", [(1000, 2000, "1984"), (3000, 4000, "b")], 1),
    "digits in the second line": (f"1\n{T1}\na\n12\n\n2\n{T2}\nb", [(1000, 2000, "a|12"), (3000, 4000, "b")], None),
    "digits and no empty line": (f"1\n{T1}\n7\n2\n{T2}\nb", [(1000, 2000, "7"), (3000, 4000, "b")], None),
    "a cue without text": (f"1\n{T1}\n\n2\n{T2}\nb\n", [(3000, 4000, "b")], 2),
    "a cue of spaces": (f"1\n{T1}\n  \n\n2\n{T2}\nb\n", [(3000, 4000, "b")], 2),
    "a cue of tags": (f"1\n{T1}\n<i></i>\n\n2\n{T2}\nb\n", [(3000, 4000, "b")], 2),
    "an empty last cue": (f"1\n{T1}\na\n\n2\n{T2}\n", [(1000, 2000, "a")], 6),
    "an arrow in the text": (f"1\n{T1}\ngo --> there\n", [(1000, 2000, "go --> there")], None),
    "times of day in the text": (f"1\n{T1}\n10:30 - 11:45\n", [(1000, 2000, "10:30 - 11:45")], None),
    "a sum in the text": (f"1\n{T1}\n2 > 1\n", [(1000, 2000, "2 > 1")], None),
    "a dot for the comma": (times("00:00:01.000 --> 00:00:02.000"), TWO, 2),
    "a colon for the comma": (times("00:00:01:000 --> 00:00:02:000"), TWO, 2),
    "a dot in one time": (times("00:00:01.000 --> 00:00:02,000"), TWO, 2),
    "dots for colons": (times("00.00.01,000 --> 00.00.02,000"), TWO, 2),
    "semicolons for colons": (times("00;00;01,000 --> 00;00;02,000"), TWO, 2),
    "one digit of thousandths": (times("00:00:01,5 --> 00:00:02,0"), [(1500, 2000, "a"), TWO[1]], 2),
    "two digits of thousandths": (times("00:00:01,50 --> 00:00:02,00"), [(1500, 2000, "a"), TWO[1]], 2),
    "six digits of thousandths": (times("00:00:01,500999 --> 00:00:02,000000"), [(1500, 2000, "a"), TWO[1]], 2),
    "no thousandths": (times("00:00:01 --> 00:00:02"), TWO, 2),
    "no hours": (times("00:01,000 --> 00:02,000"), TWO, 2),
    "no hours, a dot": (times("00:01.000 --> 00:02.000"), TWO, 2),
    "one digit of everything": (times("0:0:1,000 --> 0:0:2,000"), TWO, None),
    "three digits of hours": (times("000:00:01,000 --> 000:00:02,000"), TWO, None),
    "a hundred hours": ("1\n100:00:00,000 --> 100:00:01,000\na\n", [(360_000_000, 360_001_000, "a")], None),
    "2^31 ms": ("1\n596:31:23,648 --> 596:31:24,000\na\n", [(2**31, 2**31 + 352, "a")], None),
    "sixty minutes": ("1\n00:60:00,000 --> 00:61:00,000\na\n", [(3_600_000, 3_660_000, "a")], 2),
    "sixty seconds": ("1\n00:00:60,000 --> 00:00:61,000\na\n", [(60_000, 61_000, "a")], 2),
    "before the start": (times("-00:00:01,000 --> 00:00:02,000"), [(0, 2000, "a"), TWO[1]], 2),
    "times exchanged": (times("00:00:02,000 --> 00:00:01,000"), TWO, 2),
    "no length": (times("00:00:01,000 --> 00:00:01,000"), [(1000, 1000, "a"), TWO[1]], None),
    "a short arrow": (times("00:00:01,000 -> 00:00:02,000"), TWO, 2),
    "a long arrow": (times("00:00:01,000 ---> 00:00:02,000"), TWO, 2),
    "an arrow with an en dash": (times("00:00:01,000 –> 00:00:02,000"), TWO, 2),
    "an arrow with an em dash": (times("00:00:01,000 —> 00:00:02,000"), TWO, 2),
    "a broken arrow": (times("00:00:01,000 -- > 00:00:02,000"), TWO, 2),
    "a typographic arrow": (times("00:00:01,000 → 00:00:02,000"), TWO, 2),
    "a double arrow": (times("00:00:01,000 ==> 00:00:02,000"), TWO, 2),
    "two arrow heads": (times("00:00:01,000 -->> 00:00:02,000"), TWO, 2),
    "dashes for the arrow": (times("00:00:01,000 -- 00:00:02,000"), TWO, 2),
    "no spaces around the arrow": (times("00:00:01,000-->00:00:02,000"), TWO, None),
    "many spaces": (times("  00:00:01,000\t  -->   00:00:02,000  "), TWO, None),
    "no-break spaces": (times("00:00:01,000\u00a0-->\u00a000:00:02,000"), TWO, None),
    "spaces inside times": (times("00: 00: 01, 000 --> 00: 00: 02, 000"), TWO, None),
    "text after the times": (f"1\n{T1} a\nb\n\n", [(1000, 2000, "a|b")], 2),
    "overlap": (f"1\n00:00:01,000 --> 00:00:05,000\na\n\n2\n{T2}\nb\n", [(1000, 5000, "a"), TWO[1]], None),
    "out of order": (f"1\n{T2}\nb\n\n2\n{T1}\na\n", TWO, 6),
    "not closed": (f"1\n{T1}\n<i>a\n\n2\n{T2}\nb", [(1000, 2000, "<i>a</i>"), TWO[1]], 2),
    "closed only": (f"1\n{T1}\na</i>\n\n2\n{T2}\nb", TWO, 2),
    "crossed": (f"1\n{T1}\n<i>a<b>b</i>c</b>\n", [(1000, 2000, "<i>a<b>b</b></i><b>c</b>")], None),
    "upper case": (f"1\n{T1}\n<I>a</I>\n", [(1000, 2000, "<i>a</i>")], None),
    "spaces in tags": (f"1\n{T1}\n< i >a</ i >\n", [(1000, 2000, "<i>a</i>")], None),
    "tags in lines of their own": (f"1\n{T1}\n<i>\na\nb\n</i>\n", [(1000, 2000, "<i>a|b</i>")], None),
    "a break": (f"1\n{T1}\na<br>b<br/>c\n", [(1000, 2000, "a|b|c")], None),
    "a colour by name": (f'1\n{T1}\n<font color="red">a</font>\n', [(1000, 2000, "<c.red>a</c>")], None),
    "a colour by number": (f"1\n{T1}\n<font color=#FF8800>a</font>\n", [(1000, 2000, "<c.color-ff8800>a</c>")], None),
    "what is not a tag": (f"1\n{T1}\na < b <sic> <3 {{x}}\n", [(1000, 2000, "a < b <sic> <3 {x}")], None),
    "an override of italics": (f"1\n{T1}\n{{\\i1}}a{{\\i0}} b\n", [(1000, 2000, "<i>a</i> b")], None),
    "an override that cannot be kept": (f"1\n{T1}\n{{\\fad(1,2)}}a\n", [(1000, 2000, "a")], 2),
}  # fmt: skip


def told(sheet):
    return [(cue.span.start_ms, cue.span.end_ms, "|".join(cue.markup or cue.lines)) for cue in sheet.cues]


@pytest.mark.parametrize("case", FOUND)
def test_srt_as_found_in_the_wild(case):
    text, expected, line = FOUND[case]
    sheet = srt.read(text)
    assert told(sheet) == expected
    lines = [remark.source.line for remark in sheet.remarks]
    assert line in lines if line else not lines
    again = srt.read(srt.write(sheet))
    assert (told(again), again.remarks) == (expected, ())


PLACES = {
    "{\\an8}a": "line:0", "{\\an7}a": "line:0 align:start", "a{\\an3}": "align:end", "{\\an2}a": "",
    "{\\an4}a": "line:50%,center align:start", "{\\a6}a": "line:0", "{\\an5\\i0}a": "line:50%,center",
}  # fmt: skip


@pytest.mark.parametrize("written", PLACES)
def test_places_become_settings_and_come_back(written):
    [cue] = srt.read(f"1\n{T1}\n{written}\n").cues
    assert (cue.lines, cue.settings) == (("a",), PLACES[written])
    [back] = srt.read(srt.write(Sheet((cue,)))).cues
    assert back == cue
    assert vtt.read(vtt.write(Sheet((cue,)))).cues == (cue,)


def test_coordinates_become_settings():
    sheet = srt.read(f"1\n{T1} X1:180 X2:540 Y1:57 Y2:100\na\n")
    assert sheet.cues[0].settings == "line:9.896% position:50%"
    assert srt.write(sheet).split("\n")[2] == "{\\an8}a"


@pytest.mark.parametrize(("line", "says"), [
    ("00:00:01,0 0 --> ", "cannot be understood"), ("00:00:01 --> 00", "cannot be understood"),
    (f"{10**30}:00:00,000 --> {10**30}:00:01,000", "beyond counting"),
])  # fmt: skip
def test_times_that_cannot_be_meant_are_refused_with_their_line(line, says):
    with pytest.raises(FormatError, match=says) as caught:
        srt.read(f"1\n{T1}\na\n\n2\n{line}\nb\n")
    assert caught.value.at.line == 6


LOOKS = ["<i>", "</b>", "<font color=red>", "{\\an8}", "{\\i1}", "-->", "00:00:01,000 --> 00:00:02,000", "<sic>",
         "00:00:01,000 -> 00:00:02,000", "&amp;", "a < b", "{x}", "12", "\u2028", "<c.x>", "<br>"]  # fmt: skip
row = st.lists(st.sampled_from(LOOKS) | st.text(st.characters(categories=["L", "P", "Sm"]), max_size=5), min_size=1,
               max_size=4).map(" ".join).map(str.strip).filter(bool)  # fmt: skip
rows = st.lists(row, min_size=1, max_size=3).map(tuple)
spans = st.builds(
    lambda start, length: Span(start, start + length), st.integers(0, 10**10), st.integers(0, 10**6)
)


@given(st.lists(st.builds(Cue, spans, rows), max_size=5))
def test_text_is_text_in_every_format(made):
    sheet = Sheet(tuple(sorted(made, key=lambda cue: cue.span.start_ms)))
    for form in (srt, vtt, cuesheet):
        made = form.write(sheet)
        text = made.decode() if isinstance(made, bytes) else made
        assert [(cue.span, cue.lines) for cue in form.read(text).cues] == [
            (cue.span, cue.lines) for cue in sheet.cues
        ]


TAGS = ["<i>", "</i>", "<b>", "</b>", "<u>", "<font color=red>", "</font>", "a", "b ", "\n", "<br>", "{\\b1}",
        "{\\b0}", "<", "&lt;"]  # fmt: skip
tagged = st.lists(st.sampled_from(TAGS), max_size=12).map("".join)


@given(tagged)
def test_tags_come_back_from_srt_and_from_webvtt(text):
    sheet = srt.read(f"1\n{T1}\na{text}\n")
    assert srt.read(srt.write(sheet)).cues == sheet.cues
    assert vtt.read(vtt.write(sheet)).cues == sheet.cues


FLOODS = [
    "a" * 50_000_000, " " * 200_000, "<a " * 100_000, "<i>" * 10_000, "<font " * 100_000, "{\\" * 100_000,
    "{\\an8}" * 20_000, "&" * 100_000, "--" * 100_000, "1:" * 100_000, "1 " * 100_000, "-->" * 100_000, "9" * 100_000,
]  # fmt: skip


@pytest.mark.parametrize("flood", FLOODS, ids=lambda text: text[:4])
def test_floods_are_read(flood):
    sheet = srt.read(f"1\n{T1}\na{flood}\n")
    assert len(srt.read(srt.write(sheet)).cues) == 1


@pytest.mark.parametrize("arrow", ["-&gt;", "--&gt;", "\u200b-->"])
def test_times_that_a_page_or_a_phone_spoiled_are_read(arrow):
    (cue,) = srt.read(f"1\n\u200b00:00:01,000 {arrow} 00:00:02,000\nOne\n").cues
    assert (cue.span, cue.lines) == (Span(1000, 2000), ("One",))


def test_tags_in_braces_are_tags_where_they_are_paired():
    (cue,) = srt.read("1\n00:00:01,000 --> 00:00:02,000\n{b}One{/b} {i}two{/i} {u}\n").cues
    assert cue.lines == ("One two {u}",)
    assert cue.markup == ("<b>One</b> <i>two</i> {u}",)


def test_an_empty_line_comes_back_and_is_lost_in_words_elsewhere(tmp_path):
    sheet = srt.read(f"1\n{T1}\none\n\n<i>two</i>\n\n2\n{T2}\nthree\n")
    assert srt.read(srt.write(sheet)).cues == sheet.cues
    assert sheet.cues[0].text == "one two"
    assert "empty lines (1)" in subtool.losses(sheet, tmp_path / "a.vtt")
    assert not subtool.losses(sheet, tmp_path / "a.srt")
    assert subtool.fix(sheet).sheet.cues[0].text == "one two"


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"Our har\0bour is quiet.\n", ("Our har\ufffdbour is quiet.",)),
        (b"Our harbour is quiet.\n" + bytes(5000), ("Our harbour is quiet.",)),
        ("Grüße aus dem Hafen, \0 Fräulein.".encode("cp1252"), ("Grüße aus dem Hafen, \ufffd Fräulein.",)),
    ],
)
def test_nulls_are_no_reason_to_refuse_a_file(tmp_path, data, lines):
    path = tmp_path / "film.srt"
    path.write_bytes(f"1\n{T1}\n".encode() + data)
    sheet = subtool.read(path)
    assert sheet.cues[0].lines == lines
    assert any("U+0000" in remark.message for remark in sheet.remarks)


@pytest.mark.parametrize(
    "line", ["a < b & c > d", "x < i > y", "p </ b> q", "go < font color=red > on", "<s> z"]
)
def test_what_ffmpeg_would_take_for_a_tag_is_text_there_too(line, tmp_path):
    path = tmp_path / "a.srt"
    path.write_text(subtool.writes(Sheet((Cue(Span(1000, 2000), (line,)),)), "srt"), encoding="utf-8")
    call = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path), "-f", "srt", "-"]
    seen = subprocess.run(call, check=True, capture_output=True).stdout.decode().splitlines()[2]
    assert seen.replace("\u2060", "") == line
    assert subtool.read(path).cues[0].lines == (line,)
