"""Blocks of lines to paragraphs: hard-wrapped lines are joined, missing empty lines are put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.script.source_lines import ends_sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from subtool.model import Source
    from subtool.script.source_lines import Block, SourceLine

# Nobody wraps by hand wider than this: in longer lines each is a paragraph.
_WIDEST_WRAP = 110


def paragraphs(blocks: Iterable[Block], opening: Collection[Source] = ()) -> Iterator[Block]:
    """The lines of each paragraph; one begins at the places `opening` too, none inside what the file says is one."""
    for block in blocks:
        room = max(len(line.text) for line in block)
        start = 0
        for index in range(1, len(block)):
            if block[index].source in opening or (
                not block[0].declared and _parts(block[index - 1], block[index], room)
            ):
                yield block[start:index]
                start = index
        yield block[start:]


def _parts(line: SourceLine, following: SourceLine, room: int) -> bool:
    """Whether a paragraph ends between two lines, in a block whose longest line is `room` wide."""
    if not line.text or not following.text or line.number == following.number:
        return False
    ends = ends_sentence(line.text)
    first_word = following.text.split(maxsplit=1)[0]
    if room > _WIDEST_WRAP:
        return ends or not first_word[:1].islower()
    full = len(line.text) + 1 + len(first_word) > room
    return ends and (not full or following.column > line.column + 1)
