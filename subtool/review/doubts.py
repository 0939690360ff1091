"""Which cues want a look, and which most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.model import Role, Timing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from subtool.model import Cue
    from subtool.review.document import Document

# The worse a verdict the sooner its cue is looked at; a sheet of estimates is doubtful as a whole.
WORST_FIRST = (Timing.GUESSED, Timing.PARTLY, Timing.ESTIMATED)
SURE = 0.9  # the confidence from which on a word's time is promised


def doubtful(cue: Cue) -> bool:
    """Whether nobody has settled a time that is less than heard."""
    if cue.accepted or cue.role is Role.NOTE or cue.timing is Timing.EDITED:
        return False
    return cue.timing in WORST_FIRST or (cue.confidence is not None and cue.confidence < SURE)


def doubts(document: Document, problems: Mapping[str, int]) -> tuple[str, ...]:
    """The ids of the cues that want a look: by verdict and confidence, then those with problems, in their order."""
    unsure = [cue for cue in document.cues.values() if doubtful(cue)]
    unsure.sort(key=lambda cue: (_rank(cue), cue.confidence or 0.0))
    seen = {cue.id for cue in unsure}
    wrong = [
        name
        for name, cue in document.cues.items()
        if problems.get(name) and name not in seen and not cue.accepted
    ]
    return (*(cue.id for cue in unsure), *wrong)


def _rank(cue: Cue) -> int:
    return WORST_FIRST.index(cue.timing) if cue.timing in WORST_FIRST else len(WORST_FIRST)
