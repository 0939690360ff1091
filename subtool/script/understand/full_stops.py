"""What a full stop means in each language, as data: `full_stops.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class FullStops:
    """The words of a language, in lower case, that tell whether a full stop ends a sentence.

    `ordinals` is whether a number with a full stop is an ordinal in it.
    """

    language: str = ""
    abbreviations: frozenset[str] = frozenset()
    before_numbers: frozenset[str] = frozenset()
    starters: frozenset[str] = frozenset()
    sometimes: frozenset[str] = frozenset()
    saying: frozenset[str] = frozenset()
    ordinals: bool = False


_SAME = {"no": "nb", "nn": "nb", "iw": "he", "bs": "hr", "sr": "hr", "gl": "pt"}


@cache
def full_stops(tag: str) -> FullStops:
    """What is known of a language, by its tag; hardly anything of one that has no list."""
    language = tag.split("-", maxsplit=1)[0].lower()
    language = _SAME.get(language, language)
    data = _data()
    words = {
        name: frozenset(data[name].get(language, ()))
        for name in ("abbreviations", "before_numbers", "starters", "sometimes", "saying")
    }
    return FullStops(language, **words, ordinals=language in data["ordinals"])


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files(__package__).joinpath("full_stops.toml").read_text("utf-8"))
