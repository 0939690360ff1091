"""WebVTT, by the W3C's parser algorithm (https://www.w3.org/TR/webvtt1/#parsing).

Footnote captions are cues of their own at the top of the picture, known by their identifier `note-9`.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from subtool.errors import FormatError, Place
from subtool.model import Cue, Role, Sheet, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

NOTE_SETTINGS = " line:0 position:2% size:65% align:start"
NOTE_ID = re.compile(r"note-(\S+)")
TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
TIMES = re.compile(rf"[ \t]*{TIME}[ \t]*-->[ \t]*{TIME}(?:[ \t].*)?")
TAG = re.compile(r"</?[^>]*>?")
ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
ARROW = "-->"


def read(text: str) -> Sheet:
    """The cues of a WebVTT file; what cannot be a cue is passed over, as the specification has it.

    Raises:
        FormatError: the file does not begin with WEBVTT.
    """
    rows = re.split(r"\r\n?|\n", text.removeprefix("\ufeff").replace("\0", "\ufffd"))
    if not re.match(r"WEBVTT(?:[ \t]|$)", rows[0]):
        raise FormatError(
            "does not begin with WEBVTT", at=Place("", 1), hint="write WEBVTT into its first row"
        )
    cues, at = [], 1
    while at < len(rows):
        end = _block_end(rows, at)
        cue = _cue(rows[at:end])
        if cue:
            cues.append(cue)
        at = max(end, at + 1)
    return Sheet(tuple(sorted(cues, key=lambda cue: cue.span.start_ms)))


def write(sheet: Sheet) -> str:
    """A cue a block; the text is escaped, so that what looks like a tag is shown."""
    return "\n".join(["WEBVTT\n", *map(_block, sheet.cues)])


def _block_end(rows: Sequence[str], at: int) -> int:
    """A block ends before a blank row, or before a second row of times."""
    seen = False
    for here in range(at, len(rows)):
        if not rows[here] or (seen and ARROW in rows[here]):
            return here
        seen = seen or ARROW in rows[here]
    return len(rows)


def _cue(block: Sequence[str]) -> Cue | None:
    at = next((at for at, row in enumerate(block[:2]) if ARROW in row), None)
    match = TIMES.fullmatch(block[at]) if at is not None else None
    if at is None or not match:
        return None
    start_ms, end_ms = _ms(match.groups()[:4]), _ms(match.groups()[4:])
    lines = tuple(_shown(row) for row in block[at + 1 :])
    if end_ms <= start_ms or not any(lines):
        return None
    note = NOTE_ID.fullmatch(block[0]) if at else None
    role, numbers = (Role.NOTE, (note[1],)) if note else (Role.SPEECH, ())
    return Cue(Span(start_ms, end_ms), lines, role=role, footnotes=numbers)


def _shown(row: str) -> str:
    """A row as it is seen: tags gone, character references resolved."""
    return unescape(TAG.sub("", row))


def _ms(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def _block(cue: Cue) -> str:
    name = f"note-{'-'.join(cue.footnotes)}\n" if cue.role is Role.NOTE else ""
    settings = NOTE_SETTINGS if cue.role is Role.NOTE else ""
    rows = [row.translate(ESCAPES) for line in cue.lines for row in line.splitlines() if row.strip()]
    return (
        f"{name}{_clock(cue.span.start_ms)} --> {_clock(cue.span.end_ms)}{settings}\n"
        + "\n".join(rows)
        + "\n"
    )


def _clock(ms: int) -> str:
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"
