"""Times of WebVTT (§6.3, collect a WebVTT timestamp)."""

from __future__ import annotations

import re

ARROW = "-->"  # between the two times of a cue, in SRT too
TIMESTAMP = r"(?:([0-9]+):)?([0-9]{2}):([0-9]{2})\.([0-9]{3})(?![0-9])"
STAMP = re.compile(TIMESTAMP)
TIMINGS = re.compile(rf"[\t\n\f\r ]*{TIMESTAMP}[\t\n\f\r ]*-->[\t\n\f\r ]*{TIMESTAMP}")
LONGEST_HOURS = 12  # digits; more is not a time of any film, and other programs would wrap it


class TooLateError(ValueError):
    """A time so late that nobody could mean it."""


def milliseconds(hours: str | None, minutes: str, seconds: str, thousandths: str) -> int | None:
    """The time, or None when an hour would have over 60 minutes or a minute over 60 seconds.

    Raises:
        TooLateError: the hours have more digits than any program counts.
    """
    if minutes > "59" or seconds > "59":
        return None
    if hours and len(hours) > LONGEST_HOURS and len(hours.lstrip("0")) > LONGEST_HOURS:
        raise TooLateError
    whole = (int(hours[-LONGEST_HOURS:]) if hours else 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole * 1000 + int(thousandths)
