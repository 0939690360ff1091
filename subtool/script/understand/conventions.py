"""What scripts carry besides narration, as data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Conventions:
    """The lines and words of `conventions.toml`, all lower case."""

    leftovers: frozenset[str]
    bibliographies: frozenset[str]
    same_source: frozenset[str]
    same_author: frozenset[str]
    locators: Mapping[str, str]  # the kind of place each word names: "pp" a "page"
    title_lines: tuple[str, ...]
    labels: Mapping[str, frozenset[str]]  # by what the paragraph is: "narrator", "on_screen", "picture" ...
    directions: Mapping[
        str, frozenset[str]
    ]  # "words", "transitions", "daytimes" ... of what nobody reads out
    surroundings: Mapping[
        str, frozenset[str]
    ]  # "facts", "bylines", "after", "ends" of what stands around a script
    columns: Mapping[str, frozenset[str]]  # by what the column holds: "audio", "video", "time" ...
    around: frozenset[str]  # classes and ids of what stands around the text of a page


@cache
def conventions() -> Conventions:
    data = tomllib.loads(files(__package__).joinpath("conventions.toml").read_text("utf-8"))
    return Conventions(
        leftovers=frozenset(data["leftovers"]),
        bibliographies=frozenset(data["bibliographies"]),
        same_source=frozenset(data["same_source"]),
        same_author=frozenset(data["same_author"]),
        locators={word: kind for kind, words in data["locators"].items() for word in words},
        title_lines=tuple(data["title_lines"]),
        labels={what: frozenset(words) for what, words in data["labels"].items()},
        directions={what: frozenset(words) for what, words in data["directions"].items()},
        surroundings={what: frozenset(words) for what, words in data["around"].items()},
        columns={what: frozenset(words) for what, words in data["columns"].items()},
        around=frozenset(data["web"]["around"]),
    )
