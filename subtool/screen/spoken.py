"""The word that is being spoken, told apart. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.formats.asstext import escaped
from subtool.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.screen.blocks import Block


def spoken(block: Block, on: str, off: str) -> Iterator[tuple[Span, str]]:
    """The rows of a block as ASS, once a word: `on` stands before the word that is spoken, `off` behind it.

    A word keeps its colour until the next begins. Rows whose words have no times are shown once, as they are.
    """
    owners = _owners(block)
    if not owners:
        yield block.span, r"\N".join(map(escaped, block.rows))
        return
    words = block.cues[0].words
    starts = [block.span.start_ms, *(word.span.start_ms for word in words[1:]), block.span.end_ms]
    for number in range(len(words)):
        span = Span(starts[number], max(starts[number : number + 2])).within(block.span)
        if span:
            yield span, _colour(block.rows, owners, number, (on, off))


def _owners(block: Block) -> list[int]:
    """Which word each letter of the rows belongs to; none when the words are not those of the rows."""
    if len(block.cues) != 1 or not block.cues[0].words:
        return []
    letters = [
        (char, number)
        for number, word in enumerate(block.cues[0].words)
        for char in word.text
        if not char.isspace()
    ]
    made, at = list[int](), 0
    for char in "".join(block.rows):
        if at < len(letters) and char == letters[at][0]:
            made.append(letters[at][1])
            at += 1
        else:  # a blank, or the mark of a footnote
            made.append(made[-1] if made and not char.isspace() else -1)
    starts = [word.span.start_ms for word in block.cues[0].words]
    return made if at == len(letters) and starts == sorted(starts) else []


def _colour(rows: Sequence[str], owners: Sequence[int], number: int, marks: tuple[str, str]) -> str:
    made, at = list[str](), 0
    for row in rows:
        told, lit = list[str](), False
        begun = 0
        for place in range(len(row) + 1):
            here = place < len(row) and owners[at + place] == number
            if here is not lit or place == len(row):
                told.append(escaped(row[begun:place]))
                begun = place
                if here is not lit:
                    told.append(marks[0] if here else marks[1])
                    lit = here
        at += len(row)
        made.append("".join(told))
    return r"\N".join(made)
