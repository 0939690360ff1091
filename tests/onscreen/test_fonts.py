"""Every script is set in a font that has it, bold and italic are cuts of it, and no letter is lost in silence."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from subtool.errors import MediaError
from subtool.model import Cue, Sheet, Span
from subtool.onscreen import fonts
from subtool.onscreen.clusters import clusters
from subtool.onscreen.typeface import FontStyle
from subtool.onscreen.typesetting import cuts, typeset
from subtool.verbs.still import still
from support import golden

WRITINGS = {
    "Latin": ("The lamp, “9” [9]", "Source Sans Pro Semibold"),
    "Cyrillic": ("Шестьдесят зим маяк", "Source Sans Pro Semibold"),
    "Greek": ("Το φως δεν έσβησε.", "Source Sans Pro Semibold"),
    "Arabic": ("وصل القارب", "Noto Sans Arabic"),
    "Hebrew": ("הסירה הגיעה לנמל", "Noto Sans Hebrew"),
    "Devanagari": ("नाव बंदरगाह पहुँच गई।", "Noto Sans Devanagari"),
    "Thai": ("เรือมาถึงท่าเรือแล้ว", "Noto Sans Thai"),
    "Chinese": ("“船”到了港口。", "Noto Sans CJK SC"),
    "Japanese": ("船が港に着いた。", "Noto Sans CJK JP"),
    "Korean": ("배가 항구에 도착했다.", "Noto Sans CJK KR"),
}
FACES = fonts.load()
SIZE = (640, 360)
LETTERS = st.text(st.sampled_from("aé \u0301.,“”ГΩابשלום्नक्षिเก็ำ船が배9[]😀\u200d\u200f"), max_size=20)


@pytest.mark.parametrize("name", WRITINGS)
def test_each_writing_has_its_font(name):
    text, family = WRITINGS[name]
    faces = fonts.load(text=text)
    assert faces.subtitles.missing([text]) == faces.notes.missing([text]) == ()
    assert {face.family for face in faces.subtitles.set(text)} == {family}
    assert {face.family for face in faces.notes.set(text)} == {family.removesuffix(" Semibold")}


def test_signs_that_a_writing_lacks_are_set_in_another_font():
    faces = FACES.subtitles.set("לנמל.")
    assert [face.family for face in faces] == ["Noto Sans Hebrew"] * 4 + ["Source Sans Pro Semibold"]


@pytest.mark.parametrize(
    ("language", "family"),
    [("zh", "SC"), ("zh-Hant", "TC"), ("zh-TW", "TC"), ("ja-JP", "JP"), ("ko", "KR"), ("en", "SC")],
)
def test_shared_characters_have_the_shapes_of_the_language(language, family):
    assert fonts.load(language=language).subtitles.set("骨")[0].family == f"Noto Sans CJK {family}"


def test_what_footnotes_need_is_in_the_first_font():
    needed = "⁰¹²³⁴⁵⁶⁷⁸⁹ “”‘’–—…«»§† àéîõüčšžłøåßæœñ ГДЖЯ αβγ"
    for typeface in (FACES.subtitles, FACES.notes):
        assert {face.family for face in typeface.set(needed)} == {typeface.faces[0].family}


@given(LETTERS)
def test_letters_are_kept_once_and_in_order(text):
    parts = clusters(text)
    assert "".join(parts) == text
    assert all(parts)
    assert len(FACES.subtitles.set(text)) == len(text)


@given(LETTERS)
def test_what_is_written_for_the_renderer_is_the_text(text):
    line = " ".join(text.split()).replace("\\", "")
    made = typeset((line,), FACES.subtitles, 40)
    parts = made.split("{\\fn")
    assert parts[0] + "".join(part.partition("}")[2] for part in parts[1:]) == line


def test_marks_stay_with_their_letters():
    assert clusters("क्षि") == ("क्षि",)
    assert clusters("น้ำ") == ("น้ำ",)
    assert clusters("เก็บ") == ("เก็", "บ")
    assert clusters("e\u0301a") == ("e\u0301", "a")


def test_tags_are_cuts_of_their_letters():
    cue = Cue(Span(0, 1), ("a bc d",), markup=("a <b>b<i>c</i></b> d",))
    assert cuts(("a bc", "d"), (cue,)) == [
        FontStyle(), FontStyle(), FontStyle(bold=True), FontStyle(bold=True, italic=True), FontStyle()
    ]  # fmt: skip
    assert cuts(("something else",), (cue,)) == []
    assert cuts(("plain",), (Cue(Span(0, 1), ("plain",)),)) == []


def test_italics_that_the_first_font_lacks_come_from_the_other():
    assert [face.family for face in FACES.subtitles.set("aШ", [FontStyle(italic=True)] * 2)] == [
        "Source Sans Pro Semibold", "Noto Sans"
    ]  # fmt: skip
    [arabic] = FACES.subtitles.set("ب", [FontStyle(italic=True)])
    assert not arabic.italic  # there is none


@pytest.mark.parametrize("text", ["The lamp", "Маяк", "وصل القارب", "नाव", "เรือ", "船到了", "배가"])
def test_bold_is_another_cut(text):
    plain, bold = (inked(Cue(Span(0, 1000), (text,), markup=(line,))) for line in (text, f"<b>{text}</b>"))
    assert bold > 1.04 * plain


@pytest.mark.parametrize("text", ["The lamp", "Маяк", "φως"])
def test_italic_is_another_cut(text):
    plain, italic = (picture(Cue(Span(0, 1000), (text,), markup=(row,))) for row in (text, f"<i>{text}</i>"))
    assert np.sum(np.abs(plain - italic) > 60) > 150


def picture(cue):
    """A frame with the cue, in grey."""
    with TemporaryDirectory() as room:
        video, out = golden.film(Path(room, "film.mp4"), SIZE), Path(room, "still.png")
        still(Sheet((cue,)), video, out, at_ms=500)
        with Image.open(out) as made:
            return np.asarray(made.convert("L"), int)


def inked(cue):
    bare = np.asarray(Image.fromarray(golden.scene(SIZE)).convert("L"), int)
    made = picture(cue)
    return int(((made > 200) & (made - bare > 40)).sum())


def test_a_missing_glyph_is_named_with_its_place_and_mend(monkeypatch):
    lacking = [
        Cue(Span(0, 1000), ("Plain.",)),
        Cue(Span(83_000, 84_000), ("The sign 𓀀 means", "a man, 𓀁 too")),
    ]
    with pytest.raises(MediaError, match=r"𓀀 \(U\+13000 .*𓀁.*1:23.*--font FILE"):
        fonts.require_glyphs(lacking, FACES.subtitles)
    fonts.require_glyphs([Cue(Span(0, 1), ("水",))], fonts.load().subtitles)
    monkeypatch.setitem(sys.modules, "manimgx_fonts_cjk", None)  # as where the extra is not installed
    with pytest.raises(MediaError, match=r"水 \(U\+6C34.*pip install 'documentary-subtool\[fonts-cjk\]'"):
        fonts.require_glyphs([Cue(Span(0, 1), ("水",))], fonts.load().subtitles)


def test_fonts_of_the_user_come_first_and_ours_behind_them():
    [path] = {face.path for face in FACES.subtitles.set("नाव")}
    mine = fonts.load([path]).subtitles
    assert {face.path for face in mine.set("नाव")} == {path}
    assert mine.missing(["नाव and the lamp"]) == ()
    assert fonts.only(path).missing(["नाव Ж"]) == ("Ж",)


@pytest.mark.parametrize("table", [b"head", b"hmtx"])
def test_a_font_without_a_table_is_refused(tmp_path, table):
    [path] = {face.path for face in FACES.subtitles.set("lamp")}
    damaged = tmp_path / "x.ttf"
    damaged.write_bytes(path.read_bytes().replace(table, b"xxxx", 1))
    with pytest.raises(MediaError, match="damaged font"):
        fonts.load([damaged])


def test_what_is_no_font_is_refused(tmp_path):
    text = tmp_path / "x.ttf"
    text.write_text("no font", encoding="utf-8")
    for path, message in (
        (text, "not a font"),
        (tmp_path / "nowhere.ttf", "no such font"),
        (tmp_path, "cannot be read: is a directory"),
    ):
        with pytest.raises(MediaError, match=message):
            fonts.load([path])


def test_blanks_that_no_font_has_are_measured():
    for blank in "\t\u2003\u2009\u202f\u205f\u3000":
        text = f"灯{blank}Lamp{blank}!"
        assert FACES.subtitles.missing([text]) == ()
        assert FACES.subtitles.measure(text) > FACES.subtitles.measure("灯Lamp!")


def test_a_row_is_as_wide_as_the_fonts_it_is_set_in():
    korean, blank = FACES.subtitles.set("배 가")[:2]
    assert korean == blank
    wide = korean.width("배") + korean.width(" ") + korean.width("가")
    assert FACES.subtitles.measure("배 가") * FACES.subtitles.faces[0].line >= wide


def test_selected_shapes_are_their_letters():
    assert FACES.subtitles.missing(["葛\U000e0100城", "☕\ufe0f"]) == ()


def test_signs_take_the_font_of_the_word_before_them_else_of_the_first():
    faces = FACES.subtitles.set("“船” A (船)")
    assert [face.family[-2:] for face in faces] == ["SC"] * 4 + ["ld"] * 3 + ["SC"] * 2


@pytest.mark.parametrize("name", ["Quay, Book", "Quay}{\\pos(0,0)", "Qu\\ay", "Quay\nBook"])
def test_a_name_that_would_be_a_command_is_refused(name, tmp_path):
    path = named(name, tmp_path)
    with pytest.raises(MediaError, match="cannot be passed to the renderer"):
        fonts.load([path])


def test_a_font_without_letters_leaves_them_to_ours(tmp_path):
    path = named("Quay (Greek)", tmp_path, letters=False)
    mine = fonts.load([path]).subtitles
    assert mine.missing(["The lamp"]) == ()
    assert mine.measure("The lamp") > 0


def named(name, folder, *, letters=True):
    """Ours, under another name."""
    path = folder / "own.ttf"
    with TTFont(FACES.notes.faces[0].path) as font:
        table = font["name"]
        table.names = []
        for number, text in ((1, name), (2, "Regular"), (4, f"{name} Regular"), (6, "Quay-Regular")):
            table.setName(text, number, 3, 1, 0x409)
        if not letters:
            font["cmap"].tables = [each for each in font["cmap"].tables if each.platformID == 1]
        font.save(path)
    return path


def test_a_folder_is_no_font(tmp_path):
    with pytest.raises(MediaError, match="cannot be read: is a directory"):
        fonts.load([tmp_path])
