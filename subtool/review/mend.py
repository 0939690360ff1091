"""A cue's problems mended, as `check --fix` would, with the cues around it left alone as far as they can be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from subtool.checks import check
from subtool.checks.fix import fix

if TYPE_CHECKING:
    from collections.abc import Mapping

    from subtool.checks.context import CheckContext
    from subtool.model import Cue
    from subtool.review.document import Document

AROUND = 3  # cues on either side: a rule looks at the next of its role, and there are three roles


def mended(document: Document, name: str, code: str, context: CheckContext) -> Mapping[str, Cue | None]:
    """The cues that the mend changes; none where it would do harm, or there is nothing to mend."""
    ids = around(document, name)
    cues = tuple(document.cues[own] for own in ids)
    sheet = replace(document.rest, cues=cues)
    number = ids.index(name) + 1
    codes = {problem.code for problem in check(sheet, context) if problem.cue == number}
    codes &= {code} if code else codes
    changes = fix(sheet, context, codes).changes if codes else ()
    if not any(change.cue == number for change in changes) and not code:
        return {}
    return {ids[change.cue - 1]: change.after for change in changes}


def around(document: Document, name: str) -> tuple[str, ...]:
    """The ids of a cue and of those near it."""
    position = document.positions[name]
    return document.ids[max(0, position - AROUND) : position + AROUND + 1]
