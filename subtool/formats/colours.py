"""Colours, whatever a format calls them, as `#rrggbb`; white, which is what text has anyway, is the empty string."""

from __future__ import annotations

import re

# The names that WebVTT has classes for (§5.1), which are those of teletext too.
CLASSES = {"#ffffff": "white", "#00ff00": "lime", "#00ffff": "cyan", "#ff0000": "red", "#ffff00": "yellow",
           "#ff00ff": "magenta", "#0000ff": "blue", "#000000": "black"}  # fmt: skip
# Those of TTML and HTML beside them that files are found to use.
NAMES = {name: colour for colour, name in CLASSES.items()} | {
    "silver": "#c0c0c0", "gray": "#808080", "grey": "#808080", "maroon": "#800000", "purple": "#800080",
    "fuchsia": "#ff00ff", "green": "#008000", "olive": "#808000", "navy": "#000080", "teal": "#008080",
    "aqua": "#00ffff", "orange": "#ffa500", "pink": "#ffc0cb", "gold": "#ffd700", "brown": "#a52a2a",
    "lightblue": "#add8e6", "lightgreen": "#90ee90", "lightgray": "#d3d3d3", "lightgrey": "#d3d3d3",
    "darkgray": "#a9a9a9", "violet": "#ee82ee", "skyblue": "#87ceeb", "khaki": "#f0e68c", "tomato": "#ff6347",
}  # fmt: skip
HEX = re.compile(r"#?([0-9a-fA-F]{6})(?:[0-9a-fA-F]{2})?")
SHORT_HEX = re.compile(r"#([0-9a-fA-F]{3})[0-9a-fA-F]?")
FUNCTION = re.compile(r"rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*(?:,\s*[\d.]{1,9}\s*)?\)")
WHITE = "#ffffff"


def parsed(text: str) -> str | None:
    """`#rrggbb` of a name, a hexadecimal number or `rgb(…)`; None when it is not a colour."""
    text = text.strip().lower()
    if text in NAMES:
        return NAMES[text]
    if match := HEX.fullmatch(text):
        return f"#{match[1]}"
    if match := SHORT_HEX.fullmatch(text):
        return "#" + "".join(digit * 2 for digit in match[1])
    if match := FUNCTION.fullmatch(text):
        return "#" + "".join(f"{min(255, int(part)):02x}" for part in match.groups())
    return None


def of_class(name: str) -> str | None:
    """The colour that a class of a cue's markup stands for, if it stands for one."""
    if name in CLASSES.values():
        return NAMES[name]
    return parsed(name.removeprefix("color-")) if name.startswith("color-") else None


def class_of(colour: str) -> str:
    """How a cue's markup names a colour: `yellow`, `color-ffa500`."""
    return CLASSES.get(colour, f"color-{colour.removeprefix('#')}")


def nearest(colour: str, among: tuple[str, ...]) -> str:
    """The colour of a small palette that is nearest."""

    def far(other: str) -> int:
        pairs = (
            (int(colour[position : position + 2], 16), int(other[position : position + 2], 16))
            for position in (1, 3, 5)
        )
        return sum((one - two) ** 2 for one, two in pairs)

    return min(among, key=far)
