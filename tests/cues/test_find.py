"""Cues are found by what is said in them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtool.cues import find
from subtool.errors import SheetError
from subtool.model import Cue, Media, Sheet, Span, Word

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
    assert find.by_quote(SHEET, quote) == find.CueRange(first, last)


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
    assert find.span_of(close, find.CueRange(1, 1)) == Span(995, 1995)


def said(start_ms, *texts, footnotes=(), step_ms=400, long_ms=300):
    words = tuple(
        Word(text, Span(start_ms + at * step_ms, start_ms + at * step_ms + long_ms))
        for at, text in enumerate(texts)
    )
    span = Span(start_ms, words[-1].span.end_ms + 200)
    return Cue(span, (" ".join(texts),), words=words, footnotes=footnotes)


SPOKEN = Sheet(
    (
        said(1000, "one", "two"),
        said(1800, "three", "four", footnotes=("9",)),
        said(2600, "five", footnotes=("9", "10")),
        said(5000, "six", footnotes=("9",)),
        said(8000, "seven"),
    ),
    media=Media("film.mp4", 9000),
)


def test_a_footnote_is_found_where_its_sentences_are_said():
    assert find.by_footnote(SPOKEN, "9") == (find.CueRange(1, 3),)
    assert find.by_footnote(SPOKEN, "10") == (find.CueRange(2, 2),)
    twice = replace(SPOKEN, cues=(*SPOKEN.cues, said(8500, "eight", footnotes=("10",))))
    assert find.by_footnote(twice, "10") == (find.CueRange(2, 2), find.CueRange(5, 5))
    with pytest.raises(SheetError, match=r"footnote 8 .*9, 10"):
        find.by_footnote(SPOKEN, "8")


@pytest.mark.parametrize(
    ("passage", "pad_ms", "held"),
    [
        (find.CueRange(1, 1), 0, Span(1800, 2700)),
        (find.CueRange(1, 1), 500, Span(1750, 2700)),  # half of the gap after "two"; "five" has begun
        (find.CueRange(3, 3), 500, Span(4500, 6000)),
        (find.CueRange(3, 3), 5000, Span(3000, 7900)),
        (find.CueRange(4, 4), 5000, Span(5400, 9000)),
    ],
)
def test_no_neighbours_word_is_in_what_is_held_beside_a_passage(passage, pad_ms, held):
    assert find.span_of(SPOKEN, passage, pad_ms) == held


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        (Span(1100, 2300), Span(900, 2150)),  # in "one", and in "four"
        (Span(1350, 2000), Span(1350, 2150)),  # in a gap, and in "three"
        (Span(2650, 2700), Span(2550, 3000)),  # both in "five"
    ],
)
def test_ends_move_into_the_nearest_gap(asked, held):
    assert find.between_words(SPOKEN, asked) == held


@given(st.integers(0, 8900), st.integers(1, 4000))
def test_no_word_is_ever_cut(start_ms, length_ms):
    asked = Span(start_ms, start_ms + length_ms)
    held = find.between_words(SPOKEN, asked)
    for word in (word.span for cue in SPOKEN.cues for word in cue.words):
        assert not word.start_ms < held.start_ms < word.end_ms
        assert not word.start_ms < held.end_ms < word.end_ms
    assert find.between_words(SPOKEN, held) == held
