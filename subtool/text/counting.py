"""Numbers of things in a sentence: `1 cue`, `12 cues`, `1,204 cues`."""

from __future__ import annotations


def counted(number: int, what: str, many: str = "") -> str:
    """The number and what it counts; `many` where the plural is not `what` and an s."""
    return f"{number} {what if number == 1 else many or f'{what}s'}"
