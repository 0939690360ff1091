"""What TTML says of how text looks and where it stands (TTML2 §10): style sheets, regions, inheritance, and `set`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from subtool.errors import FormatError
from subtool.formats import colours, placing
from subtool.formats.runs import TextLook
from subtool.formats.ttml.document import DEPTH, XML

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from subtool.formats.ttml.document import Element

Properties = dict[str, str]
INHERITED = frozenset(
    {"color", "fontStyle", "fontWeight", "textDecoration", "textAlign", "visibility", "direction"}
)
# Names of styles that are found in small letters.
IN_SMALL = {
    name.lower(): name
    for name in ("fontStyle", "fontWeight", "textDecoration", "textAlign", "displayAlign", "writingMode")
}
# Those that players take without their namespace as well.
UNBOUND = frozenset(IN_SMALL.values()) | {"color", "origin", "extent"}
NUMBER = re.compile(r"(-?\d{1,6}(?:\.\d{1,12})?)\s*(%|px|c|em|rh|rw|)")
HIDDEN = re.compile(r"transparent|#[0-9a-f]{6}00|rgba\([^)]*,\s*0\s*\)", re.IGNORECASE)
# Of the edge a region's text keeps to, where it is in the region.
EDGES = {"before": 0.0, "center": 0.5, "justify": 0.5, "after": 1.0}
LEFT_RIGHT = {-1: "left", 1: "right"}  # of WebVTT, whose start and end are those of the letters
LINES_OF_CELLS = 15  # the rows of cells where nothing is said (TTML2 §7.2.3)


def is_style(namespace: str) -> bool:
    """Whether attributes of a namespace are styles, in any of the versions there were."""
    return namespace == "tts" or namespace.rstrip("/").endswith(("#styling", "#style", "#style-extension"))


def xml_id(element: Element) -> str:
    return element.attributes.get((XML, "id")) or element.attributes.get(("", "id")) or ""


class Frame(NamedTuple):
    """The picture in the units that regions are measured with: pixels and cells, in rows."""

    height_px: float
    rows: float

    @classmethod
    def of(cls, root: Element) -> Frame:
        """As the root element says."""
        given = {name: value for (_, name), value in root.attributes.items()}
        extent = given.get("extent", "").split()
        cells = given.get("cellResolution", "").split()
        height = NUMBER.fullmatch(extent[1]) if len(extent) > 1 else None
        rows = NUMBER.fullmatch(cells[1]) if len(cells) > 1 else None
        return cls(
            float(height[1]) if height and float(height[1]) > 0 else 0.0,
            float(rows[1]) if rows and float(rows[1]) > 0 else LINES_OF_CELLS,
        )

    def percent(self, length: str) -> float | None:
        """A height in percent of the picture's."""
        match = NUMBER.fullmatch(length)
        if not match:
            return None
        value, unit = float(match[1]), match[2]
        if unit == "px":
            return 100 * value / self.height_px if self.height_px else None
        return 100 * value / self.rows if unit == "c" else value


class StyleSheet:
    """The styles and regions of a document by their identifiers."""

    def __init__(self, root: Element) -> None:
        self.frame = Frame.of(root)
        self.styles: dict[str, Element] = {}
        self.regions: dict[str, Element] = {}
        self.initial: Properties = {}
        self._known: dict[int, Properties] = {}
        for element in root.every():
            if element.name == "style" and xml_id(element):
                self.styles.setdefault(xml_id(element), element)
            elif element.name == "region" and xml_id(element):
                self.regions.setdefault(xml_id(element), element)
            elif element.name == "initial":
                self.initial |= _own(element)

    def specified(self, element: Element) -> Properties:
        """What is said of an element itself: by the styles it refers to, those in it, and its attributes."""
        return self._specified(element, 0)

    def _specified(self, element: Element, depth: int) -> Properties:
        known = self._known.get(id(element))
        if known is not None:
            return known
        if depth > DEPTH:
            raise FormatError("has styles that refer to others too deeply", hint="take them apart")
        self._known[id(element)] = {}  # a style that refers to itself says nothing
        found: Properties = {}
        for name in (
            element.attributes.get(("", "style")) or element.attributes.get((element.namespace, "style"), "")
        ).split():
            if name in self.styles:
                found |= self._specified(self.styles[name], depth + 1)
        if element.name == "region":
            for child in element.children:
                if child.name == "style":
                    found |= self._specified(child, depth + 1)
        self._known[id(element)] = found | _own(element)
        return self._known[id(element)]

    def inherited(
        self, above: Mapping[str, str], element: Element, moved: Iterable[Properties]
    ) -> Properties:
        """All that holds for an element: what it inherits, what is said of it, and what a `set` changes now."""
        result = {name: value for name, value in above.items() if name in INHERITED} | self.specified(element)
        for change in moved:
            result |= change
        return result

    def settings(self, region: Properties | None, text: Mapping[str, str]) -> str:
        """Where a paragraph stands, as settings of WebVTT."""
        region = region or {}
        writing = text.get("writingMode", region.get("writingMode", ""))
        backwards = text.get("direction") == "rtl" or writing.startswith("rl")
        side = _side(text, backwards=backwards)
        if writing in {"tbrl", "tb"}:
            return " ".join(filter(None, ("vertical:rl", placing.ALIGNMENTS[side])))
        if writing == "tblr":
            return " ".join(filter(None, ("vertical:lr", placing.ALIGNMENTS[side])))
        if backwards and side:  # where a line starts and ends, WebVTT asks its letters
            return " ".join(filter(None, (placing.LINES[self._height(region)], f"align:{LEFT_RIGHT[side]}")))
        return placing.settings(self._height(region), side)

    def _height(self, region: Mapping[str, str]) -> str:
        """At which height of the picture the text is, by its region's box and the edge it keeps to."""
        if not {"origin", "position", "extent", "displayAlign"} & region.keys():
            return "bottom"
        top, size = self._box(region)
        edge = EDGES.get(region.get("displayAlign", "before"), 0.0)
        level = top + size * edge
        if edge < 1.0:
            return placing.third(level)
        if level <= 40:  # the text ends there, and is above it
            return "top"
        return "middle" if level <= 66 else "bottom"

    def _box(self, region: Mapping[str, str]) -> tuple[float, float]:
        """Top and height in percent."""
        extent = region.get("extent", "").split()
        size = self.frame.percent(extent[1]) if len(extent) > 1 else None
        size = 100.0 if size is None else size
        origin = region.get("origin", "").split()
        top = self.frame.percent(origin[1]) if len(origin) > 1 else None
        if top is None and "position" in region:
            top = _positioned(region["position"], size, self.frame)
        return top or 0.0, size


def _positioned(text: str, size: float, frame: Frame) -> float | None:
    """The top of a box whose `tts:position` is said: a percentage counts what is left beside the box."""
    words = text.split()
    for word, share in (("top", 0.0), ("bottom", 1.0)):
        if word in words:
            after = words[words.index(word) + 1 :]
            off = frame.percent(after[0]) if after else None
            return (100 - size) * share + (off or 0.0) * (1 - 2 * share)
    lengths = [word for word in words if NUMBER.fullmatch(word)]
    if len(lengths) < 2:
        return (100 - size) / 2
    percent = frame.percent(lengths[1])
    if percent is None:
        return None
    return (100 - size) * percent / 100 if lengths[1].endswith("%") else percent


def _side(text: Mapping[str, str], *, backwards: bool) -> int:
    align = text.get("textAlign", "")
    side = {"start": -1, "left": -1, "justify": -1, "end": 1, "right": 1}.get(align, 0)
    return -side if backwards and align in {"start", "end"} else side


def look(style: Mapping[str, str]) -> TextLook:
    """How text looks; a value that nobody knows says nothing."""
    colour = colours.parsed(style.get("color", "")) or ""
    return TextLook(
        italic=style.get("fontStyle") in {"italic", "oblique", "reverseOblique"},
        bold=style.get("fontWeight") == "bold",
        underlined="underline" in style.get("textDecoration", "").split(),
        colour="" if colour == colours.WHITE else colour,
    )


def is_hidden(style: Mapping[str, str]) -> bool:
    """Whether text is there and not seen."""
    return style.get("visibility") == "hidden" or HIDDEN.fullmatch(style.get("color", "").strip()) is not None


def _own(element: Element) -> Properties:
    return {
        IN_SMALL.get(name, name): value.strip()
        for (namespace, name), value in element.attributes.items()
        if is_style(namespace) or name in UNBOUND
    }


def changed_by(element: Element) -> Properties:
    """What a `set` changes."""
    return _own(element)
