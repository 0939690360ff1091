"""OpenTimelineIO: a marker a cue and a footnote on an empty timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from subtool.errors import FormatError
from subtool.formats import otio_objects, otio_timeline, plain
from subtool.formats.edl import COLOURS, NUMBERED
from subtool.formats.form import start_of, to_frame
from subtool.model import Cue, Role

if TYPE_CHECKING:
    from fractions import Fraction

    from subtool.model import Sheet

HINT = "export the timeline again as .otio"


def read(text: str, _fps: Fraction | None) -> Sheet:
    """The markers of the timeline as cues.

    Raises:
        FormatError: it is not a timeline, or has no marker.
    """
    try:
        cues = [cue for marker, shift in otio_timeline.markers(text) if (cue := _cue(marker, shift))]
    except otio_timeline.WRONG as error:
        raise FormatError("is not an OpenTimelineIO timeline", hint=HINT) from error
    return plain.sheet(cues, "marker", HINT)


def write(sheet: Sheet, fps: Fraction) -> str:
    """The markers stand on the stack of the timeline, on the frames of `fps`; speech green, footnotes blue.

    The timeline begins at the time code of the film's first frame.
    """
    markers, last = [], 1
    for cue in sheet.cues:
        first = to_frame(cue.span.start_ms, fps)
        length = max(1, to_frame(cue.span.end_ms, fps) - first)
        last = max(last, first + length)
        known: dict[str, Any] = {"role": cue.role.value, "lines": plain.lines(cue)}
        if cue.speaker:
            known["speaker"] = cue.speaker
        where = otio_objects.span(first, length, fps)
        markers.append(otio_objects.marker(plain.one_line(cue), where, COLOURS[cue.role], known))
    empty = otio_objects.gap(otio_objects.span(0, last, fps))
    title = " ".join(sheet.title.split()) or "Subtitles"
    begin = start_of(sheet, fps).frame
    start = otio_objects.time(begin, fps) if begin else None
    tracks = [otio_objects.track("Subtitles", "Video", [empty])]
    return otio_objects.timeline(title, tracks, markers, start)


def _cue(marker: dict[str, Any], shift: Fraction) -> Cue | None:
    known = (marker.get("metadata") or {}).get("subtool") or {}
    name = _text(marker.get("name") or "").strip()
    comment = _text(marker.get("comment") or "").strip()
    name = comment if comment and (not name or NUMBERED.fullmatch(name)) else name
    lines = tuple(_text(line) for line in known.get("lines", ())) or tuple(filter(None, [name]))
    if not lines:
        return None
    start, length = otio_timeline.stretch(
        marker.get("marked_range") or marker["range"]
    )  # as version 1 had it
    times = [max(0, round((time + shift) * 1000)) for time in (start, start + length)]
    colour = {name: role for role, name in COLOURS.items()}
    role = known.get("role", colour.get(marker.get("color", ""), Role.SPEECH))
    speaker = known.get("speaker")
    return Cue(
        plain.span(times[0], times[1]), lines, role=Role(role) if role in list(Role) else Role.SPEECH,
        speaker=_text(speaker) if speaker else None,
    )  # fmt: skip


def _text(value: object) -> str:
    """JSON can hold halves of letters."""
    return str(value).encode("utf-8", "replace").decode()
