"""Whatever the times of the words are, every house style makes cues of them: no arithmetic comes to grief."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from subtool.checks.all_checks import check
from subtool.checks.context import CheckContext
from subtool.checks.fix import fix
from subtool.cues.compose import compose
from subtool.cues.segmentation.explain import explain
from subtool.cues.timing.frame_grid import Grid, with_picture, without_picture
from subtool.cues.timing.in_out import retime, smallest_gap_ms
from subtool.model import Sentence, Sheet, Source, Span, Token, Utterance
from subtool.styles import houses

WORDS = (
    "So",
    "the",
    "lighthouse,",
    "1934",
    "–",
    "keeper",
    "a",
    "of",
    "Donaudampfschiffahrtsgesellschaftskapitän",
)
FILMS = (
    Grid(Fraction(24000, 1001)),
    Grid(Fraction(60000, 1001)),
    without_picture(),
    with_picture(Fraction(25), [Fraction(frame, 25) for frame in range(50)], Fraction(2)),
)
# Where the words begin after one another, and how long they last: mostly on one millisecond and without duration.
steps = st.one_of(st.sampled_from([0, 0, 0, 1]), st.integers(-300, 400), st.sampled_from([0, 3_600_000]))
lasting = st.one_of(st.sampled_from([0, 0, 1]), st.integers(0, 400), st.just(90_000))
words = st.tuples(st.sampled_from(WORDS), steps, lasting, st.one_of(st.none(), st.sampled_from([0.0, 0.97])))
scripts = st.lists(st.lists(words, min_size=1, max_size=12), min_size=1, max_size=4)


def utterances(script: list[list[tuple[str, int, int, float | None]]]) -> tuple[Utterance, ...]:
    spoken, start_ms = [], 0
    for line, sentence in enumerate(script, 1):
        tokens = tuple(Token(text, Source(line, column)) for column, (text, *_) in enumerate(sentence, 1))
        timed = []
        for token, (_, step_ms, lasting_ms, confidence) in zip(tokens, sentence, strict=True):
            start_ms = max(0, start_ms + step_ms)
            timed.append(token.timed(Span(start_ms, start_ms + lasting_ms), confidence))
        spoken.append(Utterance(Sentence(tokens, line // 2), tuple(timed)))
    return tuple(spoken)


@pytest.mark.parametrize("name", houses.names())
@given(script=scripts, grid=st.sampled_from(FILMS))
@settings(max_examples=10)  # times as many as there are house styles
def test_every_house_style_takes_any_times(
    name: str, script: list[list[tuple[str, int, int, float | None]]], grid: Grid
) -> None:
    style, classes = houses.house_style(name), houses.word_classes("en")
    spoken = utterances(script)
    cues = compose(spoken, style, classes, grid)
    printed = [text for sentence in script for text, *_ in sentence]
    assert [word.text for cue in cues for word in cue.words] == printed
    explain(spoken, style, classes, smallest_gap_ms(style, grid.fps))
    retime(cues, style, grid)
    delivery = CheckContext(style, grid, classes)
    for spans in ([cue.span for cue in cues], [Span(cue.span.start_ms, cue.span.start_ms) for cue in cues]):
        sheet = Sheet(
            tuple(replace(cue, span=span, words=()) for cue, span in zip(cues, spans, strict=True)),
            language="en",
        )
        check(sheet, delivery)
        fix(sheet, delivery)
