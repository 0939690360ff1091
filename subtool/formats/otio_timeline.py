"""What an OpenTimelineIO file says, as plain values.

The project's own library is written in C++ and ends the program on some files that are damaged.
"""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

# What a file that is none makes of the reading of it.
WRONG = (ValueError, KeyError, IndexError, AttributeError, TypeError, ArithmeticError, RecursionError)
FINEST = 1001  # the denominators of the rates of television, which are held as decimals


def tracks(text: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The stack of a timeline, and the tracks in it.

    Raises:
        one of `WRONG`: it is not a timeline.
    """
    timeline = json.loads(text)
    if kind(timeline) != "Timeline":
        raise ValueError("it holds no timeline")
    stack = timeline["tracks"]
    return stack, [track for track in stack["children"] if kind(track) == "Track"]


def markers(text: str) -> list[tuple[dict[str, Any], Fraction]]:
    """The markers of a timeline, its tracks and what is in these, and what their times lack on the time line.

    Those of a clip count in its medium. Those of the timeline count from its start, and where none does, in its
    time code.

    Raises:
        one of `WRONG`: it is not a timeline.
    """
    stack, inside = tracks(text)
    begin = json.loads(text).get("global_start_time")
    first = seconds(begin) if begin else Fraction(0)
    whole = [marker for part in (stack, *inside) for marker in part.get("markers") or ()]
    coded = first > 0 and all(_marked(marker)[0] >= first for marker in whole)
    return [(marker, -first if coded else Fraction(0)) for marker in whole] + [
        (marker, lacking)
        for track in inside
        for item, start in items(track)
        if (own := item.get("markers"))
        for lacking in [start - (used(item)[0] if kind(item) not in {"Track", "Stack"} else 0)]
        for marker in own
    ]


def _marked(marker: dict[str, Any]) -> tuple[Fraction, Fraction]:
    return stretch(marker.get("marked_range") or marker["range"])  # as version 1 had it


def kind(value: dict[str, Any]) -> str:
    """The schema of an object, without its version: "Clip"."""
    return str(value["OTIO_SCHEMA"]).partition(".")[0]


def items(track: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Fraction]]:
    """What is in a track, one after another, and when each begins, in seconds."""
    inside = [item for item in track["children"] if kind(item) != "Transition"]
    yield from zip(inside, accumulate(map(_length, inside), initial=Fraction(0)), strict=False)


def used(clip: dict[str, Any]) -> tuple[Fraction, Fraction]:
    """Where the used stretch of a clip begins in its medium, and how long it is, in seconds."""
    if clip.get("source_range"):
        return stretch(clip["source_range"])
    if "media_references" in clip:
        medium = clip["media_references"][clip["active_media_reference_key"]]
    else:
        medium = clip["media_reference"]
    return stretch(medium["available_range"])


def stretch(value: dict[str, Any]) -> tuple[Fraction, Fraction]:
    """The start and the duration of a range, in seconds."""
    return seconds(value["start_time"]), seconds(value["duration"])


def seconds(value: dict[str, Any]) -> Fraction:
    rate = Fraction(value["rate"]).limit_denominator(FINEST)
    if rate <= 0:
        raise ValueError("a time has no rate")
    return Fraction(value["value"]).limit_denominator(FINEST) / rate


def _length(item: dict[str, Any]) -> Fraction:
    if kind(item) not in {"Track", "Stack"} or item.get("source_range"):
        return used(item)[1]
    lengths = [_length(child) for child in item["children"] if kind(child) != "Transition"]
    return sum(lengths, Fraction(0)) if kind(item) == "Track" else max(lengths, default=Fraction(0))
