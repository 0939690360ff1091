"""ASS for burning in: subtitles bottom centre, footnote captions top left, each on a layer of its own. Pure.

All sizes are shares of the picture, so that a film looks the same at every size.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from subtool.errors import FormatError
from subtool.formats.asstext import LIMIT_MS, escaped
from subtool.model import Role, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pysubs2 import SSAStyle

    from subtool.model import Cue
    from subtool.screen.canvas import Canvas

# The renderer breaks rows at any space; "p. 217" stays in one row.
KEPT_TOGETHER = re.compile(r"(?<=\b\w\.) (?=\d)|(?<=\b\w\w\.) (?=\d)|(?<=\b\w{3}\.) (?=\d)")

SUBTITLES_LAYER, NOTES_LAYER = 0, 1


@dataclass(frozen=True, slots=True)
class Typeface:
    """The names by which the renderer finds the fonts of subtitles and of footnotes."""

    subtitles: str
    notes: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Where text stands, in pixels of the canvas.

    Upright pictures are shown in players that lay their buttons over the bottom and the top.
    """

    side: int
    top: int
    bottom: int
    subtitle: float
    note: float
    note_width: int

    @classmethod
    def of(cls, canvas: Canvas) -> Layout:
        side = round(canvas.width * (0.055 if canvas.upright else 0.045))
        top, bottom = (0.09, 0.16) if canvas.upright else (0.045, 0.05)
        return cls(
            side=side,
            top=round(canvas.height * top),
            bottom=round(canvas.height * bottom),
            subtitle=round(0.064 * canvas.base, 1),
            note=round(0.040 * canvas.base, 1),
            note_width=min(
                canvas.width - 2 * side, round(1.1 * canvas.base)
            ),  # about 65 characters, easily read
        )


def burn_text(cues: Iterable[Cue], canvas: Canvas, typeface: Typeface) -> str:
    """The text of an ASS file that shows these cues; their times are those the renderer is to see.

    Notes shown at the same time are one event, a paragraph each: a renderer that has to place several at once
    moves them about.

    Raises:
        FormatError: a cue is later than ASS can say.
    """
    from pysubs2 import SSAEvent, SSAFile

    cues = tuple(cues)
    _require_representable(cues)
    layout = Layout.of(canvas)
    padding = _padding(layout)
    sheet = SSAFile()
    sheet.info.update(_info(canvas))
    sheet.styles = {
        "Subtitle": _subtitle_style(canvas, layout, typeface),
        "Note": _note_style(canvas, layout, typeface),
    }
    sheet.events = [
        SSAEvent(cue.span.start_ms, cue.span.end_ms, _rows(cue), style="Subtitle", layer=SUBTITLES_LAYER)
        for cue in cues
        if cue.role is not Role.NOTE
    ] + [
        SSAEvent(note.span.start_ms, note.span.end_ms, padding + _rows(note), style="Note", layer=NOTES_LAYER)
        for note in merged([cue for cue in cues if cue.role is Role.NOTE])
    ]
    return sheet.to_string("ass")


def merged(notes: Sequence[Cue]) -> list[Cue]:
    """One note at a time: a stretch in which the same notes are shown is one cue, with the rows of all."""
    edges = sorted({edge for note in notes for edge in (note.span.start_ms, note.span.end_ms)})
    made: list[Cue] = []
    for start_ms, end_ms in pairwise(edges):
        shown = [note for note in notes if note.span.start_ms <= start_ms < note.span.end_ms]
        lines = tuple(line for note in shown for line in note.lines)
        if made and made[-1].span.end_ms == start_ms and made[-1].lines == lines:
            made[-1] = replace(made[-1], span=Span(made[-1].span.start_ms, end_ms))
        elif lines:
            made.append(replace(shown[0], span=Span(start_ms, end_ms), lines=lines, markup=()))
    return made


def _rows(cue: Cue) -> str:
    rows = (row.strip() for line in cue.lines for row in line.splitlines())
    return r"\N".join(escaped(KEPT_TOGETHER.sub("\u00a0", row)) for row in rows if row)


def _require_representable(cues: Iterable[Cue]) -> None:
    if any(cue.span.end_ms >= LIMIT_MS for cue in cues):
        raise FormatError(
            "a cue after ten hours cannot be burned in", hint="burn it in by parts, with `clip`"
        )


def _info(canvas: Canvas) -> dict[str, str]:
    size = {"PlayResX": canvas.width, "PlayResY": canvas.height}
    layout = {"LayoutResX": canvas.width, "LayoutResY": canvas.height}
    modes = {"WrapStyle": 0, "ScaledBorderAndShadow": "yes"}
    return {name: str(value) for name, value in {**size, **layout, **modes}.items()}


def _subtitle_style(canvas: Canvas, layout: Layout, typeface: Typeface) -> SSAStyle:
    from pysubs2 import Alignment, Color

    style = _style(canvas, typeface.subtitles, layout.subtitle)
    style.alignment = Alignment.BOTTOM_CENTER
    style.outlinecolor, style.outline = Color(0, 0, 0, 0x10), round(layout.subtitle * 0.045, 2)
    style.backcolor, style.shadow = Color(0, 0, 0, 0x90), round(layout.subtitle * 0.02, 2)
    style.marginl = style.marginr = layout.side
    style.marginv = layout.bottom
    return style


def _note_style(canvas: Canvas, layout: Layout, typeface: Typeface) -> SSAStyle:
    from pysubs2 import Alignment, Color

    style = _style(canvas, typeface.notes, layout.note)
    style.alignment = Alignment.TOP_LEFT
    style.borderstyle, style.outline = 4, 0  # a box around the whole event, which is libass' own
    style.backcolor = Color(0, 0, 0, 0x50)
    across, down = _pads(layout)
    style.marginl = layout.side + across
    style.marginr = canvas.width - layout.side - layout.note_width + across
    style.marginv = layout.top + down
    return style


def _style(canvas: Canvas, family: str, size: float) -> SSAStyle:
    from pysubs2 import Color, SSAStyle

    white = Color(canvas.white, canvas.white, canvas.white)
    return SSAStyle(fontname=family, fontsize=size, primarycolor=white, encoding=-1)  # -1: by its letters


def _pads(layout: Layout) -> tuple[int, int]:
    """How far the box of a note reaches beyond its text, across and down."""
    return round(layout.note * 0.4), round(layout.note * 0.2)


def _padding(layout: Layout) -> str:
    across, down = _pads(layout)
    return rf"{{\xshad{across}\yshad{down}}}"
