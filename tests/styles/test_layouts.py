"""Layouts: what a file may say; and that text stands in the picture, whole, with nothing over anything else."""

from __future__ import annotations

import json
import re
from dataclasses import fields

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from subtool.cli import subtool as cli
from subtool.errors import StyleError
from subtool.model import Cue, CueStyle, Role, Span, Word
from subtool.onscreen import fonts
from subtool.onscreen.ass import burn_text
from subtool.onscreen.canvas import Canvas
from subtool.onscreen.citations import NoteRoom, noted, shortened
from subtool.onscreen.karaoke import spoken
from subtool.onscreen.look import NotePosition
from subtool.onscreen.placement import BlockKind, TextBlock, bar, blocks, pads
from subtool.onscreen.setting import Setting
from subtool.onscreen.typesetting import typeset
from subtool.onscreen.wrap import fitted, pieces
from subtool.styles import layouts
from subtool.styles.layout import Layout

FACES = fonts.load()
FACE = FACES
WIDTH = FACE.notes.measure
CANVASES = st.sampled_from(
    [Canvas(1920, 1080), Canvas(768, 576), Canvas(1080, 1920), Canvas(400, 400), Canvas(160, 90)]
)
WORDS = st.text("aelmnostW,.", min_size=1, max_size=12)
ROWS = st.lists(st.lists(WORDS, min_size=1, max_size=9).map(" ".join), min_size=1, max_size=3).map(tuple)
SPANS = st.tuples(st.integers(0, 9), st.integers(1, 6)).map(
    lambda at: Span(at[0] * 100, (at[0] + at[1]) * 100)
)
CUES = st.builds(Cue, SPANS, ROWS, st.sampled_from(Role))
LONG = (
    "12  A. Winterbourne, “A Faithful History of Every Light between the Two Capes”, second revised edition,"
    " Northern Maritime Society, 1902, Page 282, https://example.org/archive?page=282&view=full"
)


def run(*args):
    return CliRunner().invoke(cli, ["layouts", *map(str, args)])


@pytest.mark.parametrize("name", layouts.names())
def test_every_value_of_a_layout_has_its_reason(name):
    said = layouts.comments(name)
    assert {field.name for field in fields(Layout)} - {"name", "title", "source"} <= said.keys()
    assert layouts.layout(name).source
    shown = run(name)
    assert shown.exit_code == 0
    assert layouts.layout(name).title in shown.output
    assert said["note_rows"] in " ".join(shown.output.split())


GROUND = {"outline": 0.94, "halo": 0.75}  # how black the edge of letters is where no box is behind them


@pytest.mark.parametrize("name", layouts.names())
@pytest.mark.parametrize("behind", [255, 0])
def test_text_stands_out_on_white_and_on_black(name, behind):
    layout = layouts.layout(name)
    opacity = GROUND.get(layout.edge, layout.box_opacity)
    for colour, black in (
        (layout.colour, opacity), (layout.second_colour, opacity), (layout.highlight or layout.colour, opacity),
        (layout.colour, layout.note_opacity),
    ):  # fmt: skip
        ground = behind * (1 - black)
        assert _contrast(colour, ground) >= 4.5  # WCAG 2.2, 1.4.3


def _contrast(colour, ground):
    """Of a colour on a grey, as WCAG 2.2 has it."""
    letters, behind = (
        sum(
            weight * (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
            for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True)
        )
        for parts in ([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)], [ground / 255] * 3)
    )
    return (max(letters, behind) + 0.05) / (min(letters, behind) + 0.05)


def test_all_layouts_are_listed():
    listed = run().output
    names = ("documentary", "boxed", "broadcast", "minimal", "social", "bilingual")
    assert all(name in listed for name in names)
    assert {each["name"] for each in json.loads(run("--json").output)} >= set(names)


def test_a_file_of_ones_own(tmp_path):
    own = tmp_path / "house.toml"
    own.write_text('extends = "boxed"\nsize = 0.05 # small\n', "utf-8")
    made = layouts.layout(str(own))
    assert (made.name, made.size, made.edge) == ("house", 0.05, "box")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("size = 3", "size must be"),
        ('edge = "glow"', "edge must be one of outline"),
        ('colour = "white"', "must be a colour"),
        ("bottom = 0.6", "bottom must be below"),
        ("shadow = 1", "no layout has a 'shadow'"),
        ("note_rows = 0", "note_rows must be 1"),
        ('size = "large"', "size cannot be 'large'"),
    ],
)
def test_what_a_file_may_not_say_is_told_with_its_place(row, message, tmp_path):
    own = tmp_path / "house.toml"
    own.write_text(f'extends = "documentary"\n{row}\n', "utf-8")
    with pytest.raises(StyleError, match=message) as error:
        layouts.layout(str(own))
    assert "house.toml:2" in str(error.value)


@given(st.lists(CUES, max_size=6), st.lists(CUES, max_size=3), CANVASES, st.data())
@settings(max_examples=60, deadline=None)
def test_text_stays_in_the_picture_and_clear_of_other_text(cues, second, canvas, data):
    layout = layouts.layout(data.draw(st.sampled_from(layouts.names())))
    setting = Setting(canvas, FACE, layout, data.draw(st.sampled_from(NotePosition)))
    made = blocks(cues, second, setting)
    for block in made:
        across, down = pads(block.kind, setting)
        face = FACE.notes if block.kind is BlockKind.NOTE else FACE.subtitles
        widest = max(map(face.measure, block.lines)) * block.size
        room = setting.width - 2 * across - (bar(setting) if block.kind is BlockKind.TITLE else 0)
        assert widest <= room + 0.01
        assert block.top - down >= 0
        assert block.top + block.height + down <= canvas.height
    low = [block for block in made if block.kind is not BlockKind.NOTE or setting.place is NotePosition.LOWER]
    for at, one in enumerate(low):
        for other in low[at + 1 :]:
            if one.span.within(other.span):
                assert one.top + one.height <= other.top + 0.01 or other.top + other.height <= one.top + 0.01


@given(ROWS, st.floats(2, 30), st.floats(1, 8))
def test_no_letter_of_a_subtitle_is_lost(rows, width, height):
    made = fitted(rows, width, height, 2, WIDTH)
    assert "".join("".join(made.lines).split()) == "".join("".join(rows).split())


@given(st.lists(WORDS, min_size=1, max_size=40).map(" ".join), st.integers(1, 4), st.floats(12, 40))
def test_a_source_is_whole_or_shortened_between_words(text, rows, width):
    source = f"7  {text}"
    made = shortened(source, rows, width, WIDTH)
    assert all(WIDTH(line) <= width for line in made)
    words = [word for line in made for word in line.replace("\u00a0", " ").split()]
    if "…" not in "".join(made):
        assert words == source.split()
    whole = [word.rstrip(",;") for word in source.split()]
    assert all(word.rstrip(",;") in whole for word in words if word != "…")


def test_title_and_page_are_kept_before_all_else():
    made = " ".join(shortened(LONG, 2, 24, WIDTH)).replace("\u00a0", " ")
    assert made.startswith("12 ")
    assert "“A Faithful History of Every Light between the Two Capes”" in made
    assert "Page 282" in made
    assert "https" not in made


def test_of_a_title_too_long_the_end_is_left_out_and_the_page_kept():
    made = " ".join(shortened(LONG, 1, 20, WIDTH)).replace("\u00a0", " ")
    assert made.startswith("12  … “A Faithful History")
    assert made.rstrip(",").endswith("… Page 282")


def test_addresses_break_behind_their_signs_and_nothing_is_put_in():
    address = "https://example.org/archive/lights?page=282&view=full"
    made = shortened(f"3  {address}", 9, 11, WIDTH)
    assert len(made) > 1
    assert "".join(made).replace("\u00a0", "") == f"3{address}"
    assert all(line[-1] in "/?&=.-_:" for line in made[:-1])


def test_sources_without_room_are_told_by_their_numbers():
    made = noted([f"{number}  A, B, p. {number}." for number in range(1, 9)], NoteRoom(3, 40, 3), WIDTH)
    assert made.lines[-1] == "… 3, 4, 5, 6, 7, 8"


@given(st.lists(st.text("aelm", min_size=1, max_size=6), min_size=1, max_size=8))
def test_each_word_is_lit_once_for_its_time(texts):
    words = tuple(Word(text, Span(at * 100, at * 100 + 80)) for at, text in enumerate(texts))
    span = Span(0, len(texts) * 100)
    cue = Cue(span, (" ".join(texts) + "¹²",), words=words)
    shown = list(spoken(TextBlock(BlockKind.SUBTITLE, span, cue.lines, 10, 0, (cue,)), "<", ">"))
    assert [at for at, _ in shown] == [Span(at * 100, at * 100 + 100) for at in range(len(texts))]
    told = [typeset(cue.lines, FACE.subtitles, 10, marks=marks) for _, marks in shown]
    lit = [text.partition("<")[2].partition(">")[0] for text in told]
    assert [each.rstrip("¹²") for each in lit] == texts


def test_a_cue_without_word_times_is_shown_plain():
    cue = Cue(Span(0, 500), ("No times {here}",))
    assert list(spoken(TextBlock(BlockKind.SUBTITLE, cue.span, cue.lines, 10, 0, (cue,)), "<", ">")) == [
        (cue.span, {})
    ]


def test_pages_stay_with_their_abbreviation_and_chinese_may_break_anywhere_but_before_a_stop():
    assert [piece.text for piece in pieces("see p. 217")] == ["see", "p.\u00a0217"]
    assert [piece.text for piece in pieces("河水。涨")] == ["河", "水。", "涨"]


@pytest.mark.parametrize("flood", ["“" * 10_000, "a, " * 5_000, "word " * 5_000, "a/" * 5_000, "W" * 10_000])
def test_a_flood_is_set_in_lines_that_fit(flood):
    subtitle = fitted([flood], 20, 6, 3, WIDTH)
    assert max(map(WIDTH, subtitle.lines)) * subtitle.scale <= 20
    assert len(subtitle.lines) * subtitle.scale <= 6
    sources = noted([f"1  {flood}", "2  A, B, p. 3."], NoteRoom(3, 30, 6), WIDTH)
    assert len(sources.lines) * sources.scale <= 6
    assert max(map(WIDTH, sources.lines)) * sources.scale <= 30


def test_korean_breaks_at_its_spaces_and_thai_before_no_vowel_of_the_letter_before():
    text = "예순 번의 겨울 동안 곶의 등불은 꺼지지 않았고"
    assert [piece.text for piece in pieces(text)] == text.split()
    lines = fitted(("และชาวประมงและชาวประมง",), 2, 9, 9, lambda text: 0.4 * len(text)).lines
    assert len(lines) > 1
    assert all(line[0] not in "ะาำๆฯ" for line in lines)


def test_what_is_being_said_is_shortened_last():
    old = "1  V. Author, A Book of Many Words, Harbour Press, London, 1987, p. 41."
    new = "2  E. Vane, The Diary of the Keeper, The Point Museum, Archive Box 7, p. 3."
    made = noted([old, new], NoteRoom(2, 20, 3), lambda text: len(text) / 2, spoken=[1]).lines
    assert " ".join(made[-2:]).replace("\u00a0", " ") == new
    assert any("…" in line for line in made[:-2])
    many = [old, old.replace("1", "3", 1), old.replace("1", "4", 1), new]
    crowded = noted(many, NoteRoom(2, 20, 2.5), lambda text: len(text) / 2, spoken=[3]).lines
    assert " ".join(crowded[:2]).replace("\u00a0", " ") == new
    assert crowded[2] == "… 1, 3, 4"


@given(st.lists(WORDS, min_size=2, max_size=40).map(", ".join), st.integers(1, 3), st.floats(12, 40))
def test_nothing_hangs_before_an_ellipsis(text, rows, width):
    made = " ".join(shortened(f"7  {text}", rows, width, WIDTH))
    assert not re.search(r"[,;:(–—-]\s*…", made)


def test_a_cue_stands_where_its_file_puts_it_and_clear_of_sources():
    setting = Setting(Canvas(1280, 720), FACE, layouts.layout("documentary"))
    above = Cue(Span(0, 4000), ("At the top",), settings="line:0", style=CueStyle(color="#ffff00"))
    below = Cue(Span(0, 4000), ("At the bottom",))
    note = Cue(Span(0, 2000), ("1  A source.",), role=Role.NOTE, footnotes=("1",))
    made = blocks([above, below, note], [], setting)
    tops = {block.cues[0].text: block.top for block in made if block.cues}
    assert tops["1  A source."] < tops["At the top"] < 360 < tops["At the bottom"]
    assert blocks([above], [], setting)[0].top < tops["At the top"]
    assert r"\1c&H00FFFF&" in burn_text([above, below], setting).text
