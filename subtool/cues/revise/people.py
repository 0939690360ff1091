"""What people did to a sheet: text corrected, cues put in and taken out; and their edits in another cut. Pure."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from subtool.cues.revise.keep import by_hand
from subtool.cues.revise.match import letters, matched, said
from subtool.model import Role, Span, Timing
from subtool.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from subtool.model import Cue, Script, Sheet, Word


def with_words_of(edited: Sheet, base: Sheet) -> Sheet:
    """The sheet `edited` with the words of `base`, the sheet as it was made, in the cues that people changed.

    Without, a cue whose text was corrected says what no script says, and goes with the next change of the script.
    A cue that was split or joined has the words that are said while it is shown.
    """
    old, new = list(base.cues), list(edited.cues)
    matcher = SequenceMatcher(None, list(map(_known, old)), list(map(_known, new)), autojunk=False)
    for tag, b0, b1, e0, e1 in matcher.get_opcodes():
        if tag != "equal":
            new[e0:e1] = _with_words(old[b0:b1], new[e0:e1])
    return replace(edited, cues=tuple(new))


def _known(cue: Cue) -> tuple[object, ...]:
    return cue.span, cue.lines, cue.role, tuple(word.text for word in cue.words)


def _with_words(old: Sequence[Cue], new: Sequence[Cue]) -> list[Cue]:
    """Cues that stand where others stood, with their words: of its own predecessor, or those said in its time."""
    if len(old) == len(new):
        return [_as_said(cue, before.words) for cue, before in zip(new, old, strict=True)]
    spoken = [cue for cue in new if cue.role is Role.SPEECH]
    if not spoken:
        return list(new)
    words: dict[int, list[Word]] = {id(cue): [] for cue in spoken}
    for word in (word for cue in old if cue.role is Role.SPEECH for word in cue.words):
        middle = (word.span.start_ms + word.span.end_ms) // 2
        owner = min(spoken, key=lambda cue: max(cue.span.start_ms - middle, middle - cue.span.end_ms, 0))
        words[id(owner)].append(word)
    return [_as_said(cue, tuple(words.get(id(cue), ()))) for cue in new]


def _as_said(cue: Cue, words: tuple[Word, ...]) -> Cue:
    if (
        not words
        or cue.role is not Role.SPEECH
        or [word.text for word in words] == [word.text for word in cue.words]
    ):
        return cue
    return replace(cue, words=words, timing=Timing.EDITED)


def is_by_hand(cue: Cue) -> bool:
    """Whether a person had a hand in it: its text, its times, or what was said of it."""
    return bool(by_hand(cue) or cue.timing is Timing.EDITED or cue.accepted or cue.comment)


def with_inserted(composed: Sheet, edited: Sheet) -> tuple[Sheet, tuple[str, ...]]:
    """The sheet that was made of an edited one and a script, with the cues that people put in, and what had no room.

    A cue that was put in says nothing of the script. It stays as far after the cue before it as it was.
    """
    there = {_known(cue) for cue in composed.cues}
    places = {said(cue): cue.span.start_ms for cue in composed.cues if cue.words}
    cues, lost, by_ms = list(composed.cues), list[str](), 0
    for cue in edited.cues:
        if said(cue) in places and cue.words:
            by_ms = places[said(cue)] - cue.span.start_ms
        if cue.words or cue.source or cue.timing is not Timing.EDITED or _known(cue) in there:
            continue
        span = Span(max(0, cue.span.start_ms + by_ms), max(1, cue.span.end_ms + by_ms))
        if any(span.within(other.span) for other in cues if other.role is cue.role):
            lost.append(f"a cue put in by hand has no room any more: {clock(span.start_ms)}, “{cue.text}”")
        else:
            cues.append(replace(cue, span=span))
    cues.sort(key=lambda cue: cue.span.start_ms)
    return replace(composed, cues=tuple(cues)), tuple(lost)


def without_deleted(composed: Sheet, edited: Sheet, base: Sheet) -> Sheet:
    """The sheet that was made of an edited one and a script, without the cues that people took out of `base`."""
    standing = {letters(said(cue)) for cue in edited.cues}
    gone = {letters(said(cue)) for cue in base.cues if cue.role is Role.SPEECH} - standing - {""}
    return replace(composed, cues=tuple(cue for cue in composed.cues if letters(said(cue)) not in gone))


def on_times_of(edited: Sheet, fresh: Sheet, script: Script) -> tuple[Sheet, tuple[str, ...]]:
    """The cues that people edited, brought to the times their words have in a fresh sheet; and those that have none.

    It is how edits get from one cut to another, and from a draft to its film: by the words, whatever the times were.
    """
    words: dict[int, Word] = {}
    spans: dict[tuple[int, int], Span] = {}
    for one in matched(fresh, script).staying:
        cue = fresh.cues[one.cue]
        spans[one.first, one.end] = cue.span
        words |= dict(zip(range(one.first, one.end), cue.words, strict=False))
    moved: list[Cue] = []
    found: set[int] = set()
    for one in matched(edited, script).staying:
        cue, said_now = edited.cues[one.cue], [words.get(index) for index in range(one.first, one.end)]
        known = tuple(word for word in said_now if word)
        if is_by_hand(cue) and known and len(known) == len(said_now):
            moved.append(_brought(cue, known, spans.get((one.first, one.end))))
            found.add(one.cue)
    sheet = replace(edited, cues=tuple(moved), media=fresh.media)
    return sheet, tuple(_lost(edited.cues, found))


def _brought(cue: Cue, words: tuple[Word, ...], span: Span | None) -> Cue:
    """A cue with its words as they are said now, shown as much longer as it was; the times of a draft were none."""
    if not cue.words or any(word.confidence is None for word in cue.words):
        span = span or Span(words[0].span.start_ms, max(words[0].span.start_ms + 1, words[-1].span.end_ms))
        return replace(cue, span=span, words=words)
    start_ms = max(0, words[0].span.start_ms - (cue.words[0].span.start_ms - cue.span.start_ms))
    end_ms = words[-1].span.end_ms + (cue.span.end_ms - cue.words[-1].span.end_ms)
    return replace(cue, span=Span(start_ms, max(start_ms + 1, end_ms)), words=words)


def _lost(cues: Iterable[Cue], found: set[int]) -> Iterator[str]:
    for number, cue in enumerate(cues):
        if is_by_hand(cue) and number not in found:
            yield f"hand edit not kept, nothing like it is said any more: {clock(cue.span.start_ms)}, “{cue.text}”"
