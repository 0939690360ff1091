"""Brackets after a name in Latin letters, in lines that run from right to left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtool.onscreen.direction import END, ISOLATE, isolated


def told(line):
    marks = isolated(line)
    return "".join(marks.get(index, "") + char for index, char in enumerate(line)) + marks.get(len(line), "")


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        ("קראתי את Moby-Dick (1851) באנגלית.", "Moby-Dick (1851)"),
        ("رحلة NASA [Apollo 11] إلى القمر", "NASA [Apollo 11]"),
        ("ספר Foo (1) bar (2)", "Foo (1) bar (2)"),
    ],
)
def test_a_pair_stays_with_what_is_before_it(line, inside):
    assert f"{ISOLATE}{inside}{END}" in told(line)


@pytest.mark.parametrize(
    "line", ["Moby-Dick (1851)", "הנמל (1911)", "ערבית (Arabic)", "ספר Foo (באנגלית)", "ספר Foo (1851", ""]
)
def test_nothing_is_said_where_nothing_is_wrong(line):
    assert isolated(line) == {}


@given(st.text("אבcd1 ()[].", max_size=30))
def test_isolates_are_in_pairs_and_no_letter_is_lost(line):
    made = told(line)
    assert made.count(ISOLATE) == made.count(END)
    assert made.replace(ISOLATE, "").replace(END, "") == line
