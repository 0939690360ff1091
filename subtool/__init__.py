"""Documentary scripts to subtitles timed to the narrator's voice, and to clips that carry them.

The verbs of the command line, without a terminal. They are loaded when first used, so that `import subtool`
costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from subtool.checking import against, check, fix, report
    from subtool.cues.moments import Quoted
    from subtool.cues.pace import Pace
    from subtool.cues.revise import difference
    from subtool.laying import Places, lay
    from subtool.media.ducking import Ducking
    from subtool.model import Sheet, Span
    from subtool.narrating import narrate
    from subtool.retiming import sync
    from subtool.workflow import (
        align,
        burn,
        claim,
        clip,
        draft,
        explain,
        losses,
        parts,
        passage,
        read,
        read_script,
        report_alignment,
        write,
        write_all,
    )

_HOMES = {
    "Ducking": "subtool.media.ducking",
    "Pace": "subtool.cues.pace",
    "Places": "subtool.laying",
    "Quoted": "subtool.cues.moments",
    "Sheet": "subtool.model",
    "Span": "subtool.model",
    "against": "subtool.checking",
    "align": "subtool.workflow",
    "burn": "subtool.workflow",
    "check": "subtool.checking",
    "claim": "subtool.workflow",
    "clip": "subtool.workflow",
    "difference": "subtool.cues.revise",
    "draft": "subtool.workflow",
    "explain": "subtool.workflow",
    "fix": "subtool.checking",
    "lay": "subtool.laying",
    "losses": "subtool.workflow",
    "narrate": "subtool.narrating",
    "parts": "subtool.workflow",
    "passage": "subtool.workflow",
    "read": "subtool.workflow",
    "read_script": "subtool.workflow",
    "report_alignment": "subtool.workflow",
    "report": "subtool.checking",
    "sync": "subtool.retiming",
    "write": "subtool.workflow",
    "write_all": "subtool.workflow",
}

__all__ = [
    "Ducking", "Pace", "Places", "Quoted", "Sheet", "Span", "against", "align", "burn", "check", "claim", "clip",
    "difference", "draft", "explain", "fix", "lay", "losses", "narrate", "parts", "passage", "read", "read_script",
    "report", "report_alignment", "sync", "write", "write_all",
]  # fmt: skip


def __getattr__(name: str) -> Any:  # noqa: ANN401 - as typed above
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'subtool' has no attribute '{name}'")


def __dir__() -> list[str]:
    return list(__all__)
