"""A translation in the look of the sheet whose times it has: places, colours, tags, and the file around its cues."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from subtool.model import UNSTYLED, Role, SourceFile
from subtool.text import markup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.model import Cue, Sheet

_OPENING = re.compile(r"<(?P<tag>(?P<name>[ibuc])(?:\.[^\s<>]*)?)>")  # a voice is said by the speaker
_VOICE = re.compile(r"<v[.\s][^<>]*>")
_HEADER_LANGUAGE = re.compile(r"(?m)^(Language:[ \t]*)\S+")


def in_look_of(original: Sheet, sheet: Sheet) -> Sheet:
    """The sheet with what the file of its original says beside times and text.

    A cue stands where the one stands that it shares most of its time with, in its colour, and in the tags that all of
    that one is in. What the cues of the sheet have themselves stays.
    """
    looks = _Looks(original.cues)
    taken: set[int] = set()
    cues = []
    for cue in sheet.cues:
        model = looks.of(cue) if cue.role is not Role.NOTE else None
        if model is None:
            cues.append(cue)
            continue
        first = model.part is not None and model.part not in taken
        taken |= {model.part} if first and model.part is not None else set()
        part = model.part if first else None
        identifier = cue.identifier or (model.identifier if first else "")
        cues.append(replace(_like(cue, model), part=part, identifier=identifier))
    head = tuple(_with_language(block, sheet.language) for block in original.head)
    return replace(sheet, cues=tuple(cues), head=head, source_file=_in_language(original, sheet.language))


def _in_language(original: Sheet, language: str) -> SourceFile | None:
    """The file of the original, its header naming another language where it names one."""
    file = original.source_file
    if file is None or not isinstance(file.content, str) or not original.head:
        return file
    header, gap, rest = file.content.partition("-->")
    return replace(file, content=_with_language(header, language) + gap + rest)


def _with_language(header: str, language: str) -> str:
    return _HEADER_LANGUAGE.sub(lambda found: f"{found[1]}{language}", header)


class _Looks:
    """The cues of the original, by their times."""

    def __init__(self, cues: Sequence[Cue]) -> None:
        self.cues = sorted(cues, key=lambda cue: cue.span.start_ms)
        self.starts = [cue.span.start_ms for cue in self.cues]
        self.longest_ms = max((cue.span.duration_ms for cue in self.cues), default=0)

    def of(self, cue: Cue) -> Cue | None:
        """The one of its role that shares most of its time with a cue."""
        best, most_ms = None, 0
        for number in range(bisect_right(self.starts, cue.span.end_ms) - 1, -1, -1):
            model = self.cues[number]
            if model.span.start_ms + self.longest_ms < cue.span.start_ms:
                break
            shared = model.span.within(cue.span)
            if shared and model.role is cue.role and shared.duration_ms >= most_ms:
                best, most_ms = model, shared.duration_ms
        return best


def _like(cue: Cue, model: Cue) -> Cue:
    if model.markup and not cue.markup:  # lines that are escaped and have no tags are said to have none
        tags = _whole_tags(model.markup)
        lines = list(map(markup.escaped, cue.lines))
        lines[0] = "".join(f"<{tag}>" for tag, _ in tags) + lines[0]
        lines[-1] += "".join(f"</{name}>" for _, name in reversed(tags))
        cue = replace(cue, markup=tuple(lines))
    style = model.style if cue.style == UNSTYLED else cue.style
    return replace(cue, style=style, settings=cue.settings or model.settings)


def _whole_tags(lines: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The tags that all of a cue is in, outermost first, and their names."""
    text = _VOICE.sub("", "\n".join(lines)).removesuffix("</v>").strip()
    found = list[tuple[str, str]]()
    while opening := _OPENING.match(text):
        name = opening["name"]
        inside = text[opening.end() :]
        if not inside.endswith(f"</{name}>"):
            break
        inside = inside[: -len(f"</{name}>")]
        depth = 0
        for tag in re.finditer(rf"<(/?){name}(?=[.\s>])", inside):
            depth += -1 if tag[1] else 1
            if depth < 0:  # it closed before the end: these are two
                return tuple(found)
        found.append((opening["tag"], name))
        text = inside.strip()
    return tuple(found)
