"""House styles and languages as data: one TOML file each, with its source."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING

from subtool.styles.house_style import HouseStyle, WordClasses
from subtool.styles.loader import Shelf, data_folder, toml_names

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT = "netflix-en"
_SHELF = Shelf("houses", HouseStyle, "house style", "style", "profiles", DEFAULT)


def names() -> tuple[str, ...]:
    """The house styles there are."""
    return _SHELF.names()


@cache
def house_style(name: str) -> HouseStyle:
    """The house style called `name`, or the one in the user's file of that name (`my-house.toml`).

    A style may extend another: `extends = "netflix-en"` takes over what it does not set itself.

    Raises:
        StyleError: there is no such style, or its file does not hold one.
    """
    return _SHELF.load(name)


def comments(name: str) -> Mapping[str, str]:
    """What the file of a style, or of one it extends, says beside each value: its source.

    Raises:
        StyleError: there is no such style.
    """
    return _SHELF.comments(name)


@cache
def word_classes(language: str) -> WordClasses:
    """The function words of a language (a BCP 47 tag); none are known of a language without a file."""
    folder = data_folder("word_classes")
    primary = language.split("-", maxsplit=1)[0].lower()
    if primary not in toml_names(folder):
        return WordClasses()
    data = tomllib.loads(folder.joinpath(f"{primary}.toml").read_text("utf-8"))
    return WordClasses(**{name: frozenset(words.split()) for name, words in data.items()})
