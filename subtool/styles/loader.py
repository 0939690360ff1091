"""Values kept as data, a TOML file each, that may extend one another: house styles, layouts."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar

from subtool.disk.toml import parse_toml, read_toml
from subtool.errors import Place, StyleError
from subtool.styles.data_files import folders, toml_names
from subtool.text.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from dataclasses import Field

LONGEST_SAID = 60  # characters of a wrong value in a message
LONGEST_CHAIN = 8  # files that extend one another; more is a circle
_KINDS: dict[str, tuple[type, ...]] = {"str": (str,), "int": (int,), "float": (int, float), "bool": (bool,)}
# What keys were called in earlier versions; files of that time still count.
_OLD_KEYS = {"max_rows": "max_lines", "blank_for": "space_for", "wide_blank_for": "wide_space_for"}
# A key, its value and the comment beside it: a text in quotes may hold a #, nothing else does.
_ROW = re.compile(r"""\s*"?(\w+)"?\s*=\s*(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^#"']*)\s*(?:\#(.*))?""")
_TABLE = re.compile(r"\[\s*\"?([\w-]+)\"?\s*\]\s*(?:#.*)?")


class StyleData(Protocol):
    """A dataclass with a name and simple values."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


T = TypeVar("T", bound=StyleData)


@dataclass(frozen=True, slots=True)
class Value:
    """A value, where it stands, what the comment beside it says, and when its file says that it was read."""

    value: Any
    at: Place
    comment: str
    read: str = ""


@dataclass(frozen=True, slots=True)
class _File:
    """The values of a file, and those of its variants."""

    values: dict[str, Value]
    variants: dict[str, dict[str, Value]]

    def over(self, other: _File) -> _File:
        """Both together; where they differ, this one counts."""
        names = {**other.variants, **self.variants}
        variants = {name: {**other.variants.get(name, {}), **self.variants.get(name, {})} for name in names}
        return _File({**other.values, **self.values}, variants)


@dataclass(frozen=True)
class Shelf(Generic[T]):
    """All values of one kind: those in `data/FOLDER` beside this module, and those in users' files.

    `what` they are called ("house style"), in short ("style"), the `command` that lists them, the `default`. Some have
    `variants`, tables of their files; "name+variant" takes them over what the file says.
    """

    folder: str
    kind: type[T]
    what: str
    short: str
    command: str
    default: str
    variants: tuple[str, ...] = ()

    def names(self) -> tuple[str, ...]:
        return tuple(sorted({name for folder in folders(self.folder) for name in toml_names(folder)}))

    def load(self, name: str) -> T:
        """The value called `name`, or the one in the user's file of that name, which ends in .toml.

        Raises:
            StyleError: there is none, or its file does not hold one.
        """
        values = self.values(name)
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

    def values(self, name: str) -> Mapping[str, Value]:
        """Each value of a file, or of one it extends, with its source.

        Raises:
            StyleError: there is none of this name.
        """
        base, *chosen = _split(name, self.variants)
        file = self._extended(base, None)
        values = dict(file.values)
        known = set(file.variants)
        for variant in (*chosen, "-".join(chosen)) if len(chosen) > 1 else chosen:
            if variant not in known and variant in chosen:
                there = ", ".join(sorted(known)) or "none"
                raise StyleError(
                    f"the {self.what} '{base}' does not say what counts for {variant}",
                    hint=f"it has these variants: {there}",
                )
            values |= file.variants.get(variant, {})
        return values

    def file_in(self, name: str) -> str:
        """The user's file that a name stands for, without its variants; nothing for one of ours."""
        base = _split(name, self.variants)[0]
        return base if _is_file(base) else ""

    def files(self, name: str) -> tuple[Path, ...]:
        """The users' files that a value is read from: that of the name, and those that one extends.

        Raises:
            StyleError: one of them cannot be read.
        """
        found: list[Path] = []
        following = self.file_in(name)
        while _is_file(following) and len(found) < LONGEST_CHAIN:
            found.append(found[-1].parent / following if found else Path(following))
            base = self._load(following, found[-1]).values.get("extends")
            following = str(base.value) if base else ""
        return tuple(found)

    def variants_of(self, name: str) -> tuple[str, ...]:
        """The variants of which a file, or one it extends, says something."""
        return tuple(self._extended(_split(name, self.variants)[0], None).variants)

    def comments(self, name: str) -> Mapping[str, str]:
        """What the file, or one it extends, says beside each value: its source.

        Raises:
            StyleError: there is none of this name.
        """
        return {key: value.comment for key, value in self.values(name).items() if value.comment}

    def _require_kind(self, key: str, value: Value) -> None:
        known = {field.name: _KINDS[str(field.type)] for field in fields(self.kind) if field.name != "name"}
        if key not in known:
            raise StyleError(
                f"no {self.short} has a '{key}'", at=value.at, hint=f"there are: {', '.join(known)}"
            )
        kinds = known[key]
        if not isinstance(value.value, kinds) or (isinstance(value.value, bool) and bool not in kinds):
            raise StyleError(
                f"{key} cannot be {_short(value.value)}", at=value.at, hint=f"write {_such_as(kinds)}"
            )
        if isinstance(value.value, int | float) and not 0 <= value.value < float("inf"):
            raise StyleError(
                f"{key} cannot be {value.value}", at=value.at, hint="write 0 or more; 0 means no limit"
            )

    def _extended(self, name: str, extender: Path | None, depth: int = 0) -> _File:
        """The values of a file with those it takes over; `extender` is the file that extends it."""
        if depth == LONGEST_CHAIN:
            raise StyleError(
                f"{self.short}s extend one another in a circle", at=_place(name), hint="let one extend none"
            )
        path = Path(name) if extender is None or not _is_file(name) else extender.parent / name
        file = self._load(name, path)
        base = file.values.pop("extends", None)
        if base is None:
            return file
        if not isinstance(base.value, str):
            raise StyleError(
                f"extends names no {self.short}", at=base.at, hint=f'write extends = "{self.default}"'
            )
        try:
            return file.over(self._extended(base.value, path if _is_file(name) else None, depth + 1))
        except StyleError as error:
            raise error.located(None if error.at else base.at) from error

    def _load(self, name: str, path: Path) -> _File:
        if not _is_file(name):
            if name not in self.names():
                meant = did_you_mean(name, self.names())
                known = f"there are: {', '.join(self.names())}; a file of your own ends in .toml"
                hint = f"{meant} {known}".lstrip()
                raise StyleError(f"there is no {self.what} '{name}'", hint=hint)
            here = next(
                folder for folder in folders(self.folder) if folder.joinpath(f"{name}.toml").is_file()
            )
            text = here.joinpath(f"{name}.toml").read_text("utf-8")
            return _values(parse_toml(text, _place(name)), text, _place(name), self.variants)
        return _values(*read_toml(path), Place(str(path)), self.variants)


def _is_file(name: str) -> bool:
    return name.lower().endswith(".toml")


def _place(name: str) -> Place:
    return Place(name if _is_file(name) else f"{name}.toml")


def _split(name: str, variants: tuple[str, ...]) -> list[str]:
    """A name without its variants, and these in the order in which they are known."""
    base, *chosen = name.split("+")
    while chosen and not set(chosen) <= set(variants):  # a plus that belongs to the name of a file
        base = f"{base}+{chosen.pop(0)}"
    return [base, *sorted(set(chosen), key=variants.index)]


def _values(data: Mapping[str, Any], text: str, place: Place, variants: tuple[str, ...]) -> _File:
    lines, table = dict[tuple[str, str], tuple[int, str]](), ""
    for number, text_line in enumerate(text.splitlines(), 1):
        if heading := _TABLE.fullmatch(text_line.strip()):
            table = heading[1]
        elif match := _ROW.match(text_line):
            lines[table, match[1]] = number, (match[2] or "").strip()
    read = str(data.get("read", ""))

    def valued(table: str, values: Mapping[str, Any]) -> dict[str, Value]:
        found = {}
        for key, value in values.items():
            line, comment = lines.get((table, key), (None, ""))
            found[_OLD_KEYS.get(key, key)] = Value(value, Place(place.path, line), comment, read)
        return found

    tables = {
        key: value for key, value in data.items() if isinstance(value, dict) and key in allowed(variants)
    }
    plain = {key: value for key, value in data.items() if key not in tables}
    return _File(valued("", plain), {name: valued(name, values) for name, values in tables.items()})


def allowed(variants: tuple[str, ...]) -> frozenset[str]:
    """The tables that a file may have: each variant, and all together."""
    return frozenset((*variants, "-".join(variants))) if variants else frozenset()


def _short(value: object) -> str:
    said = repr(value)
    return said if len(said) <= LONGEST_SAID else f"{said[:LONGEST_SAID]}…"


def _such_as(kinds: tuple[type, ...]) -> str:
    return {str: "a text in quotes", bool: "true or false", int: "a number", float: "a number"}[kinds[0]]
