"""Times from the text alone: every known moment is hit exactly, and what is odd about them is said."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import accumulate, pairwise

import pytest
from click.testing import CliRunner
from hypothesis import assume, given
from hypothesis import strategies as st

import subtool as product
from subtool.cli import subtool
from subtool.cues import compose
from subtool.cues.timing.frame_grid import Grid
from subtool.cues.timing.known_moments import Quoted
from subtool.cues.timing.pace import Pace, narrate, tell, word_ms
from subtool.errors import ScriptError
from subtool.model import Sentence, Source, Token
from subtool.styles.houses import house_style, word_classes

SCRIPT = """The Lamp

The tower was built in the spring of 1861. Ingeborg Tveitane sold her boat and her nets. The lamp was lit
for the first time in October, and it could be seen from far away.

She kept it herself for nineteen years. Nobody in the village ever asked her why.
"""


def numbered(lengths):
    """Sentences in which each word stands once: w0 w1 w2 ..."""
    numbers = iter(range(sum(lengths)))
    return [
        Sentence(
            tuple(
                Token(f"w{next(numbers)}" + "," * (at % 5 == 3), Source(line, at + 1)) for at in range(length)
            ),
            paragraph=line // 3,
        )
        for line, length in enumerate(lengths, start=1)
    ]


texts = st.lists(st.integers(1, 20), min_size=1, max_size=10).map(numbered)


def words_of(utterances):
    return [word for utterance in utterances for word in utterance.words]


@st.composite
def with_moments(draw):
    text = draw(texts)
    count = sum(len(sentence.tokens) for sentence in text)
    known = sorted(draw(st.sets(st.integers(0, count - 1), min_size=1, max_size=5)))
    steps = draw(st.lists(st.integers(1, 300_000), min_size=len(known), max_size=len(known)))
    return text, tuple(zip(known, accumulate(steps), strict=True))


@given(with_moments(), st.one_of(st.none(), st.floats(60, 300)))
def test_every_known_moment_is_hit_to_the_millisecond(case, wpm):
    text, known = case
    moments = tuple(Quoted(f"w{word}", at_ms) for word, at_ms in known)
    words = words_of(tell(text, Pace(words_a_minute=wpm, moments=moments)))
    assert all(words[word].span.start_ms == at_ms for word, at_ms in known)
    assert all(a.span.end_ms <= b.span.start_ms for a, b in pairwise(words))


@given(with_moments(), st.integers(0, 10**6))
def test_later_moments_are_the_same_words_later(case, by_ms):
    text, known = case
    start = (Quoted("w0", 10), *(Quoted(f"w{word}", 10 + at_ms) for word, at_ms in known if word))
    moved = tuple(replace(moment, at_ms=moment.at_ms + by_ms) for moment in start)
    one, other = (words_of(tell(text, Pace(moments=each))) for each in (start, moved))
    assert all(abs(a.span.start_ms + by_ms - b.span.start_ms) <= 1 for a, b in zip(one, other, strict=True))


@given(with_moments())
def test_time_codes_of_scenes_are_moments_too(case):
    text, known = case
    firsts = [0, *accumulate(len(sentence.tokens) for sentence in text)][:-1]
    codes = {first: at_ms for (_, at_ms), first in zip(known, firsts, strict=False)}
    coded = [replace(s, at_ms=codes.get(first)) for s, first in zip(text, firsts, strict=True)]
    words = words_of(tell(coded, Pace()))
    assert all(words[first].span.start_ms == at_ms for first, at_ms in codes.items())


@given(texts, st.integers(0, 10**6), st.integers(2000, 10**6))
def test_the_length_asked_for_is_kept(text, start_ms, duration_ms):
    words = words_of(tell(text, Pace(start_ms=start_ms, duration_ms=duration_ms)))
    assert words[0].span.start_ms == start_ms
    assert words[-1].span.end_ms == start_ms + duration_ms


@given(texts, st.floats(30, 400))
def test_words_a_minute_are_kept(text, wpm):
    words = words_of(tell(text, Pace(words_a_minute=wpm)))
    assume(len(words) > 1)
    assert abs(len(words) * 60_000 / words[-1].span.end_ms - wpm) < wpm * 0.01


def test_what_is_told_goes_through_the_moments_on_the_frames_of_the_film():
    text = numbered([8, 9, 7, 12])
    told = tell(text, Pace(moments=(Quoted("w8", 10_011), Quoted("w24", 20_017))))
    film = Grid(Fraction(24000, 1001))
    cues = compose(told, house_style("netflix-en"), word_classes("en"), film)
    for word, at_ms in (("w8", 10_011), ("w24", 20_017)):
        [cue] = [cue for cue in cues if cue.words[0].text == word]
        assert 0 <= at_ms - cue.span.start_ms < 42


def test_before_the_first_moment_the_narrator_does_not_start_before_the_film():
    text = numbered([40, 5])
    told = narrate(text, Pace(moments=(Quoted("w40", 4_000),)))
    assert words_of(told.utterances)[0].span.start_ms == 0


def test_a_long_way_to_a_moment_is_a_pause_and_is_said():
    text = numbered([5, 5, 5])
    told = narrate(text, Pace(moments=(Quoted("w0", 0), Quoted("w5", 60_000), Quoted("w10", 63_000))))
    words = words_of(told.utterances)
    assert words[4].span.end_ms < 5_000
    [remark] = told.remarks
    assert remark.source == Source(2, 1)
    assert "pauses instead" in remark.message


def test_a_short_way_to_a_moment_is_said():
    text = numbered([20, 5])
    told = narrate(text, Pace(moments=(Quoted("w0", 0), Quoted("w20", 800))))
    [remark] = told.remarks
    assert remark.source == Source(2, 1)
    assert "words a minute" in remark.message


def test_time_codes_that_run_backwards_are_left_out_and_said():
    one, two, three = numbered([5, 5, 5])
    coded = [replace(one, at_ms=9_000), replace(two, at_ms=3_000), replace(three, at_ms=15_000)]
    told = narrate(coded, Pace())
    words = words_of(told.utterances)
    assert (words[0].span.start_ms, words[10].span.start_ms) == (9_000, 15_000)
    assert [remark.source for remark in told.remarks] == [Source(2, 1)]


def test_time_codes_of_a_programme_that_begins_at_ten_are_brought_to_the_film():
    one, two = numbered([5, 5])
    coded = [replace(one, at_ms=36_000_000), replace(two, at_ms=36_004_000)]
    told = narrate(coded, Pace())
    assert "--start 0" in told.remarks[0].message
    told = narrate(coded, Pace(start_ms=0))
    words = words_of(told.utterances)
    assert (words[0].span.start_ms, words[5].span.start_ms) == (0, 4_000)
    assert not told.remarks


def test_what_is_typed_wins_over_time_codes():
    one, two = numbered([5, 5])
    coded = [replace(one, at_ms=9_000), replace(two, at_ms=12_000)]
    words = words_of(tell(coded, Pace(start_ms=1_000, moments=(Quoted("W5", 4_000),))))
    assert (words[0].span.start_ms, words[5].span.start_ms) == (1_000, 4_000)


@pytest.mark.parametrize(
    ("moments", "message"),
    [
        ([Quoted("built in the autumn", 1)], "not spoken in the script .nearest: line 3"),
        ([Quoted("the", 1)], "stands 5 times in the script"),
        ([Quoted("?!", 1)], "has no words"),
        ([Quoted("kept it herself", 60_000), Quoted("The tower was built", 90_000)], "run in the order"),
        ([Quoted("kept it herself", 60_000), Quoted("Nobody in the village", 60_000)], "run in the order"),
    ],
)
def test_moments_that_cannot_be_are_refused(moments, message, tmp_path):
    path = tmp_path / "script.txt"
    path.write_text(SCRIPT, encoding="utf-8")
    script = product.read_script(path)
    with pytest.raises(ScriptError, match=message):
        product.draft(script, pace=Pace(moments=tuple(moments)))


def test_a_narration_cannot_end_before_a_moment():
    with pytest.raises(ScriptError, match="cannot end"):
        tell(numbered([5, 5]), Pace(duration_ms=5_000, moments=(Quoted("w8", 6_000),)))


def drafted(tmp_path, *args):
    path, out = tmp_path / "script.txt", tmp_path / "out.cues.json"
    path.write_text(SCRIPT, encoding="utf-8")
    return CliRunner().invoke(subtool, ["draft", str(path), "-o", str(out), "--force", *args]), out


@pytest.mark.parametrize(
    ("args", "ms"),
    [
        (["--at", "she kept it herself=0:40"], 40_000),
        (["--at", "She kept it=00:00:40:10", "--fps", "25"], 40_400),
        (["--fps", "29.97", "--at", "She kept it=00:01:00;02"], 60_060),
        (["--at", "She kept it=00:00:40:12", "--fps", "24000/1001"], 40_540),
    ],
)
def test_moments_are_typed_with_or_without_frames(args, ms, tmp_path):
    result, out = drafted(tmp_path, *args)
    assert result.exit_code == 0, result.output
    [cue] = [cue for cue in product.read(out).cues if cue.text.startswith("She kept")]
    assert abs(cue.words[0].span.start_ms - ms) <= 1
    assert abs(cue.span.start_ms - ms) <= 1


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--at", "She kept it=00:00:40:10"], "--fps"),
        (["--at", "She kept it=00:01:00;00", "--fps", "29.97"], "does not exist"),
        (["--at", "She kept it"], "names no moment"),
        (["--start", "soon"], "is not a time"),
        (["--fps", "0"], "not a frame rate"),
    ],
)
def test_what_is_typed_wrong_is_refused_with_the_reason(args, message, tmp_path):
    result, out = drafted(tmp_path, *args)
    assert result.exit_code == 2
    assert message in result.output
    assert not out.exists()


@pytest.mark.parametrize(
    ("shorter", "longer"),
    [
        ("be", "being"),
        ("strength", "strengthening"),
        ("7", "1989"),
        ("дом", "оборона"),
        ("灯", "灯塔"),
        ("שלום", "בפעם־הראשונה"),
    ],
)
def test_longer_words_take_longer_in_every_writing(shorter, longer):
    assert word_ms(shorter) < word_ms(longer)
