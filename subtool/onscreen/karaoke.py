"""The word that is being spoken, told apart. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from subtool.onscreen.placement import TextBlock


def spoken(block: TextBlock, on: str, off: str) -> Iterator[tuple[Span, dict[int, str]]]:
    """The marks in the lines of a block (see `typeset`), once a word: `on` before the one that is spoken, `off` after.

    A word keeps its colour until the next begins. Lines whose words have no times are shown once, as they are.
    """
    owners = _owners(block)
    if not owners:
        yield block.span, {}
        return
    words = block.cues[0].words
    starts = [block.span.start_ms, *(word.span.start_ms for word in words[1:]), block.span.end_ms]
    for number in range(len(words)):
        span = Span(starts[number], max(starts[number : number + 2])).within(block.span)
        if span:
            yield span, _colour(block.lines, owners, number, (on, off))


def marks_of_line(marks: Mapping[int, str], first: int, end: int) -> dict[int, str]:
    """The marks of a line alone, which holds the characters from `first` up to and without `end` of all lines."""
    return {
        (number - first if number >= 0 else number + first): mark
        for number, mark in marks.items()
        if first <= number < end or number == -end
    }


def _owners(block: TextBlock) -> list[int]:
    """Which word each letter of the lines belongs to; none when the words are not those of the lines."""
    if len(block.cues) != 1 or not block.cues[0].words:
        return []
    letters = [
        (char, number)
        for number, word in enumerate(block.cues[0].words)
        for char in word.text
        if not char.isspace()
    ]
    result, position = list[int](), 0
    for char in "".join(block.lines):
        if position < len(letters) and char == letters[position][0]:
            result.append(letters[position][1])
            position += 1
        else:  # a space, or the mark of a footnote
            result.append(result[-1] if result and not char.isspace() else -1)
    starts = [word.span.start_ms for word in block.cues[0].words]
    return result if position == len(letters) and starts == sorted(starts) else []


def _colour(
    lines: Sequence[str], owners: Sequence[int], number: int, marks: tuple[str, str]
) -> dict[int, str]:
    result, position = dict[int, str](), 0
    for line in lines:
        lit = False
        for place in range(position, position + len(line)):
            if (owners[place] == number) is not lit:
                lit = not lit
                result[place] = marks[0] if lit else marks[1]
        position += len(line)
        if lit:
            result[-position] = marks[1]
    return result
