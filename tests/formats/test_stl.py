"""EBU-STL both ways: no word is glued, no comment shown, and a file that is written again keeps what is not cues."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtool.errors import FormatError
from subtool.formats import format_for, losses, stl
from subtool.formats.runs import lines_of
from subtool.model import Cue, CueStyle, Sheet, Span
from subtool.retime import warp
from subtool.verbs.files import content

FPS = Fraction(25)


def header(code=b"STL25.01", table=b"00", start=b"00000000"):
    made = bytearray(b" " * 1024)
    made[0:3], made[3:11], made[11:12], made[12:14], made[14:16] = b"850", code, b"1", table, b"09"
    made[16:48] = b"A PROGRAMME".ljust(32)
    made[238:248], made[253:255], made[256:264], made[264:272] = b"9999999999", b"23", start, start
    return bytes(made)


def block(text, begin, end, **more):
    given = {"number": 0, "extension": 255, "cumulative": 0, "row": 20, "side": 2, "comment": 0} | more
    number, extension, cumulative, row, side, comment = given.values()
    head = bytes([0, number & 255, number >> 8, extension, cumulative, *begin, *end, row, side, comment])
    return head + text.ljust(112, b"\x8f")


ONE, TWO, THREE, FOUR = ((0, 0, at, 0) for at in (1, 2, 3, 4))


def read(*blocks, **more):
    return stl.read(header(**more) + b"".join(blocks), None)


@pytest.mark.parametrize(
    ("field", "table", "lines", "markup", "colour"),
    [
        (b"\x0d\x0b\x0bplain\x0a\x0a", b"00", ("plain",), (), ""),
        (b"one \x80two\x81 three", b"00", ("one two three",), ("one <i>two</i> three",), ""),
        (b"one\x03two", b"00", ("one two",), ("one <c.yellow>two</c>",), ""),
        (
            b"\x0d\x03\x0b\x0bone\x0a\x0a\x8a\x8a\x0d\x03\x0b\x0btwo\x0a\x0a",
            b"00",
            ("one", "two"),
            (),
            "#ffff00",
        ),
        (b"one  two", b"00", ("one two",), (), ""),
        (b"\x82under\x83 line", b"00", ("under line",), ("<u>under</u> line",), ""),
        (b"caf\xc2e", b"00", ("café",), (), ""),
        (b"\xbc\xd8\xe0", b"01", ("Мир",), (), ""),
        (b"\xea\xe1\xeb", b"03", ("κακ"[:0] + b"\xea\xe1\xeb".decode("iso8859_7"),), (), ""),
        (b"one\x8a\x8atwo", b"00", ("one", "two"), (), ""),
    ],
)
def test_fields_are_read_as_they_are_seen(field, table, lines, markup, colour):
    [cue] = read(block(field, ONE, TWO), table=table).cues
    assert (cue.lines, cue.markup, cue.style.color) == (lines, markup, colour)


@pytest.mark.parametrize(
    ("row", "side", "settings"),
    [(2, 2, "line:0"), (11, 1, "line:50%,center align:start"), (20, 3, "align:end")],
)
def test_places_are_read_and_written(row, side, settings):
    [cue] = read(block(b"a", ONE, TWO, row=row, side=side)).cues
    assert cue.settings == settings
    assert stl.read(stl.write(Sheet((cue,)), FPS), None).cues[0].settings == settings


def test_times_count_from_the_start_of_the_programme():
    blocks = (block(b"a", (10, 0, 1, 0), (10, 0, 2, 0)), block(b"b", (9, 59, 0, 0), (9, 59, 1, 0), number=1))
    sheet = read(*blocks, start=b"10000000")
    assert [(cue.text, cue.span.start_ms) for cue in sheet.cues] == [("a", 1000), ("b", 35_940_000)]
    assert [remark.source.line for remark in sheet.remarks] == [1, 2]
    assert read(block(b"a", ONE, TWO), start=b"10000000").cues[0].span.start_ms == 1000


def test_comments_are_not_shown_and_sets_end_together():
    blocks = [
        block(b"ask the editor", ONE, TWO, comment=1), block(b"a", ONE, TWO, cumulative=1, number=1),
        block(b"b", TWO, FOUR, cumulative=3, number=2),
        block(b"long ", THREE, FOUR, number=3, extension=0), block(b"text", THREE, FOUR, number=3),
        b"\0\x09\0\xfe" + bytes(124),
    ]  # fmt: skip
    cues = read(*blocks).cues
    assert [(cue.text, cue.span.end_ms) for cue in cues] == [("a", 4000), ("b", 4000), ("long text", 4000)]


@pytest.mark.parametrize("rate", ["24000/1001", "24", "25", "30000/1001", "50"])
def test_every_rate_there_is_comes_back(rate):
    fps = Fraction(rate)
    cue = Cue(Span(round(90_000 * 1000 / fps), round(90_030 * 1000 / fps)), ("a",))
    assert stl.read(stl.write(Sheet((cue,)), fps), None).cues[0].span == cue.span


def test_colours_and_italics_come_back():
    cues = (
        Cue(Span(0, 1000), ("all of it", "cyan"), style=CueStyle(color="#00ffff")),
        Cue(Span(2000, 3000), ("one two three",), markup=("one <c.yellow>two</c> <i>three</i>",)),
    )
    back = stl.read(stl.write(Sheet(cues), FPS), None).cues
    assert [lines_of(cue) for cue in back] == [lines_of(cue) for cue in cues]


FILE = header(start=b"10000000") + b"".join(
    [
        block(b"ask", (10, 0, 0, 0), (10, 0, 1, 0), comment=1),
        block(b"\x0d\x03\x0b\x0bThe harbour...\x0a\x0a", (10, 0, 1, 0), (10, 0, 3, 0), number=1),
        b"\0\x09\0\xfe" + bytes(124),
        block(b"\x0d\x06\x0b\x0bAt night\x0a\x0a", (10, 0, 4, 0), (10, 0, 6, 0), number=2, row=2, side=1),
    ]
)
OUT = Path("x.stl")


def test_what_nobody_changed_stays_byte_by_byte():
    sheet = stl.read(FILE, None)
    assert content(sheet, OUT) == FILE
    assert losses(sheet, format_for(OUT)) == ()
    assert "comments (1)" in losses(sheet, format_for(Path("x.srt")))


def test_only_what_was_asked_changes():
    sheet = stl.read(FILE, None)
    first, second = sheet.cues
    made = content(replace(sheet, cues=(replace(first, lines=("The harbour.",)), second)), OUT)
    assert made == FILE.replace(b"The harbour...\x0a\x0a", b"The harbour.\x0a\x0a\x8f\x8f")
    moved = content(warp.apply(warp.shift(200), sheet).sheet, OUT)
    assert moved[264:272] == b"10000105"  # the first subtitle's time
    assert [at for at in range(1024, len(FILE)) if moved[at] != FILE[at]] == [
        1024 + 128 * number + at for number in (0, 1, 3) for at in (8, 12)
    ]
    fewer = content(replace(sheet, cues=(second,)), OUT)
    assert (len(fewer), fewer[238:248]) == (len(FILE) - 128, b"0000300002")
    other = content(replace(sheet, cues=(first, replace(second, lines=("ж",)))), Path("y.stl"))
    assert stl.read(other, None).cues[1].text == "ж"


@given(st.binary(max_size=112), st.integers(0, 255), st.integers(0, 255))
def test_no_bytes_make_the_reader_raise_another_error(field, one, two):
    data = header() + block(field, (one, two, one, two), (two, one, two, one), extension=one, comment=two)
    try:
        sheet = stl.read(data, None)
    except FormatError as error:
        assert error.message  # noqa: PT017 - not raising is right too
    else:
        assert content(sheet, OUT) == data
