"""ASS for burning in: each block in its place, on a layer of its kind. Pure.

Every event has its place written into it: a renderer moves only those that have none.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from subtool.errors import FormatError
from subtool.onscreen.karaoke import marks_of_line, spoken
from subtool.onscreen.legibility import unreadable
from subtool.onscreen.placement import LOWER_LINE, BlockKind, TextBlock, bar, blocks, pads, size_of
from subtool.onscreen.typesetting import cuts, typeset
from subtool.styles.layout import COLOUR
from subtool.text.ass_text import LIMIT_MS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pysubs2 import Color, SSAEvent, SSAStyle

    from subtool.model import Cue, Span
    from subtool.onscreen.canvas import Canvas
    from subtool.onscreen.setting import Setting

# What covers what, where texts meet.
LAYERS = {
    BlockKind.SUBTITLE: 0,
    BlockKind.SECOND: 0,
    BlockKind.NOTE: 1,
    BlockKind.TITLE: 2,
    BlockKind.CARD: 3,
}


class BurnText(NamedTuple):
    """The text of an ASS file, and what of it cannot be read, in words."""

    text: str
    warnings: tuple[str, ...]


def burn_text(cues: Iterable[Cue], setting: Setting, second: Iterable[Cue] = ()) -> BurnText:
    """The text of an ASS file that shows these cues; their times are those the renderer is to see.

    `second` are the cues of another language. What is shown at the same time is one event a kind.

    Raises:
        FormatError: a cue is later than ASS can say.
    """
    from pysubs2 import SSAFile

    cues, second = tuple(cues), tuple(second)
    _require_representable((*cues, *second))
    sheet = SSAFile()
    sheet.info.update(_info(setting.canvas))
    sheet.styles = {kind.value: _style(kind, setting) for kind in BlockKind}
    result = blocks(cues, second, setting)
    sheet.events = [event for block in result for event in _events(block, setting)]
    return BurnText(sheet.to_string("ass"), tuple(unreadable(result, setting)))


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


def _events(block: TextBlock, setting: Setting) -> Iterator[SSAEvent]:
    match block.kind:
        case BlockKind.TITLE:
            yield _event(block, block.span, _bar(block, setting))
            yield _event(block, block.span, _placed(block, setting) + _title(block, setting))
        case BlockKind.SUBTITLE if setting.layout.highlight:
            on, off = (
                _colour_tag(colour, setting) for colour in (setting.layout.highlight, setting.layout.colour)
            )
            for span, marks in spoken(block, on, off):
                yield from _text_events(block, span, setting, "", marks)
        case _:
            yield from _text_events(block, block.span, setting, _own(block, setting), {})


def _text_events(
    block: TextBlock, span: Span, setting: Setting, colour: str, marks: Mapping[int, str]
) -> Iterator[SSAEvent]:
    """One event of all lines; or one of each, since a renderer draws one straight box an event and no more."""
    texts = _lines(block, setting, marks)
    if not _is_boxed_by_line(block.kind, setting):
        yield _event(block, span, _placed(block, setting) + colour + r"\N".join(texts))
        return
    step = block.size * block.leading
    for number, (line, text) in enumerate(zip(block.lines, texts, strict=True), 1):
        alone = replace(block, lines=(line,), top=round(block.top + number * step) - step)
        yield _event(block, span, _placed(alone, setting) + colour + text)


def _is_boxed_by_line(kind: BlockKind, setting: Setting) -> bool:
    return setting.layout.edge == "rows" and kind in {BlockKind.SUBTITLE, BlockKind.SECOND}


def _own(block: TextBlock, setting: Setting) -> str:
    """The colour that its file gives a cue which is shown by itself."""
    colour = block.cues[0].style.color if len(block.cues) == 1 else ""
    known = block.kind is BlockKind.SUBTITLE and COLOUR.fullmatch(colour)
    return _colour_tag(colour, setting) if known else ""


def _event(block: TextBlock, span: Span, text: str) -> SSAEvent:
    from pysubs2 import SSAEvent

    return SSAEvent(span.start_ms, span.end_ms, text, style=block.kind.value, layer=LAYERS[block.kind])


def _lines(block: TextBlock, setting: Setting, marks: Mapping[int, str]) -> list[str]:
    """Each line as ASS, which begins in the first face; `marks` as in `typeset`."""
    low = block.kind not in {BlockKind.NOTE, BlockKind.CARD}
    typeface = setting.typefaces.subtitles if low else setting.typefaces.notes
    styles = cuts(block.lines, block.cues) if low else []
    if not _is_boxed_by_line(block.kind, setting):
        return [typeset(block.lines, typeface, block.size, styles, marks)]
    ends = list(accumulate(map(len, block.lines)))
    return [
        typeset(
            (line,),
            typeface,
            block.size,
            styles[end - len(line) : end],
            marks_of_line(marks, end - len(line), end),
        )
        for line, end in zip(block.lines, ends, strict=True)
    ]


def _placed(block: TextBlock, setting: Setting) -> str:
    across, down = pads(block.kind, setting)
    place: tuple[float, float]
    match block.kind:
        case BlockKind.NOTE:
            place = (setting.side + across, block.top)
        case BlockKind.CARD:
            place = (setting.side, block.top)
        case BlockKind.TITLE:
            place = (setting.side + bar(setting) + across, block.top)
        case _:
            place = (setting.canvas.width / 2, block.top + block.height)
    tags = rf"\pos({place[0]:g},{place[1]:.1f})"
    if block.size != size_of(block.kind, setting):
        tags += rf"\fs{block.size:.1f}"
    if _is_boxed_by_line(block.kind, setting):  # a line of smaller letters than others has a box as high
        own = block.size * setting.typefaces.subtitles.height(block.lines[0])
        down += round((block.height - own) / 2)
    if block.kind in {BlockKind.NOTE, BlockKind.TITLE} or (
        setting.layout.edge in {"box", "rows"} and block.kind is not BlockKind.CARD
    ):
        tags += rf"\xshad{across}\yshad{down}"
    elif setting.layout.edge == "halo" and block.kind is not BlockKind.CARD:
        tags += rf"\blur{size_of(block.kind, setting) * 0.05:.1f}"
    return f"{{{tags}}}"


def _title(block: TextBlock, setting: Setting) -> str:
    """The first line, and those below it smaller and lighter."""
    first, *others = block.lines
    bold, light, size = setting.typefaces.subtitles, setting.typefaces.notes, block.size * LOWER_LINE
    result = typeset((first,), bold, block.size)
    if not others:
        return result
    return rf"{result}\N{{\fn{light.faces[0].family}\b0\i0\fs{size:.1f}}}" + typeset(others, light, size)


def _bar(block: TextBlock, setting: Setting) -> str:
    _, down = pads(block.kind, setting)
    wide, high = bar(setting), round(block.height + 2 * down)
    where = rf"\pos({setting.side},{block.top - down:.1f})\bord0\shad0"
    colour = _colour_tag(setting.layout.accent, setting).strip("{}")
    return rf"{{{where}{colour}\p1}}m 0 0 l {wide} 0 {wide} {high} 0 {high}"


def _style(kind: BlockKind, setting: Setting) -> SSAStyle:
    from pysubs2 import Alignment, SSAStyle

    layout, size = setting.layout, size_of(kind, setting)
    low = kind in {BlockKind.SUBTITLE, BlockKind.SECOND}
    face = (
        setting.typefaces.notes if kind in {BlockKind.NOTE, BlockKind.CARD} else setting.typefaces.subtitles
    )
    style = SSAStyle(fontname=face.faces[0].family, fontsize=size, encoding=-1)  # -1: by its letters
    style.primarycolor = _colour(layout.second_colour if kind is BlockKind.SECOND else layout.colour, setting)
    style.alignment = Alignment.BOTTOM_CENTER if low else Alignment.TOP_LEFT
    if kind is BlockKind.CARD:
        style.outline = style.shadow = 0
    else:
        _edge(style, layout.edge if low else "box", layout.weight * size, setting)
    if kind in {BlockKind.NOTE, BlockKind.TITLE}:
        style.backcolor = _black(layout.note_opacity)
    across, _ = pads(kind, setting)
    style.marginl = setting.side + across * (kind in {BlockKind.NOTE, BlockKind.TITLE})
    style.marginr = setting.side
    if kind is BlockKind.NOTE:
        style.marginr = setting.canvas.width - setting.side - setting.note_width + across
    return style


def _edge(style: SSAStyle, edge: str, weight: float, setting: Setting) -> None:
    match edge:
        case "outline":
            style.outlinecolor, style.outline = _black(0.94), round(weight, 2)
            style.backcolor, style.shadow = _black(0.44), round(weight * 0.45, 2)
        case "halo":
            style.outlinecolor, style.outline = _black(0.75), round(weight, 2)
            style.backcolor, style.shadow = _black(0.4), round(weight * 0.6, 2)
        case _:
            style.borderstyle, style.outline = 4, 0  # a box around the whole event, which is libass' own
            style.backcolor = _black(setting.layout.box_opacity)


def _black(opacity: float) -> Color:
    from pysubs2 import Color

    return Color(0, 0, 0, round(255 * (1 - opacity)))


def _colour(colour: str, setting: Setting) -> Color:
    """As bright as white is on this picture."""
    from pysubs2 import Color

    red, green, blue = (
        round(int(colour[position : position + 2], 16) * setting.canvas.white / 255) for position in (1, 3, 5)
    )
    return Color(red, green, blue)


def _colour_tag(colour: str, setting: Setting) -> str:
    result = _colour(colour, setting)
    return rf"{{\1c&H{result.b:02X}{result.g:02X}{result.r:02X}&}}"
