"""Lists of the characters that a house accepts, as data: blocks of letters, and single marks."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache

from subtool.errors import StyleError
from subtool.styles.data_files import data_folder, toml_names


@dataclass(frozen=True)
class GlyphList:
    """The characters of a list: those of whole `categories` of Unicode, and `marks` beside them, without `barred`."""

    categories: frozenset[str]
    marks: frozenset[str]
    barred: frozenset[str]

    def has(self, char: str) -> bool:
        return _has(self, char)


@cache
def _has(listed: GlyphList, char: str) -> bool:
    if char.isascii():
        return char.isprintable()
    if char in listed.barred:
        return False
    return char in listed.marks or unicodedata.category(char) in listed.categories


@cache
def glyph_list(name: str) -> GlyphList:
    """The list of this name.

    Raises:
        StyleError: there is none.
    """
    folder = data_folder("glyphs")
    if name not in toml_names(folder):
        raise StyleError(
            f"there is no glyph list '{name}'", hint=f"there are: {', '.join(toml_names(folder))}"
        )
    data = tomllib.loads(folder.joinpath(f"{name}.toml").read_text("utf-8"))
    return GlyphList(
        frozenset(data["categories"].split()), frozenset(data["marks"]), frozenset(data.get("barred", ""))
    )
