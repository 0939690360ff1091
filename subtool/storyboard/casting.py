"""Which picture of a folder belongs to which beat, told by their names. Pure."""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.storyboard.beats import Beat

NUMBERED = re.compile(r"\b(?:scene|sc|part|chapter|s)[\W_]*+(\d{1,9})\b", re.IGNORECASE)
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
    rest = [number for number in range(len(names)) if number not in named.values()]
    free = [at for at, beat in enumerate(beats) if at not in named and not (named and beat.direction)]
    finer: list[Beat] = []
    cut: list[bool] = []
    chosen: list[int | None] = []
    for at, beat in enumerate(beats):
        parts = beat.by_sentence if at in free and len(rest) > len(free) else (beat,)
        finer += parts
        cut += [at in free] * len(parts)
        chosen += [named.get(at)] * len(parts)
    places = [at for at, is_free in enumerate(cut) if is_free]
    for at, which in zip(
        places, _spread([finer[at].span.duration_ms for at in places], len(rest)), strict=True
    ):
        chosen[at] = rest[which] if rest else None
    return tuple(finer), tuple(_held(finer, chosen))


def _by_name(beats: Sequence[Beat], names: Sequence[str]) -> dict[int, int]:
    """Each beat that asks for something, with the picture whose name says most of it."""
    made: dict[int, int] = {}
    words = [_words(name) for name in names]
    scenes = [_scenes(name) for name in names]
    for at, beat in enumerate(beats):
        wanted, scene = _words(beat.direction or beat.heading), _scenes(beat.heading)
        worth = {
            number: len(wanted & words[number]) + SCENE_WORTH * bool(scene & scenes[number])
            for number in range(len(names))
            if number not in made.values()
        }
        best = max(worth, key=lambda number: worth[number], default=None)  # the first of the best
        if best is not None and worth[best]:
            made[at] = best
    return made


def _spread(lengths: Sequence[int], count: int) -> list[int]:
    """For each stretch the number, below `count`, of the picture whose turn it is; all come if there is room."""
    if count >= len(lengths):
        return [at * count // len(lengths) for at in range(len(lengths))]
    whole = max(1, sum(lengths))
    starts = accumulate(lengths, initial=0)
    made: list[int] = []
    for at, start in zip(range(len(lengths)), starts, strict=False):
        wanted = start * count // whole
        must = count - (len(lengths) - at)  # else there would be too few stretches for the rest
        last = made[-1] if made else -1
        made.append(max(0, min(max(wanted, must, last), last + 1, count - 1)))
    return made


def _held(beats: Sequence[Beat], chosen: Sequence[int | None]) -> list[int | None]:
    """A picture stays on in its section where there is no other and none is asked for."""
    made: list[int | None] = []
    for beat, which in zip(beats, chosen, strict=True):
        goes_on = made and not beat.heading and not beat.direction
        made.append(made[-1] if which is None and goes_on else which)
    return made


def _words(text: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    found = re.findall(r"[^\W\d_]+", "".join(char for char in plain if not unicodedata.combining(char)))
    return frozenset(word for word in found if len(word) >= SHORTEST or not word.isascii())


def _scenes(text: str) -> frozenset[int]:
    return frozenset(int(number) for number in NUMBERED.findall(text))
