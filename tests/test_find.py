"""Cues are found by what is said in them."""

from __future__ import annotations

import pytest

from subtool.cues import find
from subtool.errors import SheetError
from subtool.model import Cue, Media, Sheet, Span

TEXTS = [
    ("The keeper’s café", "was empty."),
    ("“Nobody came,” he said.",),
    ("Nobody came.",),
    ("It was 1989.",),
]
SHEET = Sheet(
    tuple(Cue(Span(at * 3000 + 1000, at * 3000 + 3000), lines) for at, lines in enumerate(TEXTS)),
    media=Media("film.mp4", 20_000),
)


@pytest.mark.parametrize(
    ("quote", "first", "last"),
    [
        ("the KEEPER'S cafe", 0, 0),
        ("cafe was empty! Nobody", 0, 1),
        ("came he said", 1, 1),
        ("1989", 3, 3),
    ],
)
def test_case_quotes_accents_and_punctuation_do_not_matter(quote, first, last):
    assert find.by_quote(SHEET, quote) == find.Passage(first, last)


def test_an_ambiguous_quote_lists_its_places():
    with pytest.raises(SheetError, match=r"said 2 times.*2 at 0:04 .*3 at 0:07"):
        find.by_quote(SHEET, "nobody came")


def test_a_missing_quote_lists_the_nearest_places():
    with pytest.raises(SheetError, match=r"not said.*nearest: 4 at 0:10 “It was 1989.”"):
        find.by_quote(SHEET, "it was 1988")


@pytest.mark.parametrize("quote", ["", "…!", " "])
def test_a_quote_without_words_is_refused(quote):
    with pytest.raises(SheetError, match=r"no words"):
        find.by_quote(SHEET, quote)


@pytest.mark.parametrize(("first", "last"), [(0, 1), (2, 1), (4, 5)])
def test_numbers_that_are_not_there_are_refused(first, last):
    with pytest.raises(SheetError, match=r"cues 1-4"):
        find.by_numbers(SHEET, first, last)


def test_a_passage_breathes_without_cutting_into_its_neighbours():
    assert find.span_of(SHEET, find.by_numbers(SHEET, 2, 2)) == Span(3750, 6250)
    close = Sheet((Cue(Span(0, 990), ("a",)), Cue(Span(1000, 1990), ("b",)), Cue(Span(2000, 3000), ("c",))))
    assert find.span_of(close, find.Passage(1, 1)) == Span(990, 2000)
