"""Mends: no word altered, nothing made worse, and done once is done."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from html import unescape

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from subtool.checks import check
from subtool.checks.context import CheckContext
from subtool.checks.edit import Edit, edited
from subtool.checks.fix import fix
from subtool.cues.timing.frame_grid import Grid
from subtool.model import Cue, Role, Sheet, Span, Timing, Word
from subtool.styles import houses

STYLE = houses.house_style("netflix-en")
SHOTS = tuple(Fraction(second) for second in (0, 2, 3, 9, 14))
DELIVERY = CheckContext(STYLE, Grid(Fraction(25), shots=SHOTS), houses.word_classes("en"), film_ms=28_000)

rows = st.one_of(
    st.text(st.sampled_from('abcTW .,…-–“”()?!\u00a0\u200b\t\x07"é'), max_size=60),
    st.lists(st.sampled_from(["the", "harbour", "Senn", ".", "…and", "war...", "-", "“No,”"]), max_size=9).map(
        " ".join
    ),
)  # fmt: skip
TAGS = st.sampled_from(["", "", "<i>", "</i>", "<b>", "<v Ida>"])


@st.composite
def cues(draw):
    lines = tuple(draw(st.lists(rows, min_size=1, max_size=3)))
    start_ms, length_ms = draw(st.integers(0, 20_000)), draw(st.integers(0, 9000))
    span = Span(start_ms, start_ms + length_ms)
    cue = Cue(
        span, lines, role=draw(st.sampled_from(Role)), speaker=draw(st.sampled_from([None, "Narrator"]))
    )
    words = " ".join(lines).split()
    if draw(st.booleans()):
        timed = (Span(start_ms + at, start_ms + at + 1) for at in range(len(words)))
        cue = replace(cue, words=tuple(map(Word, words, timed)))
    if draw(st.booleans()):
        marked = tuple(draw(TAGS) + line.replace("&", "&amp;") + draw(TAGS) for line in lines)
        cue = replace(cue, markup=marked)
    return cue


sheets = st.lists(cues(), max_size=8).map(lambda made: Sheet(tuple(made)))


def words(sheet):
    """Letters and digits in runs, wherever they stand; what does not show parts nothing."""
    said = ["".join(char for char in cue.text if char not in "\u200b\x07") for cue in sheet.cues]
    return Counter(tuple(re.findall(r"[^\W_]+", text)) for text in said if text.strip())


@given(sheets)
def test_no_word_is_altered(sheet):
    assert words(fix(sheet, DELIVERY).sheet) == words(sheet)


@given(sheets)
def test_no_problem_is_added(sheet):
    before = Counter(problem.code for problem in check(sheet, DELIVERY))
    fixed = fix(sheet, DELIVERY)
    assert Counter(problem.code for problem in fixed.left) <= before


@given(sheets)
def test_done_twice_is_done_once(sheet):
    once = fix(sheet, DELIVERY)
    again = fix(once.sheet, DELIVERY)
    assert again.sheet == once.sheet
    assert again.changes == ()


@given(sheets)
def test_what_is_not_said_to_change_does_not(sheet):
    fixed = fix(sheet, DELIVERY)
    changed = {change.cue: change.after for change in fixed.changes}
    kept = [changed.get(number, cue) for number, cue in enumerate(sheet.cues, start=1)]
    assert sorted(map(repr, fixed.sheet.cues)) == sorted(repr(cue) for cue in kept if cue)
    for change in fixed.changes:
        assert change.codes
        if change.after:
            assert (change.after.timing, change.after.footnotes, change.after.source, change.after.settings) == (
                change.before.timing, change.before.footnotes, change.before.source, change.before.settings,
            )  # fmt: skip


@given(cues(), st.data())
def test_tags_and_times_of_words_follow_an_edit(cue, data):
    text = "\n".join(cue.lines)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 2)))
    assume(not any(char.isalnum() for char in text[start:end]))
    made = edited(cue, [Edit(start, end, "–")])
    if made is None:
        assert cue.markup
        return
    assert "".join("\n".join(made.lines).split()) == "".join((text[:start] + "–" + text[end:]).split())
    if made.markup:
        assert tuple(unescape(re.sub(r"<[^<>]*>", "", line)) for line in made.markup) == made.lines
        assert re.findall(r"<[^<>]*>", "".join(made.markup)) == re.findall(r"<[^<>]*>", "".join(cue.markup))
    if cue.words:
        spans = [word.span for word in made.words]
        assert spans == sorted(spans)


def mended(*cues, **more):
    fixed = fix(Sheet(cues), replace(DELIVERY, **more))
    return [(cue.span.start_ms, cue.span.end_ms, *cue.lines) for cue in fixed.sheet.cues]


def cue(start_ms, end_ms, *lines, **more):
    return Cue(Span(start_ms, end_ms), lines, **more)


PLAIN = Grid(Fraction(25))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([(1000, 4200, "It stood."), (4000, 6000, "It fell.")], [(1000, 3920, "It stood."), (4000, 6000, "It fell.")]),
        ([(1000, 3700, "It stood."), (4000, 6000, "It fell.")], [(1000, 3920, "It stood."), (4000, 6000, "It fell.")]),
        ([(1000, 1300, "Nobody came.")], [(1000, 1833, "Nobody came.")]),
        ([(1000, 1900, "Nobody came to the harbour.")], [(1000, 2350, "Nobody came to the harbour.")]),
        ([(1000, 9000, "Nobody came.")], [(1000, 8000, "Nobody came.")]),
        ([(1000, 3000, "Nobody  came ,", "they said .")], [(1000, 3000, "Nobody came, they said.")]),
        ([(1000, 3000, "- Who came?", "- Nobody...")], [(1000, 3000, "-Who came?", "-Nobody…")]),
        ([(1000, 3000, "-Who came? - Nobody.")], [(1000, 3000, "-Who came?", "-Nobody.")]),
        (
            [(1000, 6000, "The harbour was built in a single winter by six hundred men.")],
            [(1000, 6000, "The harbour was built in a single winter", "by six hundred men.")],
        ),
        (
            [(1000, 3000, "They looked for"), (3080, 6000, "…the lamp.")],
            [(1000, 3000, "They looked for"), (3080, 6000, "the lamp.")],
        ),
    ],
)  # fmt: skip
def test_a_problem_with_one_right_answer_is_mended(before, after):
    assert mended(*(cue(*one) for one in before), grid=PLAIN) == after


@pytest.mark.parametrize(
    "left",
    [
        [(1000, 3000, "Nobody came."), (1000, 3000, "It fell.")],  # which one is first?
        [(1000, 1500, "It stood for years."), (1580, 4000, "It fell.")],  # no room
        [
            (
                1000,
                7000,
                "It stood for ninety years and nobody had ever seen a flood as high as the one of that year.",
            )
        ],
        [(1000, 4000, "It was sunk for the", "winter before last, and for good.")],  # a person's break
    ],
)
def test_what_has_no_right_answer_is_left(left):
    assert mended(*(cue(*one) for one in left), grid=PLAIN) == left


def test_a_cue_too_fast_stays_as_long_as_there_is_room():
    made = mended(cue(1000, 1900, "It stood for ninety years."), cue(2200, 4000, "It fell."), grid=PLAIN)
    assert made[0][:2] == (1000, 2120)
    again = [cue(1000, 2120, "It stood for ninety years."), cue(2200, 4000, "It fell.")]
    assert fix(Sheet(tuple(again)), replace(DELIVERY, grid=PLAIN)).changes == ()


def test_times_move_to_shot_changes_and_make_room():
    grid = Grid(Fraction(25), shots=(Fraction(5),))
    made = mended(cue(1000, 5000, "The harbour stood."), cue(5120, 8000, "It fell."), grid=grid)
    assert made == [(1000, 4920, "The harbour stood."), (5000, 8000, "It fell.")]


def test_verdicts_words_and_footnotes_survive():
    said = tuple(
        Word(text, Span(1000 + at * 300, 1290 + at * 300), 0.9, ("1",) * (at == 1))
        for at, text in enumerate(["Nobody", ",", "they", "said...."])
    )
    heard = cue(1000, 4000, "Nobody ,", "they said....", words=said, timing=Timing.HEARD, footnotes=("1",))
    [made] = fix(Sheet((heard,)), DELIVERY).sheet.cues
    assert made.lines == ("Nobody, they said…",)
    assert [(word.text, word.span, word.footnotes) for word in made.words] == [
        ("Nobody,", Span(1000, 1290), ("1",)),
        ("they", Span(1600, 1890), ()),
        ("said…", Span(1900, 2190), ()),
    ]
    assert (made.timing, made.footnotes) == (Timing.HEARD, ("1",))


def test_words_without_blanks_keep_their_times_too():
    texts = ["灯塔", "在", "冬天", "建成...", "「没有", "人", "知道」"]
    said = tuple(
        Word(text, Span(1000 + at * 300, 1290 + at * 300), 0.9, ("1",) * (at == 3), glued=at > 0)
        for at, text in enumerate(texts)
    )
    chinese = replace(DELIVERY, style=houses.house_style("netflix-zh-Hans"), language="zh-Hans", grid=PLAIN)
    heard = cue(1000, 5000, "灯塔在冬天建成...", "「没有人知道」", words=said, timing=Timing.HEARD)
    [made] = fix(Sheet((heard,)), chinese).sheet.cues
    assert "".join(made.lines) == "灯塔在冬天建成…「没有人知道」"
    assert [word.text for word in made.words] == ["灯塔", "在", "冬天", "建成…", "「没有", "人", "知道」"]
    assert [word.span for word in made.words] == [word.span for word in said]
    assert made.words[3].footnotes == ("1",)


def test_a_narrator_gets_italics_and_open_tags_are_closed():
    narrated = cue(1000, 3000, "Nobody came.", speaker="Narrator")
    open_tag = cue(4000, 6000, "Nobody <3 came.", markup=("<b>Nobody &lt;3 came.</i>",))
    made = fix(Sheet((narrated, open_tag)), DELIVERY).sheet.cues
    assert made[0].markup == ("<i>Nobody came.</i>",)
    assert made[1].markup == ("<b>Nobody &lt;3 came.</b>",)


def test_a_tag_in_an_empty_line_stands_at_the_next():
    cue = Cue(Span(0, 4000), ("", "The lamp was lit."), markup=("<i>", "The lamp was lit.</i>"))
    fixed = fix(Sheet((cue,)), DELIVERY).sheet.cues[0]
    assert (fixed.lines, fixed.markup) == (("The lamp was lit.",), ("<i>The lamp was lit.</i>",))
