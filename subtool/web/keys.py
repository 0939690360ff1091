"""The keys of the page: those that come with it, and those a user has chosen."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from subtool.disk.toml import read_toml
from subtool.errors import Place, StyleError

if TYPE_CHECKING:
    from pathlib import Path

NAME = "keys.toml"


def keys_file() -> Path:
    """Where a user's own keys are read from, by the conventions of the system."""
    from platformdirs import user_config_path

    return user_config_path("subtool", appauthor=False) / NAME


def keys(own: Path | None = None) -> list[dict[str, Any]]:
    """Each action with its keys and what it does; those named in the file `own` count before ours.

    Raises:
        StyleError: the file is not TOML, or names an action that there is not.
    """
    known = tomllib.loads(files("subtool.web").joinpath(NAME).read_text("utf-8"))
    chosen = _chosen(own) if own and own.is_file() else {}
    for action, value in chosen.items():
        wanted = value.get("keys") if isinstance(value, dict) else value
        if (
            action not in known
            or not isinstance(wanted, list)
            or not all(isinstance(key, str) for key in wanted)
        ):
            raise StyleError(
                f"'{action}' is not an action with a list of keys",
                at=Place(str(own)),
                hint=f'write for example accept.keys = ["A"]; there are {", ".join(known)}',
            )
        for other in known.values():
            other["keys"] = [key for key in other["keys"] if key.lower() not in {k.lower() for k in wanted}]
        known[action]["keys"] = wanted
    return [{"action": action, **value} for action, value in known.items()]


def _chosen(path: Path) -> dict[str, Any]:
    return read_toml(path)[0]
