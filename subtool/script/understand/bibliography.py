"""The lists of footnotes in a script: found, and taken out of what is spoken."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from subtool.model import Aside, AsideKind, Remark
from subtool.script.manuscript import FootnoteEntry
from subtool.script.source_lines import ends_sentence
from subtool.script.understand.marks import could_cite, empty_entry, entry, loose_entry
from subtool.script.understand.surroundings import could_be_source
from subtool.script.understand.typed_marks import could_be_typed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.script.source_lines import Block, Row
    from subtool.script.understand.conventions import Conventions


class _Lists:
    """What is known of a script's lists before they are cut: what is cited where, and what opens an entry.

    `[1]` opens one anywhere, and so do `¹`, `*` and `†` where they are cited further up. `1.` and `1` do so under a
    heading such as "Notes", and at the end of the script where the number is cited and not listed as `[1]`.
    """

    def __init__(self, blocks: Sequence[Block], known: Conventions) -> None:
        self.known = known
        rows = [row for block in blocks for row in block]
        self.cited: dict[str, int] = {}
        for row in rows:
            cited = (number for _, number in row.cited)
            for number in (*could_cite(row.text), *could_be_typed(row.text), *cited):
                self.cited.setdefault(number, row.line)
        self.listed = {found[0] for row in rows if (found := entry(row.text))}
        self.headed = self._under_headings(blocks)
        self.from_line = self._last_list(blocks)

    def opening(self, row: Row) -> tuple[str, int] | None:
        """The number of the entry that a row opens, and where its text begins."""
        found = entry(row.text)
        if found or row.declared:
            return found
        found = (row.item, 0) if row.item else loose_entry(row.text)
        if found is None or row.line in self.headed:
            return found
        raised = not row.item and not row.text[0].isascii()  # ¹ and †, which open nothing else
        anywhere = raised or found[0][0] == "*"
        return (
            found if (anywhere or row.line >= self.from_line) and self.is_cited_above(row, found[0]) else None
        )

    def is_cited_above(self, row: Row, number: str) -> bool:
        return number not in self.listed and self.cited.get(number, row.line) < row.line

    def is_cited_entry(self, row: Row) -> bool:
        """Whether a row opens with a number that the text cites further up."""
        found = self.opening(row)
        return found is not None and self.cited.get(found[0], row.line) < row.line

    def is_heading(self, row: Row) -> bool:
        return row.text.lower().strip(" :：.#*=-") in self.known.bibliographies

    def _under_headings(self, blocks: Sequence[Block]) -> set[int]:
        """The lines that stand under a heading such as "Notes" for as long as each block opens as an entry."""
        headed = set[int]()
        under = False
        for block in blocks:
            at = next((at for at, row in enumerate(block) if self.is_heading(row)), None)
            body = block if at is None else block[at + 1 :]
            if at is not None:
                under = True
            if under and body:
                under = _looks_listed(body[0])
                headed |= {row.line for row in body if under}
        return headed

    def _last_list(self, blocks: Sequence[Block]) -> int:
        """The line at which the blocks begin that do nothing but list, at the end of the script."""
        start = blocks[-1][0].line if blocks else 0
        for block in reversed(blocks):
            found = (block[0].item, 0) if block[0].item else loose_entry(block[0].text)
            if block[0].declared or not found or not self.is_cited_above(block[0], found[0]):
                break
            start = block[0].line
        return start


def _looks_listed(row: Row) -> bool:
    return not row.declared and bool(row.item or entry(row.text) or loose_entry(row.text))


def cut_bibliography(
    blocks: Sequence[Block], known: Conventions
) -> tuple[list[Block], list[FootnoteEntry], list[Aside], list[Remark]]:
    """The blocks without the lists of footnotes; their entries; each list as an aside; what is odd.

    A list is a run of rows that open with a number, under a heading, at the very end, or where the text cites
    one of the numbers further up. One may follow each part of a script.
    """
    lists = _Lists(blocks, known)
    remaining: list[Block] = []
    entries: list[FootnoteEntry] = []
    asides: list[Aside] = []
    runs = _runs(blocks, lists)
    for index, (is_list, run) in enumerate(runs):
        if not is_list:
            remaining += run
            continue
        rows = [row for block in run for row in block]
        heading = _pop_heading(remaining, lists)
        if heading or index == len(runs) - 1 or any(lists.is_cited_entry(row) for row in rows):
            entries += _entries(rows, lists)
            asides.append(_aside([*heading, *rows]))
        else:
            remaining += run
    remaining, loose = _cut_unnumbered(remaining, lists)
    remarks = [
        Remark("these sources bear no numbers, so no sentence is shown with its own", aside.source)
        for aside in loose
    ]
    return remaining, entries, [*asides, *loose], remarks


def _aside(rows: Sequence[Row]) -> Aside:
    return Aside(AsideKind.BIBLIOGRAPHY, "\n".join(row.text for row in rows), rows[0].source)


def _runs(blocks: Sequence[Block], lists: _Lists) -> list[tuple[bool, list[Block]]]:
    """The blocks in turns: those that list footnotes, and those that do not."""
    runs: list[tuple[bool, list[Block]]] = []
    for block in blocks:
        start = _list_row(block, lists)
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
    return not any(row.declared or row.cited or _cites(row) for row in runs[-1][1][0])


def _list_row(block: Block, lists: _Lists) -> int:
    """The row of a block at which a list of footnotes starts, or how many rows it has.

    Inside a block it starts under a heading, behind the end of a sentence or with two rows at once; a mark
    that happens to open a hard-wrapped row does not start it.
    """
    if block[0].declared:
        return len(block)
    if lists.opening(block[0]):
        return 0
    entries = [lists.is_cited_entry(row) or row.line in lists.headed for row in block] + [False]
    for index in range(1, len(block)):
        above = block[index - 1]
        opens = lists.is_heading(above) or ends_sentence(above.text) or entries[index + 1]
        if entries[index] and opens:
            return index
    return len(block)


def _pop_heading(remaining: list[Block], lists: _Lists) -> Block:
    """The heading over a list, taken from the end of the text before it."""
    if not remaining or not lists.is_heading(remaining[-1][-1]):
        return []
    block = remaining.pop()
    if block[:-1]:
        remaining.append(block[:-1])
    return block[-1:]


def _cut_unnumbered(remaining: list[Block], lists: _Lists) -> tuple[list[Block], list[Aside]]:
    """The blocks without the sources under a last heading that bear no numbers, and those as an aside."""
    at = next(
        (at for at in range(len(remaining) - 1, 0, -1) if lists.is_heading(remaining[at][0])), len(remaining)
    )
    rows = [row for block in remaining[at:] for row in block]
    spoken = any((row.declared and not row.declared.aside) or row.cited or _cites(row) for row in rows)
    listed = sum(could_be_source(row.text) for row in rows[1:]) * 3 >= (len(rows) - 1) * 2
    if len(rows) < 2 or spoken or (len(rows) * 2 > sum(map(len, remaining)) and not listed):
        return remaining, []
    return remaining[:at], [_aside(rows)]


def _cites(row: Row) -> bool:
    return next(could_cite(f" {row.text}"), None) is not None


def _entries(rows: Sequence[Row], lists: _Lists) -> list[FootnoteEntry]:
    entries: list[FootnoteEntry] = []
    for row in rows:
        found = lists.opening(row) or empty_entry(row.text)
        if found:
            entries.append(FootnoteEntry(found[0], row.text[found[1] :], row.source))
        elif entries:
            last = entries.pop()
            entries.append(replace(last, text=f"{last.text} {row.text}".strip()))
    return entries
