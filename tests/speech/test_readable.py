"""What a voice can read: kanji as kana, years as people say them, and Hebrew only with its points."""

from __future__ import annotations

from itertools import pairwise

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
    ("text", "spoken"),
    [
        ("In 1947, it was out.", "In nineteen forty seven, it was out."),
        ("“1805” and 2015", "“eighteen oh five” and twenty fifteen"),
        ("Box 1,947 on 12/1947 at 1947:2 costs 1947.50 and 1947kg", None),
        ("Room 947, the 1900s", None),
    ],
)
def test_a_year_is_read_as_people_say_it(text, spoken):
    sentence = parse(f"Title\n\n{text}\n", language="en").sentences[0]
    assert readable(sentence, "en-us").text == (spoken or sentence.text)
    assert readable(sentence, "de") == sentence


def test_words_that_are_said_as_one_have_times_of_their_own():
    sentence = parse("Title\n\nThey do not know who I am, and it was so.\n", language="en").sentences[0]
    sound, starts = say(sentence, "en-us")
    assert all(a < b for a, b in pairwise([*starts, len(sound)]))


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
