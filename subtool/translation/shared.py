"""What two texts have in common: figures, footnote marks, and words that sound alike."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from subtool.translation.clues import Shared, places

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from subtool.translation.clues import Clues

# Costs are in natural logarithms of chances. What is rare on both sides says most.
FIGURE, NOTE = 2.5, 4.0
SOUND_BY_CLASSES = {3: 0.7, 4: 1.5, 5: 2.2, 6: 2.6}  # a longer skeleton is seldom alike by chance
NAME = 1.4  # times as much where a side writes it with a capital
IN_STREAM = {4: 1.2, 5: 2.0, 6: 2.4}  # of a name found in writing without spaces


def shared_by(source: Sequence[Clues], target: Sequence[Clues]) -> list[Shared]:
    """All that sentences of both sides show, with its weight."""
    return [
        *_same([one.figures for one in source], [one.figures for one in target], FIGURE),
        *_same([one.notes for one in source], [one.notes for one in target], NOTE),
        *_sounds(source, target),
        *_in_stream(source, target, swapped=False),
        *_in_stream(target, source, swapped=True),
    ]


def _same(
    source: Sequence[frozenset[str]], target: Sequence[frozenset[str]], weight: float
) -> Iterator[Shared]:
    here, there = places(source), places(target)
    for thing in sorted(here.keys() & there.keys()):
        yield _weighed(weight, here[thing], there[thing])


def _weighed(weight: float, source: Sequence[int], target: Sequence[int]) -> Shared:
    return Shared(weight / sqrt(max(len(source), len(target))), tuple(source), tuple(target))


def _sounds(source: Sequence[Clues], target: Sequence[Clues]) -> Iterator[Shared]:
    here, there = (places(one.sounds for one in side) for side in (source, target))
    names = {name for side in (source, target) for one in side for name in one.names}
    for sound in sorted(here.keys() & there.keys()):
        weight = SOUND_BY_CLASSES[len(sound)] * (NAME if sound in names else 1.0)
        yield _weighed(weight, here[sound], there[sound])


def _in_stream(named: Sequence[Clues], running: Sequence[Clues], *, swapped: bool) -> Iterator[Shared]:
    """Names of the one side in the sounds of the other, where that has neither capitals nor spaces."""
    streams: Mapping[int, str] = {number: one.stream for number, one in enumerate(running) if one.stream}
    if not streams:
        return
    for name, here in sorted(places(one.names for one in named).items()):
        there = [number for number, stream in streams.items() if name in stream]
        if len(name) in IN_STREAM and there:
            source, target = (there, here) if swapped else (here, there)
            yield _weighed(IN_STREAM[len(name)], source, target)
