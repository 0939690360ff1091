"""OpenTimelineIO: a marker a cue and a footnote on an empty timeline, through the project's own library."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from subtool.errors import FormatError
from subtool.formats import plain
from subtool.formats.form import to_frame
from subtool.model import Cue, Role

if TYPE_CHECKING:
    from subtool.model import Sheet

COLOURS = {Role.SPEECH: "GREEN", Role.TITLE: "YELLOW", Role.NOTE: "BLUE"}
HINT = "export the timeline anew as .otio"


def read(text: str, _fps: Fraction | None) -> Sheet:
    """The markers of the timeline as cues.

    Raises:
        FormatError: it is no timeline, or has no marker.
    """
    import opentimelineio as otio

    try:
        json.loads(text)  # the library's own parser takes depths that end the program
        timeline = otio.adapters.read_from_string(text, "otio_json")
        stack = timeline.tracks
        markers = [*stack.markers, *(marker for track in stack for marker in _markers(track))]
    except Exception as error:  # the library lets whatever its parts raise through
        raise FormatError("is no OpenTimelineIO timeline", hint=HINT) from error
    return plain.sheet((cue for marker in markers if (cue := _cue(marker))), "marker", HINT)


def write(sheet: Sheet, fps: Fraction) -> str:
    """The markers stand on the stack of the timeline, on the frames of `fps`; speech green, footnotes blue."""
    import opentimelineio as otio

    rate = float(fps)
    timeline = otio.schema.Timeline(" ".join(sheet.title.split()) or "Subtitles")
    last = 1
    for cue in sheet.cues:
        first = to_frame(cue.span.start_ms, fps)
        length = max(1, to_frame(cue.span.end_ms, fps) - first)
        last = max(last, first + length)
        span = otio.opentime.TimeRange(
            otio.opentime.RationalTime(first, rate), otio.opentime.RationalTime(length, rate)
        )
        known: dict[str, Any] = {"role": cue.role.value, "lines": plain.rows(cue)}
        if cue.speaker:
            known["speaker"] = cue.speaker
        marker = otio.schema.Marker(plain.one_row(cue), span, COLOURS[cue.role], {"subtool": known})
        timeline.tracks.markers.append(marker)
    whole = otio.opentime.TimeRange(
        otio.opentime.RationalTime(0, rate), otio.opentime.RationalTime(last, rate)
    )
    track = otio.schema.Track("Subtitles", kind=otio.schema.TrackKind.Video)
    track.append(otio.schema.Gap(source_range=whole))
    timeline.tracks.append(track)
    return f"{otio.adapters.write_to_string(timeline, 'otio_json')}\n"


def _markers(track: Any) -> list[Any]:  # noqa: ANN401 - the library is not typed
    return [*track.markers, *(marker for item in track for marker in getattr(item, "markers", ()))]


def _cue(marker: Any) -> Cue | None:  # noqa: ANN401 - the library is not typed
    known = marker.metadata.get("subtool") or {}
    lines = tuple(str(line) for line in known.get("lines", ())) or tuple(filter(None, [marker.name.strip()]))
    if not lines:
        return None
    start, end = marker.marked_range.start_time, marker.marked_range.end_time_exclusive()
    times = [max(0, round(time.value * 1000 / _rate(time.rate))) for time in (start, end)]
    colour = {each: role for role, each in COLOURS.items()}
    role = known.get("role", colour.get(marker.color, Role.SPEECH))
    speaker = known.get("speaker")
    return Cue(
        plain.span(times[0], times[1]), lines, role=Role(role) if role in list(Role) else Role.SPEECH,
        speaker=str(speaker) if speaker else None,
    )  # fmt: skip


def _rate(rate: float) -> Fraction:
    """The rate as a fraction; those of television are held as decimals."""
    if not 0 < rate < plain.LAST_MS:
        raise FormatError("a marker has no frame rate", hint=HINT)
    return Fraction(rate).limit_denominator(1001)
