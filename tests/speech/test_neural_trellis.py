"""The trellis of the neural engine finds words where they were put, without any model."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtool.errors import ModelError
from subtool.speech.engines import EngineChoice, engine_for
from subtool.speech.neural.alphabet import alphabet
from subtool.speech.neural.trellis import ANY, GAP, Line, place

LETTERS = st.lists(st.integers(2, 6), min_size=1, max_size=5).map(tuple)
WORDS = st.lists(LETTERS, min_size=1, max_size=6)

CASES = WORDS.flatmap(
    lambda words: st.tuples(
        st.just(words), st.lists(st.integers(0, 5), min_size=len(words), max_size=len(words))
    )
)


def heard(rows, columns=10):
    """Log-probabilities in which the sign of each row is nearly sure."""
    chances = np.full((len(rows), columns), 0.002)
    chances[np.arange(len(rows)), rows] = 0.95
    chances[:, ANY] = np.where(np.array(rows) == GAP, 0.95, 0.95 * np.exp(-5))
    return np.log(chances)


def said(words, rests):
    """The signs frame by frame, and the first frame and the end of each word."""
    rows, edges = [GAP], []
    for word, rest in zip(words, rests, strict=True):
        begin = len(rows)
        for at, letter in enumerate(word):
            rows += [GAP] if at and word[at - 1] == letter else []
            rows += [letter] * (1 + letter % 2)
        edges.append((begin, len(rows)))
        rows += [GAP] * (1 + rest)
    return rows, edges


def edges_of(found):
    return [(word.first, word.end) if word else None for word in found]


@given(CASES)
def test_words_are_found_on_their_frames(case):
    words, rests = case
    rows, edges = said(words, rests)
    found = place(heard(rows), [Line(tuple((word,) for word in words), optional=False)], loose=False)
    assert edges_of(found) == edges
    assert all(word.likely > 0.9 for word in found)


@given(WORDS)
def test_the_sound_chooses_among_the_ways_to_say_a_word(words):
    rows, edges = said(words, [1] * len(words))
    others = ((2, 3, 2, 3, 2, 3, 2), (6, 5, 6, 5, 6, 5, 6))
    found = place(heard(rows), [Line(tuple((*others, word) for word in words), optional=False)], loose=False)
    assert edges_of(found) == edges


def test_a_sentence_that_is_not_said_is_skipped_and_one_that_is_not_written_is_passed_over():
    first, missing, last = [(2, 3, 4), (5, 6)], [(6, 2, 6, 2), (3, 6, 3, 6)] * 3, [(4, 2), (3, 5, 3)]
    ad_lib = [(7, 8, 9, 8, 7), (9, 7, 9, 8, 9)]
    rows, edges = said([*first, *ad_lib, *last], [3] * 6)
    lines = [Line(tuple((word,) for word in words), optional=True) for words in (first, missing, last)]
    found = place(heard(rows), lines, loose=True)
    assert edges_of(found) == [*edges[:2], *[None] * 6, *edges[4:]]


def test_what_does_not_fit_has_no_place():
    assert place(heard([GAP, 2, GAP]), [Line((((2, 3, 4, 5),),), optional=False)], loose=False) is None


def test_a_word_without_a_letter_takes_no_time():
    rows, edges = said([(2, 3), (4, 5)], [2, 2])
    found = place(heard(rows), [Line((((2, 3),), ((),), ((4, 5),)), optional=False)], loose=False)
    assert edges_of(found) == [edges[0], None, edges[1]]


def test_words_are_spelled_in_the_letters_there_are():
    letters = alphabet({"<pad>": 0, "|": 1, "A": 2, "E": 3, "'": 4, "S": 5, "<unk>": 6}, 0, "|")
    assert letters.spelled("eàs’s") == (3, 2, 5, 4, 5)
    assert letters.spelled("ß") == (5, 5)
    assert letters.spelled("|中") == ()
    assert letters.unknown("|Aé中б-") == ("中", "б")


@pytest.mark.skipif(find_spec("torch") is not None, reason="the extra is installed")
def test_without_the_extra_the_mend_is_told():
    with pytest.raises(ModelError, match=r"pip install 'documentary-subtool\[neural\]'"):
        engine_for("en", EngineChoice.NEURAL, model="some/model")


def test_a_model_is_for_the_neural_engine_only():
    with pytest.raises(ModelError, match="add --engine neural"):
        engine_for("en", EngineChoice.WORDS, model="some/model")
