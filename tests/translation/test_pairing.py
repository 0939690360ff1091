"""Sentences of two languages find each other, and what could as well be otherwise is not sure."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from subtool.model import Sentence
from subtool.translation.clues import Side
from subtool.translation.pairing import paired
from support.translated import LANGUAGES, STORY, sentence, story

NUMBERS = range(len(STORY))


def _starts(pairs):
    """For each sentence of the translation the one of the original that it begins with; None inside and alone."""
    return {
        number: pair.source.start if pair.source and not by else None
        for pair in pairs
        for by, number in enumerate(pair.target)
    }


@pytest.mark.parametrize("source", LANGUAGES)
@pytest.mark.parametrize("target", LANGUAGES)
def test_a_whole_translation_is_paired_sentence_by_sentence(source, target):
    pairs = paired(Side(story(source), source), Side(story(target), target))
    assert _starts(pairs) == {number: number for number in NUMBERS}


@pytest.mark.parametrize("kept", ["original", "translation"])
def test_a_side_with_each_sentence_in_a_line_of_its_own_is_paired_as_one_in_paragraphs(kept):
    whole, parted = (
        Side(tuple(replace(one, paragraph=number * own) for number, one in enumerate(story(tag))), tag)
        for tag, own in (("ru", kept != "original"), ("en", kept != "translation"))
    )
    pairs = paired(whole, parted)
    assert _starts(pairs) == {number: number for number in NUMBERS}
    plain = paired(*(Side(tuple(replace(one, paragraph=0) for one in side.sentences), side.language)
                     for side in (whole, parted)))  # fmt: skip
    assert [pair.chances for pair in pairs] == [pytest.approx(pair.chances, abs=0.01) for pair in plain]


@pytest.mark.parametrize("absent", [1, 3, 6])
@pytest.mark.parametrize("source", ["de", "ru", "zh"])
def test_a_sentence_left_out_moves_no_other(source, absent):
    target = tuple(one for number, one in enumerate(story("en")) if number != absent)
    pairs = paired(Side(story(source), source), Side(target, "en"))
    kept = [number for number in NUMBERS if number != absent]
    found = _starts(pairs)
    right = sum(found[at] == number for at, number in enumerate(kept))
    assert right >= len(kept) - 1
    sure = {pair.target.start: pair.source.start for pair in pairs if pair.chances and pair.chances[0] >= 0.9}
    assert all(kept[at] == number for at, number in sure.items())


def test_two_sentences_that_became_one_are_one_pair():
    whole = story("en")
    joined = Sentence(whole[4].tokens + whole[5].tokens, whole[5].paragraph)
    target = (*whole[:4], joined, *whole[6:])
    found = _starts(paired(Side(story("de"), "de"), Side(target, "en")))
    assert found == {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 7}


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.text("ab ", min_size=1).filter(str.strip), min_size=1, max_size=7),
    st.lists(st.text("cd ", min_size=1).filter(str.strip), min_size=1, max_size=7),
)
def test_every_sentence_stands_in_one_pair_in_order(source, target):
    here, there = (
        tuple(sentence(text, line) for line, text in enumerate(texts, start=1)) for texts in (source, target)
    )
    pairs = paired(Side(here, "en"), Side(there, "de"))
    assert [number for pair in pairs for number in pair.source] == list(range(len(here)))
    assert [number for pair in pairs for number in pair.target] == list(range(len(there)))
    assert all(len(pair.chances) == len(pair.target) for pair in pairs)
    assert all(0 <= chance <= 1.001 for pair in pairs for chance in pair.chances)


def test_a_pair_that_is_known_moves_the_others():
    source, target = Side(story("de"), "de"), Side(story("en"), "en")
    pairs = paired(source, target, known=[(2, 4)])
    begins = {pair.source.start: pair for pair in pairs if pair.source and pair.target}
    assert begins[2].target == range(4, 5)
    assert begins[2].chances == pytest.approx((1.0,))
    assert [pair.target.start for pair in pairs if pair.target] == sorted(
        pair.target.start for pair in pairs if pair.target
    )
    assert begins[7].target.start == 7


@pytest.mark.parametrize(
    ("known", "message"),
    [
        ([(2, 4), (4, 2)], "the pairs 3=5 and 5=3 cross each other"),
        ([(2, 4), (2, 5)], "the pairs 3=5 and 3=6 cross each other"),
        ([(8, 1)], "the original has no sentence 9, but 8"),
        ([(1, 8)], "the translation has no sentence 9, but 8"),
    ],
)
def test_pairs_that_cannot_be_are_told(known, message):
    with pytest.raises(ValueError, match=message):
        paired(Side(story("de"), "de"), Side(story("en"), "en"), known=known)
