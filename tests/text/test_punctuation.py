"""Where sentences end in every script that scripts are written in."""

from __future__ import annotations

import pytest

from subtool.text import punctuation
from subtool.text.punctuation import ends_sentence, runs_right_to_left

ENDED = {
    "Latin": "The salt was sold.",
    "quotation": "He said: “Nobody came.”",
    "German quotation": "Sie rief: „Halt!“",
    "Danish quotation": "Hun råbte: »Stop!«",
    "Swedish quotation": "Han ropade: ”Nej!”",
    "French quotation": "« Où est le sel ? »",
    "footnote mark": "The salt was sold.¹²",
    "Greek question": "Ποιος το έχτισε;",
    "Cyrillic": "Соль продали…",
    "Armenian": "Ոչ ոք չեկավ։",
    "Armenian, typed": "Ոչ ոք չեկավ:",
    "Hebrew": "אף אחד לא בא.",
    "Arabic question": "من بنى الجسر؟",
    "Urdu": "کوئی نہیں آیا۔",
    "Devanagari": "कोई नहीं आया।",
    "Devanagari, typed": "कोई नहीं आया |",
    "Bengali": "কেউ আসেনি।",
    "Burmese": "ဘယ်သူမှမလာဘူး။",
    "Khmer": "គ្មាននរណាមកទេ។",
    "Ethiopic": "ማንም አልመጣም።",
    "Ethiopic, typed": "ማንም አልመጣም::",
    "Chinese": "没有人来。”",
    "Japanese": "だれも来なかった。」",
}
OPEN = ["The salt", "We said:", "Εκείνος είπε:", "one; two;", "नमक,", "1931", "", "“The salt”", "cat a | b |"]


@pytest.mark.parametrize("text", ENDED.values(), ids=ENDED)
def test_a_sentence_ends(text: str) -> None:
    assert ends_sentence(text)
    assert ends_sentence(f"{text} ")


@pytest.mark.parametrize("text", OPEN)
def test_a_sentence_goes_on(text: str) -> None:
    assert not ends_sentence(text)


def test_each_mark_that_opens_can_be_closed() -> None:
    for opener, closers in punctuation.QUOTATIONS.items():
        assert opener in punctuation.MAY_OPEN
        assert set(closers) <= set(punctuation.MAY_CLOSE)


def test_no_mark_both_ends_a_sentence_and_stands_around_it() -> None:
    assert not set(punctuation.SENTENCE_ENDS) & set(punctuation.MAY_CLOSE + punctuation.MAY_OPEN)


@pytest.mark.parametrize("tag", ["ar", "he-IL", "fa", "ur", "ckb", "sd", "az-Arab", "pa-Arab-PK", "yi"])
def test_runs_to_the_left(tag: str) -> None:
    assert runs_right_to_left(tag)


@pytest.mark.parametrize("tag", ["en", "hi", "sd-Deva", "zh-Hans", "az", "ks-Deva-IN"])
def test_runs_to_the_right(tag: str) -> None:
    assert not runs_right_to_left(tag)
