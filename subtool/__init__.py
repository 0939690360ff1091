"""Documentary scripts to subtitles timed to the narrator's voice, and to clips that carry them.

The verbs of the command line, without a terminal. They are loaded when first used, so that `import subtool`
costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from subtool.cues.moments import Quoted
    from subtool.cues.pace import Pace
    from subtool.cues.revise import difference
    from subtool.media.cuts import Fades
    from subtool.media.delivery import Delivery
    from subtool.media.ducking import Ducking
    from subtool.model import Sheet, Span
    from subtool.screen.look import Look
    from subtool.workflow.animating import animatic
    from subtool.workflow.checking import against, check, fix, report
    from subtool.workflow.choosing import (
        between_words,
        by_chapters,
        by_footnotes,
        documented,
        padded,
        passage,
    )
    from subtool.workflow.contacts import contacts
    from subtool.workflow.files import claim, losses, read, read_script, write, write_all
    from subtool.workflow.film import burn, clip, clips
    from subtool.workflow.laying import Places, lay
    from subtool.workflow.muxing import Subtitles, extract, language_in, mux, tracks_in
    from subtool.workflow.narrating import narrate
    from subtool.workflow.previewing import moment, still
    from subtool.workflow.retiming import sync
    from subtool.workflow.timing import align, draft, explain, parts, report_alignment

_HOMES = {
    "Delivery": "subtool.media.delivery",
    "Ducking": "subtool.media.ducking",
    "Fades": "subtool.media.cuts",
    "Look": "subtool.screen.look",
    "Pace": "subtool.cues.pace",
    "Places": "subtool.workflow.laying",
    "Quoted": "subtool.cues.moments",
    "Sheet": "subtool.model",
    "Span": "subtool.model",
    "Subtitles": "subtool.workflow.muxing",
    "against": "subtool.workflow.checking",
    "animatic": "subtool.workflow.animating",
    "align": "subtool.workflow.timing",
    "between_words": "subtool.workflow.choosing",
    "burn": "subtool.workflow.film",
    "by_chapters": "subtool.workflow.choosing",
    "by_footnotes": "subtool.workflow.choosing",
    "check": "subtool.workflow.checking",
    "claim": "subtool.workflow.files",
    "clip": "subtool.workflow.film",
    "clips": "subtool.workflow.film",
    "contacts": "subtool.workflow.contacts",
    "difference": "subtool.cues.revise",
    "documented": "subtool.workflow.choosing",
    "draft": "subtool.workflow.timing",
    "explain": "subtool.workflow.timing",
    "extract": "subtool.workflow.muxing",
    "fix": "subtool.workflow.checking",
    "lay": "subtool.workflow.laying",
    "language_in": "subtool.workflow.muxing",
    "losses": "subtool.workflow.files",
    "moment": "subtool.workflow.previewing",
    "mux": "subtool.workflow.muxing",
    "narrate": "subtool.workflow.narrating",
    "padded": "subtool.workflow.choosing",
    "parts": "subtool.workflow.timing",
    "passage": "subtool.workflow.choosing",
    "read": "subtool.workflow.files",
    "read_script": "subtool.workflow.files",
    "report_alignment": "subtool.workflow.timing",
    "report": "subtool.workflow.checking",
    "still": "subtool.workflow.previewing",
    "sync": "subtool.workflow.retiming",
    "tracks_in": "subtool.workflow.muxing",
    "write": "subtool.workflow.files",
    "write_all": "subtool.workflow.files",
}

__all__ = [
    "Delivery", "Ducking", "Fades", "Look", "Pace", "Places", "Quoted", "Sheet", "Span", "Subtitles", "against",
    "align", "animatic", "between_words", "burn", "by_chapters", "by_footnotes", "check", "claim", "clip",
    "clips", "contacts", "difference", "documented", "draft", "explain", "extract", "fix", "language_in", "lay",
    "losses", "moment", "mux", "narrate", "padded", "parts", "passage", "read", "read_script", "report",
    "report_alignment", "still", "sync", "tracks_in", "write", "write_all",
]  # fmt: skip


def __getattr__(name: str) -> Any:  # noqa: ANN401 - as typed above
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'subtool' has no attribute '{name}'")


def __dir__() -> list[str]:
    return list(__all__)
