"""What can be undone, and done again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from subtool.errors import SheetError
from subtool.review.change import Change

if TYPE_CHECKING:
    from collections.abc import Iterable

    from subtool.model import Cue


@dataclass(frozen=True, slots=True)
class Entry:
    """A change as the journal has it: its number from 1, and the name of the step it belongs to, if it has one.

    That of an undo or redo is a change too; its `edit` says so.
    """

    number: int
    change: Change
    step: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What is undone in one go."""

    name: str
    change: Change


@dataclass(frozen=True, slots=True)
class History:
    """The steps that were done, the last of them last, and those that were undone."""

    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> History:
        """The history that these entries leave."""
        history = cls()
        for entry in entries:
            history = history.after(entry)
        return history

    def after(self, entry: Entry) -> History:
        match entry.change.edit:
            case "undo":
                return History(self.done[:-1], (*self.undone, *self.done[-1:]))
            case "redo":
                return History((*self.done, *self.undone[-1:]), self.undone[:-1])
        last = self.done[-1] if self.done and not self.undone else None
        if last and entry.step and last.name == entry.step:
            return History((*self.done[:-1], Step(entry.step, last.change.then(entry.change))))
        return History((*self.done, Step(entry.step, entry.change)))

    def began(self, step: str, cue: str) -> Cue | None:
        """The cue as it was when the step began that is still being done; None where none of that name is."""
        if not step or self.undone or not self.done or self.done[-1].name != step:
            return None
        return self.done[-1].change.cues.get(cue, (None, None))[0]

    def undo(self) -> Change:
        """What undoes the last step.

        Raises:
            SheetError: nothing was done.
        """
        if not self.done:
            raise SheetError("there is nothing to undo")
        return _named("undo", self.done[-1].change.reversed)

    def redo(self) -> Change:
        """What does the last undone step again.

        Raises:
            SheetError: nothing was undone.
        """
        if not self.undone:
            raise SheetError("there is nothing to do again")
        return _named("redo", self.undone[-1].change)


def _named(edit: str, change: Change) -> Change:
    return Change(edit, change.cues, change.unspoken, change.unscripted)
