"""What languages are called, by people and in containers."""

from __future__ import annotations

import pytest

from subtool.text.language import is_same_language, three_letters


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en-GB", "eng"),
        ("de", "deu"),
        ("ger", "deu"),
        ("zh-Hant", "zho"),
        ("iw", "heb"),
        ("sw", "swa"),
        ("", "und"),
    ],
)
def test_containers_have_three_letters(tag, code):
    assert three_letters(tag) == code


@pytest.mark.parametrize("tag", ["english", "xx", "d"])
def test_what_is_no_language_is_refused(tag):
    with pytest.raises(ValueError, match="not a tag of a language"):
        three_letters(tag)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("de", "ger"),
        ("de-AT", "deu"),
        ("nb", "nor"),
        ("nn", "no"),
        ("cmn", "zh"),
        ("pt_BR", "por"),
        ("qaa", "qaa"),
    ],
)
def test_names_of_one_language(one, other):
    assert is_same_language(one, other)


@pytest.mark.parametrize(("one", "other"), [("de", "nl"), ("", ""), ("und", "und"), ("", "en"), ("hr", "sr")])
def test_names_of_two_languages_or_none(one, other):
    assert not is_same_language(one, other)
