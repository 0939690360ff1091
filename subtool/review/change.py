"""What an edit does to a document, as a value that can be undone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from subtool.errors import SheetError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from subtool.model import Cue, Span, Unspoken
    from subtool.review.document import Document

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Change:
    """Each changed cue as it was and as it is; None where there was or is none.

    `unspoken` and `unscripted` are those lists of the sheet before and after, None where they stay as they are.
    """

    edit: str
    cues: Mapping[str, tuple[Cue | None, Cue | None]] = field(default_factory=dict)
    unspoken: tuple[tuple[Unspoken, ...], tuple[Unspoken, ...]] | None = None
    unscripted: tuple[tuple[Span, ...], tuple[Span, ...]] | None = None

    @property
    def reversed(self) -> Change:
        """What takes it back."""
        return Change(
            self.edit,
            {name: (after, before) for name, (before, after) in self.cues.items()},
            self.unspoken and self.unspoken[::-1],
            self.unscripted and self.unscripted[::-1],
        )

    @property
    def is_empty(self) -> bool:
        return not any(before != after for before, after in self.cues.values()) and not any(
            pair and pair[0] != pair[1] for pair in (self.unspoken, self.unscripted)
        )

    def then(self, later: Change) -> Change:
        """Both as one."""
        cues = dict(self.cues)
        for name, (before, after) in later.cues.items():
            cues[name] = (cues[name][0] if name in cues else before, after)
        return Change(
            self.edit or later.edit,
            cues,
            _joined(self.unspoken, later.unspoken),
            _joined(self.unscripted, later.unscripted),
        )


def change_of(edit: str, document: Document, cues: Mapping[str, Cue | None]) -> Change:
    """The change that gives a document these cues; None takes one away."""
    pairs = {name: (document.cues.get(name), cue) for name, cue in cues.items()}
    return Change(edit, {name: pair for name, pair in pairs.items() if pair[0] != pair[1]})


def apply(change: Change, document: Document) -> Document:
    """The document after the change.

    Raises:
        SheetError: a cue is not as the change found it.
    """
    for name, (before, _) in change.cues.items():
        if document.cues.get(name) != before:
            raise SheetError(
                f"cue {name} is not as this change found it",
                hint="load the page again; it was changed elsewhere",
            )
    rest = document.rest
    if change.unspoken:
        rest = replace(rest, unspoken=change.unspoken[1])
    if change.unscripted:
        rest = replace(rest, unscripted=change.unscripted[1])
    return document.with_cues({name: after for name, (_, after) in change.cues.items()}, rest)


def _joined(first: tuple[T, T] | None, second: tuple[T, T] | None) -> tuple[T, T] | None:
    return (first[0], second[1]) if first and second else first or second
