"""A sheet as a list of its cues. What is more than a list is a verb of `subtool`, found when it is asked for."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, cast, overload

if TYPE_CHECKING:
    from collections.abc import Iterator

C = TypeVar("C")


class CueList(Generic[C]):
    """Counted, gone through, sliced by number; shifted, cut and shown by the verbs of the package.

    A sheet is true even where it has no cues: `if sheet` asks whether there is one, `len(sheet)` for its cues.
    """

    __slots__ = ()
    cues: tuple[C, ...]

    def __len__(self) -> int:
        return len(self.cues)

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[C]:
        return iter(self.cues)

    @overload
    def __getitem__(self, index: int) -> C: ...
    @overload
    def __getitem__(self, index: slice) -> Self: ...
    def __getitem__(self, index: int | slice) -> C | Self:
        """A cue by its number from 0, or the sheet with only these cues, at the times they have."""
        if isinstance(index, slice):
            return cast("Self", replace(cast("Any", self), cues=self.cues[index]))
        return self.cues[index]

    def shifted(self, by_ms: int) -> Self:
        """All of it later, or earlier when negative; see `subtool.shift`."""
        return cast("Self", _verb("shift")(self, by_ms))

    def between(self, start_ms: int, end_ms: int) -> Self:
        """What is shown between two moments, in times of its own from 0; see `subtool.excerpt`."""
        return cast("Self", _verb("excerpt")(self, start_ms, end_ms))

    def to_frame(self) -> Any:  # noqa: ANN401 - pandas is not a dependency
        """A `pandas.DataFrame` with a row a cue, where pandas is installed; see `subtool.table`."""
        return _verb("to_frame")(self)

    def _repr_html_(self) -> str:
        """What a notebook shows: a table with times and verdicts."""
        return cast("str", _verb("as_html")(self))


def _verb(name: str) -> Any:  # noqa: ANN401 - typed where it stands
    return getattr(import_module("subtool"), name)
