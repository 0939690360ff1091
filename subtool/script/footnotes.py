"""The list of footnotes at the end of a script, and what "Ibid." in it stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from subtool.model import Aside, AsideKind, Footnote, Remark, Source

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    """The blocks before the list of footnotes; its entries; and the list as an aside."""
    start = _first_block(blocks)
    if start is None:
        return list(blocks), [], []
    block, row = start
    narration = [*blocks[:block], *([blocks[block][:row]] if row else [])]
    listed = [row for rows in (blocks[block][row:], *blocks[block + 1 :]) for row in rows]
    heading: list[Row] = []
    if narration and is_bibliography_heading(narration[-1][-1], known):
        heading = [narration[-1][-1]]
        narration[-1:] = [narration[-1][:-1]] if len(narration[-1]) > 1 else []
    rows = heading + listed
    aside = Aside(AsideKind.BIBLIOGRAPHY, "\n".join(row.text for row in rows), rows[0].source)
    return narration, _entries(listed), [aside]


def is_bibliography_heading(row: Row, known: Conventions) -> bool:
    return row.text.lower().strip(" :.#*=-") in known.bibliographies


def _first_block(blocks: Sequence[Block]) -> tuple[int, int] | None:
    """Block and row where the list begins: the last run of rows that each open with a number in brackets."""
    first: tuple[int, int] | None = None
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        if _ENTRY.match(block[0].text):
            first = index, 0
            continue
        inside = next((at for at, row in enumerate(block) if _ENTRY.match(row.text)), None)
        if inside is not None and _cited_before(blocks, index, inside):
            return index, inside
        if first is not None and index + 1 < len(blocks):
            break
        break
    return first


def _cited_before(blocks: Sequence[Block], index: int, at: int) -> bool:
    entry = _ENTRY.match(blocks[index][at].text)
    assert entry
    mark = entry.group().strip()
    return any(mark in row.text for block in blocks[:index] for row in block) or any(
        mark in row.text for row in blocks[index][:at]
    )


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
