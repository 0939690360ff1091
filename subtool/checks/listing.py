"""Problems as data for `--json`, and as lines for people."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from subtool.checks.finding import shown
from subtool.checks.problem import rules
from subtool.text.counting import counted
from subtool.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.checks.fix import CueMend, Fixed
    from subtool.checks.problem import Problem, Rule
    from subtool.model import Cue, Sheet


@dataclass(frozen=True, slots=True)
class Group:
    """The problems of one rule, in the order of the cues."""

    rule: Rule
    problems: tuple[Problem, ...]


def groups(problems: Sequence[Problem]) -> Iterator[Group]:
    """Problems by rule, in the order of the rules."""
    for rule in rules().values():
        found = tuple(problem for problem in problems if problem.code == rule.code)
        if found:
            yield Group(rule, found)


def counts(problems: Sequence[Problem]) -> dict[str, int]:
    """How many problems there are of each code, in the order of the rules."""
    found = Counter(problem.code for problem in problems)
    return {rule.published: found[code] for code, rule in rules().items() if found[code]}


def data(problems: Sequence[Problem], sheet: Sheet) -> list[dict[str, object]]:
    """Each problem as an object, with the text of its cue."""
    return [_published(problem, sheet) for problem in problems]


def _published(problem: Problem, sheet: Sheet) -> dict[str, object]:
    """The shape that scripts rely on: `code` is the published one, `rule` what it is called now."""
    result = asdict(problem)
    result["row"] = result.pop("line")
    rule = rules()[problem.code]
    return {
        **result,
        "code": rule.published,
        "rule": rule.code,
        "text": list(sheet.cues[problem.cue - 1].lines),
    }


def changes(fixed: Fixed) -> list[dict[str, object]]:
    """Each change as an object: what the cue was, and what it became."""
    return [
        {
            "cue": change.cue,
            "codes": [rules()[code].published for code in change.codes],
            "before": _shape(change.before),
            "after": _shape(change.after),
        }
        for change in fixed.changes
    ]


def _shape(cue: Cue | None) -> dict[str, object] | None:
    if cue is None:
        return None
    shape = {"start_ms": cue.span.start_ms, "end_ms": cue.span.end_ms, "lines": list(cue.lines)}
    return {**shape, "markup": list(cue.markup)} if cue.markup else shape


def story(change: CueMend) -> tuple[str, ...]:
    """A change as lines: the cue with its codes, then what was (-) and what is (+)."""
    head = f"cue {change.cue}, {clock(change.before.span.start_ms)}: {', '.join(change.codes)}"
    before, after = _told(change.before), _told(change.after) if change.after else ("removed",)
    if before == after:
        return head, "  = moved to its place in time"
    return (head, *(f"  - {line}" for line in before if line not in after),
            *(f"  + {line}" for line in after if line not in before))  # fmt: skip


def _told(cue: Cue) -> tuple[str, str]:
    lines = cue.markup or cue.lines
    return f"{clock(cue.span.start_ms, 3)} to {clock(cue.span.end_ms, 3)}", shown(" / ".join(lines))


def sentence(problem: Problem) -> str:
    """Where a problem is, and what it is."""
    return f"cue {problem.cue}, {clock(problem.start_ms)}: {problem.message}"


def summary(problems: Sequence[Problem], sheet: Sheet, *, mended: bool = False) -> str:
    """How much is wrong, in a sentence; when all is mended that can be, nothing is said of mends."""
    cues = len(sheet.cues)
    if not problems:
        return f"no problems in {counted(cues, 'cue')}"
    wrong, fixable = len({problem.cue for problem in problems}), sum(problem.fixable for problem in problems)
    plural = "s" * (len(problems) != 1)
    mends = f"; --fix knows a mend for {fixable}" if fixable and not mended else ""
    return f"{len(problems)} problem{plural} in {wrong} of {cues} cues{mends}"
