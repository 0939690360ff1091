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

    from subtool.script.source_lines import Block, SourceLine
    from subtool.script.understand.conventions import Conventions


class _Lists:
    """What is known of a script's lists before they are cut: what is cited where, and what opens an entry.

    `[1]` opens one anywhere, and so do `¹`, `*` and `†` where they are cited further up. `1.` and `1` do so under a
    heading such as "Notes", and at the end of the script where the number is cited and not listed as `[1]`.
    """

    def __init__(self, blocks: Sequence[Block], known: Conventions) -> None:
        self.known = known
        lines = [line for block in blocks for line in block]
        self.cited: dict[str, int] = {}
        for line in lines:
            cited = (number for _, number in line.cited)
            for number in (*could_cite(line.text), *could_be_typed(line.text), *cited):
                self.cited.setdefault(number, line.number)
        self.listed = {found[0] for line in lines if (found := entry(line.text))}
        self.headed = self._under_headings(blocks)
        self.from_line = self._last_list(blocks)

    def opening(self, line: SourceLine) -> tuple[str, int] | None:
        """The number of the entry that a line opens, and where its text begins."""
        found = entry(line.text)
        if found or line.declared:
            return found
        found = (line.item, 0) if line.item else loose_entry(line.text)
        if found is None or line.number in self.headed:
            return found
        raised = not line.item and not line.text[0].isascii()  # ¹ and †, which open nothing else
        anywhere = raised or found[0][0] == "*"
        return (
            found
            if (anywhere or line.number >= self.from_line) and self.is_cited_above(line, found[0])
            else None
        )

    def is_cited_above(self, line: SourceLine, number: str) -> bool:
        return number not in self.listed and self.cited.get(number, line.number) < line.number

    def is_cited_entry(self, line: SourceLine) -> bool:
        """Whether a line opens with a number that the text cites further up."""
        found = self.opening(line)
        return found is not None and self.cited.get(found[0], line.number) < line.number

    def is_heading(self, line: SourceLine) -> bool:
        return line.text.lower().strip(" :：.#*=-") in self.known.bibliographies

    def _under_headings(self, blocks: Sequence[Block]) -> set[int]:
        """The lines that stand under a heading such as "Notes" for as long as each block opens as an entry."""
        headed = set[int]()
        under = False
        for block in blocks:
            index = next((index for index, line in enumerate(block) if self.is_heading(line)), None)
            body = block if index is None else block[index + 1 :]
            if index is not None:
                under = True
            if under and body:
                under = _looks_listed(body[0])
                headed |= {line.number for line in body if under}
        return headed

    def _last_list(self, blocks: Sequence[Block]) -> int:
        """The line at which the blocks begin that do nothing but list, at the end of the script."""
        start = blocks[-1][0].number if blocks else 0
        for block in reversed(blocks):
            found = (block[0].item, 0) if block[0].item else loose_entry(block[0].text)
            if block[0].declared or not found or not self.is_cited_above(block[0], found[0]):
                break
            start = block[0].number
        return start


def _looks_listed(line: SourceLine) -> bool:
    return not line.declared and bool(line.item or entry(line.text) or loose_entry(line.text))


def cut_bibliography(
    blocks: Sequence[Block], known: Conventions
) -> tuple[list[Block], list[FootnoteEntry], list[Aside], list[Remark]]:
    """The blocks without the lists of footnotes; their entries; each list as an aside; what is odd.

    A list is a run of lines that open with a number, under a heading, at the very end, or where the text cites
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
        lines = [line for block in run for line in block]
        heading = _pop_heading(remaining, lists)
        if heading or index == len(runs) - 1 or any(lists.is_cited_entry(line) for line in lines):
            entries += _entries(lines, lists)
            asides.append(_aside([*heading, *lines]))
        else:
            remaining += run
    remaining, loose = _cut_unnumbered(remaining, lists)
    remarks = [
        Remark("these sources bear no numbers, so no sentence is shown with its own", aside.source)
        for aside in loose
    ]
    return remaining, entries, [*asides, *loose], remarks


def _aside(lines: Sequence[SourceLine]) -> Aside:
    return Aside(AsideKind.BIBLIOGRAPHY, "\n".join(line.text for line in lines), lines[0].source)


def _runs(blocks: Sequence[Block], lists: _Lists) -> list[tuple[bool, list[Block]]]:
    """The blocks in turns: those that list footnotes, and those that do not."""
    runs: list[tuple[bool, list[Block]]] = []
    for block in blocks:
        start = _list_line(block, lists)
        for is_list, lines in ((False, block[:start]), (True, block[start:])):
            if lines and runs and runs[-1][0] == is_list:
                runs[-1][1].append(lines)
            elif lines and is_list and _goes_on(runs):
                between = runs.pop()[1]
                runs[-1][1].extend([*between, lines])
            elif lines:
                runs.append((is_list, [lines]))
    return runs


def _goes_on(runs: Sequence[tuple[bool, list[Block]]]) -> bool:
    """Whether the last run is one paragraph between two entries that belongs to the first of them."""
    if len(runs) < 2 or not runs[-2][0] or len(runs[-1][1]) > 1:
        return False
    return not any(line.declared or line.cited or _cites(line) for line in runs[-1][1][0])


def _list_line(block: Block, lists: _Lists) -> int:
    """The line of a block at which a list of footnotes starts, or how many lines it has.

    Inside a block it starts under a heading, after the end of a sentence or with two lines at once; a mark
    that happens to open a hard-wrapped line does not start it.
    """
    if block[0].declared:
        return len(block)
    if lists.opening(block[0]):
        return 0
    entries = [lists.is_cited_entry(line) or line.number in lists.headed for line in block] + [False]
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
    index = next(
        (index for index in range(len(remaining) - 1, 0, -1) if lists.is_heading(remaining[index][0])),
        len(remaining),
    )
    lines = [line for block in remaining[index:] for line in block]
    spoken = any((line.declared and not line.declared.aside) or line.cited or _cites(line) for line in lines)
    listed = sum(could_be_source(line.text) for line in lines[1:]) * 3 >= (len(lines) - 1) * 2
    if len(lines) < 2 or spoken or (len(lines) * 2 > sum(map(len, remaining)) and not listed):
        return remaining, []
    return remaining[:index], [_aside(lines)]


def _cites(line: SourceLine) -> bool:
    return next(could_cite(f" {line.text}"), None) is not None


def _entries(lines: Sequence[SourceLine], lists: _Lists) -> list[FootnoteEntry]:
    entries: list[FootnoteEntry] = []
    for line in lines:
        found = lists.opening(line) or empty_entry(line.text)
        if found:
            entries.append(FootnoteEntry(found[0], line.text[found[1] :], line.source))
        elif entries:
            last = entries.pop()
            entries.append(replace(last, text=f"{last.text} {line.text}".strip()))
    return entries
