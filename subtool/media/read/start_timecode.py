"""The time code of a frame of a film that has one: counted on from that of its first frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.timecode import DAY_HOURS, Timecode, nominal, standard

if TYPE_CHECKING:
    from fractions import Fraction

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


def start_of(film: Film) -> Timecode | None:
    """The time code of a film's first frame, which counts its frames; None where there is none."""
    if not film.timecode or not film.fps:
        return None
    try:
        return Timecode.parse(film.timecode, standard(film.fps))
    except ValueError:  # it counts another rate
        return None


def advanced(start: Timecode, after: Fraction) -> Timecode:
    """The code so many seconds later; after a day they begin again."""
    last = Timecode.parse(f"{DAY_HOURS - 1}:59:59{';' if start.drop else ':'}00", start.rate)
    frames = last.frame + nominal(start.rate)
    return Timecode((start.frame + round(after * start.rate)) % frames, start.rate, start.drop)
