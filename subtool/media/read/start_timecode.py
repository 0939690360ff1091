"""The time code of a frame of a film that has one: counted on from that of its first frame."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from subtool.errors import MediaError, Place
from subtool.media.read.frames_near import frames_near
from subtool.timecode import DAY_HOURS, Timecode, nominal, standard

if TYPE_CHECKING:
    from subtool.media.read.frames import FrameRange
    from subtool.media.read.probe import Film


def first_timecode(film: Film, cut: FrameRange) -> str:
    """That of the first frame of a cut; empty where the film has none, or one that does not fit its rate."""
    if cut.first == 0:
        return film.timecode
    return timecode_at(film, cut.frames.times[cut.first] - cut.frames.times[0])


def timecode_at(film: Film, after: Fraction) -> str:
    """That of the frame which is shown this many seconds after the first; empty as above."""
    start = start_of(film)
    return str(advanced(start, after)) if start else ""


def timecode_on(film: Film, shown: Fraction) -> str:
    """That of the frame which is shown at this time of the film, in seconds; empty as above."""
    return timecode_at(film, shown - _first_shown(film)) if start_of(film) else ""


def ms_of(film: Film, code: str) -> int:
    """When the frame that bears a time code of the film is shown, in milliseconds from its start.

    Raises:
        MediaError: the film has no time code, or no frame that bears this one.
    """
    start, place = start_of(film), Place(str(film.path))
    if start is None:
        raise MediaError(
            "has no time code", at=place, hint="leave out --timecode: times then count from the film's start"
        )
    try:
        frame = Timecode.parse(code, start.rate).frame
    except ValueError as error:
        raise MediaError(str(error), at=place) from error
    shown = _first_shown(film) + (frame - start.frame) % _frames_a_day(start) / start.rate
    if shown * 1000 > film.duration_ms:
        end = advanced(start, Fraction(film.duration_ms, 1000))
        raise MediaError(
            f"has no frame at {code}: its time code runs from {start} to {end}",
            at=place,
            hint="choose a time in it",
        )
    return round(shown * 1000)


def _first_shown(film: Film) -> Fraction:
    return frames_near(film.path, 0).times[0]


def start_of(film: Film) -> Timecode | None:
    """The time code of a film's first frame, which counts its frames; None where there is none."""
    if not film.timecode or not film.fps:
        return None
    try:
        return Timecode.parse(film.timecode, standard(film.fps))
    except ValueError:  # it counts another rate
        return None


def advanced(start: Timecode, after: Fraction) -> Timecode:
    """The time code `after` seconds later; after a day it begins again."""
    return Timecode((start.frame + round(after * start.rate)) % _frames_a_day(start), start.rate, start.drop)


def _frames_a_day(start: Timecode) -> int:
    last = Timecode.parse(f"{DAY_HOURS - 1}:59:59{';' if start.drop else ':'}00", start.rate)
    return last.frame + nominal(start.rate)
