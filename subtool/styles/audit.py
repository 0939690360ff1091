"""Where the values of a house style come from: the guide's own word, second hand, or ours; and when they were read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from subtool.styles import houses

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

OLD_DAYS = 365  # guides change about once a year; Netflix' of December 2025 changed Russian lines
NO_VALUES = frozenset({"title", "source", "date", "read", "language"})


class Origin(StrEnum):
    """Who says a value."""

    GUIDE = "the guide"
    SECOND_HAND = "second hand"
    OURS = "ours"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Provenance:
    """One value of a style: who says it, where, and how many days ago it was read (None where nobody says when)."""

    style: str
    key: str
    value: object
    origin: Origin
    source: str
    file: str
    read: str
    days: int | None

    @property
    def is_old(self) -> bool:
        return self.days is None or self.days > OLD_DAYS

    @property
    def needs_a_look(self) -> bool:
        """Whether somebody should hold it against its guide."""
        return self.origin in {Origin.SECOND_HAND, Origin.UNCLEAR} or self.is_old


def provenance(name: str, today: date) -> Iterator[Provenance]:
    """Each value of a style, those it takes over too.

    Raises:
        StyleError: there is no such style.
    """
    for key, value in houses.values(name).items():
        if key in NO_VALUES:
            continue
        origin = next((origin for origin in Origin if value.comment.startswith(f"{origin}:")), Origin.GUIDE)
        yield Provenance(
            name, key, value.value, origin, value.comment.removeprefix(f"{origin}:").strip(), value.at.path,
            value.read, _days(value.read, today),
        )  # fmt: skip


def _days(read: str, today: date) -> int | None:
    try:
        return (today - type(today).fromisoformat(read)).days
    except ValueError:
        return None
