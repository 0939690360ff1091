"""Two speakers in one cue: a line for each, opened as the house style has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.checks.edit import Edit
from subtool.checks.finding import Finding
from subtool.checks.speakers import speakers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from subtool.checks.context import Item, View
    from subtool.checks.problem import Problem
    from subtool.styles.house_style import HouseStyle


def marks(item: Item, style: HouseStyle) -> Iterator[Finding]:
    """Dashes of another form, one too many, and speakers without a line of their own."""
    if not style.dialogue_dash:
        return
    seen = speakers(item.cue)
    for opening in seen.dashes:
        first = style.dash_second_only and not opening.line
        if first and (len(seen.dashes) > 1 or seen.seconds):
            edits = (Edit(opening.start, opening.end, ""),)
            yield Finding("dash-on-first-speaker", opening.start, opening.end, opening.text, edits)
        elif opening.text != style.dialogue_dash:
            edits = (Edit(opening.start, opening.end, style.dialogue_dash),)
            yield Finding("dash-form", opening.start, opening.end, opening.text, edits, style.dialogue_dash)
    for start, end in seen.seconds:
        edits = (Edit(start, end, f"\n{style.dialogue_dash}"),)
        yield Finding("speakers-in-a-line", start, end, item.text[start:end], edits)


def lone_dashes(view: View) -> Iterator[Problem]:
    """Speakers' dashes that lack their fellow."""
    style = view.delivery.style
    if not style.dialogue_dash:
        return
    for item in view.items:
        seen = speakers(item.cue)
        if len(seen.dashes) != 1 or seen.seconds:
            continue
        line = seen.dashes[0].line + 1
        if line == 1:
            yield view.problem("lone-dash", item, 1)
        elif not style.dash_second_only:
            yield view.problem("dash-missing", item, line)
