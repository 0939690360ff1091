"""Sheets to subtitle files and back: a module a format, and what each can hold. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Literal, Protocol, cast

from subtool.errors import FormatError, Place
from subtool.model import Role

if TYPE_CHECKING:
    from pathlib import Path

    from subtool.model import Sheet


class Module(Protocol):
    """What a module of a format offers; errors name a line, the file is named by the caller."""

    def read(self, text: str, /) -> Sheet: ...

    def write(self, sheet: Sheet, /) -> str: ...


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its suffix, its module, how it shows footnotes by default, and what it can hold."""

    suffix: str
    name: str
    module: str
    footnotes: Literal["captions", "markers", "off"]
    holds: frozenset[str]

    def read(self, text: str) -> Sheet:
        return self._loaded().read(text)

    def write(self, sheet: Sheet) -> str:
        return self._loaded().write(sheet)

    def _loaded(self) -> Module:
        return cast("Module", import_module(f"subtool.formats.{self.module}"))


EVERYTHING = frozenset(
    {"word times", "verdicts", "footnotes", "unspoken sentences", "unscripted speech", "titles"}
)

FORMATS = (
    Format(".cues.json", "cue sheet", "cuesheet", "off", EVERYTHING),
    Format(".srt", "SubRip", "srt", "off", frozenset()),
    Format(".vtt", "WebVTT", "vtt", "captions", frozenset({"footnotes"})),
)


def format_for(path: Path) -> Format:
    """The format that the suffix of `path` names.

    Raises:
        FormatError: none does.
    """
    for form in FORMATS:
        if path.name.lower().endswith(form.suffix):
            return form
    known = ", ".join(form.suffix for form in FORMATS)
    raise FormatError("the suffix names no format", at=Place(str(path)), hint=f"use one of {known}")


def losses(sheet: Sheet, form: Format) -> tuple[str, ...]:
    """What of this sheet the format cannot hold, as in "word times (231)"."""
    counts = {
        "word times": sum(len(cue.words) for cue in sheet.cues),
        "verdicts": sum(cue.confidence is not None for cue in sheet.cues),
        "footnotes": len(sheet.footnotes),
        "unspoken sentences": len(sheet.unspoken),
        "unscripted speech": len(sheet.unscripted),
        "titles": sum(cue.role is Role.TITLE for cue in sheet.cues),
    }
    return tuple(f"{what} ({count})" for what, count in counts.items() if count and what not in form.holds)
