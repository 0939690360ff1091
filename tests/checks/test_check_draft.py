"""What `draft` makes is as the house style wants it, but for what the text and its pace leave no way to mend."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import subtool
from subtool.checks import check
from subtool.checks.context import CheckContext
from subtool.checks.fix import fix
from subtool.cues import compose
from subtool.cues.timing import pace
from subtool.cues.timing.frame_grid import Grid
from subtool.model import Sentence, Sheet, Source, Token
from subtool.styles import houses
from support.paths import SAMPLE

LAMP = subtool.read_script(SAMPLE)
LATIN = [name for name in houses.names() if houses.house_style(name).half_width == 1]
PACE = {"too-fast", "too-many-words"}  # the narrator's pace leaves no time
BREAKS = {"dangling-line", "dangling-cue"}  # the limits leave no other break


def codes(sheet, profile):
    return {problem.code for problem in subtool.check(sheet, profile)}


def test_the_sample_is_silent_under_the_default_style():
    assert codes(subtool.draft(LAMP), houses.DEFAULT) == set()


@pytest.mark.parametrize("name", LATIN)
def test_the_sample_breaks_nothing_but_what_its_pace_forbids(name):
    assert codes(subtool.draft(LAMP, profile=name), name) <= PACE | BREAKS


@pytest.mark.parametrize("name", LATIN)
def test_a_slow_narrator_is_read_in_time(name):
    slow = subtool.draft(LAMP, profile=name, pace=subtool.Pace(words_a_minute=80))
    assert codes(slow, name) <= BREAKS


@pytest.mark.parametrize("name", LATIN)
def test_nothing_is_left_to_mend(name):
    sheet = subtool.draft(LAMP, profile=name)
    assert subtool.fix(sheet, name).changes == ()


VOCABULARY = "a the of and harbour lamp stood it built never winter hundred-year boats, keeper, 1861"
words = st.sampled_from(VOCABULARY.split())
sentences = st.lists(st.lists(words, min_size=3, max_size=25), min_size=1, max_size=6)


def told(texts):
    made = []
    for line, text in enumerate(texts, start=1):
        spoken = [text[0].capitalize(), *text[1:-1], text[-1].strip(",") + "."]
        made.append(
            Sentence(tuple(Token(word, Source(line, at)) for at, word in enumerate(spoken, start=1)), 0)
        )
    return made


@settings(max_examples=60)
@given(sentences, st.sampled_from(LATIN), st.sampled_from(["24000/1001", "25", "30000/1001", "50"]))
def test_any_draft_keeps_its_rows_times_and_gaps(texts, name, rate):
    style, grid = houses.house_style(name), Grid(Fraction(rate))
    classes = houses.word_classes("en")
    sheet = Sheet(compose(pace.tell(told(texts), pace.Pace()), style, classes, grid))
    delivery = CheckContext(style, grid, classes)
    found = check(sheet, delivery)
    assert {problem.code for problem in found} <= PACE | BREAKS | {"repeated-text"}  # as the script has it
    assert not {change.codes for change in fix(sheet, delivery).changes} - {
        ("too-fast",),
        ("too-many-words",),
    }
