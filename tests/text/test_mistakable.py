"""What else might stand in place of a number, weekday or month."""

from __future__ import annotations

import pytest

from subtool.text.mistakable import MOST, mistakable_for


@pytest.mark.parametrize(
    ("printed", "language", "among"),
    [
        ("1934,", "en", {"1935,", "1944,", "1834,", "2934,"}),
        ("650", "de", {"660", "615", "651"}),
        ("(18)", "fr", {"(80)", "(19)", "(28)"}),
        ("11", "en", {"7", "12", "21"}),
        ("7.", "de", {"8.", "17.", "70."}),
        ("3,500", "en", {"3,600", "4,500"}),
        ("nineteen", "en", {"ninety", "eighteen", "twenty-nine"}),
        ("third", "en", {"first", "thirteenth"}),
        ("neunzehn", "de", {"neunzig", "neunundzwanzig"}),
        ("treize", "fr-CA", {"trente", "quatorze"}),
        ("Tuesday", "en-GB", {"thursday"}),
        ("„Dienstag“", "de-AT", {"„donnerstag“"}),
        ("марта", "ru", {"мая"}),
        ("मंगलवार", "hi", {"बुधवार"}),
        ("٣", "ar", {"4"}),
    ],
)
def test_a_fact_has_others_of_its_kind(printed, language, among):
    others = mistakable_for(printed, language)
    assert among <= set(others)
    assert printed not in others
    assert len(others) == len(set(others)) <= MOST


@pytest.mark.parametrize(
    ("printed", "language"),
    [("keepers", "en"), ("—", "en"), ("un", "fr"), ("ein", "de"), ("", "en"), ("x", "xx")],
)
def test_other_words_have_none(printed, language):
    assert mistakable_for(printed, language) == ()


def test_a_digit_of_another_script_is_not_another_number():
    assert "3" not in mistakable_for("٣", "ar")
