"""Documentary scripts to subtitles timed to the narrator's voice, and to clips that carry them.

The verbs of the command line, without a terminal. They are loaded when first used, so that `import subtool`
costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from subtool.script import read_script

_HOMES = {
    "read_script": "subtool.script",
}

__all__ = ["read_script"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - as typed above
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'subtool' has no attribute '{name}'")


def __dir__() -> list[str]:
    return list(__all__)
