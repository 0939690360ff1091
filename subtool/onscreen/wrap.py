"""Lines by the real widths of their letters: where text may break, and how it is made to fit. Pure."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from subtool.onscreen.clusters import clusters
from subtool.text.punctuation import CLAUSES, CLOSERS, COMMAS, OPENERS, SENTENCE_ENDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Measure = Callable[[str], float]  # how wide a text is in lines' heights

# "p. 217" stays in one line.
KEPT_TOGETHER = re.compile(
    r"(?<=\b\w\.) (?=\d)|(?<=\b\w\w\.) (?=\d)|(?<=\b\w{3}\.) (?=\d)|(?<=\bPage) (?=\d)"
)
# An address may break after these, with no mark that it does.
ADDRESS = re.compile(r"(?:\S{1,12}\u00a0\u00a0)?\W{0,2}(?:\w+://|www\.|[\w-]+(?:\.[\w-]+)+/)")
ADDRESS_PIECE = re.compile(r"[^/.?&=#_:+%-]*[/.?&=#_:+%-]*")
# No line begins with these beside a Chinese or Japanese character, and none ends with those.
CLOSING = frozenset(SENTENCE_ENDS + CLAUSES + COMMAS + CLOSERS + "ー々・·%") - frozenset("\"'-–—")
OPENING = frozenset(OPENERS) - frozenset("\"'")  # of straight ones nothing here says which they are
SMALLEST, STEP = 0.005, 0.95  # of the size: where shrinking ends, and how far one step goes
SPLIT_BELOW = 0.7  # a word wider than a line at this scale is broken by letters


@dataclass(frozen=True, slots=True)
class Unbroken:
    """What no line parts; `spaced` where a space stands before it unless it opens a line."""

    text: str
    spaced: bool


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines that fit, at this scale of their size."""

    lines: tuple[str, ...]
    scale: float = 1.0


def pieces(text: str) -> tuple[Unbroken, ...]:
    result = []
    for word in KEPT_TOGETHER.sub("\u00a0", text).split(" "):
        parts = _parts(word) if word else []
        result += [Unbroken(part, spaced=not index) for index, part in enumerate(parts)]
    return tuple(result)


def _parts(word: str) -> list[str]:
    if ADDRESS.match(word):
        return [part for part in ADDRESS_PIECE.findall(word) if part]
    if word.isascii():
        return [word]
    parts = [word[0]]
    for before, char in pairwise(word):
        wide = _stands_alone(before) or _stands_alone(char)
        parts_here = (
            wide and char not in CLOSING and before not in OPENING and not unicodedata.combining(char)
        )
        if parts_here:
            parts.append(char)
        else:
            parts[-1] += char
    return parts


def _stands_alone(char: str) -> bool:
    """Whether a line may end beside it without a space. Korean has spaces between its words, and breaks there."""
    return unicodedata.east_asian_width(char) == "W" and not unicodedata.name(char, "").startswith("HANGUL")


def wrapped(text: Sequence[Unbroken], width: float, measure: Measure) -> tuple[str, ...]:
    """As few lines as there can be, and those as even as can be."""
    sized = [(piece, measure(piece.text)) for piece in text]
    space = measure(" ")
    lines = _filled(sized, width, space)
    if len(lines) == 1:
        return lines
    low, high = width / 2, width
    for _ in range(8):
        middle = (low + high) / 2
        tried = _filled(sized, middle, space)
        if len(tried) == len(lines) and all(measure(line) <= middle for line in tried):
            lines, high = tried, middle
        else:
            low = middle
    return lines


def _filled(sized: Iterable[tuple[Unbroken, float]], width: float, space: float) -> tuple[str, ...]:
    lines, line, used = list[str](), list[str](), 0.0
    for piece, size in sized:
        needed = size + (space if piece.spaced else 0.0)
        if line and used + needed > width:
            lines.append("".join(line))
            line, used = [piece.text], size
        else:
            line.append(f" {piece.text}" if piece.spaced and line else piece.text)
            used += needed if len(line) > 1 else size
    return (*lines, "".join(line)) if line else tuple(lines)


def fitted(lines: Sequence[str], width: float, height: float, most: int, measure: Measure) -> Fitted:
    """The lines as they are where they fit; else their text wrapped to `most` lines, else at a smaller scale.

    `width` and `height` are in lines' heights.
    """
    if all(measure(line) <= width for line in lines) and len(lines) <= height:
        return Fitted(tuple(lines))
    unbroken = [pieces(line) for line in lines]
    area = sum(measure(line) for line in lines)  # larger scales have no room for it
    scale = min(1.0, max(SMALLEST, math.sqrt(width * height / area)))
    while True:
        limit = width / scale
        if scale <= SPLIT_BELOW:
            unbroken = [split_wide(part, limit, measure) for part in unbroken]
        result = _rewrapped(unbroken, limit, measure, max(most, len(lines)))
        fits = len(result) * scale <= height and all(measure(line) <= limit for line in result)
        if (fits and (len(result) <= max(most, len(lines)) or scale <= SPLIT_BELOW)) or scale <= SMALLEST:
            return Fitted(result, scale)
        scale *= STEP


def _rewrapped(
    unbroken: Sequence[tuple[Unbroken, ...]], width: float, measure: Measure, most: int
) -> tuple[str, ...]:
    """Each line wrapped by itself, so that speakers stay apart; as one text when that makes too many."""
    apart = tuple(result for part in unbroken for result in wrapped(part, width, measure))
    if len(apart) <= most or len(unbroken) == 1:
        return apart
    return wrapped([piece for part in unbroken for piece in part], width, measure)


def split_wide(text: Sequence[Unbroken], width: float, measure: Measure) -> tuple[Unbroken, ...]:
    """Pieces that no line can hold, letter by letter."""
    result = []
    for piece in text:
        if measure(piece.text) <= width:
            result.append(piece)
        else:
            result += [
                Unbroken(part, piece.spaced and not index) for index, part in enumerate(clusters(piece.text))
            ]
    return tuple(result)
