"""House styles and languages as data: one TOML file each, with its source."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from subtool.styles.data_files import data_folder, toml_names
from subtool.styles.house_style import HouseStyle, WordClasses
from subtool.styles.loader import Shelf, Value

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DEFAULT = "netflix-en"
VARIANTS = ("children", "sdh")
AUDIENCES = {"children": "children’s programmes", "sdh": "for the deaf and hard of hearing"}
_SHELF = Shelf("houses", HouseStyle, "house style", "style", "profiles", DEFAULT, VARIANTS)


def names() -> tuple[str, ...]:
    """The house styles there are."""
    return _SHELF.names()


def house_style(name: str) -> HouseStyle:
    """The house style called `name`, or the one in the user's file of that name (`my-house.toml`).

    A style may extend another: `extends = "netflix-en"` takes over what it does not set itself. Its variants are named
    "netflix-de+children" and "netflix-de+sdh".

    Raises:
        StyleError: there is no such style, or its file does not hold one.
    """
    return _loaded(name) if file_in(name) else ours(name)


def file_in(name: str) -> str:
    """The user's file that a name stands for, without its variants; nothing for one of ours."""
    return _SHELF.file_in(name)


def files_of(name: str) -> tuple[Path, ...]:
    """The users' files that a style is read from: that of the name, and those that one extends.

    Raises:
        StyleError: one of them cannot be read.
    """
    return _SHELF.files(name)


def _loaded(name: str) -> HouseStyle:
    style = _SHELF.load(name)
    for variant in VARIANTS:
        if f"+{variant}" in name:
            style = replace(style, title=f"{style.title}, {AUDIENCES[variant]}")
    return style


ours = cache(_loaded)  # a file of the user's may change while a build watches it, or a review is open


def variant(name: str, *, children: bool = False, sdh: bool = False) -> str:
    """The name of a style's variant."""
    base = name.partition("+")[0] if not name.lower().endswith(".toml") else name
    chosen = [what for what, asked in (("children", children), ("sdh", sdh)) if asked]
    return "+".join((base if chosen else name, *chosen))


def variants(name: str) -> tuple[str, ...]:
    """The variants that a style has.

    Raises:
        StyleError: there is no such style.
    """
    return tuple(variant for variant in VARIANTS if variant in _SHELF.variants_of(name))


def values(name: str) -> Mapping[str, Value]:
    """Each value of a style with its source, the file it stands in, and when it was read.

    Raises:
        StyleError: there is no such style.
    """
    return _SHELF.values(name)


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
