"""Footnotes that have to share a place: wrapped, and shortened by a rule when they are too long. Pure.

The rule: the number, the title and the page are kept; then, as far as there is room, the author, and the other
parts in their order. What is left out is told by an ellipsis. When that is still too long, words are left out at
the end of the title. No word is cut.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from subtool.onscreen.wrap import Fitted, pieces, split_wide, wrapped

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from subtool.onscreen.wrap import Measure

ELLIPSIS = "…"
# Parts end at commas, semicolons and the full stops after words that are not abbreviations.
PART_ENDS = re.compile(r"[,;][”\"»]?\s+|(?<=[^\W\d_A-Z]{4})\.[”\"»]?\s+(?=[^\W\d_a-z]|[“\"«])")
PAGE = re.compile(
    r"\b(?:pp?|S|ss?|стр|с)\.\s*\d|\b(?:pages?|seiten?|página|chap(?:ter)?|ch)\b\.?\s*[\divxlc]",
    re.IGNORECASE,
)
QUOTED = re.compile(r"[“\"«][^“”\"«»]+[”\"»]")
ADDRESS = re.compile(r"\b\w+://|\bwww\.")
NUMBER = re.compile(r"(\S{1,12}  )?(.*)", re.DOTALL)
SMALLEST = 0.8  # of the size of a footnote; smaller is hard to read; chosen by eye
MOST_TOLD = 12  # footnotes that are tried to be told in a row each
LONGEST, LONGEST_PART, MOST_PARTS = 2000, 400, 60  # far beyond what a caption holds: what is read at all


@dataclass(frozen=True, slots=True)
class NoteRoom:
    """What footnotes shown at once may take: lines each at most, and width and height of all in lines' heights."""

    lines: int
    width: float
    height: float


def parts(source: str) -> list[str]:
    """A source at its commas, semicolons and full stops, those in quotation marks left alone."""
    quoted = [match.span() for match in QUOTED.finditer(source)]
    result, start, position = list[str](), 0, 0
    for match in PART_ENDS.finditer(source):
        while position < len(quoted) and quoted[position][1] <= match.start():
            position += 1
        if (
            position == len(quoted)
            or match.start() < quoted[position][0]
            or quoted[position][1] <= match.end()
        ):
            result.append(source[start : match.end()])
            start = match.end()
    return [*result, source[start:]] if start < len(source) else result


def shortened(text: str, lines: int, width: float, measure: Measure) -> tuple[str, ...]:
    """A footnote in this many lines at most, unless one word alone needs more."""
    if len(text) <= LONGEST and len(result := _lines(text, width, measure)) <= lines:
        return result
    match = NUMBER.fullmatch(text)
    number, source = (match[1] or "", match[2]) if match else ("", text)
    elements = [_bounded(part) for part in parts(source)[:MOST_PARTS]]
    order = _order(elements)
    chosen = [index for index in range(len(elements)) if order[index] < 2]
    best = _joined(number, elements, chosen)
    if len(_lines(best, width, measure)) > lines:
        return _title_shortened(number, elements, chosen, lines, width, measure)
    for index in sorted(range(len(elements)), key=lambda index: order[index]):
        if index not in chosen:
            tried = _joined(number, elements, sorted([*chosen, index]))
            if len(_lines(tried, width, measure)) <= lines:
                chosen, best = sorted([*chosen, index]), tried
    return _lines(best, width, measure)


def _bounded(part: str) -> str:
    """A part that no caption could hold, without its end."""
    if len(part) <= LONGEST_PART:
        return part
    return f"{part[:LONGEST_PART].rpartition(' ')[0] or part[:LONGEST_PART]} {ELLIPSIS} "


def _order(elements: Sequence[str]) -> list[int]:
    """How early each part is wanted: the title and pages first, then the author, then the rest, an address last."""
    quoted = [index for index, part in enumerate(elements) if QUOTED.search(part)]
    free = [
        index for index, part in enumerate(elements) if not PAGE.search(part) and not ADDRESS.search(part)
    ]
    title = (quoted or free[1:] or free or [0])[0]
    return [0 if index == title else _rank(part, index) for index, part in enumerate(elements)]


def _rank(part: str, index: int) -> int:
    """How early a part that is not a title is wanted."""
    if PAGE.search(part):
        return 1
    if ADDRESS.search(part):
        return 9
    return 2 if index == 0 else 3


def _joined(number: str, elements: Sequence[str], chosen: Sequence[int]) -> str:
    result, last = number, -1
    for index in chosen:
        if index != last + 1:
            result += f"{ELLIPSIS} " if result == number else ""
            result = result if result.endswith(f"{ELLIPSIS} ") else f"{_unpunctuated(result)} {ELLIPSIS} "
        result += elements[index]
        last = index
    return result.rstrip() if last == len(elements) - 1 else f"{_unpunctuated(result)} {ELLIPSIS}"


def _unpunctuated(text: str) -> str:
    """A text that goes on with an ellipsis, without the comma or dash that would hang before it."""
    return text.rstrip(" ,;:–—-(")


def _title_shortened(  # noqa: PLR0913, PLR0917 - a footnote in its parts, and its room
    number: str, elements: Sequence[str], chosen: Sequence[int], lines: int, width: float, measure: Measure
) -> tuple[str, ...]:
    """As many of the title's words as there is room for, then the pages."""
    order = _order(elements)
    title = next(index for index in chosen if order[index] == 0)
    pages = "".join(f" {elements[index].strip()}" for index in chosen if order[index] == 1)
    words = elements[title].split()
    before = f"{ELLIPSIS} " if title else ""
    low, high = 1, max(1, len(words) - 1)
    first = _unpunctuated(words[0]) if words else ""
    result = _lines(f"{number}{before}{first} {ELLIPSIS}{pages}", width, measure)
    while low <= high:
        middle = (low + high) // 2
        text = f"{number}{before}{_unpunctuated(' '.join(words[:middle]))} {ELLIPSIS}{pages}"
        tried = _lines(text, width, measure)
        if len(tried) <= lines:
            result, low = tried, middle + 1
        else:
            high = middle - 1
    return result


def noted(texts: Sequence[str], room: NoteRoom, measure: Measure, spoken: Collection[int] = ()) -> Fitted:
    """Footnotes shown at once, each from a line of its own: whole if there is room, else smaller, else shortened.

    Those that are `spoken`, by their numbers from 0, are shortened after all others; where not one line each has room,
    those others are told by number, the last first.
    """
    fit = _fit(texts, room, measure, spoken)
    if fit is None and spoken:
        fit = _fit(texts, room, measure, ())
    if fit is not None:
        return fit
    result = _all(texts[:1], [1], room.width / SMALLEST, measure)
    most = max(1, int(room.height / SMALLEST))
    return Fitted((*result[: most - 1], ELLIPSIS) if len(result) > most else result, SMALLEST)


def _fit(texts: Sequence[str], room: NoteRoom, measure: Measure, spoken: Collection[int]) -> Fitted | None:
    width, height = room.width, room.height

    def fits(result: Sequence[str], scale: float) -> bool:
        return len(result) * scale <= height and all(measure(line) * scale <= width for line in result)

    for most in range(room.lines, 0, -1) if len(texts) * SMALLEST <= height else ():
        allowed = [room.lines if number in spoken else most for number in range(len(texts))]
        for scale in (1.0, 0.9, SMALLEST):
            result = _all(texts, allowed, width / scale, measure)
            if fits(result, scale):
                return Fitted(result, scale)
    others = [number for number in range(len(texts)) if number not in spoken]
    for count in range(min(len(others), MOST_TOLD), -1 if spoken else 0, -1):
        shown = sorted([*spoken, *others[:count]])
        rest = [
            match[1].strip()
            for number in others[count:]
            if (match := NUMBER.match(texts[number])) and match[1]
        ]
        lines = [*(texts[number] for number in shown), *([f"{ELLIPSIS} {', '.join(rest)}"] if rest else [])]
        allowed = [*(room.lines if number in spoken else 1 for number in shown), 1]
        result = _all(lines, allowed, width / SMALLEST, measure)
        if fits(result, SMALLEST):
            return Fitted(result, SMALLEST)
    return None


def _all(texts: Sequence[str], most: Sequence[int], width: float, measure: Measure) -> tuple[str, ...]:
    return tuple(
        line
        for text, lines in zip(texts, most, strict=False)
        for line in shortened(text, lines, width, measure)
    )


def _lines(text: str, width: float, measure: Measure) -> tuple[str, ...]:
    """The number keeps its distance, and the first word its number."""
    match = NUMBER.fullmatch(text)
    if match and match[1]:
        text = f"{match[1].rstrip()}\u00a0\u00a0{match[2]}"
    return wrapped(split_wide(pieces(text), width, measure), width, measure)
