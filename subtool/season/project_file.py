"""`subtool.toml` as it is written: each value with its line; what cannot stand there is refused, the nearest named."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from subtool.disk.toml import read_toml
from subtool.errors import Place, ProjectError, StyleError
from subtool.season.keys import BUILD, EPISODE, EXAMPLES, SEASON, ConfigKey, keys_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NAME = "subtool.toml"
VERSION = 1  # of the project file, and the only one there has been
TABLES = (SEASON, EPISODE, BUILD)
_NAME = r"""("[^"]*"|'[^']*'|[\w-]++)"""
_HEADING = re.compile(rf"\s*\[\[?\s*{_NAME}\s*(?:\.\s*{_NAME}[^#]*)?\]\]?\s*(?:\#.*)?")
_KEY = re.compile(rf"\s*{_NAME}\s*(?:\.\s*{_NAME}\s*)?[.=]")


@dataclass(frozen=True, slots=True)
class ConfigValue:
    """A value, and where it comes from: a place in the file, a variable, an option, or the default."""

    value: Any
    origin: str
    at: Place | None = None


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """The folder of a season, and what its file says: of the season, of each episode that is named, of building."""

    root: Path
    season: Mapping[str, ConfigValue]
    episodes: tuple[Mapping[str, ConfigValue], ...]
    build: Mapping[str, ConfigValue]

    @property
    def path(self) -> Path:
        return self.root / NAME


def find_project(start: Path) -> Path | None:
    """The project file in this folder or in one above it."""
    folder = Path(os.path.abspath(start))  # noqa: PTH100 - links stay as they are
    return next((one / NAME for one in (folder, *folder.parents) if (one / NAME).is_file()), None)


def read_project(project: str | Path = ".") -> ProjectFile:
    """What is said in a project file, or in that of a folder.

    Raises:
        ProjectError: there is none, it is not TOML or of a later version, or says what cannot be said in it.
    """
    path = Path(project)
    if path.is_dir():
        path = path / NAME
    if not path.is_file():
        if path.name != NAME and not path.suffix:
            raise ProjectError(
                "there is no such folder", at=Place(str(path)), hint="name the folder of a season"
            )
        hint = f"write one with: subtool init {path.parent}"
        raise ProjectError("there is no project file", at=Place(str(path)), hint=hint)
    try:
        values, text = read_toml(path)
    except StyleError as error:
        raise ProjectError(error.message, at=error.at, hint=error.hint) from error
    place = Place(str(path))
    lines = dict(_lines(text))
    _refuse_later(values.pop("subtool", VERSION), Place(str(path), lines.get(("", 0, "subtool"))))
    _refuse_tables(values, place, lines)
    tables = {
        SEASON: [values.get(SEASON, {})],
        BUILD: [values.get(BUILD, {})],
        EPISODE: values.get(EPISODE, []),
    }
    read = {
        name: [_checked(name, number, table, place, lines) for number, table in enumerate(found)]
        for name, found in tables.items()
    }
    return ProjectFile(path.parent, read[SEASON][0], tuple(read[EPISODE]), read[BUILD][0])


def _lines(text: str) -> Iterator[tuple[tuple[str, int, str], int]]:
    """Where each table and each key of it stands: (table, which of that name, key or "") and a line, from 1."""
    table, counts = "", dict[str, int]()
    for number, line in enumerate(text.splitlines(), 1):
        match = _HEADING.fullmatch(line) or _KEY.match(line)
        if match is None:
            continue
        name, inner = (part.strip("\"'") for part in match.groups(""))
        if match.re is _KEY:
            in_table, key = (name, inner) if inner and not table else (table, name)
        elif inner:  # a table in a table, which nobody asks for: what it holds is none of the outer one's
            in_table, key, table = name, inner, f"{name}.{inner}"
        else:
            in_table, key, table = name, "", name
            counts[table] = counts.get(table, -1) + 1
        yield (in_table, counts.get(in_table, 0), key), number


def _refuse_later(version: object, place: Place) -> None:
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        raise ProjectError(
            f"is of a later version ({version}) than this subtool knows ({VERSION})",
            at=place,
            hint="update subtool",
        )
    if version != VERSION or not isinstance(version, int) or isinstance(version, bool):
        raise ProjectError("says no version of a project file", at=place, hint=f"write subtool = {VERSION}")


def _refuse_tables(
    values: Mapping[str, Any], place: Place, lines: Mapping[tuple[str, int, str], int]
) -> None:
    for name, value in values.items():
        line = lines.get((name, 0, "")) or lines.get(("", 0, name))
        where = Place(place.path, line)
        if name not in TABLES:
            tables = [table for table in TABLES if name in keys_of(table)]
            if tables:
                raise ProjectError(
                    f"'{name}' stands in no table", at=where, hint=f"write it below [{tables[0]}]"
                )
            raise ProjectError(
                f"there is no '{name}' in a project file", at=where, hint=_nearest(name, ("subtool", *TABLES))
            )
        rows = value if isinstance(value, list) else [value]
        if isinstance(value, list) is not (name == EPISODE) or not all(isinstance(row, dict) for row in rows):
            hint = f"write {_shown(name)} in a line of its own"
            kind = "a list of tables" if name == EPISODE else "a table"
            raise ProjectError(f"'{name}' is not {kind}", at=where, hint=hint)


def _checked(
    table: str,
    number: int,
    values: Mapping[str, Any],
    place: Place,
    lines: Mapping[tuple[str, int, str], int],
) -> dict[str, ConfigValue]:
    """The values of one table, each of the kind that its key asks for."""
    known, checked = keys_of(table), dict[str, ConfigValue]()
    for name, value in values.items():
        places = ((table, number, name), (table, number, ""), ("", 0, table))
        where = Place(place.path, next((lines[one] for one in places if one in lines), None))
        if name not in known:
            elsewhere = next((_shown(other) for other in TABLES if name in keys_of(other)), "")
            hint = f"write it below {elsewhere}" if elsewhere else _nearest(name, tuple(known))
            raise ProjectError(f"there is no '{name}' in {_shown(table)}", at=where, hint=hint)
        checked[name] = ConfigValue(
            checked_value(known[name], value, where), f"{NAME}:{where.line or '?'}", where
        )
    return checked


def _shown(table: str) -> str:
    return f"[[{table}]]" if table == EPISODE else f"[{table}]"


def _nearest(name: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(name.lower(), known, n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else f"there are: {', '.join(known)}"


def checked_value(key: ConfigKey, value: object, place: Place | None) -> Any:  # noqa: ANN401 - as its key says
    """The value of a key, lists as tuples.

    Raises:
        ProjectError: it is of another kind, or none of the choices there are.
    """
    right = {
        "text": isinstance(value, str),
        "texts": isinstance(value, list | tuple) and all(isinstance(one, str) for one in value),
        "flag": isinstance(value, bool),
        "whole": isinstance(value, int) and not isinstance(value, bool) and value >= 0,
        "number": isinstance(value, int | float)
        and not isinstance(value, bool)
        and 0 <= value < float("inf"),
    }[key.kind]
    if not right:
        said = repr(value)
        said = said if len(said) <= 60 else f"{said[:60]}…"
        raise ProjectError(f"{key.name} cannot be {said}", at=place, hint=f"write {EXAMPLES[key.kind]}")
    if key.choices and value not in ("", *key.choices):
        raise ProjectError(
            f"{key.name} cannot be '{value}'", at=place, hint=f"write one of: {', '.join(key.choices)}"
        )
    if key.within and value and not key.within[0] <= value <= key.within[1]:  # type: ignore[operator]
        hint = f"write a number from {key.within[0]} to {key.within[1]}"
        raise ProjectError(f"{key.name} cannot be {value}", at=place, hint=hint)
    return tuple(value) if isinstance(value, list) else value
