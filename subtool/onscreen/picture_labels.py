"""Texts at places of a picture that no cue says, such as those of a contact sheet or a card, as ASS. Pure.

They are set as subtitles are: each letter in a face that has it, in the order of its writing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from subtool.model import Span
from subtool.onscreen.citations import ELLIPSIS
from subtool.onscreen.clusters import clusters
from subtool.onscreen.typesetting import typeset
from subtool.text.ass_text import LIMIT_MS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pysubs2 import SSAEvent, SSAStyle

    from subtool.onscreen.typeface import Typeface

STYLE = "Label"
LEFT, MIDDLE, RIGHT = 7, 8, 9  # of the number pad: the line hangs below its place
LAYER = 9  # above all that cues say
ALWAYS = Span(0, LIMIT_MS - 10)  # as long as ASS can say, in its hundredths


@dataclass(frozen=True, slots=True)
class PictureLabel:
    """A line of text whose height is `size` pixels; `place` is its upper end, `align` which part of it is there.

    It comes out of nothing in `fade_ms` and goes into it.
    """

    text: str
    place: tuple[float, float]
    size: float
    colour: str
    typeface: Typeface
    align: int = LEFT
    span: Span = ALWAYS
    fade_ms: tuple[int, int] = (0, 0)


def label_events(labels: Iterable[PictureLabel]) -> list[SSAEvent]:
    """The events of an ASS file that has `STYLE`, or any other."""
    from pysubs2 import SSAEvent

    result = []
    for label in labels:
        text = _tags(label) + typeset((label.text,), label.typeface, label.size)
        result.append(SSAEvent(label.span.start_ms, label.span.end_ms, text, style=STYLE, layer=LAYER))
    return result


def label_text(labels: Iterable[PictureLabel], size: tuple[int, int]) -> str:
    """The text of an ASS file with these labels, for a picture of this size."""
    from pysubs2 import SSAFile

    sheet = SSAFile()
    sheet.info.update({"PlayResX": str(size[0]), "PlayResY": str(size[1]), "WrapStyle": "2"})
    sheet.info.update(
        {"LayoutResX": str(size[0]), "LayoutResY": str(size[1]), "ScaledBorderAndShadow": "yes"}
    )
    sheet.styles = {STYLE: label_style()}
    sheet.events = label_events(labels)
    return sheet.to_string("ass")


def label_style() -> SSAStyle:
    """Plain letters: all else stands in the events."""
    from pysubs2 import SSAStyle

    return SSAStyle(outline=0, shadow=0, marginl=0, marginr=0, marginv=0, encoding=-1)


def cut_to(text: str, size: float, room: float, typeface: Typeface) -> str:
    """The text, or as much of it as has room, in pixels, and an ellipsis."""
    if typeface.measure(text) * size <= room:
        return text
    parts = clusters(text)
    low, high = 0, len(parts)
    while low < high - 1:
        middle = (low + high) // 2
        if typeface.measure(_cut(parts, middle)) * size <= room:
            low = middle
        else:
            high = middle
    return _cut(parts, low)


def _cut(parts: tuple[str, ...], count: int) -> str:
    return f"{''.join(parts[:count]).rstrip()}{ELLIPSIS}"


def _tags(label: PictureLabel) -> str:
    red, green, blue = (label.colour[place : place + 2] for place in (1, 3, 5))
    face, (x, y) = label.typeface.faces[0], label.place
    fade = rf"\fad({label.fade_ms[0]},{label.fade_ms[1]})" if any(label.fade_ms) else ""
    return (
        rf"{{\an{label.align}\pos({x:.1f},{y:.1f})\q2\fn{face.family}\b{face.weight}\i{int(face.italic)}"
        rf"\fs{label.size:.1f}\1c&H{blue}{green}{red}&\bord0\shad0{fade}}}"
    )
