"""Pages of a typed or printed script: what recurs on each of them, and their numbers, taken out of the text.

A number alone in its line is a page's where such numbers count on; a line is a running head where it recurs beside page
numbers or page ends, or holds a number that counts on itself. A sentence goes on over the page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from subtool.model import Aside, AsideKind
from subtool.script.source_lines import ends_sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from subtool.script.source_lines import SourceLine

HEAD_CHARS = 90  # of a running head, at most; chosen by eye
NEAR_LINES = 2  # written lines between a running head and the edge of its page
FEWEST_PAGES = 2  # a number alone on a line is not a page number when no second one follows
MOST_STEP = 3  # a page without a number may stand between two
WIDE = 0.6  # of the longest line: a shorter one that ends no sentence is a heading

_WORD = (
    r"(?:pages?|pg\.?|p\.|seite|s\.|página|pág\.?|pagina|pag\.?|стр\.?|страница|sida|side|sivu|strona|strana|oldal"
    r"|sayfa|صفحة|halaman|trang|หน้า)"
)
_NUMBER = re.compile(
    rf"[|<~*–—-]{{0,2}}\s*(?P<word>{_WORD}\s*)?(?P<n>\d{{1,4}}|(?-i:[ivxl]{{1,7}}|[IVXL]{{1,7}}))\.?"
    r"(?P<of>\s*(?:of|/|von|de|di|из|sur|z|od|på|af|van)\s*\d{1,4})?\s*[|>~*–—-]{0,2}"
    r"|\[Page\s(?P<rfc>\d{1,4})\]"
    r"|第\s?(?P<zh>\d{1,4})\s?[页頁](?:\s*[/共]\s*\d{1,4}\s?[页頁]?)?",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"\d{1,4}")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}  # of pages before the first


def cut_pages(
    lines: Sequence[SourceLine], starts: Collection[int] = ()
) -> tuple[list[SourceLine], list[Aside]]:
    """The lines without page numbers and running heads, and those; `starts` are lines at which a page begins."""
    numbers = _numbers(lines)
    heads = _heads(lines, numbers, starts)
    cut = {**dict.fromkeys(numbers, "a page number"), **heads}
    if not cut and not starts:
        return list(lines), []
    asides = [
        Aside(AsideKind.LEFTOVER, lines[index].text, lines[index].source, reason)
        for index, reason in sorted(cut.items())
    ]
    return _joined(lines, cut, starts), asides


def _numbers(lines: Sequence[SourceLine]) -> set[int]:
    """The lines that hold a page's number alone."""
    found: list[tuple[int, int, bool]] = []
    for position, line in enumerate(lines):
        match = (
            _NUMBER.fullmatch(line.text)
            if 0 < len(line.text) <= 40 and not line.declared and not line.item
            else None
        )
        if match:
            plain = match["n"] or match["zh"] or match["rfc"]
            value = int(plain) if plain.isdecimal() else _roman(plain)
            found.append((position, value, bool(match["word"] or match["of"] or match["zh"] or match["rfc"])))
    longest = _counting([value for _, value, _ in found])
    sure = {position for position, _, named in found if named}
    if len(found) < FEWEST_PAGES:
        return set()
    return sure | ({found[index][0] for index in longest} if len(longest) >= FEWEST_PAGES else set())


def _roman(text: str) -> int:
    values = [_ROMAN[letter] for letter in text.lower()]
    return sum(-value if value < after else value for value, after in pairwise([*values, 0]))


def _counting(values: Sequence[int]) -> set[int]:
    """The indices of the longest run of numbers that count on by small steps."""
    lengths: list[int] = []
    before: list[int | None] = []
    last: dict[int, int] = {}  # the last index at which each number stands
    for index, value in enumerate(values):
        earlier = [last[value - step] for step in range(1, MOST_STEP + 1) if value - step in last]
        best = max(earlier, key=lambda position: lengths[position], default=None)
        lengths.append(1 if best is None else lengths[best] + 1)
        before.append(best)
        last[value] = index
    run = set[int]()
    position = max(range(len(values)), key=lambda index: lengths[index], default=None)
    while position is not None:
        run.add(position)
        position = before[position]
    return run


def _heads(
    source_lines: Sequence[SourceLine], numbers: Collection[int], starts: Collection[int]
) -> dict[int, str]:
    """The lines that recur at the edges of pages, or count the pages themselves."""
    written = [position for position, source_line in enumerate(source_lines) if source_line.text]
    order = {position: index for index, position in enumerate(written)}
    edges = {order[position] for position in numbers}
    lines = [source_lines[position].number for position in written]
    edges |= {index for index, line in enumerate(lines) if line in starts}
    edges |= {index - 1 for index, line in enumerate(lines) if line in starts and index}
    same: dict[str, list[int]] = defaultdict(list)
    for position in written:
        text = source_lines[position].text
        if len(text) <= HEAD_CHARS and position not in numbers and not source_lines[position].declared:
            same[_FIGURES.sub("#", text.casefold())].append(position)
    heads: dict[int, str] = {}
    for shape, places in same.items():
        if len(places) < FEWEST_PAGES or not any(map(str.isalpha, shape)):
            continue
        if any(order[after] - order[before] == 1 for before, after in pairwise(places)):
            continue  # a list: a page has more in it
        near = sum(
            any(index + step in edges for step in range(-NEAR_LINES, NEAR_LINES + 1))
            for index in (order[position] for position in places)
        )
        texts = {source_lines[position].text for position in places}
        if (
            edges
            and near * 3 >= len(places) * 2
            and not ends_sentence(source_lines[places[0]].text.rstrip("."))
        ) or (
            len(texts) == len(places) > FEWEST_PAGES
            and _counts_pages([source_lines[position].text for position in places])
        ):
            heads |= dict.fromkeys(places, "a running head")
    return heads


def _counts_pages(texts: Sequence[str]) -> bool:
    """Whether lines are the same but for one number at their end or beginning, which counts on by one."""
    figures = [_FIGURES.findall(text) for text in texts]
    at_edge = all(text.rstrip(" .|–-")[-1:].isdigit() or text[:1].isdigit() for text in texts)
    columns = list(zip(*figures, strict=False))
    return (
        at_edge
        and any(
            all(int(after) - int(before) == 1 for before, after in pairwise(column)) for column in columns
        )
        and not any(":" in text for text in texts)
        and all(len(text.split()) > FEWEST_PAGES for text in texts)
    )


def _joined(lines: Sequence[SourceLine], cut: Collection[int], starts: Collection[int]) -> list[SourceLine]:
    """The lines without those; where a sentence runs over the page, without the empty lines around them too."""
    widest = max((len(line.text) for line in lines), default=0)
    joined: list[SourceLine] = []
    gap: list[SourceLine] = []
    broken = False
    for index, line in enumerate(lines):
        broken = broken or line.number in starts
        if index in cut or not line.text:
            broken = broken or index in cut
            gap.append(replace(line, text="") if index in cut else line)
            continue
        if not (broken and joined and _runs_on(joined[-1], line, widest)):
            joined += gap
        joined.append(line)
        gap, broken = [], False
    return [*joined, *gap]


def _runs_on(last: SourceLine, line: SourceLine, widest: int) -> bool:
    """Whether a sentence goes on from the foot of a page to the head of the next."""
    if last.declared != line.declared or ends_sentence(last.text):
        return False
    return line.text[:1].islower() or len(last.text) >= WIDE * widest
