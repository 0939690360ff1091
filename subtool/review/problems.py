"""The problems of a document by cue, kept up to date while it is edited."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from subtool.checks import check

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from subtool.checks.context import CheckContext
    from subtool.checks.problem import Problem
    from subtool.review.document import Document

Problems = dict[str, tuple["Problem", ...]]
NEAR = 2  # cues on either side of a changed one whose problems may change with it
WINDOW = 20  # cues on either side that are read for it: a quotation may have begun before


def all_problems(document: Document, context: CheckContext) -> Problems:
    """The problems of every cue that has some."""
    found: dict[str, list[Problem]] = defaultdict(list)
    for problem in check(document.sheet, context):
        found[document.ids[problem.cue - 1]].append(problem)
    return {name: tuple(problems) for name, problems in found.items()}


def after_change(
    known: Mapping[str, tuple[Problem, ...]],
    document: Document,
    changed: Iterable[str],
    context: CheckContext,
) -> Problems:
    """Problems of the changed cues and their neighbours, found again; those of the others as they were known."""
    names = list(changed)
    problems = {name: found for name, found in known.items() if name in document.cues}
    places = sorted(document.positions[name] for name in names if name in document.positions)
    for first, last in _stretches(places):
        begin = max(0, first - WINDOW)
        ids = document.ids[begin : last + WINDOW + 1]
        sheet = replace(document.rest, cues=tuple(document.cues[name] for name in ids))
        found: dict[str, list[Problem]] = defaultdict(list)
        for problem in check(sheet, context):
            found[ids[problem.cue - 1]].append(problem)
        for name in document.ids[max(0, first - NEAR) : last + NEAR + 1]:
            problems.pop(name, None)
            if found[name]:
                problems[name] = tuple(found[name])
    return problems


def _stretches(places: Iterable[int]) -> Iterable[tuple[int, int]]:
    """Positions that are near each other, from the first to the last of them."""
    stretch: tuple[int, int] | None = None
    for place in places:
        if stretch and place - stretch[1] <= WINDOW:
            stretch = (stretch[0], place)
            continue
        if stretch:
            yield stretch
        stretch = (place, place)
    if stretch:
        yield stretch
