"""The episodes of a season: found by the patterns of its project file, and as its tables say otherwise."""

from __future__ import annotations

import os
from dataclasses import dataclass
from errno import ENAMETOOLONG
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from subtool.errors import Place, ProjectError, StyleError
from subtool.season.found import canonical, found, inside, natural
from subtool.season.possible import require_possible
from subtool.season.project_file import NAME, ConfigValue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from subtool.season.configuration import Configuration

LONG = 40  # characters of a name that is too long, as a message quotes it
FILES = {
    "script": "scripts",
    "film": "films",
    "original": "originals",
}  # a key of an episode, and the season's pattern


@dataclass(frozen=True, slots=True)
class Episode:
    """An episode: its files, from the root of the season, and the choices that count for it, each with its origin.

    There may be no film yet, and there is an original where the script is a translation. `style_files` are those of the
    user's that its house style is read from.
    """

    name: str
    script: str
    film: str
    original: str
    choices: Mapping[str, ConfigValue]
    style_files: tuple[str, ...] = ()

    def choice(self, name: str) -> Any:  # noqa: ANN401 - as its key says
        return self.choices[name].value


@dataclass(frozen=True, slots=True)
class Season:
    """A season: its folder, its choices, its episodes in order, and what should be looked at before it is built."""

    root: Path
    choices: Mapping[str, ConfigValue]
    episodes: tuple[Episode, ...]
    remarks: tuple[str, ...] = ()

    def choice(self, name: str) -> Any:  # noqa: ANN401 - as its key says
        return self.choices[name].value

    @property
    def into(self) -> str:
        """Where everything is written, from the root; nothing for the root itself."""
        path = str(PurePosixPath(self.choice("into")))
        return "" if path == "." else path

    def output(self, name: str) -> str:
        """The path of a file that is written."""
        return f"{self.into}/{name}".removeprefix("/")


def season_of(configuration: Configuration) -> Season:
    """The season that a project file describes.

    Raises:
        ProjectError: what is named is not there, is there twice, or lies outside the project.
    """
    root, choices = configuration.file.root, configuration.of_season()
    inside(choices["into"])
    files = {
        kind: found(root, choices[pattern], media=kind == "film") if choices[pattern].value else {}
        for kind, pattern in FILES.items()
    }
    tables = _tables(configuration.file.episodes)
    episodes, styles = [], dict[str, tuple[str, ...]]()
    for name in sorted({*files["script"], *tables}, key=natural):
        table = tables.get(name, {})
        own = configuration.of_episode(table)
        chosen = {kind: _file(root, name, kind, table.get(kind), files[kind].get(name, ())) for kind in FILES}
        if not chosen["script"]:
            hint = f'write script = "…" below its name, or mend scripts = "{choices["scripts"].value}"'
            raise ProjectError(f"episode '{name}' has no script", at=table["name"].at, hint=hint)
        _require_files(root, own)
        require_possible(own)
        profile = own["profile"]
        if profile.value not in styles:
            styles[profile.value] = _style_files(root, profile)
        episodes.append(
            Episode(name, chosen["script"], chosen["film"], chosen["original"], own, styles[profile.value])
        )
    _refuse_none(episodes, choices["scripts"], configuration.file.path)
    _refuse_alike(episodes)
    return Season(root, choices, tuple(episodes), tuple(_unused(files, episodes)))


def _unused(files: Mapping[str, Mapping[str, Sequence[str]]], episodes: Sequence[Episode]) -> Iterator[str]:
    """Films and originals that are there and belong to no script, a line each."""
    names = {episode.name for episode in episodes}
    used = {path for episode in episodes for path in (episode.film, episode.original)}
    for kind in ("film", "original"):
        for name in sorted(set(files[kind]) - names, key=natural):
            path = files[kind][name][0]
            if path not in used:
                yield f"{path}: no script is called '{name}'"


def _tables(tables: Sequence[Mapping[str, ConfigValue]]) -> dict[str, Mapping[str, ConfigValue]]:
    """The tables of episodes by their names; one without a name is that of its script."""
    named: dict[str, Mapping[str, ConfigValue]] = {}
    for number, table in enumerate(tables, 1):
        said = table.get("name") or table.get("script")
        if said is None:
            place = next((value.at for value in table.values()), Place(NAME))
            raise ProjectError(
                f"[[episode]] number {number} has no name", at=place, hint='write name = "…" below it'
            )
        name = canonical(said.value if "name" in table else PurePosixPath(said.value).stem)
        if name in named:
            raise ProjectError(
                f"episode '{name}' stands there twice", at=said.at, hint="write both tables as one"
            )
        if not name.strip() or {"/", "\\", "\0"} & set(name) or name in {".", ".."}:
            raise ProjectError(
                f"'{name}' cannot be the name of a file", at=said.at, hint="choose another name"
            )
        named[name] = {**table, "name": said}
    return named


def _file(root: Path, name: str, kind: str, said: ConfigValue | None, there: Sequence[str]) -> str:
    """The one file of a kind that an episode has, or none."""
    if said is not None and said.value:
        path = str(inside(said))
        _require_file(root, said, path, f"the {kind} '{path}' of episode '{name}'")
        return path
    if len(there) > 1:
        both = " and ".join(there[:2]) + (f" and {len(there) - 2} more" if len(there) > 2 else "")
        hint = f'say which in {NAME}: [[episode]], name = "{name}", {kind} = "{there[0]}"'
        raise ProjectError(
            f"there are {len(there)} {kind}s for episode '{name}': {both}",
            at=Place(str(root / NAME)),
            hint=hint,
        )
    return there[0] if there else ""


def _mend(root: Path, path: str) -> str:
    from difflib import get_close_matches

    if (root / path).is_symlink():
        return "it is a link to what is not there: mend the link"
    folder = (root / path).parent
    names = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
    near = get_close_matches(PurePosixPath(path).name, names, n=1)
    return (
        f"did you mean {PurePosixPath(path).with_name(near[0])}?" if near else "check the name and the folder"
    )


def _require_files(root: Path, choices: Mapping[str, ConfigValue]) -> None:
    """Refuse choices that name a file which is not there."""
    for value in (choices["clips"], choices["old_film"]):
        if value.value not in {"", "footnotes", "chapters"}:
            _require_file(root, value, value.value)


def _require_file(root: Path, value: ConfigValue, text: str, called: str = "") -> None:
    path = root / inside(value, text)
    try:
        path.stat()
    except OSError as error:
        if error.errno == ENAMETOOLONG:
            shown = f"{text[:LONG]}…"
            raise ProjectError(f"'{shown}' is too long for a name", at=value.at, hint="shorten it") from error
    if path.is_dir():
        raise ProjectError(f"{called or repr(text)} is a folder", at=value.at, hint="name a file in it")
    if path.exists() and not path.is_file():
        hint = "name a file, or copy it into one"
        raise ProjectError(
            f"{called or repr(text)} is a pipe or a device, and no file", at=value.at, hint=hint
        )
    if not path.is_file():
        raise ProjectError(f"{called or repr(text)} is not there", at=value.at, hint=_mend(root, text))


def _style_files(root: Path, profile: ConfigValue) -> tuple[str, ...]:
    """The files that a house style is read from, looked up: that which is named, and those that it extends."""
    from subtool.styles import houses

    if not profile.value:
        return ()
    file = houses.file_in(profile.value)
    if file:
        _require_file(root, profile, file)
    named = str(root / profile.value) if file else profile.value
    try:
        houses.house_style(named)
        files = [os.path.relpath(path, root) for path in houses.files_of(named)]
    except StyleError as error:
        raise error.located(None if error.at else profile.at) from error
    for path in files:
        inside(ConfigValue(path, profile.origin, Place(str(root / file))))
    return tuple(PurePosixPath(path).as_posix() for path in files)


def _refuse_none(episodes: Sequence[Episode], scripts: ConfigValue, path: Path) -> None:
    if not episodes:
        hint = "put scripts there, or mend the pattern"
        raise ProjectError(
            f"no script is found by '{scripts.value}'", at=scripts.at or Place(str(path)), hint=hint
        )


def _refuse_alike(episodes: Sequence[Episode]) -> None:
    """Two names that are one on some disks would write one file."""
    seen: dict[str, Episode] = {}
    for episode in episodes:
        other = seen.setdefault(episode.name.casefold(), episode)
        if other is not episode:
            raise ProjectError(
                f"episodes '{other.name}' and '{episode.name}' would be written to one file",
                at=Place(episode.script),
                hint="name one of them otherwise",
            )
