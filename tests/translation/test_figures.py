"""Numbers and months are found as values, in figures, in words, and in the numerals of Chinese."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtool.translation.figures import figures_in


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("on October 4, 1862", "en", {"month 10", "4", "1862"}),
        ("am 4. Oktober 1862", "de", {"month 10", "4", "1862"}),
        ("4 октября 1862 года", "ru", {"month 10", "4", "1862"}),
        ("1862年10月4日", "zh", {"month 10", "4", "1862"}),
        ("一八六二年十月四日", "zh", {"month 10", "4", "1862"}),
        ("three hundred people", "en", {"300"}),
        ("三百人", "zh", {"300"}),
        ("twenty-three vessels", "en", {"23"}),
        ("dreiundzwanzig Schiffe", "de", {"23"}),
        ("2.9 million", "en", {"2.9e+06"}),
        ("2,9 Millionen", "de", {"2.9e+06"}),
        ("290万", "zh", {"2.9e+06"}),
        ("2,140 posts", "en", {"2140"}),
        ("2.140 Posten", "de", {"2140"}),
        ("2 140 постов", "ru", {"2140"}),
        ("9.5 miles", "en", {"9.5"}),
        ("9,5 Meilen", "de", {"9.5"}),
        ("the XIX century", "en", {"19"}),
        ("十九世纪", "zh", {"19"}),
        ("٤٤ درجة", "ar", {"44"}),
        ("May I?", "en", set()),
        ("one of them", "en", set()),
    ],
)
def test_values(text, language, values):
    assert figures_in(text, language) == values


@given(st.integers(2, 99_999))
def test_every_figure_is_its_value_in_all_languages(value):
    grouped = f"{value:,}"
    assert (
        figures_in(grouped, "en")
        == figures_in(grouped.replace(",", "."), "de")
        == figures_in(str(value), "zh")
    )


@given(st.text(), st.sampled_from(["en", "de", "ru", "zh", "ja", "ar", "xx"]))
def test_no_text_is_refused(text, language):
    assert all(figures_in(text, language))
