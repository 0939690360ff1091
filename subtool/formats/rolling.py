"""Captions that roll: a line stays while the next one comes in below it. Read as cues that do not repeat.

YouTube's automatic captions come so, and the roll-up captions of live television.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from subtool.model import Role, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.model import Cue, Sheet

SHARE = 0.5  # of the cues begin with a line that stays: a refrain or a name does that now and then
SAID_AGAIN_MS = 80  # two frames: the same text after a longer pause is a refrain
GAP_MS = 1000  # what comes later is said again, and did not stay


def rolls(sheet: Sheet) -> bool:
    """Whether most cues begin with lines that were there before."""
    cues = _speech(sheet)
    pairs = [(before, after) for before, after in pairwise(cues) if _seen(before) != _seen(after)]
    stay = sum(bool(_staying(before, after)) for before, after in pairs)
    return stay > 0 and stay >= SHARE * len(pairs)


def unrolled(sheet: Sheet) -> Sheet:
    """The sheet with each line once, from when it comes in until the next one does; itself where nothing rolls."""
    if not rolls(sheet):
        return sheet
    result: list[Cue] = [cue for cue in sheet.cues if cue.role is not Role.SPEECH]
    last: Cue | None = None
    for cue in _speech(sheet):
        staying = _staying(last, cue) if last else 0
        seen = [index for index, line in enumerate(cue.lines) if line.strip()]
        new = seen[staying:]
        if last and staying and _grows(last, cue, staying) and result and result[-1].role is Role.SPEECH:
            result[-1] = _grown(result[-1], cue, seen[staying - 1])
        if new:
            tagged = tuple(cue.markup[index] for index in new) if cue.markup else ()
            lines = tuple(cue.lines[index] for index in new)
            result.append(replace(cue, lines=lines, markup=tagged, part=None))
        elif result and result[-1].role is Role.SPEECH:
            span = result[-1].span
            result[-1] = replace(result[-1], span=Span(span.start_ms, max(span.end_ms, cue.span.end_ms)))
        last = cue
    ordered = sorted(result, key=lambda cue: cue.span)
    return replace(sheet, cues=tuple(_apart(ordered)), source_file=None)


def _speech(sheet: Sheet) -> list[Cue]:
    return sorted((cue for cue in sheet.cues if cue.role is Role.SPEECH), key=lambda cue: cue.span)


def _staying(before: Cue, after: Cue) -> int:
    """How many lines at the top of a cue are the last ones of the one before it; the last of them may have grown."""
    gap_ms = after.span.start_ms - before.span.end_ms
    old, new = _seen(before), _seen(after)
    if gap_ms > GAP_MS or (gap_ms > SAID_AGAIN_MS and old == new):
        return 0
    return next(
        (count for count in range(min(len(old), len(new)), 0, -1) if _stays(old[-count:], new[:count])), 0
    )


def _stays(old: Sequence[str], new: Sequence[str]) -> bool:
    return old[:-1] == new[:-1] and f"{new[-1]} ".startswith(f"{old[-1]} ")


def _seen(cue: Cue) -> list[str]:
    return [" ".join(line.split()) for line in cue.lines if line.strip()]


def _grows(before: Cue, after: Cue, staying: int) -> bool:
    """Whether the last line that stays has more words now, as captions do that are painted on word by word."""
    return _seen(before)[-1] != _seen(after)[staying - 1]


def _grown(cue: Cue, after: Cue, index: int) -> Cue:
    """The cue with its last line as it is now."""
    lines = (*cue.lines[:-1], after.lines[index])
    tagged = (*(cue.markup or cue.lines)[:-1], after.markup[index]) if after.markup else ()
    return replace(
        cue,
        lines=lines,
        markup=tagged,
        words=(),
        span=Span(cue.span.start_ms, max(cue.span.end_ms, after.span.end_ms)),
    )


def _apart(cues: Sequence[Cue]) -> list[Cue]:
    """Cues that end where the next one begins."""
    result = list(cues)
    for index, (cue, after) in enumerate(pairwise(cues)):
        if cue.span.start_ms < after.span.start_ms < cue.span.end_ms and cue.role is after.role:
            result[index] = replace(cue, span=Span(cue.span.start_ms, after.span.start_ms))
    return result
