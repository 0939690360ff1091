"""WebVTT as it is written (§4): what the parser gives back identically."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from subtool.formats import placing, runs
from subtool.formats.plain import LINE_END
from subtool.formats.timestamps import ARROW
from subtool.formats.vtt.parser import ONE_VOICE, voice_of
from subtool.model import Role
from subtool.text import markup
from subtool.timecode import full_clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from subtool.model import Cue, Sheet

NOTE_SETTINGS = "line:0 position:2% size:65% align:start"
UNHOLDABLE = re.compile(r"[\r\n]|-->")
EMPTY_LINES = re.compile(r"\n{2,}")
HEADER = re.compile(r"WEBVTT(?=[ \t\n]|\Z)")
KEPT = re.compile(r"(?:STYLE|REGION)[\t\f\r ]*\n|NOTE(?=[ \t\n]|\Z)")


def write(sheet: Sheet) -> str:
    """The head as it was, and a cue a block; text is escaped, so that what looks like a tag is shown."""
    return "\n".join([*_head(sheet), *map(block_of, sheet.cues)])


def _head(sheet: Sheet) -> Iterator[str]:
    blocks = [_whole(block) for block in sheet.head]
    yield f"{next((block for block in blocks if HEADER.match(block)), 'WEBVTT')}\n"
    yield from (f"{block}\n" for block in blocks if KEPT.match(block))


def _whole(block: str) -> str:
    """A block without what would end it."""
    text = EMPTY_LINES.sub("\n", LINE_END.sub("\n", block)).strip("\n")
    return text.replace(ARROW, "->") if ARROW in text else text


def block_of(cue: Cue) -> str:
    """A cue as a block, its identifier, times and settings over its text."""
    identifier, settings = cue.identifier, placing.of(cue) if cue.style.place else cue.settings
    if cue.role is Role.NOTE and not identifier:  # one with a name was read from a file, and stays as it was
        identifier = f"note-{'-'.join(cue.footnotes)}"
        settings = settings or NOTE_SETTINGS
    name = f"{UNHOLDABLE.sub(' ', identifier)}\n" if identifier else ""
    placed = f" {settings}" if settings and not UNHOLDABLE.search(settings) else ""
    times = f"{full_clock(cue.span.start_ms)} --> {full_clock(cue.span.end_ms)}"
    text = text_of(cue)
    return f"{name}{times}{placed}\n{text}\n" if text else f"{name}{times}{placed}\n"


def text_of(cue: Cue) -> str:
    """The lines; an empty one would end the cue, and an arrow would begin another."""
    tagged = runs.tagged(cue) if cue.style.color else cue.markup
    text = "\n".join(tagged or cue.lines)
    if not tagged and ("<" in text or "&" in text or ">" in text):
        text = markup.escaped(text)
    if cue.speaker != (voice_of(tagged) if tagged else None):
        text = _voiced(text, cue)
    if "\r" in text:
        text = LINE_END.sub("\n", text)
    if "\n" in text or not text:
        text = EMPTY_LINES.sub("\n", text).strip("\n")
    return _without_arrows(text) if ARROW in text else text


def _voiced(text: str, cue: Cue) -> str:
    """The text as that of its speaker; titles and captions have none."""
    text = ONE_VOICE.sub("", text, count=1) if ONE_VOICE.match(text) else text
    if not cue.speaker or cue.role is not Role.SPEECH:
        return text
    return f"<v {markup.escaped(' '.join(cue.speaker.split()))}>{text}"


def _without_arrows(text: str) -> str:
    return re.sub(r"<[^>]*>?|-->", lambda part: _disarmed(part[0]), text)


def _disarmed(part: str) -> str:
    if part == ARROW:
        return "--&gt;"
    return f"{part[:-1]} >" if part.endswith(ARROW) else part
