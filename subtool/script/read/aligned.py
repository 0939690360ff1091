"""A plain text in columns that spaces keep apart, as typewriters left them: found by where the columns begin."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from subtool.script.manuscript import Manuscript
from subtool.script.source_lines import EDGE, SourceLine, ends_sentence
from subtool.script.understand.columns import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.script.understand.columns import Cell, Table

FEWEST_LINES = 3  # in which a column begins at the same place; two may be chance
FEWEST_BOTH = 2  # lines with text on both sides of the gap
MOSTLY_IN_COLUMNS = 0.5  # of the written lines between the first and the last in columns; chosen by eye
_GAP = re.compile(r"(?<=\S) {3,}(?=\S)")
_INDENT = re.compile(r" {8,}(?=\S)")
_RULE = re.compile(r"[\s|+=_–—-]{3,}")


def read(lines: Sequence[str]) -> Manuscript | None:
    """The columns of a text as a script; None where it has none."""
    starts = _starts(lines)
    if not starts:
        return None
    inside = [index for index, line in enumerate(lines) if _cuts(line) & starts]
    first, last = inside[0], inside[-1]
    region = range(first, last + 1)
    written = [index for index in region if lines[index].strip() and not _RULE.fullmatch(lines[index])]
    if len(inside) < MOSTLY_IN_COLUMNS * len(written) or any(
        _crosses(lines[index], starts) for index in written
    ):
        return None
    read = read_table(_table(lines, region, [0, *sorted(starts)]))
    if not read.lines:
        return None
    before = [_source_line(index, lines[index], 0, len(lines[index])) for index in range(first)]
    after = [_source_line(index, lines[index], 0, len(lines[index])) for index in range(last + 1, len(lines))]
    return Manuscript(
        (*before, SourceLine(first + 1, 1, ""), *read.lines, SourceLine(last + 1, 1, ""), *after),
        read.entries,
        remarks=read.remarks,
        kind="text in columns",
        versions=read.versions,
    )


def _cuts(line: str) -> set[int]:
    """Where a line begins again after a gap, or after a wide margin."""
    margin = _INDENT.match(line)
    return {gap.end() for gap in _GAP.finditer(line)} | ({margin.end()} if margin else set())


def _starts(lines: Sequence[str]) -> set[int]:
    """Where the columns but the first begin."""
    both = Counter(gap.end() for line in lines for gap in _GAP.finditer(line))
    margins = Counter(margin.end() for line in lines if (margin := _INDENT.match(line)))
    return {
        start
        for start, count in both.items()
        if count >= FEWEST_BOTH and count + margins[start] >= FEWEST_LINES
    }


def _crosses(line: str, starts: set[int]) -> bool:
    """Whether a line runs over the gap before a column."""
    return any(line[start - 1 : start].strip() and line[start : start + 1].strip() for start in starts)


def _source_line(index: int, line: str, start: int, end: int) -> SourceLine:
    piece = line[start:end]
    left = len(piece) - len(piece.lstrip(EDGE))
    return SourceLine(index + 1, start + left + 1, piece.strip(EDGE))


def _table(lines: Sequence[str], region: range, starts: Sequence[int]) -> Table:
    return [_cells(lines, group, starts) for group in _groups(lines, region, starts)]


def _groups(lines: Sequence[str], region: range, starts: Sequence[int]) -> Iterator[list[int]]:
    """The lines of each row: between empty lines, or, without those, from each new sentence on both sides on."""
    spaced = sum(not lines[index].strip() for index in region) >= FEWEST_BOTH
    group: list[int] = []
    for index in region:
        line = lines[index]
        if not line.strip() or _RULE.fullmatch(line):
            if group:
                yield group
            group = []
            continue
        if group and (_is_head(lines[group[-1]]) or (not spaced and _opens(lines[group[-1]], line, starts))):
            yield group
            group = []
        group.append(index)
    if group:
        yield group


def _is_head(line: str) -> bool:
    return line.isupper() and bool(_GAP.search(line.strip()))


def _opens(before: str, line: str, starts: Sequence[int]) -> bool:
    """Whether a line begins a new row: text on the left, and nothing on the right that goes on."""
    left, right = line[: starts[1]].strip(), line[starts[-1] :].strip()
    return (
        bool(left)
        and not left[0].islower()
        and not right[:1].islower()
        and ends_sentence(before[starts[-1] :].strip())
    )


def _cells(lines: Sequence[str], group: Sequence[int], starts: Sequence[int]) -> list[Cell]:
    ends = [*starts[1:], None]
    return [
        tuple(
            line
            for index in group
            if (
                line := _source_line(index, lines[index], start, len(lines[index]) if end is None else end)
            ).text
        )
        for start, end in zip(starts, ends, strict=True)
    ]
