r"""Where a cue stands: `{\an8}`, `{\pos(x,y)}`, coordinates to the settings of WebVTT, and back to `{\an8}`."""

from __future__ import annotations

import re

from subtool.formats.settings import cue_settings, pairs

COORDINATES = re.compile(
    r"X1:(\d{1,5})\s+X2:(\d{1,5})\s+Y1:(\d{1,5})\s+Y2:(\d{1,5})", re.ASCII | re.IGNORECASE
)
PICTURE = (720, 576)  # the picture that SubRip's coordinates count in
SCRIPT_PICTURE = (384, 288)  # the one that positions of ASS count in when nothing is said
_LINES = {"1": "", "2": "", "3": "", "4": "line:50%,center", "5": "line:50%,center", "6": "line:50%,center",
          "7": "line:0", "8": "line:0", "9": "line:0"}  # fmt: skip
_SIDES = {0: "align:end", 1: "align:start", 2: ""}  # by the rest of the number in three


def numbered(place: str) -> str:
    """The settings of a place on the number pad, 1 to 9: 8 is top centre; 2, bottom centre, is where all stand."""
    return " ".join(part for part in (_LINES[place], _SIDES[int(place) % 3]) if part)


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
    values = dict(pairs(settings))
    across = {"start": 1, "left": 1, "end": 3, "right": 3}.get(values.get("align", ""), 2)
    place = str(across + 3 * _height(values.get("line", "").partition(",")[0]))
    return "" if place == "2" else place


def _height(line: str) -> int:
    """0 at the bottom, 1 in the middle, 2 at the top of the picture."""
    try:
        number = float(line.removesuffix("%"))
    except ValueError:
        return 0
    if not line.endswith("%"):
        return 2 if 0 <= number < 8 and not line.startswith("-") else 0
    return 2 if number < 34 else 1 if number < 67 else 0
