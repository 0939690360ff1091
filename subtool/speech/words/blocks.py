"""Cutting sound and script where both sides agree, so that each block can be aligned for itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.model import Span


@dataclass(frozen=True, slots=True)
class SoundBlock:
    """Voiced stretches and the words (of the flat script, `first` up to but not including `end`) said in them."""

    voiced: tuple[Span, ...]
    first: int
    end: int


def blocks(voiced: Sequence[Span], anchored: Sequence[tuple[int, Span]], count: int) -> list[SoundBlock]:
    """Cut at each pause before which word n and after which word n + 1 was heard.

    Args:
        voiced: where somebody speaks.
        anchored: words of the script (their number) with the span in which they were heard, in order.
        count: how many words the script has.
    """
    sound_blocks: list[SoundBlock] = []
    begun: list[Span] = []
    first, index, last = 0, 0, -1
    for number, span in enumerate(voiced):
        begun.append(span)
        following = voiced[number + 1] if number + 1 < len(voiced) else None
        if following is None:
            sound_blocks.append(SoundBlock(tuple(begun), first, count))
            break
        middle_ms = (span.end_ms + following.start_ms) // 2
        while index < len(anchored) and anchored[index][1].start_ms < middle_ms:
            last = anchored[index][0]
            index += 1
        upcoming = anchored[index][0] if index < len(anchored) else count
        if upcoming == last + 1:
            sound_blocks.append(SoundBlock(tuple(begun), first, upcoming))
            first, begun = upcoming, []
    return sound_blocks
