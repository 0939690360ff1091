"""Every wrong mark of every cue: of the language, of the house style, of its speakers."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from subtool.checks import dialogue, house_marks, typography
from subtool.checks.finding import QUOTED_CHARS, shown, word_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from subtool.checks.context import CheckContext, Item, View
    from subtool.checks.finding import Finding
    from subtool.checks.problem import Problem

BEFORE_A_MARK = frozenset({"space-before-punctuation", "french-space-missing"})  # what follows is printed


def marks(view: View) -> Iterator[Problem]:
    """Every wrong mark of every cue."""
    for item in view.items:
        ends = [index for index, char in enumerate(item.text) if char == "\n"] if "\n" in item.text else []
        for found in findings(item, view.delivery):
            word = word_at(item.text, found.end)
            mark = word[:1] if found.code in BEFORE_A_MARK else shown(found.text[:QUOTED_CHARS])
            line = bisect_left(ends, found.start) + 1
            yield view.problem(
                found.code, item, line, fixable=bool(found.edits), mark=mark, wanted=found.wanted, word=word
            )


def findings(item: Item, delivery: CheckContext) -> Iterator[Finding]:
    """The wrong marks of a cue."""
    if item.is_empty:
        return
    style = delivery.style
    for pattern in typography.patterns(delivery.primary, two_dots=style.two_dots):
        yield from pattern.find(item.text)
    for pattern in house_marks.patterns(style, own_language=delivery.writes_as_style):
        yield from pattern.find(item.text)
    yield from house_marks.sounds(item.text, style)
    if style.foreign_quotes and delivery.writes_as_style:
        yield from house_marks.quotes(item.text, style)
    yield from dialogue.marks(item, style)
