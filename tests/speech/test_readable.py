"""What a voice can read: kanji as kana, and Hebrew only with its points."""

from __future__ import annotations

import pytest

from subtool.script.understand.understand import parse
from subtool.speech.synthesis.espeak import language_name
from subtool.speech.synthesis.readable import readable, unreadable
from subtool.speech.synthesis.utter import say

JAPANESE = """灯台

その冬、船は港に戻らなかった。村の人々は三日間海岸を探した。
"""


def test_kanji_are_read_word_by_word():
    sentences = parse(JAPANESE, language="ja").sentences
    for sentence in sentences:
        read = readable(sentence, "ja")
        assert len(read.tokens) == len(sentence.tokens)
        assert not any("\u4e00" <= character <= "\u9fff" for character in read.text)
    assert "みなと" in readable(sentences[0], "ja").text
    assert readable(sentences[0], "cmn") == sentences[0]


def test_a_kanji_takes_as_long_as_its_kana():
    kanji, kana = (
        parse(f"題\n\n{text}\n", language="ja").sentences[0] for text in ("海の魚。", "うみのさかな。")
    )
    assert len(say(kanji, "ja")[0]) == pytest.approx(len(say(kana, "ja")[0]), rel=0.1)


@pytest.mark.parametrize(
    ("text", "voice", "remarks"),
    [
        ("הספינה לא חזרה לנמל באותו חורף.", "he", 1),
        ("הַסְּפִינָה לֹא חָזְרָה לַנָּמָל בְּאוֹתוֹ חֹרֶף.", "he", 0),
        ("Das Schiff kam nicht.", "de", 0),
    ],
)
def test_hebrew_without_points_is_told(text, voice, remarks):
    assert len(unreadable(parse(f"Title\n\n{text}\n", language=voice).sentences, voice)) == remarks


@pytest.mark.parametrize(("voice", "name"), [("de", "German"), ("cmn", "Chinese"), ("en-us", "English")])
def test_languages_have_names(voice, name):
    assert language_name(voice) == name
