"""How text looks and where it stands, whatever the picture's size."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
EDGES = ("outline", "halo", "box", "rows")
SHARES = ("side", "top", "bottom", "upright_side", "upright_top", "upright_bottom")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Loaded from a TOML file in `layouts`, which explains each value.

    Sizes are those of a line, as shares of the canvas' base; `side` is a share of the width, `top` and `bottom` of
    the height. An edge is an "outline", a soft "halo", one "box" around all lines, or a box for each of the "rows".
    """

    name: str
    title: str
    source: str
    size: float  # of subtitles
    note_size: float
    title_size: float
    second_size: float
    side: float
    top: float
    bottom: float
    upright_side: float
    upright_top: float
    upright_bottom: float
    edge: str
    weight: float  # of the outline, or how far a box reaches, as a share of the line
    box_opacity: float
    note_opacity: float
    note_width: float  # of a line of a note at most, as a share of the base
    note_rows: int  # a longer note is shortened
    max_lines: int  # a subtitle whose lines are too wide may have so many before its letters shrink
    colour: str
    second_colour: str
    accent: str  # the bar beside a title
    highlight: str  # the word that is being spoken; empty: none is told apart
    second: str  # where the second language stands: "under" the first or "over" it

    def __post_init__(self) -> None:
        for field in fields(self):
            _require_size(field.name, getattr(self, field.name))
        for name in ("colour", "second_colour", "accent", "highlight"):
            value = getattr(self, name)
            if not COLOUR.fullmatch(value) and (value or name != "highlight"):
                raise ValueError(f'{name} must be a colour, as in "#FFD75E"')
        for name, known in (("edge", EDGES), ("second", ("under", "over"))):
            if getattr(self, name) not in known:
                raise ValueError(f"{name} must be one of {', '.join(known)}")


def _require_size(name: str, value: float) -> None:
    if name.endswith("size") and not 0 < value <= 0.3:
        raise ValueError(f"{name} must be above 0, and 0.3 at most")
    if name in SHARES and not value < 0.45:
        raise ValueError(f"{name} must be below 0.45")
    if name.endswith("opacity") and not value <= 1:
        raise ValueError(f"{name} must be 1 at most")
    if name.endswith("rows") and not 1 <= value <= 12:
        raise ValueError(f"{name} must be 1 or more, and 12 at most")
    if name == "weight" and not value <= 0.5:
        raise ValueError("weight must be 0.5 at most")
    if name == "note_width" and not value >= 0.2:
        raise ValueError("note_width must be 0.2 or more")
