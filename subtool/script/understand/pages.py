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

    from subtool.script.source_lines import Row

HEAD_CHARS = 90  # of a running head, at most; chosen by eye
NEAR_ROWS = 2  # written rows between a running head and the edge of its page
FEWEST_PAGES = 2  # a number alone on a line is no page number when no second one follows
MOST_STEP = 3  # a page without a number may stand between two
WIDE = 0.6  # of the longest row: a shorter one that ends no sentence is a heading

_WORD = (
    r"(?:pages?|pg\.?|p\.|seite|s\.|página|pág\.?|pagina|pag\.?|стр\.?|страница|sida|side|sivu|strona|strana|oldal"
    r"|sayfa|صفحة|halaman|trang|หน้า)"
)
_NUMBER = re.compile(
    rf"[|<~*–—-]{{0,2}}\s*(?P<word>{_WORD}\s*)?(?P<n>\d{{1,4}}|[ivxl]{{1,7}})\.?"
    r"(?P<of>\s*(?:of|/|von|de|di|из|sur|z|od|på|af|van)\s*\d{1,4})?\s*[|>~*–—-]{0,2}"
    r"|\[Page\s(?P<rfc>\d{1,4})\]"
    r"|第\s?(?P<zh>\d{1,4})\s?[页頁](?:\s*[/共]\s*\d{1,4}\s?[页頁]?)?",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"\d{1,4}")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}  # of pages before the first


def cut_pages(rows: Sequence[Row], starts: Collection[int] = ()) -> tuple[list[Row], list[Aside]]:
    """The rows without page numbers and running heads, and those; `starts` are lines at which a page begins."""
    numbers = _numbers(rows)
    heads = _heads(rows, numbers, starts)
    cut = {**dict.fromkeys(numbers, "a page number"), **heads}
    if not cut and not starts:
        return list(rows), []
    asides = [
        Aside(AsideKind.LEFTOVER, rows[at].text, rows[at].source, reason)
        for at, reason in sorted(cut.items())
    ]
    return _joined(rows, cut, starts), asides


def _numbers(rows: Sequence[Row]) -> set[int]:
    """The rows that hold a page's number alone."""
    found: list[tuple[int, int, bool]] = []
    for at, row in enumerate(rows):
        match = (
            _NUMBER.fullmatch(row.text)
            if 0 < len(row.text) <= 40 and not row.declared and not row.item
            else None
        )
        if match:
            plain = match["n"] or match["zh"] or match["rfc"]
            value = int(plain) if plain.isdecimal() else _roman(plain)
            found.append((at, value, bool(match["word"] or match["of"] or match["zh"] or match["rfc"])))
    longest = _counting([value for _, value, _ in found])
    sure = {at for at, _, named in found if named}
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
        best = max(earlier, key=lambda at: lengths[at], default=None)
        lengths.append(1 if best is None else lengths[best] + 1)
        before.append(best)
        last[value] = index
    run = set[int]()
    at = max(range(len(values)), key=lambda index: lengths[index], default=None)
    while at is not None:
        run.add(at)
        at = before[at]
    return run


def _heads(rows: Sequence[Row], numbers: Collection[int], starts: Collection[int]) -> dict[int, str]:
    """The rows that recur at the edges of pages, or count the pages themselves."""
    written = [at for at, row in enumerate(rows) if row.text]
    order = {at: index for index, at in enumerate(written)}
    edges = {order[at] for at in numbers}
    lines = [rows[at].line for at in written]
    edges |= {index for index, line in enumerate(lines) if line in starts}
    edges |= {index - 1 for index, line in enumerate(lines) if line in starts and index}
    same: dict[str, list[int]] = defaultdict(list)
    for at in written:
        text = rows[at].text
        if len(text) <= HEAD_CHARS and at not in numbers and not rows[at].declared:
            same[_FIGURES.sub("#", text.casefold())].append(at)
    heads: dict[int, str] = {}
    for shape, places in same.items():
        if len(places) < FEWEST_PAGES or not any(map(str.isalpha, shape)):
            continue
        if any(order[after] - order[before] == 1 for before, after in pairwise(places)):
            continue  # a list: a page has more in it
        near = sum(
            any(index + step in edges for step in range(-NEAR_ROWS, NEAR_ROWS + 1))
            for index in (order[at] for at in places)
        )
        texts = {rows[at].text for at in places}
        if (
            edges and near * 3 >= len(places) * 2 and not ends_sentence(rows[places[0]].text.rstrip("."))
        ) or (len(texts) == len(places) > FEWEST_PAGES and _counts_pages([rows[at].text for at in places])):
            heads |= dict.fromkeys(places, "a running head")
    return heads


def _counts_pages(texts: Sequence[str]) -> bool:
    """Whether rows are the same but for one number at their end or beginning, which counts on by one."""
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


def _joined(rows: Sequence[Row], cut: Collection[int], starts: Collection[int]) -> list[Row]:
    """The rows without those; where a sentence runs over the page, without the blank rows around them too."""
    widest = max((len(row.text) for row in rows), default=0)
    joined: list[Row] = []
    gap: list[Row] = []
    broken = False
    for index, row in enumerate(rows):
        broken = broken or row.line in starts
        if index in cut or not row.text:
            broken = broken or index in cut
            gap.append(replace(row, text="") if index in cut else row)
            continue
        if not (broken and joined and _runs_on(joined[-1], row, widest)):
            joined += gap
        joined.append(row)
        gap, broken = [], False
    return [*joined, *gap]


def _runs_on(last: Row, row: Row, widest: int) -> bool:
    """Whether a sentence goes on from the foot of a page to the head of the next."""
    if last.declared != row.declared or ends_sentence(last.text):
        return False
    return row.text[:1].islower() or len(last.text) >= WIDE * widest
