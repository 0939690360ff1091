"""House styles and languages as data: one TOML file each, with its source."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from subtool.errors import StyleError
from subtool.model import HouseStyle, WordClasses

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

DEFAULT = "netflix-en"


def names() -> tuple[str, ...]:
    """The house styles there are."""
    return _names(files(__package__))


@cache
def house_style(name: str) -> HouseStyle:
    """The house style called `name`.

    Raises:
        StyleError: there is no such style.
    """
    if name not in names():
        raise StyleError(f"there is no house style '{name}'", hint=f"there are: {', '.join(names())}")
    data = tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))
    return HouseStyle(
        name=name, **{field.name: data[field.name] for field in fields(HouseStyle) if field.name != "name"}
    )


@cache
def word_classes(language: str) -> WordClasses:
    """The function words of a language (a BCP 47 tag); none are known of a language without a file."""
    folder = files(__package__).joinpath("languages")
    primary = language.split("-", maxsplit=1)[0].lower()
    if primary not in _names(folder):
        return WordClasses()
    data = tomllib.loads(folder.joinpath(f"{primary}.toml").read_text("utf-8"))
    return WordClasses(**{name: frozenset(words.split()) for name, words in data.items()})


def _names(folder: Traversable) -> tuple[str, ...]:
    return tuple(sorted(entry.name[:-5] for entry in folder.iterdir() if entry.name.endswith(".toml")))
