"""The lines of an ASS or SSA file: styles and events by the columns that their Format lines name.

pysubs2 takes the columns as fixed, and refuses the file or warns where they are others; players go by the line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from subtool.formats.placing import OLD_ALIGNMENTS
from subtool.formats.runs import TextLook
from subtool.timecode import full_clock, units_ms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LINE = re.compile(r"[^\r\n]*")
SECTION = re.compile(r"\s*\[([^\]]{1,60})\]\s*")
FIELD = re.compile(r"\s*([A-Za-z][A-Za-z ]{0,30}?)\s*:[ \t]?")
CLOCK = re.compile(r"\s*(\d{1,9}):(\d{1,2}):(\d{1,2})(?:[.,:](\d{1,3}))?\s*")
COLOUR = re.compile(r"&?[Hh]([0-9a-fA-F]{1,8})&?")
EVENT_COLUMNS = ("layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text")
STYLE_COLUMNS = (
    "name", "fontname", "fontsize", "primarycolour", "secondarycolour", "outlinecolour", "backcolour", "bold",
    "italic", "underline", "strikeout", "scalex", "scaley", "spacing", "angle", "borderstyle", "outline", "shadow",
    "alignment", "marginl", "marginr", "marginv", "encoding",
)  # fmt: skip
OLD_STYLE_COLUMNS = (
    "name", "fontname", "fontsize", "primarycolour", "secondarycolour", "tertiarycolour", "backcolour", "bold",
    "italic", "borderstyle", "outline", "shadow", "alignment", "marginl", "marginr", "marginv", "alphalevel",
    "encoding",
)  # fmt: skip
NEVER_MS = 36_000_000 * 100  # a thousand hours; a limit against nonsense, no film comes near


class AssStyle(NamedTuple):
    """What a style says of text: how it looks, and its place on the number pad."""

    look: TextLook = TextLook()
    place: int = 2


@dataclass(frozen=True, slots=True)
class AssEvent:
    """An event: its kind, where its line and its fields stand in the file, and its number of the line."""

    kind: str
    line: int
    start: int
    end: int
    fields: Mapping[str, tuple[int, int]]

    def field(self, content: str, name: str) -> str:
        place = self.fields.get(name)
        return content[place[0] : place[1]] if place else ""


@dataclass(slots=True)
class AssFile:
    """What stands in a file, section by section."""

    info: dict[str, str] = field(default_factory=dict)
    styles: dict[str, AssStyle] = field(default_factory=dict)
    events: list[AssEvent] = field(default_factory=list)
    sections: set[str] = field(default_factory=set)
    style_names: list[str] = field(default_factory=list)
    styles_end: int = 0  # after the last style
    columns: tuple[str, ...] = EVENT_COLUMNS
    attached: int = 0  # fonts and pictures in the file

    def add_style(self, text: str, columns: tuple[str, ...], end: int, *, is_old: bool) -> None:
        """A style, whose line ends at `end`."""
        name, style = _style(text, columns, is_old=is_old)
        self.styles[name] = style
        self.style_names.append(name)
        self.styles_end = end

    @property
    def picture(self) -> tuple[float, float]:
        """The size of the picture that positions count in."""
        width, height = (_number(self.info.get(name, "")) for name in ("playresx", "playresy"))
        if not width and not height:
            return 384, 288
        return width or (height or 0) * 4 / 3, height or (width or 0) * 3 / 4


def parsed(content: str) -> AssFile:
    """The sections of a file; lines that nobody knows are passed over."""
    file = AssFile()
    section, columns, is_old = "", tuple[str, ...](), False
    for number, match in enumerate(_lines(content), start=1):
        line = match[0]
        if header := SECTION.fullmatch(line):
            section = header[1].strip().lower()
            file.sections.add(section)
            is_old = section == "v4 styles"
            columns = OLD_STYLE_COLUMNS if is_old else STYLE_COLUMNS
        named = None if header else FIELD.match(line)
        if not named:
            continue
        key, value = named[1].lower(), line[named.end() :]
        if section in {"fonts", "graphics"}:
            file.attached += key in {"fontname", "filename"}
        elif section == "script info":
            file.info[key] = value.strip()
        elif section.endswith("styles") and key == "style":
            file.add_style(value, columns, match.end(), is_old=is_old)
        elif section.endswith("styles") and key == "format":
            columns = _columns(value)
        elif section == "events" and key == "format":
            file.columns = _columns(value)
        elif section == "events":
            file.events.append(_event(key, number, match, named.end(), file.columns))
    return file


def _lines(content: str) -> Iterator[re.Match[str]]:
    position = 0
    while position < len(content):
        match = LINE.match(content, position)
        assert match, "it may be empty"
        yield match
        position = match.end() + (2 if content.startswith("\r\n", match.end()) else 1)


def _columns(text: str) -> tuple[str, ...]:
    return tuple(name.strip().lower() for name in text.split(","))


def _style(text: str, columns: tuple[str, ...], *, is_old: bool) -> tuple[str, AssStyle]:
    values = dict(zip(columns, (value.strip() for value in text.split(",")), strict=False))
    place = int(_number(values.get("alignment", "")) or 2)
    place = OLD_ALIGNMENTS.get(place, 2) if is_old else place
    look = TextLook(
        italic=_is_on(values.get("italic", "")),
        bold=_is_on(values.get("bold", "")),
        underlined=_is_on(values.get("underline", "")),
        colour=colour_of(values.get("primarycolour", "")) or "",
    )
    return values.get("name", "").removeprefix("*"), AssStyle(look, place if 1 <= place <= 9 else 2)


def _event(key: str, number: int, match: re.Match[str], offset: int, columns: tuple[str, ...]) -> AssEvent:
    """An event and its fields: the last column is the rest of the line, with its commas."""
    fields: dict[str, tuple[int, int]] = {}
    position = match.start() + offset
    for column in columns[:-1]:
        comma = match.string.find(",", position, match.end())
        if comma < 0:
            break
        fields[column] = (position, comma)
        position = comma + 1
    else:
        fields[columns[-1]] = (position, match.end())
    return AssEvent(key, number, match.start(), match.end(), fields)


def clock_ms(text: str) -> int | None:
    """`0:00:01.50` in ms."""
    match = CLOCK.fullmatch(text)
    if not match:
        return None
    time_ms = units_ms(*match.groups())
    return time_ms if time_ms < NEVER_MS else None


def clock(ms: int) -> str:
    """A time as ASS writes it: `0:00:01.50`."""
    return full_clock(ms, decimals=2).removeprefix("0")


def colour_of(text: str) -> str | None:
    """`#rrggbb` of a colour, which ASS writes backwards; SSA as a decimal number. White is empty."""
    text = text.strip()
    if match := COLOUR.fullmatch(text):
        value = int(match[1], 16)
    elif re.fullmatch(r"-?\d{1,10}", text):
        value = int(text) & 0xFFFFFFFF
    else:
        return None
    blue, green, red = value >> 16 & 255, value >> 8 & 255, value & 255
    result = f"#{red:02x}{green:02x}{blue:02x}"
    return "" if result == "#ffffff" else result


def _is_on(text: str) -> bool:
    return bool(_number(text))


def _number(text: str) -> float | None:
    match = re.fullmatch(r"\s*(-?\d{1,9}(?:\.\d{1,9})?)\s*", text)
    return float(match[1]) if match else None
