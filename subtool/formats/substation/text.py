r"""The text of an ASS event as it is seen: overrides in their order upon the style, escapes, drawings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from subtool.formats import placing
from subtool.formats.placing import OLD_ALIGNMENTS
from subtool.formats.runs import TextLook, TextRun
from subtool.formats.substation.lines import AssStyle, colour_of
from subtool.text.ass_text import WORD_JOINER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PIECE = re.compile(r"\\[{}]|\\" + WORD_JOINER + r"|\\[Nnh]|\{[^{}]*\}|.", re.DOTALL)
SEEN = {r"\N": "\n", r"\h": "\u00a0", f"\\{WORD_JOINER}": "\\", r"\{": "{", r"\}": "}"}
ANIMATED = re.compile(
    r"\\t\s*\((?:[^()]|\([^()]*\))*\)?"
)  # what a transformation brings about is not there at first
COMMAND = re.compile(
    r"\\(?:(?P<look>[ibu])(?P<on>\d{1,3})?(?![a-zA-Z(])|(?P<place>an?)(?P<number>\d{1,2})"
    r"|1?c(?P<colour>&?[Hh][0-9a-fA-F]{1,8}&?)?(?=\\|\s|$)|r(?P<reset>[^\\}]*)|p(?P<drawing>\d{1,2})"
    r"|(?:pos|move)\(\s*(?P<x>-?[\d.]{1,12})\s*,\s*(?P<y>-?[\d.]{1,12})[^)\\]*+\)|q(?P<wrap>\d))"
)
BOLDEST = 700  # a weight, of which \b1 is the same


@dataclass(slots=True)
class AssText:
    """An event's text on the way: how it looks now, and where it stands."""

    style: AssStyle
    styles: Mapping[str, AssStyle]
    look: TextLook
    wraps: bool  # at \n too
    place: int = 0
    point: tuple[float, float] | None = None
    draws: bool = False

    def override(self, block: str) -> None:
        """The commands of a block, one after another."""
        for command in COMMAND.finditer(ANIMATED.sub("", block)):
            if kind := command["look"]:
                self._switch(kind, command["on"])
            elif command["place"]:
                number = int(command["number"])
                number = number if command["place"] == "an" else OLD_ALIGNMENTS.get(number, 2)
                self.place = self.place or (number if 1 <= number <= 9 else 0)  # the first one counts
            elif command["reset"] is not None:
                self.look = self.styles.get(command["reset"].strip(), self.style).look
            elif command["drawing"]:
                self.draws = int(command["drawing"]) > 0
            elif command["x"]:
                self.point = self.point or _point(command["x"], command["y"])
            elif command["wrap"]:
                self.wraps = command["wrap"] == "2"
            else:
                colour = command["colour"]
                own = self.style.look.colour
                self.look = self.look._replace(colour=(colour_of(colour) or "") if colour else own)

    def _switch(self, kind: str, value: str | None) -> None:
        weight = int(value or 0)
        on, usual = weight == 1 or weight >= BOLDEST, self.style.look
        match kind:
            case "i":
                self.look = self.look._replace(italic=usual.italic if value is None else on)
            case "b":
                self.look = self.look._replace(bold=usual.bold if value is None else on)
            case _:
                self.look = self.look._replace(underlined=usual.underlined if value is None else on)

    def settings(self, picture: tuple[float, float]) -> str:
        """Where it stands, as settings of WebVTT."""
        place = self.place or self.style.place
        if self.point is None:
            return placing.keypad(place)
        shares = [
            min(100.0, max(0.0, 100 * value / whole))
            for value, whole in zip(self.point, picture, strict=True)
        ]
        edge = (",end", ",center", "")[(place - 1) // 3]
        side = (",line-left", "", ",line-right")[(place - 1) % 3]
        align = placing.ALIGNMENTS[(place - 1) % 3 - 1]
        return " ".join(
            filter(None, (f"line:{shares[1]:.4g}%{edge}", f"position:{shares[0]:.4g}%{side}", align))
        )


def pieces(text: str, state: AssText) -> Iterator[tuple[str, str, TextLook]]:
    """What is seen of each piece of a text, how it is written, and how it looks."""
    for match in PIECE.finditer(text):
        raw = match[0]
        if raw[0] == "{" and len(raw) > 1:
            state.override(raw[1:-1])
            yield "", raw, state.look
        elif state.draws:
            yield "", raw, state.look
        elif raw == r"\n":
            yield "\n" if state.wraps else " ", raw, state.look
        else:
            yield SEEN.get(raw, raw), raw, state.look


def runs(text: str, state: AssText) -> list[TextRun]:
    """A text as runs of one look each."""
    seen = ((shown, look) for shown, _, look in pieces(text, state) if shown)
    return [TextRun("".join(shown for shown, _ in same), look) for look, same in groupby(seen, itemgetter(1))]


def _point(x: str, y: str) -> tuple[float, float] | None:
    try:
        return float(x), float(y)
    except ValueError:
        return None
