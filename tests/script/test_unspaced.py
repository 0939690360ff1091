"""Languages without spaces between words: phrases, their joining, and what must hold of every break."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

import subtool
from subtool.cues import find
from subtool.cues import footnotes as notes
from subtool.cues.segmentation.width import width
from subtool.formats import cuesheet
from subtool.model import Cue, Sheet, Span, Word
from subtool.script.understand.phrases import phrases
from subtool.script.understand.understand import parse
from subtool.styles.for_language import style_for
from subtool.styles.houses import house_style

CHINESE = "灯塔建于1861年。[1]它的灯光在10月首次点亮，从很远的地方都能看见：“谁也没有来。”"
JAPANESE = "灯台は1861年の春に建てられました。「誰も来なかった。」と彼女は言った。"
THAI = "ประภาคารสร้างขึ้นในปี 1861 ไม่มีใครมาที่นี่เลยในคืนนั้น"

mixed = st.text(st.sampled_from("灯塔は1aA。，、“”「」（）ーっกเแ่า %$\"'"), min_size=1, max_size=40)


@pytest.mark.parametrize("text", [CHINESE.replace("[1]", ""), JAPANESE, THAI])
def test_the_words_of_a_script_spell_it(text):
    script = parse(f"题\n\n{text}")
    assert "".join(sentence.text for sentence in script.sentences).replace(" ", "") == text.replace(" ", "")
    assert max(len(token.text) for s in script.sentences for token in s.tokens) < 12


def test_sentences_end_at_wide_full_stops():
    assert [s.text for s in parse(f"题\n\n{CHINESE}").sentences] == [
        "灯塔建于1861年。", "它的灯光在10月首次点亮，从很远的地方都能看见：“谁也没有来。”"
    ]  # fmt: skip
    assert [s.text for s in parse(f"题\n\n{JAPANESE}").sentences] == [
        "灯台は1861年の春に建てられました。", "「誰も来なかった。」と彼女は言った。"
    ]  # fmt: skip


@given(mixed)
def test_phrases_are_the_text_and_break_no_rule_of_rows(text):
    made = [piece for word in text.split() for piece in phrases(word)]
    assert "".join(made) == "".join(text.split())
    for word in text.split():
        pieces = phrases(word)
        assert all(piece[0] not in "。，、”」）ーっ่า%" for piece in pieces[1:])
        assert all(piece[-1] not in "“「（เแ$1" for piece in pieces[:-1])
        assert not any(unicodedata.combining(piece[0]) for piece in pieces[1:])


def test_a_particle_stays_with_its_word():
    assert not {"的", "了。"} & set(phrases("灯塔的灯光亮了。"))


def test_a_number_stays_whole_and_with_its_counter():
    assert "1861年。" in phrases("灯塔建于1861年。")


def word(text, start_ms, *, glued=True, footnotes=()):
    return Word(text, Span(start_ms, start_ms + 500), 0.9, footnotes, glued)


def test_a_cue_joins_its_rows_as_its_words_do():
    words = (word("灯塔", 0, glued=False), word("建于", 500), word("1861年。", 1000, footnotes=("1",)))
    cue = Cue(Span(0, 2000), ("灯塔建于", "1861年。"), footnotes=("1",), words=words)
    sheet = Sheet((cue,))
    assert cue.text == "灯塔建于1861年。"
    assert cuesheet.read(cuesheet.write(sheet).decode()) == sheet
    assert notes.with_marks(sheet).cues[0].lines == ("灯塔建于", "1861年。¹")
    assert find.by_quote(sheet, "建于1861") == find.CueRange(0, 0)


def test_rows_without_words_join_as_the_writing_does():
    assert Cue(Span(0, 1), ("灯塔建于", "那一年。")).text == "灯塔建于那一年。"
    assert Cue(Span(0, 1), ("등대는 그", "봄에 세워졌다.")).text == "등대는 그 봄에 세워졌다."
    assert Cue(Span(0, 1), ("The lamp", "is lit.")).text == "The lamp is lit."


KOREAN = "등대는 1861년 봄에 세워졌다. 마을에서는 아무도 그 이유를 묻지 않았다."
ARABIC = "بُنيت المنارة في ربيع عام 1861\u200f، ولم يسألها أحد في القرية: «لماذا؟»"
HEBREW = "המגדלור נבנה באביב 1861\u200f, ואיש בכפר לא שאל אותה „למה?”"


@pytest.mark.parametrize("text", [CHINESE, JAPANESE, THAI, KOREAN, ARABIC, HEBREW])
def test_cues_hold_every_character_in_order(text, tmp_path):
    path = tmp_path / "script.txt"
    text = f"{text} "
    path.write_text(f"题\n\n{text * 9}\n", encoding="utf-8")
    script = subtool.read_script(path)
    style = house_style(style_for(script.language))
    cues = subtool.draft(script).cues
    said = "".join(line for cue in cues for line in cue.lines)
    unwritten = dict.fromkeys(map(ord, f"\u3000 {style.space_for}{style.wide_space_for}"))
    assert said.translate(unwritten) == (text * 9).replace("[1]", "").translate(unwritten)
    assert max(width(line, style.half_width) for cue in cues for line in cue.lines) <= style.max_cpl
    lines = [line for cue in cues for line in cue.lines]
    assert all(line[0] not in "。，、：」”»،" and line[-1] not in "「“«„" for line in lines)
    assert not any(unicodedata.combining(line[0]) for line in lines)
