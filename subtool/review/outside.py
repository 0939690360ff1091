"""A sheet that was changed by somebody else while it is edited here: merged cue by cue."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from subtool.review.document import Document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from subtool.model import Cue, Sheet


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cue that both have changed; None where one has deleted it."""

    ours: Cue | None
    theirs: Cue | None


@dataclass(frozen=True, slots=True)
class Outside:
    """What is to be taken over from outside, and what has to be asked about."""

    taken: Mapping[str, Cue | None]
    conflicts: Mapping[str, Conflict]


def merge(
    base: Mapping[str, Cue | None], ours: Mapping[str, Cue | None], theirs: Mapping[str, Cue | None]
) -> Outside:
    """Cues as they last were in both, as they are here, and as they are there."""
    taken: dict[str, Cue | None] = {}
    conflicts: dict[str, Conflict] = {}
    for name in dict.fromkeys((*base, *ours, *theirs)):
        before, here, there = base.get(name), ours.get(name), theirs.get(name)
        if there in {before, here}:
            continue
        if here == before:
            taken[name] = there
        else:
            conflicts[name] = Conflict(here, there)
    return Outside(taken, conflicts)


def named_alike(sheet: Sheet, base: Document) -> Document:
    """The sheet with the ids of `base`, where its cues have none: of a cue that is the same, or says the same."""
    named = {cue.id for cue in sheet.cues}
    free = {name: cue for name, cue in base.cues.items() if name not in named}
    same = {replace(cue, id=""): name for name, cue in free.items()}
    saying = {cue.lines: name for name, cue in free.items()}
    starting = {cue.span.start_ms: name for name, cue in free.items()}
    cues, largest = list(sheet.cues), base.largest
    for index, cue in enumerate(cues):
        if cue.id:
            continue
        candidates = (same.get(cue), saying.get(cue.lines), starting.get(cue.span.start_ms))
        name = next((found for found in candidates if found in free), "")
        if name:
            del free[name]
        else:
            largest += 1
        cues[index] = replace(cue, id=name or f"c{largest}")
    return Document.of(replace(sheet, cues=tuple(cues)))
