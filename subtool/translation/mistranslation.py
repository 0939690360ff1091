"""What differs between a translation and its source at one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Mistranslation:
    """What of one passage the other has not, as it is written on either side; empty where there is none.

    `share` is how much of the passage's translation comes before it, from 0 to 1.
    """

    passage: int
    source: str
    target: str
    share: float


@dataclass(frozen=True, slots=True)
class Texts:
    """What one side says, a text a part, and its language."""

    texts: tuple[str, ...]
    language: str

    def joined(self, parts: Sequence[int]) -> str:
        return " ".join(self.texts[part] for part in parts)
