"""Documentary scripts to subtitles timed to the narrator's voice, and to clips that carry them.

The verbs of the command line, without a terminal. They are loaded when first used, so that `import subtool`
costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from subtool.cues.revise.difference import difference
    from subtool.cues.timing.known_moments import Quoted
    from subtool.cues.timing.pace import Pace
    from subtool.media.make.encoding import Delivery
    from subtool.media.make.passages import Fades
    from subtool.media.mix.ducking import Ducking
    from subtool.model import Sheet, Span
    from subtool.onscreen.look import Look
    from subtool.verbs.align import align, draft, explain, parts, report_alignment
    from subtool.verbs.animatic import animatic
    from subtool.verbs.check import against, check, fix, report
    from subtool.verbs.clip import burn, clip, clips
    from subtool.verbs.contacts import contacts
    from subtool.verbs.files import claim, losses, read, read_script, write, write_all
    from subtool.verbs.lay import Places, lay
    from subtool.verbs.mux import Subtitles, extract, language_in, mux, tracks_in
    from subtool.verbs.narrate import narrate
    from subtool.verbs.passages import between_words, by_chapters, by_footnotes, documented, padded, passage
    from subtool.verbs.still import moment, still
    from subtool.verbs.sync import sync

_HOMES = {
    "Delivery": "subtool.media.make.encoding",
    "Ducking": "subtool.media.mix.ducking",
    "Fades": "subtool.media.make.passages",
    "Look": "subtool.onscreen.look",
    "Pace": "subtool.cues.timing.pace",
    "Places": "subtool.verbs.lay",
    "Quoted": "subtool.cues.timing.known_moments",
    "Sheet": "subtool.model",
    "Span": "subtool.model",
    "Subtitles": "subtool.verbs.mux",
    "against": "subtool.verbs.check",
    "animatic": "subtool.verbs.animatic",
    "align": "subtool.verbs.align",
    "between_words": "subtool.verbs.passages",
    "burn": "subtool.verbs.clip",
    "by_chapters": "subtool.verbs.passages",
    "by_footnotes": "subtool.verbs.passages",
    "check": "subtool.verbs.check",
    "claim": "subtool.verbs.files",
    "clip": "subtool.verbs.clip",
    "clips": "subtool.verbs.clip",
    "contacts": "subtool.verbs.contacts",
    "difference": "subtool.cues.revise.difference",
    "documented": "subtool.verbs.passages",
    "draft": "subtool.verbs.align",
    "explain": "subtool.verbs.align",
    "extract": "subtool.verbs.mux",
    "fix": "subtool.verbs.check",
    "lay": "subtool.verbs.lay",
    "language_in": "subtool.verbs.mux",
    "losses": "subtool.verbs.files",
    "moment": "subtool.verbs.still",
    "mux": "subtool.verbs.mux",
    "narrate": "subtool.verbs.narrate",
    "padded": "subtool.verbs.passages",
    "parts": "subtool.verbs.align",
    "passage": "subtool.verbs.passages",
    "read": "subtool.verbs.files",
    "read_script": "subtool.verbs.files",
    "report_alignment": "subtool.verbs.align",
    "report": "subtool.verbs.check",
    "still": "subtool.verbs.still",
    "sync": "subtool.verbs.sync",
    "tracks_in": "subtool.verbs.mux",
    "write": "subtool.verbs.files",
    "write_all": "subtool.verbs.files",
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
