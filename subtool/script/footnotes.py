"""The list of footnotes at the end of a script, and what "Ibid." in it stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from subtool.model import Aside, AsideKind, Footnote, Remark, Source
from subtool.script.rows import ends_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from subtool.script.conventions import Conventions
    from subtool.script.rows import Block, Row

MARK = re.compile(r"\[([0-9]{1,4})\]")
_ENTRY = re.compile(r"\[([0-9]{1,4})\]\s*(?=[^\s\[.,;:!?])")
_EMPTY_ENTRY = re.compile(r"\[([0-9]{1,4})\]\Z")
_SAME = re.compile(r"(?:(?:see|cf\.|refer to)\s+)?(\w+)\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the list of footnotes, its continuations joined to it."""

    number: str
    text: str
    source: Source


def plain_number(digits: str) -> str:
    """`[01]` and `[1]` are the same footnote."""
    return digits.lstrip("0") or "0"


def cut_bibliography(
    blocks: Sequence[Block], known: Conventions
) -> tuple[list[Block], list[Entry], list[Aside]]:
    """The blocks without the lists of footnotes; their entries; and each list as an aside.

    A list is a run of rows that open with a number in brackets, under a heading, at the very end, or where
    the text cites one of the numbers further up. One may follow each part of a script.
    """
    cited = _first_citations(blocks)
    kept: list[Block] = []
    entries: list[Entry] = []
    asides: list[Aside] = []
    runs = _runs(blocks, cited, known)
    for index, (is_list, run) in enumerate(runs):
        if not is_list:
            kept += run
            continue
        rows = [row for block in run for row in block]
        heading = _pop_heading(kept, known)
        if heading or index == len(runs) - 1 or any(_is_cited_entry(row, cited) for row in rows):
            entries += _entries(rows)
            text = "\n".join(row.text for row in (*heading, *rows))
            asides.append(Aside(AsideKind.BIBLIOGRAPHY, text, (*heading, *rows)[0].source))
        else:
            kept += run
    return kept, entries, asides


def _first_citations(blocks: Sequence[Block]) -> dict[str, int]:
    """The line in which each number is first cited; at the start of a row it may as well be listed."""
    cited: dict[str, int] = {}
    for row in (row for block in blocks for row in block):
        for mark in MARK.finditer(row.text, 1):
            cited.setdefault(plain_number(mark[1]), row.line)
    return cited


def _runs(
    blocks: Sequence[Block], cited: Mapping[str, int], known: Conventions
) -> list[tuple[bool, list[Block]]]:
    """The blocks in turns: those that list footnotes, and those that do not."""
    runs: list[tuple[bool, list[Block]]] = []
    for block in blocks:
        start = _list_row(block, cited, known)
        for is_list, rows in ((False, block[:start]), (True, block[start:])):
            if rows and runs and runs[-1][0] == is_list:
                runs[-1][1].append(rows)
            elif rows and is_list and _goes_on(runs):
                between = runs.pop()[1]
                runs[-1][1].extend([*between, rows])
            elif rows:
                runs.append((is_list, [rows]))
    return runs


def _goes_on(runs: Sequence[tuple[bool, list[Block]]]) -> bool:
    """Whether the last run is one paragraph between two entries that belongs to the first of them."""
    if len(runs) < 2 or not runs[-2][0] or len(runs[-1][1]) > 1:
        return False
    return not any(MARK.search(row.text) for row in runs[-1][1][0])


def _list_row(block: Block, cited: Mapping[str, int], known: Conventions) -> int:
    """The row of a block at which a list of footnotes starts, or how many rows it has.

    Inside a block it starts under a heading, behind the end of a sentence or with two rows at once; a mark
    that happens to open a hard-wrapped row does not start it.
    """
    if _ENTRY.match(block[0].text):
        return 0
    entries = [_is_cited_entry(row, cited) for row in block] + [False]
    for at in range(1, len(block)):
        above = block[at - 1]
        opens = _is_heading(above, known) or ends_sentence(above.text) or entries[at + 1]
        if entries[at] and opens:
            return at
    return len(block)


def _is_cited_entry(row: Row, cited: Mapping[str, int]) -> bool:
    """Whether a row opens with a number that the text cites further up."""
    entry = _ENTRY.match(row.text)
    return entry is not None and cited.get(plain_number(entry[1]), row.line) < row.line


def _is_heading(row: Row, known: Conventions) -> bool:
    return row.text.lower().strip(" :.#*=-") in known.bibliographies


def _pop_heading(kept: list[Block], known: Conventions) -> Block:
    """The heading over a list, taken from the end of the text before it."""
    if not kept or not _is_heading(kept[-1][-1], known):
        return []
    block = kept.pop()
    if block[:-1]:
        kept.append(block[:-1])
    return block[-1:]


def _entries(rows: Sequence[Row]) -> list[Entry]:
    entries: list[Entry] = []
    for row in rows:
        opening = _ENTRY.match(row.text) or _EMPTY_ENTRY.match(row.text)
        if opening:
            entries.append(Entry(plain_number(opening[1]), row.text[opening.end() :], row.source))
        else:
            last = entries.pop()
            entries.append(Entry(last.number, f"{last.text} {row.text}".strip(), last.source))
    return entries


def resolve(entries: Sequence[Entry], known: Conventions) -> tuple[list[Footnote], list[Remark]]:
    """The footnotes with what each "Ibid." stands for; the first entry of a number counts."""
    footnotes: dict[str, Footnote] = {}
    remarks: list[Remark] = []
    above: str | None = None
    for entry in entries:
        full = entry.text
        rest = _after_same(entry.text, known)
        if rest is not None and above is None:
            remarks.append(
                Remark(f"footnote {entry.number} refers to the one above, but is the first", entry.source)
            )
        elif rest is not None:
            assert above is not None
            full = _same_source(above, rest, known)
        above = full
        if entry.number in footnotes:
            remarks.append(Remark(f"footnote {entry.number} is listed twice; the first counts", entry.source))
            continue
        footnotes[entry.number] = Footnote(entry.number, entry.text, full)
    return list(footnotes.values()), remarks


def _after_same(text: str, known: Conventions) -> str | None:
    """What follows "Ibid.", or None when the entry names a source of its own."""
    same = _SAME.match(text)
    return text[same.end() :] if same and same[1].lower() in known.same_source else None


def _same_source(above: str, rest: str, known: Conventions) -> str:
    """The source above, with the place in it that `rest` names: ", Page 282."."""
    place = rest.strip(" ,;:")
    if not place.strip("."):
        return above
    parts = above.rstrip(". ").split(", ")
    kind = _locator(place, known)
    same_kind = [n for n, part in enumerate(parts) if n and kind and _locator(part, known) == kind]
    any_kind = [n for n, part in enumerate(parts) if n and _locator(part, known)]
    cut = same_kind[-1] if same_kind else any_kind[-1] if any_kind and place[0].isdigit() else len(parts)
    return ", ".join([*parts[:cut], place])


def _locator(part: str, known: Conventions) -> str | None:
    """The kind of place a part of a source names: "page" for "Page 282" and "pp. 3-5"."""
    word = part.split(maxsplit=1)[0].rstrip(".").lower() if part.split() else ""
    return known.locators.get(word)
