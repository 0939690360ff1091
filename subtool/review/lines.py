"""Where the lines of one cue break best, by the house style."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from subtool.checks.edit import Edit, edited
from subtool.cues.segmentation.optimum import split
from subtool.model import Sentence, Source, Span, Token, Utterance, Word
from subtool.review.words import retimed, written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.checks.context import CheckContext
    from subtool.model import Cue


def best_lines(cue: Cue, context: CheckContext) -> tuple[str, ...]:
    """The text of a cue in the lines that the segmentation would give it; as it is where none fit."""
    words = written(cue.lines, context.language)
    if not words:
        return cue.lines
    tokens = tuple(
        Token(word.text, Source(1, column), (), word.glued) for column, word in enumerate(words, start=1)
    )
    still = Span(0, 0)  # no moment between the words is one at which another cue could begin
    spoken = Utterance(Sentence(tokens, 0), tuple(token.timed(still, None) for token in tokens))
    phrases = split([spoken], context.style, context.classes, context.gap_ms)
    return phrases[0].lines if len(phrases) == 1 else cue.lines


def relined(cue: Cue, lines: Sequence[str], language: str) -> Cue:
    """The cue with other text: its tags stay around what they were around, its words keep their times."""
    new = tuple(lines)
    words: tuple[Word, ...] = retimed(cue.words, new, cue.span, language)
    changed = replace(cue, lines=new, markup=(), words=words)
    if not cue.markup:
        return changed
    tagged = edited(cue, _differences("\n".join(cue.lines), "\n".join(new)))
    if tagged and tagged.lines == new:
        return replace(changed, markup=tagged.markup)
    return changed


def _differences(old: str, new: str) -> list[Edit]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [
        Edit(first, end, new[start:stop])
        for operation, first, end, start, stop in matcher.get_opcodes()
        if operation != "equal"
    ]
