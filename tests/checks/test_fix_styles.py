"""Mends under every house style, on cues as they are published in many writings: nothing is made worse."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from subtool.checks import check
from subtool.checks.context import CheckContext
from subtool.checks.finding import word_at
from subtool.checks.fix import fix
from subtool.cues.timing.frame_grid import Grid
from subtool.model import Cue, Sheet, Span
from subtool.styles import houses
from subtool.text.markup import escaped

LINES = (
    "He never came back home.", "I always wanted to go back to the old mill", "and nobody knew why,", "-Who came?",
    "- Nobody...", "– Да.", "-[laughs]", "(door slams)", "♪ La la la ♪", "# Oh yeah #", "JAMES:", "HE SIGHS",
    "Write to me@example.org,please.", "See www.example.com/a,b?c=1!Now", "“Help!”, he said.", "Jeopardy! is on.",
    "…and then?", "..a piece of cake.", "Wait . . . what", "3 men, 10 miles, 9:30.", "12 people came.",
    "What??", "NO!!",
    "Tu viens?", "Il a dit : «Viens.»", "¿Vienes?", "-1003.", "$5?", "iPhone or Android?", "Mr. Smith - the one",
    "你好, 朋友.", "你来吗？", "-我等了很久", "「来い」と言った", "行くぞ！早く", "本当?", "（笑い声）", "，。",
    "ฉันไม่รู้ว่าใครมา", "هل جاء?", "نعم، جاء.", "मैं घर गया।", "Он ушёл, и никто не знал.", "P!nk and Yahoo!",
    "It was 10\u202f000 euros", "Cest la \u2212 vie", "a  b", " c ,d", "", "<3 &amp; {\\i1}x", 'He said: "No."',
)  # fmt: skip


@st.composite
def cues(draw):
    lines = tuple(draw(st.lists(st.sampled_from(LINES), min_size=1, max_size=3)))
    start, length = draw(st.integers(0, 600)), draw(st.integers(0, 220))  # frames of 40 ms
    italic = draw(st.integers(0, 3)) == 0
    tagged = tuple(f"<i>{escaped(line)}</i>" for line in lines) if italic else ()
    return Cue(Span(start * 40, (start + length) * 40), lines, markup=tagged)


sheets = st.lists(cues(), min_size=1, max_size=5).map(lambda made: Sheet(tuple(made)))
ADDRESSES = ("me@example.org", "www.example.com/a,b?c=1!Now", "P!nk")


def context(name):
    style = houses.house_style(name)
    language = style.language or "en"
    return CheckContext(style, Grid(Fraction(25)), houses.word_classes(language), language)


def said(sheet):
    """Letters and digits of each cue, wherever they stand."""
    return Counter("".join(filter(str.isalnum, "".join(cue.lines))) for cue in sheet.cues) - Counter({"": 99})


@settings(max_examples=400)
@given(sheets, st.sampled_from(houses.names()))
def test_no_problem_is_added_no_word_altered_and_twice_is_once(sheet, name):
    delivery = context(name)
    fixed = fix(sheet, delivery)
    before = Counter(problem.code for problem in check(sheet, delivery))
    assert Counter(problem.code for problem in fixed.left) <= before
    assert said(fixed.sheet) == said(sheet)
    text, mended = ("\n".join("\n".join(cue.lines) for cue in one.cues) for one in (sheet, fixed.sheet))
    for address in ADDRESSES:
        assert mended.count(address) == text.count(address)
    again = fix(fixed.sheet, delivery)
    assert again.sheet == fixed.sheet


@given(
    st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), max_size=4),
    st.sampled_from(houses.names()),
)
def test_no_time_is_too_odd(times, name):
    spans = [Span(min(pair), max(pair)) for pair in times]
    sheet = Sheet(
        tuple(Cue(span, ("Nalo veri tumo sanik kelo ruma pesa dolim", "mavo hesu.")) for span in spans)
    )
    delivery = context(name)
    assert len(fix(sheet, delivery).sheet.cues) == len(sheet.cues)
    assert fix(Sheet(tuple(Cue(span, ("",)) for span in spans)), delivery).sheet.cues == ()


def test_a_mark_in_a_name_is_a_letter_of_it():
    sheet = Sheet((Cue(Span(0, 2000), ("P!nk est là!",)),), language="fr")
    assert fix(sheet, context("netflix-fr")).sheet.cues[0].lines == ("P!nk est là\N{NO-BREAK SPACE}!",)


@pytest.mark.parametrize("mark", ["- ", "[1", "[1]: x\n"])
def test_a_flood_of_marks_is_gone_through_once(mark):
    """Each mark was looked for in all of the text: of 20,000 characters it took minutes."""
    text = mark * (20_000 // len(mark))
    sheet = Sheet((Cue(Span(0, 2000), ("See www.example.com.", *text.split("\n"))),), language="fr")
    assert check(sheet, context("netflix-fr"))
    assert fix(sheet, context("netflix-fr")).sheet.cues


def test_the_word_at_a_place_is_looked_for_near_it():
    assert word_at("a  lamp " + "x" * 100, 1) == "lamp"
    assert word_at("lamps", 1) == "amps"
    assert word_at("a" + " " * 1000 + "b", 1) == ""
