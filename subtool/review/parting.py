"""One cue split into two, several merged into one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from subtool.errors import SheetError
from subtool.model import Span, Timing, meets_without_space
from subtool.review.words import retimed, written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.model import Cue, Word


@dataclass(frozen=True, slots=True)
class Where:
    """After so many characters of the text, or at a time; in the middle where neither is said."""

    char: int | None = None
    ms: int | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    lines: tuple[str, ...]
    markup: tuple[str, ...]
    words: tuple[Word, ...]


def split(cue: Cue, where: Where, name: str, gap_ms: int, language: str) -> list[Cue]:
    """The cue in two, the second with the id `name`.

    The second begins with its first word, where it has times; else where its share of the text begins.

    Raises:
        SheetError: one part would have no text, or no time.
    """
    text = "\n".join(cue.lines)
    words = written(cue.lines, language)
    ends = [word.end for word in words]
    at_char = _char_at(cue, ends, where.ms) if where.char is None else where.char
    first, second = text[:at_char], text[at_char:]
    lines = [tuple(line.strip() for line in part.split("\n") if line.strip()) for part in (first, second)]
    if not all(lines):
        raise SheetError(
            f"cue {cue.id} has no text on one side of there", hint="put the caret between two words"
        )
    count = sum(end <= at_char for end in ends)
    parts = _parted(cue, lines, count, len(words))
    cut_ms = parts[1].words[0].span.start_ms if parts[1].words else where.ms
    if cut_ms is None:
        cut_ms = cue.span.start_ms + cue.span.duration_ms * at_char // len(text)
    cut_ms = min(max(cut_ms, cue.span.start_ms + 2), cue.span.end_ms - 1)
    out_ms = cut_ms - gap_ms if cut_ms - gap_ms > cue.span.start_ms else cut_ms
    if not cue.span.start_ms < out_ms <= cut_ms < cue.span.end_ms:
        raise SheetError(f"cue {cue.id} is too short to be split", hint="make it longer first")
    spans = [Span(cue.span.start_ms, out_ms), Span(cut_ms, cue.span.end_ms)]
    return [
        replace(
            cue, id=own, span=span, lines=part.lines, markup=part.markup, words=part.words,
            timing=Timing.EDITED, accepted=False, comment=comment,
        )
        for own, span, part, comment in zip((cue.id, name), spans, parts, (cue.comment, ""), strict=True)
    ]  # fmt: skip


def _char_at(cue: Cue, ends: Sequence[int], at_ms: int | None) -> int:
    """After which character a time splits the text; the line break nearest to the middle without one."""
    text = "\n".join(cue.lines)
    if at_ms is None:
        breaks = list(accumulate(len(line) + 1 for line in cue.lines[:-1])) or list(ends[:-1])
        return min(breaks, key=lambda end: abs(2 * end - len(text)), default=0)
    if len(cue.words) == len(ends):
        before = sum(word.span.start_ms + word.span.end_ms <= 2 * at_ms for word in cue.words)
        before = min(max(before, 1), len(ends) - 1) if len(ends) > 1 else 0
        return ends[before - 1] if before else 0
    share = (at_ms - cue.span.start_ms) * len(text) // max(1, cue.span.duration_ms)
    return min(ends[:-1], key=lambda end: abs(end - share), default=0)


def _parted(cue: Cue, lines: Sequence[tuple[str, ...]], count: int, of: int) -> list[_Part]:
    """Text, tags and words on either side, where `count` of the words `of` the text stand before the cut."""
    from subtool.review.lines import relined  # which parts tags as they are

    words = (cue.words[:count], cue.words[count:]) if len(cue.words) == of else ((), ())
    tagged = [relined(replace(cue, words=()), part, "").markup if cue.markup else () for part in lines]
    return [_Part(*part) for part in zip(lines, tagged, words, strict=True)]


def merged(cues: Sequence[Cue], lines_at_most: int, language: str) -> Cue:
    """These cues as one, with the id of the first; its lines are theirs as far as so many are allowed."""
    first = cues[0]
    lines = [line for cue in cues for line in cue.lines if line]
    marks = [line for cue in cues for line in (cue.markup or cue.lines)]
    tagged = any(cue.markup for cue in cues) and len(marks) == len(lines)
    if len(lines) > lines_at_most:
        lines, tagged = [_one_line(lines)], False
    span = Span(min(cue.span.start_ms for cue in cues), max(cue.span.end_ms for cue in cues))
    words = tuple(word for cue in cues for word in cue.words)
    complete = all(cue.words for cue in cues)
    confidences = [cue.confidence for cue in cues if cue.confidence is not None]
    return replace(
        first,
        span=span,
        lines=tuple(lines) or ("",),
        markup=tuple(marks) if tagged else (),
        words=words if complete else retimed(words, lines, span, language),
        footnotes=tuple(dict.fromkeys(number for cue in cues for number in cue.footnotes)),
        timing=Timing.EDITED,
        confidence=min(confidences, default=None),
        accepted=False,
        comment="\n".join(cue.comment for cue in cues if cue.comment),
    )


def _one_line(lines: Sequence[str]) -> str:
    text = lines[0]
    for line in lines[1:]:
        text += line if meets_without_space(text, line) else f" {line}"
    return text
