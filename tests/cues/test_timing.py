"""In- and out-times: on frames, on the first sound, readable, with their gaps, and well placed to shot changes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtool import draft, read_script
from subtool.cues.timing.frame_grid import Grid, with_picture, without_picture
from subtool.cues.timing.in_out import retime
from subtool.cues.timing.shot_rule import Edge, FrameBounds, ShotRule, breaches
from subtool.model import Cue, Sentence, Span, Word
from subtool.styles import houses

STYLE = houses.house_style("netflix-en")
FILM = Grid(Fraction(25))
RATES = [Fraction(24000, 1001), Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(60)]

steady = st.builds(Grid, st.sampled_from(RATES))
uneven = st.builds(
    lambda fps, steps: with_picture(fps, tuple(Fraction(at, 1000) for at in accumulate(steps)), Fraction(60)),
    st.sampled_from(RATES),
    st.lists(st.integers(8, 90), min_size=3, max_size=400),
)
grids = st.one_of(steady, uneven, st.builds(without_picture, st.sampled_from(RATES)))
spoken = st.lists(st.tuples(st.integers(0, 3000), st.integers(1, 6000), st.integers(1, 84)), max_size=12)


def heard(pieces):
    """Cues of this many characters, each after a pause."""
    cues, clock = [], 0
    for pause, length, chars in pieces:
        word = Word("x" * chars, Span(clock + pause, clock + pause + length), 0.9)
        clock += pause + length
        cues.append(Cue(word.span, (word.text,), words=(word,)))
    return cues


def with_shots(grid, frames):
    frames = sorted(set(frames))
    if grid.edges:
        frames = [frame for frame in frames if frame < len(grid.edges)]
        return replace(grid, shots=tuple(grid.edges[frame] for frame in frames))
    return replace(grid, shots=tuple(frame / (grid.rate or grid.fps) for frame in frames))


styles = st.sampled_from(houses.names()).map(houses.house_style)
films = st.builds(with_shots, grids, st.lists(st.integers(1, 1000), max_size=12))


@given(spoken, films, styles)
def test_gaps_are_kept_and_times_stand_on_frames(pieces, grid, style):
    cues = retime(heard(pieces), style, grid)
    for cue in cues:
        assert cue.span.start_ms == grid.in_ms(grid.nearest(cue.span.start_ms))
        assert cue.span.duration_ms > 0
    if grid.edges and cues and cues[-1].span.end_ms >= grid.out_ms(len(grid.edges) - 1):
        return  # more speech than film
    for cue, following in pairwise(cues):
        gap = grid.nearest(following.span.start_ms) - grid.nearest(cue.span.end_ms)
        assert gap >= grid.frames(style.min_gap_frames)
        assert following.span.start_ms - cue.span.end_ms >= style.min_gap_ms
    for cue in cues:
        assert cue.span.end_ms == grid.out_ms(grid.nearest(cue.span.end_ms))
        assert cue.span.duration_ms <= style.max_duration_ms


@given(spoken, steady)
def test_in_times_are_on_the_frame_of_the_first_sound(pieces, grid):
    cues = retime(heard(pieces), STYLE, grid)
    free = 0
    for cue in cues:
        sound = cue.words[0].span.start_ms
        assert cue.span.start_ms <= max(sound + 1, free)  # a frame's time, rounded
        assert sound - cue.span.start_ms <= 1000 / grid.fps
        free = grid.in_ms(grid.nearest(cue.span.start_ms) + 1 + STYLE.min_gap_frames)


@given(spoken, films, styles)
def test_doing_it_twice_changes_nothing(pieces, grid, style):
    once = retime(heard(pieces), style, grid)
    assert retime(once, style, grid) == once


@given(spoken, st.builds(with_shots, steady, st.lists(st.integers(1, 1000), max_size=12)), styles)
def test_cues_of_a_file_without_words_settle_too(pieces, grid, style):
    bare = [replace(cue, words=()) for cue in heard(pieces)]
    once = retime(bare, style, grid)
    assert retime(once, style, grid) == once


@given(spoken, steady)
def test_what_has_room_is_shown_long_enough_to_be_read(pieces, grid):
    cues = retime(heard(pieces), STYLE, grid)
    for cue, following in pairwise([*cues, None]):
        room_ms = following.span.start_ms - cue.span.start_ms - 120 if following else STYLE.max_duration_ms
        wanted_ms = max(STYLE.min_duration_ms, len(cue.text) * 1000 / STYLE.max_cps)
        assert cue.span.duration_ms >= min(wanted_ms, room_ms)


@pytest.mark.parametrize("frames", range(3, 12))
def test_gaps_of_3_to_11_frames_are_closed_to_2(frames):
    first, other = heard([(0, 1000, 10), (520 + frames * 40, 2000, 10)])
    cues = retime([first, other], STYLE, FILM)
    assert cues[1].span.start_ms - cues[0].span.end_ms == 80


@pytest.mark.parametrize("frames", [12, 13, 25])
def test_longer_gaps_are_kept(frames):
    cues = retime(heard([(0, 1000, 10), (520 + frames * 40, 2000, 10)]), STYLE, FILM)
    assert cues[1].span.start_ms - cues[0].span.end_ms == frames * 40


def test_half_a_second_stays_half_a_second_at_sixty_frames():
    film = Grid(Fraction(60))
    near, far = (retime(heard([(0, 1000, 10), (500 + ms, 2000, 10)]), STYLE, film) for ms in (480, 520))
    assert near[1].span.start_ms - near[0].span.end_ms < 40
    assert far[1].span.start_ms - far[0].span.end_ms > 500


def test_the_gap_of_two_frames_is_no_millisecond_short_at_23_976():
    film = Grid(Fraction(24000, 1001))
    cues = retime(heard([(0, 1500, 20)] * 200), STYLE, film)
    assert {b.span.start_ms - a.span.end_ms for a, b in pairwise(cues)} <= {84, 85}


def at_shot(frame, shot=100, style=STYLE, fps=24):
    """Where the rule puts an in-time and an out-time that stand on `frame`."""
    grid = with_shots(Grid(Fraction(fps)), [shot])
    rule = ShotRule.of(style, grid)
    return rule.in_time(frame, FrameBounds(0, 10_000)), rule.out_time(frame, FrameBounds(0, 10_000))


@pytest.mark.parametrize(
    ("frame", "in_time", "out_time"),
    [
        (88, 88, 88),
        (89, 88, 98), (92, 88, 98),  # 8 to 11 before: in-times half a second before, out-times on
        (93, 100, 98), (97, 100, 98), (98, 100, 98), (99, 100, 98), (100, 100, 98), (107, 100, 98),
        (108, 112, 112), (111, 112, 112),
        (112, 112, 112),
    ],
)  # fmt: skip
def test_the_rule_on_shot_changes_at_24_frames(frame, in_time, out_time):
    assert at_shot(frame) == (in_time, out_time)


def test_a_cue_that_sounds_near_a_shot_change_stands_on_it():
    grid = with_shots(Grid(Fraction(24)), [48])
    first, other = heard([(0, 1800, 20), (350, 2000, 20)])  # ends at frame 43, begins at 51
    cues = retime([first, other], STYLE, grid)
    assert [grid.nearest(cue.span.end_ms) for cue in cues[:1]] == [46]
    assert grid.nearest(cues[1].span.start_ms) == 48
    assert not [breach for cue in cues for breach in breaches(cue.span, STYLE, grid)]


def test_a_shot_change_never_takes_a_cue_its_reading_time():
    grid = with_shots(Grid(Fraction(24)), [16])
    first, other = heard([(0, 900, 16), (0, 3000, 40)])  # the other begins 5 frames after the shot change
    cues = retime([first, other], STYLE, grid)
    assert cues[1].span.start_ms == grid.in_ms(21)


def test_a_breach_says_which_edge_how_far_and_what_is_wanted():
    grid = with_shots(Grid(Fraction(25)), [100])
    [found] = breaches(Span(grid.in_ms(95), grid.in_ms(150)), STYLE, grid)
    assert (found.edge, found.frames, found.shot_ms, found.wanted_ms) == (Edge.IN, -5, 4000, 4000)
    [found] = breaches(Span(grid.in_ms(60), grid.in_ms(99)), STYLE, grid)
    assert (found.edge, found.frames, found.shot_ms, found.wanted_ms) == (Edge.OUT, -1, 4000, 3920)


@given(spoken, st.builds(with_shots, steady, st.lists(st.integers(1, 1000), max_size=12)))
def test_shot_changes_move_no_in_time_further_than_the_rule_allows(pieces, grid):
    plain, moved = (retime(heard(pieces), STYLE, each) for each in (replace(grid, shots=()), grid))
    half_a_second = 1000 * ShotRule.of(STYLE, grid).clear / grid.fps
    for before, after in zip(plain, moved, strict=True):
        assert abs(before.span.start_ms - after.span.start_ms) < half_a_second
        readable_ms = max(STYLE.min_duration_ms, len(before.text) * 1000 / STYLE.max_cps)
        assert after.span.duration_ms >= min(readable_ms, before.span.duration_ms)


def test_the_footnotes_of_a_sentence_are_looked_for_once_however_many_cues_it_fills(monkeypatch, tmp_path):
    asked = []
    whole = Sentence.footnotes.fget
    monkeypatch.setattr(Sentence, "footnotes", property(lambda one: asked.append(one) or whole(one)))
    (tmp_path / "s.txt").write_text(
        f"NARRATOR: {'the lamp burned and ' * 100}it was lit.[1]\n\n[1] A Book.\n"
    )
    script = read_script(tmp_path / "s.txt")
    asked.clear()
    sheet = draft(script)
    assert len([cue for cue in sheet.cues if cue.footnotes == ("1",)]) > 20
    assert len(asked) == 1
