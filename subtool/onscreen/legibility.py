"""Text that is too small to be read, in words. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.onscreen.placement import size_of
from subtool.text.counting import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from subtool.onscreen.placement import TextBlock
    from subtool.onscreen.setting import Setting

LEAST = (
    8  # pixels of a line: letters of five by seven are the smallest that screens ever showed, and one between
)
SHRUNK = 0.5  # of a layout's size, to which a text too long for its room shrinks; by eye, on a phone at arm's length


def unreadable(blocks: Iterable[TextBlock], setting: Setting) -> Iterator[str]:
    """What cannot be read: all of it on so small a picture, or the texts that are too long for theirs."""
    result = list(blocks)
    canvas = setting.canvas
    if result and max(block.size for block in result) < LEAST:
        yield (
            f"the picture is {canvas.width} × {canvas.height} pixels, in which a line of text is "
            f"{max(block.size for block in result):.0f} high: too small to be read"
        )
        return
    small = [block for block in result if block.size < SHRUNK * size_of(block.kind, setting)]
    if small:
        first = " ".join(small[0].lines)
        text = first if len(first) <= 40 else f"{first[:39].rstrip()}…"
        yield f"{counted(len(small), 'text')} too long for the picture, and shrunk too small to be read: “{text}”"
