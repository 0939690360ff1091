"""A layout in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from subtool.styles.layout import Layout

EDGES = {
    "outline": "a dark outline",
    "halo": "a soft dark halo",
    "box": "one box around all lines",
    "rows": "a box for each line",
}


@dataclass(frozen=True, slots=True)
class LayoutRule:
    """What a layout says, of what, and why."""

    about: str
    says: str
    reason: str


def rules(layout: Layout, comments: Mapping[str, str]) -> tuple[LayoutRule, ...]:
    """All that a layout says; `comments` are those beside its values."""
    return tuple(
        LayoutRule(
            about, says, "; ".join(dict.fromkeys(comments[name] for name in names if name in comments))
        )
        for about, says, names in _said(layout)
    )


def _said(layout: Layout) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    yield "subtitles", f"lines of {layout.size:.1%} of the picture, in {layout.colour}", ("size", "colour")
    yield "", f"at most {layout.max_lines} lines before letters shrink", ("max_lines",)
    edge = EDGES[layout.edge]
    if layout.edge in {"box", "rows"}:
        edge += f", {layout.box_opacity:.0%} dark"
    yield "ground", edge, ("edge", "weight", "box_opacity")
    spoken = f"in {layout.highlight}" if layout.highlight else "as the others"
    yield "spoken word", spoken, ("highlight",)
    other = f"{layout.second} the first, lines of {layout.second_size:.1%}, in {layout.second_colour}"
    yield "second", other, ("second", "second_size", "second_colour")
    notes = f"lines of {layout.note_size:.1%} on a box {layout.note_opacity:.0%} dark"
    yield "footnotes", notes, ("note_size", "note_opacity")
    yield "", f"at most {layout.note_rows} lines each, longer ones are shortened", ("note_rows", "note_width")
    yield (
        "titles",
        f"lines of {layout.title_size:.1%} beside a bar in {layout.accent}",
        ("title_size", "accent"),
    )
    free = f"{layout.side:.1%} at the sides, {layout.top:.1%} at the top, {layout.bottom:.1%} at the bottom"
    yield "kept free", free, ("side", "top", "bottom")
    tall = (
        f"{layout.upright_side:.1%} at the sides, {layout.upright_top:.1%} at the top, "
        f"{layout.upright_bottom:.1%} at the bottom"
    )
    yield "if upright", tall, ("upright_side", "upright_top", "upright_bottom")
