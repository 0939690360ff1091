"""What counts where several say it: an option, then the environment, then `subtool.toml`, then the default."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from subtool.errors import Place, ProjectError
from subtool.season.keys import BUILD, EPISODE, KEYS, SEASON
from subtool.season.project_file import ConfigValue, checked_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from subtool.season.keys import ConfigKey
    from subtool.season.project_file import ProjectFile

FLAGS = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}


class Configuration:
    """The choices for a season, with the origin of each."""

    def __init__(
        self, file: ProjectFile, options: Mapping[str, Any], environment: Mapping[str, str] | None = None
    ) -> None:
        self.file = file
        self._above = dict(_from_environment(os.environ if environment is None else environment))
        for key in KEYS:
            value = options.get(key.name)
            if value is not None:
                origin = f"option --{key.name.replace('_', '-')}"
                self._above[key.name] = ConfigValue(checked_value(key, value, None), origin)

    def of_season(self) -> dict[str, ConfigValue]:
        """What counts for the season and for every episode that says nothing else."""
        return self._resolved(SEASON, self.file.season)

    def of_build(self) -> dict[str, ConfigValue]:
        """What counts for the building itself."""
        return self._resolved(BUILD, self.file.build)

    def of_episode(self, own: Mapping[str, ConfigValue]) -> dict[str, ConfigValue]:
        """What counts for an episode that says `own` things."""
        season = self.file.season
        shared = {key.name: season[key.name] for key in KEYS if EPISODE in key.tables and key.name in season}
        return self._resolved(EPISODE, {**shared, **own})

    def _resolved(self, table: str, said: Mapping[str, ConfigValue]) -> dict[str, ConfigValue]:
        return {
            key.name: self._above.get(key.name) or said.get(key.name) or ConfigValue(key.default, "default")
            for key in KEYS
            if table in key.tables
        }


def _from_environment(environment: Mapping[str, str]) -> Iterator[tuple[str, ConfigValue]]:
    for key in KEYS:
        said = environment.get(key.variable, "") if key.tables != (EPISODE,) else ""
        if said:
            place = Place(key.variable)
            yield key.name, ConfigValue(_value_in(key, said, place), f"environment {key.variable}", place)


def _value_in(key: ConfigKey, said: str, place: Place) -> Any:  # noqa: ANN401 - as its key says
    """The value that a text means for a key."""
    value: Any = said
    try:
        match key.kind:
            case "texts":
                value = tuple(part.strip() for part in said.split(",") if part.strip())
            case "flag":
                value = FLAGS[said.strip().lower()]
            case "whole":
                value = int(said)
            case "number":
                value = float(said)
            case "text":
                pass
    except (KeyError, ValueError):
        hint = {"flag": "write true or false"}.get(key.kind, "write a number")
        raise ProjectError(f"cannot be '{said}'", at=place, hint=hint) from None
    return checked_value(key, value, place)
