"""The findings of a check as a table for a spreadsheet (CSV), and as a form in plain text that can be sent back."""

from __future__ import annotations

import csv
from io import StringIO
from textwrap import wrap
from typing import TYPE_CHECKING

from subtool.checks import listing
from subtool.checks.finding import shown
from subtool.reports.check.grounds import grounds
from subtool.text.cells import inert
from subtool.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from subtool.reports.check.page import Findings

COLUMNS = (
    "cue", "in", "out", "line", "text", "rule", "what is wrong", "what to do", "--fix mends it", "what is asked for",
    "where it is asked for", "decision", "comment",
)  # fmt: skip
LIST_WIDTH = 100  # characters of a line of plain text; chosen by eye


def table(found: Findings) -> str:
    """A row a problem; `decision` and `comment` are empty, for whoever answers."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for group in listing.groups(found.problems):
        ground = grounds(found.delivery.style, (group.rule,))[group.rule.code]
        for problem in group.problems:
            cue = found.sheet.cues[problem.cue - 1]
            row = (
                problem.cue, clock(cue.span.start_ms), clock(cue.span.end_ms), problem.line or "",
                " / ".join(cue.lines),
                problem.code, problem.message, problem.mend, "yes" if problem.fixable else "no", ground.asks,
                ground.source, "", "",
            )  # fmt: skip
            writer.writerow([inert(str(cell)) for cell in row])
    return out.getvalue()


def form(found: Findings) -> str:
    """A page of plain text: a box to tick and a line to write on for each problem."""
    return "\n".join((*_head(found), *_problems(found), *_foot())) + "\n"


def _head(found: Findings) -> Iterator[str]:
    style = found.delivery.style
    yield f"SUBTITLE CHECK: {shown(found.name)}"
    yield f"against {style.title} ({style.name})"
    yield listing.summary(found.problems, found.sheet)
    yield ""
    yield "Tick one box for each problem, say why where it stays, and send this file back."


def _problems(found: Findings) -> Iterator[str]:
    number = 0
    for group in listing.groups(found.problems):
        ground = grounds(found.delivery.style, (group.rule,))[group.rule.code]
        yield ""
        yield f"{group.rule.title.upper()} ({group.rule.code}, {len(group.problems)})"
        yield from wrap(ground.asks, LIST_WIDTH)
        yield from wrap(f"Asked for by: {ground.source}", LIST_WIDTH)
        for problem in group.problems:
            number += 1
            yield ""
            yield f"{number}. {listing.sentence(problem)}"
            yield from (f"     {shown(line)}" for line in found.sheet.cues[problem.cue - 1].lines)
            yield "   [ ] mended   [ ] stays, because: ______________________________________________"


def _foot() -> Iterator[str]:
    yield ""
    yield "Checked by: ____________________   Date: ____________   Answered by: ____________________"
