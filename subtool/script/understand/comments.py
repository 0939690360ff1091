"""Comments of Google Docs in its export to plain text: `[a]` in the text, `[a]Anna: is this right?` at the end."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from subtool.model import Aside, AsideKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.script.source_lines import SourceLine

_COMMENT = re.compile(r"\[(?P<letter>[a-z]{1,2})\](?=\S)")
_MARK = re.compile(r"\[([a-z]{1,2})\]")


def cut_comments(lines: Sequence[SourceLine]) -> tuple[list[SourceLine], list[Aside]]:
    """The lines without the comments at the end and the marks that lead to them, and the comments.

    They are known by their letters, which count from a, each in the text above and glued to a comment below.
    """
    opened = [
        (index, match["letter"]) for index, line in enumerate(lines) if (match := _COMMENT.match(line.text))
    ]
    letters = [letter for _, letter in opened]
    if (
        not opened
        or letters != sorted(set(letters), key=lambda letter: (len(letter), letter))
        or letters[0] != "a"
    ):
        return list(lines), []
    first = opened[0][0]
    cited = {letter for line in lines[:first] for letter in _MARK.findall(line.text)}
    if not cited or not set(letters) <= cited | {letters[-1]}:
        return list(lines), []
    asides: list[Aside] = []
    remaining = [_without_marks(line, set(letters)) for line in lines[:first]]
    for line in lines[first:]:
        gone = bool(_COMMENT.match(line.text) or (asides and line.text))
        if gone:
            asides.append(Aside(AsideKind.NOTE, line.text, line.source, "a comment"))
        remaining.append(replace(line, text="") if gone else line)
    return remaining, asides


def _without_marks(line: SourceLine, letters: set[str]) -> SourceLine:
    """The line with the marks of comments made spaces; what follows keeps its place."""
    if "[" not in line.text:
        return line

    def gone(match: re.Match[str]) -> str:
        return "\u2060" * len(match.group()) if match[1] in letters else match.group()

    text = _MARK.sub(gone, line.text)
    return line if text == line.text else replace(line, text=text)
