"""Numbers in words are read as num2words writes them, also inflected, counted with scales, and put together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from subtool.translation.figures import NumberForm, numbers_in
from subtool.translation.number_phrases import inflected, phrases_in

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "ru", "pl", "sv", "fi", "tr")


@given(st.integers(2, 2099), st.sampled_from(LANGUAGES))
def test_every_number_is_found_among_other_words(value, language):
    words = num2words(value, lang=language)
    assert [found for found, _, _ in phrases_in(f"xx {words} yy", language)] == [value]


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("in eighteen sixty-two", "en", 1862),
        ("three hundred thousand people", "en", 300_000),
        ("two million five hundred thousand", "en", 2_500_000),
        ("a hundred and twenty sheep", "en", 120),
        ("achtzehnhundertzweiundsechzig", "de", 1862),
        ("dreitausendfünfhundert Mann", "de", 3500),
        ("из четырёхсот солдат", "ru", 400),
        ("двухсот тридцати лет", "ru", 230),
        ("mil novecentos e dezessete", "pt", 1917),
        ("2½ Jahre", "de", 2.5),
        ("14 km²", "de", 14),
    ],
)
def test_numbers_as_people_write_them(text, language, value):
    assert [one.value for one in numbers_in(text, language) if one.written < NumberForm.LIKELY] == [value]


def test_a_thing_that_is_numbered_beside_a_year_is_no_thousand():
    assert [one.value for one in numbers_in("1862 300 Mann", "de")][:2] == [1862, 300]


@pytest.mark.parametrize(
    ("word", "language", "value"),
    [("zwanzigsten", "de", 20), ("двадцатого", "ru", 20), ("segunda", "es", 2), ("Leuchtturm", "de", None)],
)
def test_an_inflected_number_is_likely_one(word, language, value):
    assert inflected(word, language) == value
