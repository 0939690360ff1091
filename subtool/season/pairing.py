"""Which film belongs to which script: by their names, by the numbers in these, by their lengths. Pure."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from subtool.season.found import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

# Of the longer: a draft at the pace of a documentary is 8-10 % off in all, and a film has music and titles besides.
ALIKE = 0.25
NOT_FAR = 0.08  # how much nearer the best length has to be than the next: half of what a draft may be off
_WORD = re.compile(r"\d+|[^\W\d_]+")
# What people write beside a name: which state a file is in, and of what it is.
STATES = frozenset(
    ("script", "skript", "text", "film", "video", "cut", "final", "locked", "mix", "master", "export", "draft",
     "version", "v", "ver", "episode", "ep", "e", "s")
)  # fmt: skip


class FoundBy(StrEnum):
    """By what a film was found."""

    NAME = "the name"
    NUMBER = "the number of the episode"
    LENGTH = "the length"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Pairing:
    """A script and its film, if one was found; `others` could be it, too."""

    script: str
    film: str
    how: FoundBy
    others: tuple[str, ...] = ()

    @property
    def is_sure(self) -> bool:
        return self.how in {FoundBy.NAME, FoundBy.NUMBER}


def pairings(
    scripts: Sequence[str], films: Sequence[str], length_ms: Callable[[str], int] = lambda _path: 0
) -> tuple[Pairing, ...]:
    """Each script with its film: paths of both, and how long each would take (0 where nobody knows)."""
    found: dict[str, Pairing] = {}
    free = list(films)
    for how, key in ((FoundBy.NAME, stem), (FoundBy.NAME, _plain), (FoundBy.NUMBER, _number)):
        waiting = [script for script in scripts if script not in found]
        by_key = _grouped(free, key)
        common = Counter(key(script) for script in waiting)
        for script in waiting:
            same = by_key.get(key(script), ())
            if key(script) and len(same) == 1 and common[key(script)] == 1:
                found[script] = Pairing(script, same[0], how)
                free.remove(same[0])
            elif key(script) and len(same) > 1 and key is not _number:
                found[script] = Pairing(script, "", FoundBy.NOTHING, tuple(same))
    numbered = _grouped(free, _number)
    waiting = [script for script in scripts if script not in found]
    found |= _by_length(waiting, free, length_ms)

    def of_its_number(script: str) -> tuple[str, ...]:
        return tuple(numbered.get(_number(script), ())) if _number(script) else ()

    return tuple(
        found.get(script) or Pairing(script, "", FoundBy.NOTHING, of_its_number(script)) for script in scripts
    )


def stem(path: str) -> str:
    """The name of a file without its suffix."""
    return canonical(PurePosixPath(path).stem)


def _plain(path: str) -> str:
    """A name without what is not part of it: case, punctuation, states such as "final"."""
    words = _WORD.findall(stem(path).casefold())
    return " ".join(word.lstrip("0") or "0" for word in words if word not in STATES)


def _number(path: str) -> str:
    """The number of an episode in a name: after an e or an "episode", else the only one."""
    name = stem(path).casefold()
    marked = re.search(
        r"(?:^|[^a-z])(?:s\d{1,2})?(?:e|ep|episode|folge|teil|part|épisode|серия)[ ._-]*(\d{1,4})(?!\d)", name
    )
    if marked:
        return marked[1].lstrip("0")
    numbers = {number.lstrip("0") for number in re.findall(r"(?<!\d)\d{1,3}(?!\d)", name)}
    return numbers.pop() if len(numbers) == 1 else ""


def _grouped(paths: Iterable[str], key: Callable[[str], str]) -> Mapping[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for path in paths:
        groups.setdefault(key(path), []).append(path)
    return groups


def _by_length(
    scripts: Sequence[str], films: Sequence[str], length_ms: Callable[[str], int]
) -> Mapping[str, Pairing]:
    """Scripts with the films that take about as long; only where script and film each are the other's best."""
    if not scripts or not films:
        return {}
    lengths = {path: length_ms(path) for path in (*scripts, *films)}

    def away(one: str, other: str) -> float:
        longer = max(lengths[one], lengths[other])
        return 1.0 if not lengths[one] or not lengths[other] else abs(lengths[one] - lengths[other]) / longer

    found: dict[str, Pairing] = {}
    for script in scripts:
        near = sorted(films, key=lambda film: away(script, film))
        best = near[0]
        clear = len(near) == 1 or away(script, near[1]) - away(script, best) >= NOT_FAR
        mutual = min(scripts, key=lambda other: away(other, best)) == script
        if away(script, best) <= ALIKE:
            others = tuple(film for film in near[1:] if away(script, film) <= ALIKE)
            found[script] = Pairing(
                script,
                best if clear and mutual else "",
                FoundBy.LENGTH if clear and mutual else FoundBy.NOTHING,
                others,
            )
    return found
