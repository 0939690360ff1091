"""Which sentence of an original a translation belongs to, as cues and sheets hold it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PairedWith:
    """The sentence of the original, from 1, that a translation is paired with, and the chance that this is right."""

    sentence: int
    chance: float
