"""What a verb made: the base of every result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from subtool.model import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Files that were made, the main one first, and the cues in their time, where there are any.

    `warnings` say what is not as it was asked for, such as an encoder that is missing; `backups` are copies of what was
    written over and nobody could make again.
    """

    paths: tuple[Path, ...]
    sheet: Sheet | None = None
    warnings: tuple[str, ...] = ()
    backups: tuple[Path, ...] = ()

    @property
    def path(self) -> Path:
        """The main one."""
        return self.paths[0]
