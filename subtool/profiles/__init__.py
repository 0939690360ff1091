"""House styles and languages as data: one TOML file each, with its source."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from subtool.errors import Place, StyleError
from subtool.model import HouseStyle, WordClasses

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

DEFAULT = "netflix-en"
LONGEST_CHAIN = 8  # styles that extend one another; more is a circle
_KINDS: dict[str, tuple[type, ...]] = {"str": (str,), "int": (int,), "float": (int, float), "bool": (bool,)}


def names() -> tuple[str, ...]:
    """The house styles there are."""
    return _names(files(__package__))


@cache
def house_style(name: str) -> HouseStyle:
    """The house style called `name`, or the one in the user's file of that name (`my-house.toml`).

    A style may extend another: `extends = "netflix-en"` takes over what it does not set itself.

    Raises:
        StyleError: there is no such style, or its file does not hold one.
    """
    known = {field.name: _KINDS[str(field.type)] for field in fields(HouseStyle) if field.name != "name"}
    values = _extended(name, None)
    for key, value in values.items():
        if key not in known:
            raise StyleError(
                f"no style has a '{key}'", at=_place(name), hint=f"there are: {', '.join(known)}"
            )
        if not isinstance(value, known[key]) or (isinstance(value, bool) and bool not in known[key]):
            raise StyleError(
                f"{key} cannot be {value!r}", at=_place(name), hint=f"write {_such_as(known[key])}"
            )
        if isinstance(value, int | float) and value < 0:
            raise StyleError(f"{key} cannot be below 0", at=_place(name))
    try:
        return HouseStyle(name=Path(name).stem if _is_file(name) else name, **values)
    except TypeError as error:
        missing = str(error).rpartition(":")[2].strip()
        raise StyleError(
            f"does not say {missing}", at=_place(name), hint='extend a style: extends = "netflix-en"'
        ) from error
    except ValueError as error:
        raise StyleError(str(error), at=_place(name)) from error


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


def _is_file(name: str) -> bool:
    return name.lower().endswith(".toml")


def _place(name: str) -> Place:
    return Place(name if _is_file(name) else f"{name}.toml")


def _extended(name: str, extender: Path | None, depth: int = 0) -> dict[str, Any]:
    """The values of a style with those it takes over; `extender` is the file that extends it."""
    if depth == LONGEST_CHAIN:
        raise StyleError("styles extend one another in a circle", at=_place(name), hint="let one extend none")
    path = Path(name) if extender is None or not _is_file(name) else extender.parent / name
    values = _load(name, path)
    base = values.pop("extends", None)
    if base is None:
        return values
    if not isinstance(base, str):
        raise StyleError("extends names no style", at=_place(name), hint='write extends = "netflix-en"')
    return {**_extended(base, path if _is_file(name) else None, depth + 1), **values}


def _load(name: str, path: Path) -> dict[str, Any]:
    if not _is_file(name):
        if name not in names():
            hint = f"there are: {', '.join(names())}; a file of your own ends in .toml"
            raise StyleError(f"there is no house style '{name}'", hint=hint)
        return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise StyleError("no such file", at=_place(name), hint="check the name and the folder") from error
    except OSError as error:
        raise StyleError(f"cannot be read: {error.strerror}", at=_place(name)) from error
    except ValueError as error:  # TOML and UTF-8 both
        raise StyleError(
            f"is no TOML: {error}", at=_place(name), hint="write key = value, texts in quotes"
        ) from error


def _such_as(kinds: tuple[type, ...]) -> str:
    return {str: "a text in quotes", bool: "true or false", int: "a number"}[kinds[0]]
