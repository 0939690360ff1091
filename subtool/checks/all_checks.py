"""Cues against a house style: what is wrong, where, by how much. Pure.

A check is a generator function from a `View` to `Problem`s. Those in ALONE look at each cue by itself, those in BESIDE
at its neighbours in time too; the others need the whole sheet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.checks import (
    continuity,
    dialogue,
    line_checks,
    marks,
    numbers,
    pairs,
    times,
    whole,
    word_breaks,
)  # fmt: skip
from subtool.checks.context import View, without_empty_lines
from subtool.checks.problem import Problem, rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from subtool.checks.context import CheckContext
    from subtool.model import Sheet

ALONE: tuple[Callable[[View], Iterator[Problem]], ...] = (  # these look at each cue by itself
    times.durations, times.reading_speed, times.film_end, times.shot_changes,
    line_checks.empty, line_checks.line_length, line_checks.line_count, line_checks.two_sentences, line_checks.shouting,
    marks.marks, dialogue.lone_dashes, pairs.tags, whole.italics, whole.no_italics, whole.listed_glyphs,
)  # fmt: skip
BESIDE: tuple[Callable[[View], Iterator[Problem]], ...] = (  # and these at a cue with its neighbours
    times.gaps, word_breaks.dangling, continuity.ellipses, numbers.numbers, whole.repetitions,
)  # fmt: skip
GLOBAL: tuple[Callable[[View], Iterator[Problem]], ...] = (
    times.order,
    pairs.quotations,
    pairs.inverted_marks,
    whole.glyphs,
)


def check(sheet: Sheet, delivery: CheckContext) -> list[Problem]:
    """Every breach, in the order of the cues, and of the rules within one."""
    view = View.of(without_empty_lines(sheet), delivery)
    found = [problem for look in (*ALONE, *BESIDE, *GLOBAL) for problem in look(view)]
    found += whole.footnotes(view, sheet)
    found += whole.mended_on_reading(view, sheet)
    return in_order(found)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems in the order of the cues, and of the rules within one."""
    rank = {code: index for index, code in enumerate(rules())}
    return sorted(problems, key=lambda problem: (problem.cue, rank[problem.code], problem.line))
