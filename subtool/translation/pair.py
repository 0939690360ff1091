"""What belongs together in two texts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """Sentences of the original and of the translation that say the same; one of both may be none.

    `chances` has for each sentence of the translation how likely it is that it begins there (the first) or is said
    inside (the others).
    """

    source: range
    target: range
    chances: tuple[float, ...]
