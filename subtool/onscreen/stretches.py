"""Cues that are shown at once, as one: a renderer that has to place several at once moves them about. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from typing import TYPE_CHECKING

from subtool.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.model import Cue


@dataclass(frozen=True, slots=True)
class Stretch:
    """A span in which the same cues are shown."""

    span: Span
    cues: tuple[Cue, ...]


def stretches(cues: Sequence[Cue]) -> list[Stretch]:
    """The spans in which something is shown, in order, none over another; cues in the order they are given."""
    edges = sorted({edge for cue in cues for edge in (cue.span.start_ms, cue.span.end_ms)})
    starts = sorted(enumerate(cues), key=lambda pair: pair[1].span.start_ms)
    result, index, shown = list[Stretch](), 0, list[tuple[int, int]]()
    for start_ms, end_ms in pairwise(edges):
        while index < len(starts) and starts[index][1].span.start_ms <= start_ms:
            heappush(shown, (starts[index][1].span.end_ms, starts[index][0]))
            index += 1
        while shown and shown[0][0] <= start_ms:
            heappop(shown)
        if shown:
            result.append(
                Stretch(Span(start_ms, end_ms), tuple(cues[nr] for _, nr in sorted(shown, key=_number)))
            )
    return result


def _number(shown: tuple[int, int]) -> int:
    return shown[1]


def runs(result: Sequence[Stretch]) -> Iterator[list[Stretch]]:
    """Stretches that meet, together."""
    run = list[Stretch]()
    for stretch in result:
        if run and run[-1].span.end_ms != stretch.span.start_ms:
            yield run
            run = []
        run.append(stretch)
    if run:
        yield run
