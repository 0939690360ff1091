"""Brackets in lines that run from right to left: the renderer knows no pairs, so their order is said to it. Pure."""

from __future__ import annotations

import unicodedata

ISOLATE, END = "\u2066", "\u2069"  # of text from left to right
PAIRS = {"(": ")", "[": "]", "{": "}", "“": "”", "«": "»", "‘": "’"}
LEFT, RIGHT, NUMBERS = frozenset({"L"}), frozenset({"R", "AL"}), frozenset({"EN", "AN"})


def isolated(line: str) -> dict[int, str]:
    """What stands before the characters with these numbers, so that brackets after words from left to right stay there.

    As Unicode's algorithm has them (UAX 9, N0): a pair takes the direction of what is in it where that is also the
    direction before it. Nothing where the line has no such brackets, or does not run from right to left.
    """
    if not any(char in line for char in PAIRS) or not _runs_left(line):
        return {}
    result: dict[int, str] = {}
    start, index = None, 0
    while index < len(line):
        side = unicodedata.bidirectional(line[index])
        if side in RIGHT:
            start = None
        elif side in LEFT and start is None:
            start = index
        elif start is not None and line[index] in PAIRS and (close := _closing(line, index)):
            result = {place: mark for place, mark in result.items() if place <= start}
            result |= {start: ISOLATE, close + 1: END}
            index = close
        index += 1
    return result


def _closing(line: str, opening: int) -> int | None:
    """Where a pair ends whose inside runs from left to right; None where it does not, or has no end."""
    depth, strong = 0, False
    for index in range(opening, len(line)):
        char = line[index]
        side = unicodedata.bidirectional(char)
        if side in RIGHT:
            return None
        strong = strong or side in LEFT or side in NUMBERS
        if char in PAIRS:
            depth += 1
        elif char in PAIRS.values():
            depth -= 1
            if depth == 0:
                return index if strong else None
    return None


def _runs_left(line: str) -> bool:
    """As the first letter says that has a direction (UAX 9, P2)."""
    sides = (unicodedata.bidirectional(char) for char in line)
    return next((side for side in sides if side in LEFT | RIGHT), "L") != "L"
