"""Where the data of styles lies inside the package: TOML files."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from subtool.plugins import loaded

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

    from subtool.plugins import Group


ADDED: Mapping[str, Group] = {"houses": "profiles", "layouts": "layouts"}  # what other packages may add to


def data_folder(name: str) -> Traversable:
    """The folder of this name among the data of styles."""
    return files(__package__).joinpath("data", name)


def folders(name: str) -> tuple[Traversable, ...]:
    """That folder, and those that other packages add by the entry points `subtool.profiles` and `subtool.layouts`."""
    group = ADDED.get(name)
    return data_folder(name), *(files(plugin.value) for plugin in (loaded(group) if group else ()))


def toml_names(folder: Traversable) -> tuple[str, ...]:
    """What the TOML files of a folder are called, without their suffix."""
    return tuple(sorted(entry.name[:-5] for entry in folder.iterdir() if entry.name.endswith(".toml")))
