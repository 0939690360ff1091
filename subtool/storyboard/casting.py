"""Which picture of a folder belongs to which beat, told by their names. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.storyboard.beats import Beat

NUMBERED = re.compile(r"(?<![^\W\d_])(?:scene|sc|part|chapter|s)[\W_]*+(\d{1,9})(?!\d)", re.IGNORECASE)
COUNTED = frozenset({"scene", "part", "chapter"})  # what is numbered: by itself it says nothing
SHORTEST = 4  # letters of a word by which a picture is known; a number is as good
SCENE_WORTH = 10  # words


def in_order(name: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts names as people do: 2 before 10."""
    parts = re.findall(r"\d+|\D+", unicodedata.normalize("NFC", name.casefold()))
    return tuple((0, int(part), part) if part.isdecimal() else (1, 0, part) for part in parts)


def cast(beats: Sequence[Beat], names: Sequence[str]) -> tuple[tuple[Beat, ...], tuple[int | None, ...]]:
    """The beats, cut finer where there are many pictures, and for each the number of its picture, or None.

    `names` are those of the pictures, without suffix and in order. A picture whose name has words of what the script
    asks for, or its scene's number, is shown there; the others follow each other over the beats that are left. Where
    some are known by their names, a beat that asks for another picture gets none of those.
    """
    named = _by_name(beats, names)
    there = _numbered(beats)
    rest = [
        number
        for number, name in enumerate(names)
        if number not in named.values() and not _scenes(name) & there
    ]
    free = [
        index for index, beat in enumerate(beats) if index not in named and not (named and beat.direction)
    ]
    finer: list[Beat] = []
    cut: list[bool] = []
    chosen: list[int | None] = []
    for index, beat in enumerate(beats):
        parts = beat.by_sentence if index in free and len(rest) > len(free) else (beat,)
        finer += parts
        cut += [index in free] * len(parts)
        chosen += [named.get(index)] * len(parts)
    places = [index for index, is_free in enumerate(cut) if is_free]
    for index, which in zip(
        places, _spread([finer[index].span.duration_ms for index in places], len(rest)), strict=True
    ):
        chosen[index] = rest[which] if rest else None
    return tuple(finer), tuple(_held(finer, chosen))


def _by_name(beats: Sequence[Beat], names: Sequence[str]) -> dict[int, int]:
    """Each beat that asks for something, with the picture whose name says most of it, as often as it is asked for.

    Of pictures that say as much, that which says the least besides is taken, and rather one that was not shown yet.
    """
    chosen: dict[int, int] = {}
    numbered = _numbered(beats)
    for index, beat in enumerate(beats):
        wanted = _words(beat.direction or beat.heading)
        ranks = [
            (
                _worth(beat, name, numbered),
                -len(_words(name) - wanted),
                number not in chosen.values(),
                -number,
            )
            for number, name in enumerate(names)
        ]
        best = max(ranks, default=(0, 0, False, 0))
        if best[0]:
            chosen[index] = -best[-1]
    return chosen


def _worth(beat: Beat, name: str, numbered: frozenset[int]) -> int:
    """How much a picture's name says of what a beat asks for; a picture of a scene is worth nothing in another."""
    scene, of = _scenes(beat.heading), _scenes(name)
    if of & numbered and not of & (scene or _scenes(beat.section)):
        return 0
    return len(_words(beat.direction or beat.heading) & _words(name)) + SCENE_WORTH * bool(scene & of)


def _numbered(beats: Sequence[Beat]) -> frozenset[int]:
    """The numbers of the scenes there are."""
    return frozenset[int]().union(*(_scenes(beat.heading) for beat in beats))


def _spread(lengths: Sequence[int], count: int) -> list[int]:
    """For each stretch the number, below `count`, of the picture whose turn it is; all come if there is room."""
    if count >= len(lengths):
        return [index * count // len(lengths) for index in range(len(lengths))]
    whole = max(1, sum(lengths))
    starts = accumulate(lengths, initial=0)
    result: list[int] = []
    for index, start in zip(range(len(lengths)), starts, strict=False):
        wanted = start * count // whole
        must = count - (len(lengths) - index)  # else there would be too few stretches for the rest
        last = result[-1] if result else -1
        result.append(max(0, min(max(wanted, must, last), last + 1, count - 1)))
    return result


def _held(beats: Sequence[Beat], chosen: Sequence[int | None]) -> list[int | None]:
    """A picture stays on in its section where there is no other and none is asked for."""
    result: list[int | None] = []
    for beat, which in zip(beats, chosen, strict=True):
        goes_on = result and not beat.heading and not beat.direction
        result.append(result[-1] if which is None and goes_on else which)
    return result


@cache
def _words(text: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    found = re.findall(r"[^\W\d_]+", "".join(char for char in plain if not unicodedata.combining(char)))
    return frozenset(word for word in found if len(word) >= SHORTEST or not word.isascii()) - COUNTED


@cache
def _scenes(text: str) -> frozenset[int]:
    return frozenset(int(number) for number in NUMBERED.findall(text))
