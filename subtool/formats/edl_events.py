"""The events of an edit list in CMX 3600: which stretch of which reel stands where, and how fast it runs."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from subtool.errors import FormatError, Place
from subtool.formats.edl import CODE
from subtool.timecode import Timecode

if TYPE_CHECKING:
    from collections.abc import Iterator

# number, reel, track, kind of edit, its length where it is not a cut, the source in and out, the record in and out
EVENT = re.compile(
    rf"\s*(\d{{1,6}})\s+(\S+)\s+(\S+)\s+(C|D|W\d{{1,3}}|K\w?)(?:\s+\d{{1,4}})?\s+({CODE})\s+({CODE})\s+({CODE})\s+({CODE})\s*",
    re.IGNORECASE,
)
MAYBE = re.compile(r"\s*\d{1,6}\s+\S+\s+\S+\s+(?:C|D|W\d{1,3}|K\w?)\s.*", re.IGNORECASE)
MOTION = re.compile(r"\s*M2\s+(\S+)\s+(-?\d{1,4}(?:\.\d{1,4})?)\b.*", re.IGNORECASE)
PICTURE = re.compile(r"V\d*|B|AA?/V|VA\d*", re.IGNORECASE)  # the tracks that hold a picture


@dataclass(frozen=True, slots=True)
class EdlEvent:
    """A stretch of a reel in a cut, all in ms; `speed` is how fast it runs, 0 where it is frozen."""

    reel: str
    source_ms: tuple[int, int]
    record_ms: tuple[int, int]
    speed: Fraction = Fraction(1)


def events(text: str, fps: Fraction) -> list[EdlEvent]:
    """The events of the first picture track, in the order of the file.

    Raises:
        FormatError: it is not text, or a line that begins as an event has no four time codes.
    """
    if "\0" in text:
        raise FormatError("is a binary file, and no edit list")
    found: list[EdlEvent] = []
    for number, line in enumerate(text.splitlines(), 1):
        if event := EVENT.fullmatch(line):
            found += _picture(event, fps, number)
        elif MAYBE.fullmatch(line):
            raise FormatError("is not an edit list: an event has no four time codes", at=Place("", number))
        elif (motion := MOTION.fullmatch(line)) and found and motion[1].upper() == found[-1].reel.upper():
            speed = Fraction(motion[2]) / round(fps)
            found[-1] = replace(found[-1], speed=max(Fraction(0), speed))
    return found


def _picture(event: re.Match[str], fps: Fraction, line: int) -> Iterator[EdlEvent]:
    _, reel, track, _, *codes = event.groups()
    if not PICTURE.fullmatch(track):
        return
    try:
        start, end, begins, until = (Timecode.parse(code, fps).ms for code in codes)
    except ValueError as error:
        raise FormatError(
            f"is not an edit list: {error}", at=Place("", line), hint="name its rate with --fps"
        ) from error
    if until > begins:  # the outgoing half of a dissolve has no length
        yield EdlEvent(reel, (start, end), (begins, until))
