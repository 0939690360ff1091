"""Where a cue stands on the picture: the settings of WebVTT, and the few places that other formats know."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from subtool.formats.settings import pairs

if TYPE_CHECKING:
    from subtool.model import Cue

HEIGHTS = ("bottom", "middle", "top")
LINES = {"bottom": "", "middle": "line:50%,center", "top": "line:0"}
SIDES = {"start": -1, "left": -1, "end": 1, "right": 1}  # what WebVTT and TTML call them
ALIGNMENTS = {-1: "align:start", 0: "", 1: "align:end"}  # WebVTT, "alignment cue setting"
# Of SSA and `{\a6}`: 1 to 3, and 4 more at the top, 8 more in the middle.
OLD_ALIGNMENTS = {1: 1, 2: 2, 3: 3, 5: 7, 6: 8, 7: 9, 9: 4, 10: 5, 11: 6}
LINE = re.compile(r"(?:^|\s)line:\S+")
TOP_LINES = 8  # of the 15 or so that a picture has, half of them: WebVTT counts them from the top
UPPER, LOWER = 34, 67  # percent of the picture's height


def settings(place: str, side: int = 0) -> str:
    """The settings of a place (`top`, `middle`, `bottom`) and a side (-1 left, 0 centre, 1 right)."""
    return " ".join(filter(None, (LINES[place], ALIGNMENTS[side])))


def keypad(number: int) -> str:
    """The settings of a place on the number pad: 8 is top centre; 2, bottom centre, is where all stand."""
    return settings(HEIGHTS[(number - 1) // 3], (number - 1) % 3 - 1)


def of(cue: Cue) -> str:
    """The settings of a cue: those it came with, unless its style says another place."""
    place = cue.style.place
    if not place or place == height(cue.settings):
        return cue.settings
    return " ".join(filter(None, (LINES[place], " ".join(LINE.sub("", cue.settings).split()))))


def place_of(cue: Cue) -> str:
    """`top`, `middle` or `bottom`; empty where nothing is said of it."""
    return cue.style.place or (height(cue.settings) if "line:" in cue.settings else "")


def keypad_of(cue: Cue) -> int:
    """The place on the number pad that is nearest: 2 is bottom centre."""
    return keypad_number(of(cue))


def keypad_number(said: str) -> int:
    """The place on the number pad that is nearest to the settings."""
    return 3 * HEIGHTS.index(height(said)) + side(said) + 2


def side(said: str) -> int:
    """-1 where the settings put the text left, 1 where right."""
    return SIDES.get(dict(pairs(said)).get("align", ""), 0) if "align:" in said else 0


def height(said: str) -> str:
    """`top`, `middle` or `bottom`, as the settings put a cue."""
    line = dict(pairs(said)).get("line", "").partition(",")[0] if "line:" in said else ""
    try:
        number = float(line.removesuffix("%"))
    except ValueError:
        return "bottom"
    if not line.endswith("%"):
        return "top" if 0 <= number < TOP_LINES and not line.startswith("-") else "bottom"
    return third(number)


def third(percent: float) -> str:
    """`top`, `middle` or `bottom`: in which part of the picture's height something is."""
    if percent < UPPER:
        return "top"
    return "middle" if percent < LOWER else "bottom"
