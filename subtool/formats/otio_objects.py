"""Timelines of OpenTimelineIO as plain values, in the schemas that its version 0.15 and later read.

The project's own library is written in C++, has no wheels for some Pythons, and is asked only in the tests.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

Otio = dict[str, Any]


def span(first: int, length: int, fps: Fraction) -> Otio:
    """A stretch of time, from frame `first` for `length` frames."""
    return {"OTIO_SCHEMA": "TimeRange.1", "duration": time(length, fps), "start_time": time(first, fps)}


def time(frames: int, fps: Fraction) -> Otio:
    return {"OTIO_SCHEMA": "RationalTime.1", "rate": float(fps), "value": float(frames)}


def marker(name: str, where: Otio, colour: str, known: Otio) -> Otio:
    """A marker with what subtool knows of it beside its name."""
    return {
        "OTIO_SCHEMA": "Marker.2",
        "metadata": {"subtool": dict(sorted(known.items()))},
        "name": name,
        "color": colour,
        "marked_range": where,
        "comment": "",
    }


def gap(where: Otio) -> Otio:
    return {**_item("Gap.1", ""), "source_range": where}


def clip(name: str, url: str, available: Otio, used: Otio, markers: Sequence[Otio] = ()) -> Otio:
    """A stretch of a film."""
    medium = {
        "OTIO_SCHEMA": "ExternalReference.1",
        "metadata": {},
        "name": name,
        "available_range": available,
        "available_image_bounds": None,
        "target_url": url,
    }
    return {
        **_item("Clip.2", name),
        "source_range": used,
        "markers": [*markers],
        "media_references": {"DEFAULT_MEDIA": medium},
        "active_media_reference_key": "DEFAULT_MEDIA",
    }


def track(name: str, kind: str, children: Sequence[Otio]) -> Otio:
    """A track of kind Video or Audio."""
    return {**_item("Track.1", name), "children": [*children], "kind": kind}


def timeline(
    name: str, tracks: Sequence[Otio], markers: Sequence[Otio] = (), start: Otio | None = None
) -> str:
    """The file of a timeline, which begins at the time code `start`."""
    stack = {**_item("Stack.1", "tracks"), "markers": [*markers], "children": [*tracks]}
    result = {
        "OTIO_SCHEMA": "Timeline.1",
        "metadata": {},
        "name": name,
        "global_start_time": start,
        "tracks": stack,
    }
    return json.dumps(result, ensure_ascii=False, indent=4) + "\n"


def _item(schema: str, name: str) -> Otio:
    return {
        "OTIO_SCHEMA": schema,
        "metadata": {},
        "name": name,
        "source_range": None,
        "effects": [],
        "markers": [],
        "enabled": True,
        "color": None,
    }
