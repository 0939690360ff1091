"""Values kept as data, a TOML file each, that may extend one another: house styles, layouts."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar

from subtool.disk.reading import read_bytes
from subtool.errors import Place, StyleError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from dataclasses import Field
    from importlib.resources.abc import Traversable

LARGEST_BYTES = 1_000_000  # of a TOML file; the largest of ours has 6 kB
LONGEST_CHAIN = 8  # files that extend one another; more is a circle
_KINDS: dict[str, tuple[type, ...]] = {"str": (str,), "int": (int,), "float": (int, float), "bool": (bool,)}
# A key, its value and the comment beside it: a text in quotes may hold a #, nothing else does.
_ROW = re.compile(r"""\s*"?(\w+)"?\s*=\s*(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^#"']*)\s*(?:\#(.*))?""")
_TOML_PLACE = re.compile(r"(.*) \(at line (\d+), column (\d+)\)")


class StyleData(Protocol):
    """A dataclass with a name and simple values."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


T = TypeVar("T", bound=StyleData)


@dataclass(frozen=True, slots=True)
class _Value:
    """A value, where it stands, and what the comment beside it says."""

    value: Any
    at: Place
    comment: str


@dataclass(frozen=True)
class Shelf(Generic[T]):
    """All values of one kind: those in `data/FOLDER` beside this module, and those in users' files.

    `what` they are called ("house style"), in short ("style"), the `command` that lists them, the `default`.
    """

    folder: str
    kind: type[T]
    what: str
    short: str
    command: str
    default: str

    def names(self) -> tuple[str, ...]:
        return toml_names(data_folder(self.folder))

    def load(self, name: str) -> T:
        """The value called `name`, or the one in the user's file of that name, which ends in .toml.

        Raises:
            StyleError: there is none, or its file does not hold one.
        """
        values = self._extended(name, None)
        for key, value in values.items():
            self._require_kind(key, value)
        make: Callable[..., T] = self.kind
        try:
            return make(
                name=Path(name).stem if _is_file(name) else name,
                **{key: value.value for key, value in values.items()},
            )
        except TypeError as error:
            missing = str(error).rpartition(":")[2].strip()
            raise StyleError(
                f"does not say {missing}",
                at=_place(name),
                hint=f'extend a {self.short}: extends = "{self.default}"',
            ) from error
        except ValueError as error:
            about = next((values[word].at for word in str(error).split() if word in values), _place(name))
            raise StyleError(
                str(error), at=about, hint=f"see `subtool {self.command} {self.default}`"
            ) from error

    def comments(self, name: str) -> Mapping[str, str]:
        """What the file, or one it extends, says beside each value: its source.

        Raises:
            StyleError: there is none of this name.
        """
        return {key: value.comment for key, value in self._extended(name, None).items() if value.comment}

    def _require_kind(self, key: str, value: _Value) -> None:
        known = {field.name: _KINDS[str(field.type)] for field in fields(self.kind) if field.name != "name"}
        if key not in known:
            raise StyleError(
                f"no {self.short} has a '{key}'", at=value.at, hint=f"there are: {', '.join(known)}"
            )
        kinds = known[key]
        if not isinstance(value.value, kinds) or (isinstance(value.value, bool) and bool not in kinds):
            raise StyleError(f"{key} cannot be {value.value!r}", at=value.at, hint=f"write {_such_as(kinds)}")
        if isinstance(value.value, int | float) and not 0 <= value.value < float("inf"):
            raise StyleError(
                f"{key} cannot be {value.value}", at=value.at, hint="write 0 or more; 0 is no limit"
            )

    def _extended(self, name: str, extender: Path | None, depth: int = 0) -> dict[str, _Value]:
        """The values of a file with those it takes over; `extender` is the file that extends it."""
        if depth == LONGEST_CHAIN:
            raise StyleError(
                f"{self.short}s extend one another in a circle", at=_place(name), hint="let one extend none"
            )
        path = Path(name) if extender is None or not _is_file(name) else extender.parent / name
        values = self._load(name, path)
        base = values.pop("extends", None)
        if base is None:
            return values
        if not isinstance(base.value, str):
            raise StyleError(
                f"extends names no {self.short}", at=base.at, hint=f'write extends = "{self.default}"'
            )
        try:
            return {**self._extended(base.value, path if _is_file(name) else None, depth + 1), **values}
        except StyleError as error:
            raise error.located(None if error.at else base.at) from error

    def _load(self, name: str, path: Path) -> dict[str, _Value]:
        if not _is_file(name):
            if name not in self.names():
                hint = f"there are: {', '.join(self.names())}; a file of your own ends in .toml"
                raise StyleError(f"there is no {self.what} '{name}'", hint=hint)
            return _values(data_folder(self.folder).joinpath(f"{name}.toml").read_text("utf-8"), _place(name))
        try:
            return _values(
                read_bytes(path, error=StyleError, most=LARGEST_BYTES).decode("utf-8-sig"), Place(str(path))
            )
        except UnicodeDecodeError as error:
            raise StyleError("is not in UTF-8", at=_place(name), hint="save it as UTF-8") from error


def data_folder(name: str) -> Traversable:
    """The folder of this name among the data of styles."""
    return files(__package__).joinpath("data", name)


def toml_names(folder: Traversable) -> tuple[str, ...]:
    """What the TOML files of a folder are called, without their suffix."""
    return tuple(sorted(entry.name[:-5] for entry in folder.iterdir() if entry.name.endswith(".toml")))


def _is_file(name: str) -> bool:
    return name.lower().endswith(".toml")


def _place(name: str) -> Place:
    return Place(name if _is_file(name) else f"{name}.toml")


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
