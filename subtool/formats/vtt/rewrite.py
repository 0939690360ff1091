"""A WebVTT file written again with its cues as they are now: every other block, and every cue that is the same, stays.

Offsets count in the text with lines that end in one character; a file whose lines end in two has them put back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from subtool.formats import placing
from subtool.formats.rewrite import FilePart, rewritten, says
from subtool.formats.vtt.parser import VttBlock, blocks_of
from subtool.formats.vtt.writer import block_of, text_of
from subtool.timecode import full_clock

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from subtool.model import Cue, Sheet, SourceFile, Span

HOUR_CLOCK = len("00:00:00.000")
_TIMES = re.compile(r"\A([ \t]*+)([\d:.]++)([ \t]*-->[ \t]*)([\d:.]+)")


@dataclass(frozen=True, slots=True)
class VttFile:
    """A file with its cue blocks; see `subtool.formats.rewrite`."""

    content: str
    cues: Sequence[Cue]
    blocks: Sequence[VttBlock]

    @property
    def parts(self) -> Sequence[FilePart]:
        return [FilePart(block.start, block.end, (number,)) for number, block in enumerate(self.blocks)]

    def changed(self, part: FilePart, now: Mapping[int, Cue]) -> str:
        """The block of a cue, of which only what changed is written again."""
        ((number, cue),) = now.items()
        was, block = self.cues[number], self.blocks[number]
        name = self.content[block.start : block.times]
        if cue.identifier != was.identifier:
            name = block_of(cue).partition("-->")[0].rpartition("\n")[0]
            name = f"{name}\n" if name else ""
        times = self.content[block.times : block.text].removesuffix("\n")
        if cue.span != was.span:
            times = _TIMES.sub(lambda found: _timed(found, was.span, cue.span), times, count=1)
        if placing.of(cue) != placing.of(was):
            clock = _TIMES.match(times)
            times = f"{clock.group() if clock else times} {placing.of(cue)}".rstrip()
        text = self.content[block.text : part.end]
        if (cue.lines, cue.markup, cue.speaker, cue.style) != (was.lines, was.markup, was.speaker, was.style):
            text = text_of(cue)
        return f"{name}{times}\n{text}" if text else f"{name}{times}"

    def moved(self, part: FilePart, _span: Span) -> str:
        """Nothing is timed in it but its cues."""
        return self.content[part.start : part.end]

    def added(self, cue: Cue, before: Cue | None) -> str:
        """A block of its own, an empty line between it and its neighbour."""
        block = block_of(cue).rstrip("\n")
        return f"\n\n{block}" if before is not None else f"{block}\n\n"


def rewrite(sheet: Sheet, file: SourceFile) -> str | None:
    """The file that a sheet was read from with its cues as they are now; None where that is not possible."""
    assert isinstance(file.content, str), "WebVTT is text"
    newline = _newline(file.content)
    if newline is None:
        return None
    content = file.content.replace(newline, "\n")
    read, blocks = blocks_of(content)
    if read.head != sheet.head:
        return None
    if read.cues == sheet.cues:
        return file.content
    cues = sorted(read.cues, key=lambda cue: cue.part or 0)
    text = rewritten(VttFile(content, cues, blocks), sheet, ())
    if not says(blocks_of(text)[0].cues, sheet.cues, 0):
        return None
    return text.replace("\n", newline)


def beyond(file: SourceFile) -> dict[str, int]:
    """What of a file no sheet holds, and another format loses; a format of WebVTT keeps its head."""
    assert isinstance(file.content, str), "WebVTT is text"
    heads = re.findall(r"(?m)^(STYLE|REGION|NOTE)(?=[ \t\r\n]|\Z)", file.content)
    return {
        "style sheets": heads.count("STYLE"), "regions": heads.count("REGION"), "notes": heads.count("NOTE"),
    }  # fmt: skip


def _newline(text: str) -> str | None:
    """What ends the lines of a text; None where they end in several ways."""
    if "\r" not in text:
        return "\n"
    windows, all_returns, all_feeds = text.count("\r\n"), text.count("\r"), text.count("\n")
    if windows == all_returns == all_feeds:
        return "\r\n"
    return "\r" if not all_feeds else None


def _timed(found: re.Match[str], was: Span, now: Span) -> str:
    """The times of a cue, as long or as short as they were written."""
    start = found[2] if now.start_ms == was.start_ms else _clock(now.start_ms, found[2])
    end = found[4] if now.end_ms == was.end_ms else _clock(now.end_ms, found[4])
    return f"{found[1]}{start}{found[3]}{end}"


def _clock(ms: int, like: str) -> str:
    clock = full_clock(ms)
    return clock.removeprefix("00:") if len(like) < HOUR_CLOCK else clock
