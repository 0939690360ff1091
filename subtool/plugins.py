"""What other packages add to subtool by entry points: formats, house styles, layouts, engines.

A package names them in its pyproject, as in `[project.entry-points."subtool.formats"]` with `cap = "my_package:CAP"`.
docs/how-to/plug-ins.md shows one of each. One that does not load keeps nothing else from working; `doctor` names it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from logging import getLogger
from typing import Any, Literal

Group = Literal["formats", "profiles", "layouts", "engines"]
GROUPS: tuple[Group, ...] = ("formats", "profiles", "layouts", "engines")


@dataclass(frozen=True, slots=True)
class Plugin:
    """Something that another package adds: its name there, and what it is or why it does not load."""

    name: str
    package: str
    value: Any = None
    trouble: str = ""


@cache
def plugins(group: Group) -> tuple[Plugin, ...]:
    """All of a kind that are installed, in the order of their names, with those that do not load."""
    from importlib.metadata import entry_points

    found = []
    for entry in sorted(entry_points(group=f"subtool.{group}")):
        package = entry.dist.name if entry.dist else entry.module
        try:
            found.append(Plugin(entry.name, package, entry.load()))
        except Exception as error:  # noqa: BLE001 - whatever a stranger's module does while it is imported
            trouble = f"{type(error).__name__}: {error}"
            getLogger("subtool").warning(
                "the plug-in %s of %s does not load: %s", entry.name, package, trouble
            )
            found.append(Plugin(entry.name, package, trouble=trouble))
    return tuple(found)


def loaded(group: Group) -> tuple[Plugin, ...]:
    """The plug-ins of a kind that load."""
    return tuple(plugin for plugin in plugins(group) if not plugin.trouble)
