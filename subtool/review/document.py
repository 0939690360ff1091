"""A sheet while it is edited: its cues by their ids, always in the order of their times."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from subtool.model import Cue, Sheet

_NUMBERED = re.compile(r"c([1-9][0-9]{0,8})")  # the ids that are given here


@dataclass(frozen=True)
class Document:
    """The cues by id; `rest` is the sheet without them, `largest` the largest number that an id has had."""

    cues: Mapping[str, Cue]
    rest: Sheet
    largest: int = field(default=0, compare=False)

    @classmethod
    def of(cls, sheet: Sheet) -> Document:
        """A cue without an id gets one, and so does a cue whose id another has."""
        named: dict[str, Cue] = {}
        largest = max((number_of(cue.id) for cue in sheet.cues), default=0)
        nameless = [cue.id for cue in sheet.cues].count("") == len(sheet.cues)
        for position, cue in enumerate(sheet.cues, start=1):
            if cue.id and cue.id not in named:
                named[cue.id] = cue
                continue
            largest = position if nameless else largest + 1
            named[f"c{largest}"] = replace(cue, id=f"c{largest}")
        return cls(_in_order(named.values()), replace(sheet, cues=()), largest)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids in the order of the cues."""
        return tuple(self.cues)

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """Where each cue stands, from 0."""
        return {name: position for position, name in enumerate(self.cues)}

    @cached_property
    def sheet(self) -> Sheet:
        return replace(self.rest, cues=tuple(self.cues.values()))

    def fresh(self, count: int = 1) -> tuple[str, ...]:
        """Ids that no cue has had."""
        return tuple(f"c{self.largest + number}" for number in range(1, count + 1))

    def with_cues(self, changed: Mapping[str, Cue | None], rest: Sheet | None = None) -> Document:
        """With these cues in place of those of the same id; None takes one away."""
        cues = {name: cue for name, cue in self.cues.items() if name not in changed}
        cues |= {name: cue for name, cue in changed.items() if cue}
        largest = max(self.largest, *map(number_of, changed), 0)
        return Document(_in_order(cues.values()), rest or self.rest, largest)


@lru_cache(maxsize=100_000)
def number_of(name: str) -> int:
    """The number in an id that was given here; 0 in any other."""
    match = _NUMBERED.fullmatch(name)
    return int(match[1]) if match else 0


def _in_order(cues: Iterable[Cue]) -> dict[str, Cue]:
    return {cue.id: cue for cue in sorted(cues, key=_place)}


def _place(cue: Cue) -> tuple[int, int, int, str]:
    """Of cues with the same times, the one that was there first comes first."""
    return cue.span.start_ms, cue.span.end_ms, number_of(cue.id), cue.id
