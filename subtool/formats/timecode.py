"""Frames and time codes: `10:00:01:12` is hours, minutes, seconds and frames."""

from __future__ import annotations

import re
from fractions import Fraction

from subtool.errors import FormatError, Place

DAY_HOURS = 24
NTSC = 1001  # 24000/1001, 30000/1001 and 60000/1001 frames a second are counted as 24, 30 and 60
CODE = re.compile(r"(\d\d):([0-5]\d):([0-5]\d)([:;.,])(\d\d)")


def to_frame(ms: int, fps: Fraction) -> int:
    return round(ms * fps / 1000)


def to_ms(frame: int, fps: Fraction) -> int:
    return round(frame * 1000 / fps)


def counted(fps: Fraction) -> int:
    """How many frames a second of time code has."""
    return round(fps)


def time_code(frame: int, fps: Fraction, *, mark: str = ":") -> str:
    """A frame as a time code without dropped numbers.

    Raises:
        FormatError: it is past the last code of a day.
    """
    seconds, frames = divmod(frame, counted(fps))
    if seconds >= DAY_HOURS * 3600:
        raise FormatError(
            f"a time code ends at 24 hours, and a cue is at {seconds // 3600} hours",
            hint="shift the cues to an earlier time first",
        )
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{mark}{frames:02}"


def frame_at(code: str, fps: Fraction, *, line: int | None = None) -> int:
    """The frame a time code names; with `;` before the frames, numbers are dropped as at 29.97.

    Raises:
        FormatError: it is no time code, or has more frames than a second has.
    """
    match = CODE.fullmatch(code)
    rate = counted(fps)
    if not match or int(match[5]) >= rate:
        raise FormatError(
            f"'{code}' is no time code at {float(fps):g} frames a second",
            at=Place("", line),
            hint="name the frame rate with --fps",
        )
    hours, minutes, seconds = (int(part) for part in match.groups()[:3])
    frame = ((hours * 60 + minutes) * 60 + seconds) * rate + int(match[5])
    if match[4] == ";" and fps.denominator == NTSC:
        minutes += hours * 60
        frame -= rate // 15 * (minutes - minutes // 10)
    return frame
