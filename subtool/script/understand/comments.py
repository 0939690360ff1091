"""Comments of Google Docs in its export to plain text: `[a]` in the text, `[a]Anna: is this right?` at the end."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from subtool.model import Aside, AsideKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.script.source_lines import Row

_COMMENT = re.compile(r"\[(?P<letter>[a-z]{1,2})\](?=\S)")
_MARK = re.compile(r"\[([a-z]{1,2})\]")


def cut_comments(rows: Sequence[Row]) -> tuple[list[Row], list[Aside]]:
    """The rows without the comments at the end and the marks that lead to them, and the comments.

    They are known by their letters, which count from a, each in the text above and glued to a comment below.
    """
    opened = [
        (index, match["letter"]) for index, row in enumerate(rows) if (match := _COMMENT.match(row.text))
    ]
    letters = [letter for _, letter in opened]
    if (
        not opened
        or letters != sorted(set(letters), key=lambda letter: (len(letter), letter))
        or letters[0] != "a"
    ):
        return list(rows), []
    first = opened[0][0]
    cited = {letter for row in rows[:first] for letter in _MARK.findall(row.text)}
    if not cited or not set(letters) <= cited | {letters[-1]}:
        return list(rows), []
    asides: list[Aside] = []
    remaining = [_without_marks(row, set(letters)) for row in rows[:first]]
    for row in rows[first:]:
        gone = bool(_COMMENT.match(row.text) or (asides and row.text))
        if gone:
            asides.append(Aside(AsideKind.NOTE, row.text, row.source, "a comment"))
        remaining.append(replace(row, text="") if gone else row)
    return remaining, asides


def _without_marks(row: Row, letters: set[str]) -> Row:
    """The row with the marks of comments made blank; what follows keeps its place."""
    if "[" not in row.text:
        return row

    def gone(match: re.Match[str]) -> str:
        return "\u2060" * len(match.group()) if match[1] in letters else match.group()

    text = _MARK.sub(gone, row.text)
    return row if text == row.text else replace(row, text=text)
