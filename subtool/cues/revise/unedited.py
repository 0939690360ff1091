"""A sheet that people edited, its cues with the words of the script they were made of: so they are matched. Pure."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from subtool.model import Role, Timing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.model import Cue, Sheet, Word


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
