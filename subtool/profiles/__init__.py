"""House styles and languages as data: one TOML file each, with its source."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from subtool.errors import Place, StyleError
from subtool.model import HouseStyle, WordClasses

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

DEFAULT = "netflix-en"
LONGEST_CHAIN = 8  # styles that extend one another; more is a circle
_KINDS: dict[str, tuple[type, ...]] = {"str": (str,), "int": (int,), "float": (int, float), "bool": (bool,)}
# A key, its value and the comment beside it: a text in quotes may hold a #, nothing else does.
_ROW = re.compile(r"""\s*"?(\w+)"?\s*=\s*(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^#"']*)\s*(?:\#(.*))?""")
_TOML_PLACE = re.compile(r"(.*) \(at line (\d+), column (\d+)\)")


@dataclass(frozen=True, slots=True)
class _Value:
    """A value of a style, where it stands, and what the comment beside it says."""

    value: Any
    at: Place
    comment: str


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
    values = _extended(name, None)
    for key, value in values.items():
        _require_kind(key, value)
    try:
        return HouseStyle(
            name=Path(name).stem if _is_file(name) else name,
            **{key: value.value for key, value in values.items()},
        )
    except TypeError as error:
        missing = str(error).rpartition(":")[2].strip()
        raise StyleError(
            f"does not say {missing}", at=_place(name), hint='extend a style: extends = "netflix-en"'
        ) from error
    except ValueError as error:
        about = next((values[word].at for word in str(error).split() if word in values), _place(name))
        raise StyleError(str(error), at=about, hint="see `subtool profiles netflix-en`") from error


def comments(name: str) -> Mapping[str, str]:
    """What the file of a style, or of one it extends, says beside each value: its source.

    Raises:
        StyleError: there is no such style.
    """
    return {key: value.comment for key, value in _extended(name, None).items() if value.comment}


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


def _require_kind(key: str, value: _Value) -> None:
    known = {field.name: _KINDS[str(field.type)] for field in fields(HouseStyle) if field.name != "name"}
    if key not in known:
        raise StyleError(f"no style has a '{key}'", at=value.at, hint=f"there are: {', '.join(known)}")
    kinds = known[key]
    if not isinstance(value.value, kinds) or (isinstance(value.value, bool) and bool not in kinds):
        raise StyleError(f"{key} cannot be {value.value!r}", at=value.at, hint=f"write {_such_as(kinds)}")
    if isinstance(value.value, int | float) and not 0 <= value.value < float("inf"):
        raise StyleError(f"{key} cannot be {value.value}", at=value.at, hint="write 0 or more; 0 is no limit")


def _extended(name: str, extender: Path | None, depth: int = 0) -> dict[str, _Value]:
    """The values of a style with those it takes over; `extender` is the file that extends it."""
    if depth == LONGEST_CHAIN:
        raise StyleError("styles extend one another in a circle", at=_place(name), hint="let one extend none")
    path = Path(name) if extender is None or not _is_file(name) else extender.parent / name
    values = _load(name, path)
    base = values.pop("extends", None)
    if base is None:
        return values
    if not isinstance(base.value, str):
        raise StyleError("extends names no style", at=base.at, hint='write extends = "netflix-en"')
    try:
        return {**_extended(base.value, path if _is_file(name) else None, depth + 1), **values}
    except StyleError as error:
        if error.at:
            raise
        raise StyleError(error.message, at=base.at, hint=error.hint) from error


def _load(name: str, path: Path) -> dict[str, _Value]:
    if not _is_file(name):
        if name not in names():
            hint = f"there are: {', '.join(names())}; a file of your own ends in .toml"
            raise StyleError(f"there is no house style '{name}'", hint=hint)
        return _values(files(__package__).joinpath(f"{name}.toml").read_text("utf-8"), _place(name))
    try:
        return _values(path.read_text("utf-8-sig"), Place(str(path)))
    except FileNotFoundError as error:
        raise StyleError("no such file", at=_place(name), hint="check the name and the folder") from error
    except OSError as error:
        raise StyleError(f"cannot be read: {error.strerror}", at=_place(name)) from error
    except UnicodeDecodeError as error:
        raise StyleError("is not in UTF-8", at=_place(name), hint="save it as UTF-8") from error


def _values(text: str, place: Place) -> dict[str, _Value]:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        told = _TOML_PLACE.match(str(error))
        message = told[1] if told else str(error)
        at = Place(place.path, int(told[2]), int(told[3])) if told else place
        raise StyleError(
            f"is no TOML: {message.lower()}", at=at, hint="write key = value, texts in quotes"
        ) from error
    rows = {
        row[1]: (line, (row[2] or "").strip())
        for line, row in enumerate(map(_ROW.match, text.splitlines()), 1)
        if row
    }
    made = {}
    for key, value in data.items():
        line, comment = rows.get(key, (None, ""))
        made[key] = _Value(value, Place(place.path, line), comment)
    return made


def _such_as(kinds: tuple[type, ...]) -> str:
    return {str: "a text in quotes", bool: "true or false", int: "a number", float: "a number"}[kinds[0]]
