r"""Where a cue stands: `{\an8}`, `{\pos(x,y)}`, coordinates to the settings of WebVTT, and back to `{\an8}`."""

from __future__ import annotations

import re

from subtool.formats import placing
from subtool.formats.settings import cue_settings

COORDINATES = re.compile(
    r"X1:(\d{1,5})\s+X2:(\d{1,5})\s+Y1:(\d{1,5})\s+Y2:(\d{1,5})", re.ASCII | re.IGNORECASE
)
PICTURE = (720, 576)  # the picture that SubRip's coordinates count in
SCRIPT_PICTURE = (384, 288)  # the one that positions of ASS count in when nothing is said
BOTTOM_CENTRE = 2  # on the number pad: where all stand of which nothing is said


def at(across: float, down: float, picture: tuple[int, int]) -> str:
    """The settings of a point of the picture."""
    shares = [
        min(100.0, max(0.0, 100 * part / whole)) for part, whole in zip((across, down), picture, strict=True)
    ]
    return f"line:{shares[1]:.4g}% position:{shares[0]:.4g}%"


def after_times(text: str) -> str | None:
    """The settings that stand after the times: SubRip's coordinates, or WebVTT's own; None when it is text."""
    corners = COORDINATES.fullmatch(text)
    if corners:
        left, right, top, _bottom = map(int, corners.groups())
        return at((left + right) / 2, top, PICTURE)
    words = text.split()
    settings = cue_settings(text, frozenset())
    return settings if settings and len(settings.split()) == len(words) else None


def number_of(settings: str) -> str:
    """The place on the number pad that is nearest; empty when it is bottom centre."""
    number = placing.keypad_number(settings)
    return "" if number == BOTTOM_CENTRE else str(number)
