"""FCPXML, Final Cut Pro's exchange: a marker a cue and a footnote on an empty project."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from subtool.errors import FormatError
from subtool.formats import plain
from subtool.formats.form import to_frame
from subtool.formats.ttml.document import Element, as_utf8, parsed
from subtool.formats.ttml.writer import NO_XML
from subtool.model import Cue, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from subtool.model import Sheet

TIME = re.compile(r"(\d{1,15})(?:/(\d{1,9}))?s")
# Final Cut's own doctype, which names nothing outside the file.
DOCTYPE = re.compile(rb"<!DOCTYPE\s+fcpxml\s*>")
NOTES = {Role.SPEECH: "subtitle", Role.TITLE: "title", Role.NOTE: "footnote"}
ROLES = {note: role for role, note in NOTES.items()}
HINT = "export the project's XML anew"


def read(data: bytes, _fps: Fraction | None) -> Sheet:
    """The markers as cues, at their times in the clip or gap they stand on.

    Raises:
        FormatError: it is no FCPXML, or has no marker.
    """
    root = parsed(as_utf8(DOCTYPE.sub(b"", data, count=1)))
    if root.name != "fcpxml":
        raise FormatError("is no FCPXML", hint=HINT)
    return plain.sheet(_cues(root), "marker", '<marker start="1s" duration="2s" value="text"/>')


def write(sheet: Sheet, fps: Fraction) -> bytes:
    """The markers stand on a gap as long as the film, on the frames of `fps`."""
    frames = [_frames(cue, fps) for cue in sheet.cues]
    last = max([1, *(first + length for first, length in frames)])
    title = _quoted(" ".join(sheet.title.split()) or "Subtitles")
    markers = [
        f'       <marker start="{_time(first, fps)}" duration="{_time(length, fps)}" '
        f'value="{_quoted(plain.one_row(cue))}" note="{NOTES[cue.role]}"/>'
        for cue, (first, length) in zip(sheet.cues, frames, strict=True)
    ]
    rows = [
        '<?xml version="1.0" encoding="UTF-8"?>', "<!DOCTYPE fcpxml>", '<fcpxml version="1.9">', " <resources>",
        f'  <format id="r1" frameDuration="{_time(1, fps)}" width="1920" height="1080"/>', " </resources>",
        " <library>", f'  <event name="{title}">', f'   <project name="{title}">',
        f'    <sequence format="r1" duration="{_time(last, fps)}" tcStart="0s" tcFormat="NDF">', "     <spine>",
        f'      <gap name="Gap" offset="0s" start="0s" duration="{_time(last, fps)}">', *markers, "      </gap>",
        "     </spine>", "    </sequence>", "   </project>", "  </event>", " </library>", "</fcpxml>", "",
    ]  # fmt: skip
    return "\n".join(rows).encode()


def _frames(cue: Cue, fps: Fraction) -> tuple[int, int]:
    first = to_frame(cue.span.start_ms, fps)
    return first, max(1, to_frame(cue.span.end_ms, fps) - first)


def _time(frames: int, fps: Fraction) -> str:
    seconds = Fraction(frames) / fps
    whole = seconds.denominator == 1
    return f"{seconds.numerator}s" if whole else f"{seconds.numerator}/{seconds.denominator}s"


def _quoted(text: str) -> str:
    return escape(NO_XML.sub("\ufffd", text), {'"': "&quot;"})


def _cues(root: Element) -> Iterator[Cue]:
    for item in root.every():
        for marker in item.children:
            text = _given(marker, "value").strip()
            if marker.name not in {"marker", "chapter-marker"} or not text:
                continue
            shift = _seconds(_given(item, "offset") or "0s") - _seconds(_given(item, "start") or "0s")
            start = max(Fraction(0), _seconds(_given(marker, "start")) + shift)
            end = start + _seconds(_given(marker, "duration") or "0s")
            span = plain.span(round(start * 1000), round(end * 1000))
            yield Cue(span, (text,), role=ROLES.get(_given(marker, "note"), Role.SPEECH))


def _given(element: Element, name: str) -> str:
    return element.attributes.get(("", name), "")


def _seconds(text: str) -> Fraction:
    match = TIME.fullmatch(text)
    if not match or match[2] == "0" * len(match[2] or "-"):
        raise FormatError(f"'{text[:40]}' is no time", hint="times are written 1s or 1001/24000s")
    return Fraction(int(match[1]), int(match[2] or 1))
