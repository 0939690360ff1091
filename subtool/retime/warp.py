"""Re-timing as a value: which stretch of the old time line went where, and how fast it runs there. Pure.

A shift, another frame rate, a split, a new cut, an edit list: each only makes a `Warp`, and one function applies it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from subtool.model import Media, Sheet, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from subtool.model import Cue, Word

from subtool.model import EVER_MS


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the old time line, where it starts in the new one, and how much longer it lasts there.

    `rate` is new time by old time: 1.04 where 25 frames a second become 24.04.
    """

    old: Span
    new_ms: int
    rate: Fraction = Fraction(1)

    def moved(self, ms: int) -> int:
        """A moment of the old time line in the new one, also before or after the stretch."""
        return self.new_ms + round((ms - self.old.start_ms) * self.rate)


@dataclass(frozen=True, slots=True)
class Warp:
    """Pieces in the order of the old time line, apart from one another."""

    pieces: tuple[Piece, ...]

    def __post_init__(self) -> None:
        if any(b.old.start_ms < a.old.end_ms for a, b in pairwise(self.pieces)):
            raise ValueError("pieces of a warp overlap")

    def of(self, span: Span) -> Piece | None:
        """The piece that holds most of a span; None when half of it or more is gone."""
        whole = Span(span.start_ms, max(span.end_ms, span.start_ms + 1))
        first = max(0, bisect_right(self.pieces, whole.start_ms, key=lambda piece: piece.old.start_ms) - 1)
        pieces = [
            (part.duration_ms, piece)
            for piece in takewhile(lambda piece: piece.old.start_ms < whole.end_ms, self.pieces[first:])
            if (part := piece.old.within(whole))
        ]
        if 2 * sum(ms for ms, _ in pieces) <= whole.duration_ms:
            return None
        return max(pieces, key=lambda pair: pair[0])[1]

    def start_ms(self, span: Span) -> int | None:
        """Where what begins with a span begins in the new time line; None where it is gone."""
        piece = self.of(span)
        return piece.moved(span.start_ms) if piece else None


@dataclass(frozen=True, slots=True)
class Retimed:
    """The sheet on the new time line, and the cues whose picture is gone, on the old one."""

    sheet: Sheet
    gone: tuple[Cue, ...]


def shift(by_ms: int) -> Warp:
    """All of it later, or earlier when negative."""
    return Warp((Piece(Span(0, EVER_MS), by_ms),))


def scale(rate: Fraction) -> Warp:
    """All of it slower, or faster when `rate` is below 1."""
    return Warp((Piece(Span(0, EVER_MS), 0, rate),))


def through(moments: Sequence[tuple[int, int]]) -> Warp:
    """Even time between known moments (old, new); before the first and after the last as beside them.

    One moment alone is a shift. Moments are in order on both time lines.
    """
    if len(moments) == 1:
        ((old_ms, new_ms),) = moments
        return shift(new_ms - old_ms)
    pieces = []
    for number, ((a, x), (b, y)) in enumerate(pairwise(moments), start=1):
        rate = Fraction(y - x, b - a)
        start_ms = 0 if number == 1 else a
        end_ms = EVER_MS if number == len(moments) - 1 else b
        pieces.append(Piece(Span(start_ms, end_ms), x + round((start_ms - a) * rate), rate))
    return Warp(tuple(pieces))


def apply(warp: Warp, sheet: Sheet) -> Retimed:
    """Every cue where its picture went; what would begin before the new time line does begins with it.

    Identity, text, verdicts and hand edits stay. A cue over a seam goes with the larger part of it.
    """
    pairs: list[tuple[Cue, Cue]] = []
    gone: list[Cue] = []
    for cue in sheet.cues:
        piece = warp.of(cue.span)
        moved = piece and _moved(cue, piece)
        if moved:
            pairs.append((cue, moved))
        else:
            gone.append(cue)
    pairs.sort(key=lambda pair: pair[1].span.start_ms)
    spans = _moved_spans(warp, sheet.unscripted)
    original = tuple(replace(one, span=one.span and _moved_one(warp, one.span)) for one in sheet.original)
    retimed = replace(sheet, cues=_parted(pairs), unscripted=spans, media=None, original=original)
    if sheet.source_file:
        others = tuple(span and _moved_one(warp, span) for span in sheet.source_file.others)
        retimed = replace(retimed, source_file=replace(sheet.source_file, others=others))
    return Retimed(retimed, tuple(gone))


def excerpt(sheet: Sheet, pieces: Sequence[Piece], name: str) -> Sheet:
    """The sheet of a film `name` of stretches of this one, in the order of the new time line; they may repeat.

    A cue that reaches beyond a stretch ends with it, and is left out where none of its words is said.
    """
    cues = tuple(cut for piece in pieces for cue in sheet.cues if (cut := _excerpted(cue, piece)) is not None)
    cited = {number for cue in cues for number in cue.footnotes}
    return replace(
        sheet,
        cues=cues,
        media=Media(name, pieces[-1].moved(pieces[-1].old.end_ms)),
        footnotes=tuple(note for note in sheet.footnotes if note.number in cited),
        unspoken=(),
        unscripted=tuple(
            part.shifted(piece.new_ms - piece.old.start_ms)
            for piece in pieces
            for span in sheet.unscripted
            if (part := span.within(piece.old))
        ),
    )


def _excerpted(cue: Cue, piece: Piece) -> Cue | None:
    part = cue.span.within(piece.old)
    silent = cue.words and not any(_is_said(word.span, piece.old) for word in cue.words)
    if part is None or silent:
        return None
    words = (replace(word, span=_clamped(word.span, piece.old)) for word in cue.words)
    return _moved(replace(cue, span=part, words=tuple(words)), piece)


def _is_said(word: Span, limits: Span) -> bool:
    """Whether most of a word is inside."""
    part = word.within(limits)
    return part is not None and 2 * part.duration_ms >= word.duration_ms


def _clamped(span: Span, limits: Span) -> Span:
    start_ms = min(max(span.start_ms, limits.start_ms), limits.end_ms)
    return Span(start_ms, min(max(span.end_ms, start_ms), limits.end_ms))


def _moved(cue: Cue, piece: Piece) -> Cue | None:
    span = _span(cue.span, piece)
    if span is None:
        return None
    words = tuple(_word(word, piece) for word in cue.words)
    return replace(cue, span=span, words=words)


def _word(word: Word, piece: Piece) -> Word:
    return replace(word, span=_span(word.span, piece) or Span(0, 0))


def _span(span: Span, piece: Piece) -> Span | None:
    """A span moved as its piece is; None when it ends before the new time line begins."""
    start_ms, end_ms = piece.moved(span.start_ms), piece.moved(span.end_ms)
    return None if end_ms <= 0 else Span(max(0, start_ms), end_ms)


def _moved_spans(warp: Warp, spans: Iterable[Span]) -> tuple[Span, ...]:
    found = ((span, warp.of(span)) for span in spans)
    moved = (_span(span, piece) for span, piece in found if piece)
    return tuple(sorted(span for span in moved if span))


def _moved_one(warp: Warp, span: Span) -> Span | None:
    """What is not a cue, as a remark at 0: it stays at the start of the new time line if it was before it."""
    piece = warp.of(span)
    if piece is None:
        return None
    start_ms, end_ms = (max(0, piece.moved(ms)) for ms in (span.start_ms, span.end_ms))
    return Span(start_ms, max(start_ms, end_ms))


def _parted(moved: Sequence[tuple[Cue, Cue]]) -> tuple[Cue, ...]:
    """Cues (old, new) that were apart stay so: where a seam closed over a gap, the earlier one goes sooner."""
    cues = [new for _, new in moved]
    for index, ((old, new), (old_next, new_next)) in enumerate(pairwise(moved)):
        apart = old.span.within(old_next.span) is None
        if apart and new.span.start_ms < new_next.span.start_ms < new.span.end_ms:
            cues[index] = replace(new, span=Span(new.span.start_ms, new_next.span.start_ms))
    return tuple(cues)
