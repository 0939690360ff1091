"""Where each text stands, and in which lines, for as long as it is shown. Pure.

At the bottom, blocks stand on one another: a second language, footnotes and titles keep clear of the highest that
is ever below them while they are shown, so that nothing moves and nothing is covered.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from subtool.formats import placing
from subtool.model import Role, Span
from subtool.onscreen.citations import NoteRoom, noted
from subtool.onscreen.look import NotePosition
from subtool.onscreen.stretches import Stretch, runs, stretches
from subtool.onscreen.wrap import Fitted, fitted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.model import Cue
    from subtool.onscreen.setting import Setting

RAISED = ("top", "middle")  # places of cues that are not where subtitles stand
GAP = 0.35  # between blocks, in footnotes' lines
LINE_DOWN = 0.02  # of a line: how far its own box reaches beyond it; boxes of two lines then meet
LOWER_LINE = 0.78  # of the lines of a title below its first
_NUMBER = re.compile(r"\d{1,9}")  # of footnotes; what has more digits has no order


class BlockKind(StrEnum):
    """What a block is; also the name of its style."""

    SUBTITLE = "Subtitle"
    SECOND = "Second"
    NOTE = "Note"
    TITLE = "Title"
    CARD = "Card"


CARD_SIZE = 1.25  # of the lines of a card, in those of a footnote
CARD_LINES = 4  # of one source
# Of the picture's height that each may take; chosen by eye.
SHARES = {BlockKind.SUBTITLE: 0.45, BlockKind.SECOND: 0.25, BlockKind.NOTE: 0.3, BlockKind.TITLE: 0.25}


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Lines of one kind, `size` high each, the topmost of them at `top` pixels; `cues` are what they say."""

    kind: BlockKind
    span: Span
    lines: tuple[str, ...]
    size: float
    top: float
    cues: tuple[Cue, ...] = ()
    leading: float = 1.0  # the height of a line, in those of Latin

    @property
    def height(self) -> float:
        """Of the lines, without the box around them."""
        lower = LOWER_LINE if self.kind is BlockKind.TITLE else 1.0
        return self.size * self.leading * (1 + lower * (len(self.lines) - 1))


@dataclass
class _Tower:
    """What stands at the bottom, a level a kind."""

    ground: float
    levels: list[list[tuple[Span, float]]] = field(default_factory=list)

    def floor(self, span: Span) -> float:
        """Where a block may end that is shown in this span."""
        low = self.ground
        for level in self.levels:
            index = bisect_left(level, span.start_ms, key=lambda placed: placed[0].end_ms - 1)
            while index < len(level) and level[index][0].start_ms < span.end_ms:
                low = min(low, level[index][1])
                index += 1
        return low


def blocks(cues: Sequence[Cue], second: Sequence[Cue], setting: Setting) -> list[TextBlock]:
    """All cues as blocks; notes are those of role `note`, lower thirds those of role `title`."""
    of_role = {role: stretches(_in_order([cue for cue in cues if cue.role is role])) for role in Role}
    low, raised = _by_place(of_role[Role.SPEECH])
    speech, other = (BlockKind.SUBTITLE, low), (BlockKind.SECOND, stretches(second))
    levels = [other, speech] if setting.layout.second == "under" else [speech, other]
    tower = _Tower(setting.canvas.height - setting.bottom)
    result = [block for kind, level in levels for block in _standing(kind, level, setting, tower)]
    match setting.place:
        case NotePosition.TOP:
            result += _notes(of_role[Role.NOTE], setting, None)
        case NotePosition.LOWER:
            result += _notes(of_role[Role.NOTE], setting, tower)
        case NotePosition.END_CARD:
            result += (_card(stretch, setting) for stretch in of_role[Role.NOTE])
    result += list(_raised(raised, result, setting))
    return result + list(_standing(BlockKind.TITLE, of_role[Role.TITLE], setting, tower))


def size_of(kind: BlockKind, setting: Setting) -> float:
    layout = setting.layout
    shares = {
        BlockKind.SUBTITLE: layout.size,
        BlockKind.SECOND: layout.second_size,
        BlockKind.NOTE: layout.note_size,
        BlockKind.TITLE: layout.title_size,
        BlockKind.CARD: layout.note_size * CARD_SIZE,
    }
    return setting.pixels(shares[kind])


def pads(kind: BlockKind, setting: Setting) -> tuple[int, int]:
    """How far the box around a block reaches beyond its lines, across and down."""
    size, layout = size_of(kind, setting), setting.layout
    if kind in {BlockKind.NOTE, BlockKind.TITLE}:
        return round(size * 0.4), round(size * 0.2)
    if kind is BlockKind.CARD:
        return 0, 0
    if layout.edge == "box":
        return round(size * layout.weight * 1.6), round(size * layout.weight * 0.6)
    return (round(size * layout.weight), max(1, round(size * LINE_DOWN))) if layout.edge == "rows" else (0, 0)


def _standing(
    kind: BlockKind, level: Sequence[Stretch], setting: Setting, tower: _Tower
) -> Iterator[TextBlock]:
    gap, placed = _gap(kind, setting, tower), list[tuple[Span, float]]()
    across, down = pads(kind, setting)
    size, typeface = size_of(kind, setting), setting.typefaces.subtitles
    width = (setting.width - 2 * across - (bar(setting) if kind is BlockKind.TITLE else 0)) / size
    for stretch in level:
        whole = Span(
            min(cue.span.start_ms for cue in stretch.cues), max(cue.span.end_ms for cue in stretch.cues)
        )
        floor = tower.floor(whole)
        end = floor - (gap if floor < tower.ground else 0) - down
        room = min(SHARES[kind] * setting.canvas.height, end - down - setting.top)
        lines = [part.strip() for cue in stretch.cues for line in cue.lines for part in line.splitlines()]
        leading = max(map(typeface.height, lines), default=1.0)
        high = room / size / leading
        fit = fitted(
            [line for line in lines if line], width, high, setting.layout.max_lines, typeface.measure
        )
        block = _on(TextBlock(kind, stretch.span, fit.lines, size * fit.scale, 0, stretch.cues, leading), end)
        placed.append((stretch.span, block.top - down))
        yield block
    tower.levels.append(placed)


def _notes(level: Sequence[Stretch], setting: Setting, tower: _Tower | None) -> Iterator[TextBlock]:
    """At the top, or on the tower; those that follow one another without a gap end at the same height."""
    across, down = pads(BlockKind.NOTE, setting)
    size, typeface = size_of(BlockKind.NOTE, setting), setting.typefaces.notes
    placed = list[tuple[Span, float]]()
    for run in runs(level):
        whole = Span(run[0].span.start_ms, run[-1].span.end_ms)
        floor = tower.floor(whole) if tower else setting.canvas.height
        end = floor - down - (_gap(BlockKind.NOTE, setting, tower) if tower and floor < tower.ground else 0)
        room = min(SHARES[BlockKind.NOTE] * setting.canvas.height, end - down - setting.top)
        for stretch in run:
            texts = [" ".join(" ".join(cue.lines).splitlines()) for cue in stretch.cues]
            leading = max(map(typeface.height, texts))
            wide, high = (setting.note_width - 2 * across) / size, room / size / leading
            fit: Fitted = noted(
                texts, NoteRoom(setting.layout.note_rows, wide, high), typeface.measure, _newest(stretch)
            )
            block = TextBlock(
                BlockKind.NOTE,
                stretch.span,
                fit.lines,
                size * fit.scale,
                setting.top + down,
                stretch.cues,
                leading,
            )
            block = _on(block, end) if tower else block
            placed.append((stretch.span, block.top - down))
            yield block
    if tower:
        tower.levels.append(placed)


def _by_place(level: Sequence[Stretch]) -> tuple[list[Stretch], list[Stretch]]:
    """What stands at the bottom, and what its file puts higher."""
    low, raised = list[Stretch](), list[Stretch]()
    for stretch in level:
        parts: dict[bool, list[Cue]] = {False: [], True: []}
        for cue in stretch.cues:
            parts[placing.place_of(cue) in RAISED].append(cue)
        low += [Stretch(stretch.span, tuple(parts[False]))] if parts[False] else []
        raised += [Stretch(stretch.span, tuple(parts[True]))] if parts[True] else []
    return low, raised


def _raised(level: Sequence[Stretch], others: Sequence[TextBlock], setting: Setting) -> Iterator[TextBlock]:
    """Subtitles at the top, below the sources that are shown there, or in the middle."""
    across, down = pads(BlockKind.SUBTITLE, setting)
    size, typeface = size_of(BlockKind.SUBTITLE, setting), setting.typefaces.subtitles
    _, below = pads(BlockKind.NOTE, setting)
    gap = size_of(BlockKind.NOTE, setting) * GAP
    notes = [block for block in others if block.kind is BlockKind.NOTE]
    for stretch in level:
        shown = [block for block in notes if block.span.within(stretch.span)]
        top = max([setting.top, *(block.top + block.height + below + gap for block in shown)]) + down
        lines = [line.strip() for cue in stretch.cues for line in cue.lines if line.strip()]
        leading = max(map(typeface.height, lines), default=1.0)
        room = SHARES[BlockKind.SUBTITLE] * setting.canvas.height / size / leading
        wide = (setting.width - 2 * across) / size
        fit = fitted(lines, wide, room, setting.layout.max_lines, typeface.measure)
        block = TextBlock(
            BlockKind.SUBTITLE, stretch.span, fit.lines, size * fit.scale, top, stretch.cues, leading
        )
        if all(placing.place_of(cue) == "middle" for cue in stretch.cues):
            block = replace(block, top=max(top, (setting.canvas.height - block.height) / 2))
        yield block


def _in_order(cues: list[Cue]) -> list[Cue]:
    """Footnotes in the order of their numbers; all else as it comes."""
    if all(cue.role is Role.NOTE and _NUMBER.fullmatch("".join(cue.footnotes)) for cue in cues):
        return sorted(cues, key=lambda cue: (int(cue.footnotes[0]), cue.span.start_ms))
    return cues


def _newest(stretch: Stretch) -> list[int]:
    """Of the footnotes shown at once, the ones that came last: they belong to what is being said."""
    latest_ms = max(cue.span.start_ms for cue in stretch.cues)
    return [number for number, cue in enumerate(stretch.cues) if cue.span.start_ms == latest_ms]


def _card(stretch: Stretch, setting: Setting) -> TextBlock:
    """All sources, in the middle of the height."""
    size, typeface = size_of(BlockKind.CARD, setting), setting.typefaces.notes
    height = setting.canvas.height - setting.top - setting.bottom
    texts = [line for cue in stretch.cues for line in cue.lines]
    leading = max(map(typeface.height, texts), default=1.0)
    room = NoteRoom(CARD_LINES, setting.width / size, height / size / leading)
    fit = noted(texts, room, typeface.measure)
    block = TextBlock(BlockKind.CARD, stretch.span, fit.lines, size * fit.scale, 0, stretch.cues, leading)
    return _on(block, setting.top + (height + block.height) / 2)


def bar(setting: Setting) -> int:
    """How wide the bar beside a title is."""
    return max(2, round(size_of(BlockKind.TITLE, setting) * 0.14))


def _gap(kind: BlockKind, setting: Setting, tower: _Tower) -> float:
    """Two languages stand closer than what belongs less together."""
    close = kind in {BlockKind.SUBTITLE, BlockKind.SECOND} and tower.levels
    return size_of(BlockKind.NOTE, setting) * (GAP * 0.4 if close else GAP)


def _on(block: TextBlock, end: float) -> TextBlock:
    return replace(block, top=end - block.height)
