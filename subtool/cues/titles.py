"""On-screen titles as cues of their own role, which stand where the script puts them and may overlap speech."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from subtool.cues.compose import compose
from subtool.cues.footnotes import reading_ms
from subtool.model import Role, Sentence, Source, Span, Token, Utterance, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.cues.timing.frame_grid import Grid
    from subtool.model import Cue, OnScreen, Script
    from subtool.styles.house_style import HouseStyle, WordClasses


def title_cues(
    script: Script, utterances: Sequence[Utterance], style: HouseStyle, classes: WordClasses, grid: Grid
) -> tuple[Cue, ...]:
    """The titles of a script, each at its own moment or with the sentence it stands before, long enough to read."""
    starts = {utterance.sentence.source: utterance.span.start_ms for utterance in utterances}
    end_ms = utterances[-1].span.end_ms if utterances else 0
    cues: list[Cue] = []
    for title in script.on_screen:
        start_ms = title.at_ms
        if start_ms is None:
            later = (sentence.source for sentence in script.sentences[title.before :])
            start_ms = next((starts[source] for source in later if source in starts), end_ms)
        shown = compose([_shown(title, start_ms)], style, classes, grid)
        cues += (replace(cue, role=Role.TITLE, footnotes=title.footnotes, words=()) for cue in shown)
    return tuple(cues)


def merged(cues: Sequence[Cue], titles: Sequence[Cue]) -> tuple[Cue, ...]:
    """Both in the order of their in-times, a title before what is said with it."""
    return tuple(sorted([*titles, *cues], key=lambda cue: cue.span.start_ms))


def _shown(title: OnScreen, start_ms: int) -> Utterance:
    """A title as a sentence whose words are read one after the other."""
    texts = title.text.split()
    each_ms = reading_ms(title.text) // len(texts)
    tokens = tuple(
        Token(text, Source(title.source.line, title.source.column + index))
        for index, text in enumerate(texts)
    )
    words = tuple(
        Word(text, Span(start_ms + index * each_ms, start_ms + (index + 1) * each_ms))
        for index, text in enumerate(texts)
    )
    return Utterance(Sentence(tokens, 0), words)
