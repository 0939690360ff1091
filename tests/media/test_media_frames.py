"""Exact frames, reckoned: whatever the rate, a cue's ASS time tells its frames from their neighbours."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from subtool.media.read.frames import FrameRange, Frames, cut, whole
from subtool.model import Span

GAPS = st.lists(st.fractions(Fraction(1, 60), Fraction(1, 5), max_denominator=90000), min_size=1, max_size=40)
STARTS = st.fractions(0, 2, max_denominator=1000)
MOMENTS = st.integers(0, 6000)


@st.composite
def films(draw):
    at, times = draw(STARTS), []
    gaps = draw(GAPS)
    for gap in gaps:
        times.append(at)
        at += gap
    return Frames(tuple(times), tuple(times[::12]), at)


@st.composite
def spans(draw):
    start_ms, end_ms = sorted((draw(MOMENTS), draw(MOMENTS)))
    return Span(start_ms, end_ms)


def rendered(made: FrameRange, shown: Span | None) -> list[int]:
    """The frames of a cut on which a renderer that sees whole milliseconds shows a cue."""
    if shown is None:
        return []
    clock = [int((made.frames.times[frame] - made.start) * 1000) for frame in range(made.first, made.last)]
    return [made.first + at for at, ms in enumerate(clock) if shown.start_ms <= ms < shown.end_ms]


@given(films(), spans())
def test_a_cue_is_rendered_on_its_frames_and_no_other(frames, span):
    made = whole(frames)
    assert rendered(made, made.on_screen(span)) == list(frames.carrying(span))


@given(films(), spans(), spans())
def test_a_clip_shows_what_the_film_shows(frames, passage, span):
    made = cut(frames, passage)
    carrying = [frame for frame in frames.carrying(span) if made.first <= frame < made.last]
    assert rendered(made, made.on_screen(span)) == carrying


@given(films(), spans())
def test_edges_are_the_nearest_ones(frames, span):
    at = Fraction(span.start_ms, 1000)
    nearest = frames.edges[frames.nearest(span.start_ms)]
    assert abs(nearest - at) == min(abs(edge - at) for edge in frames.edges)


@given(films(), spans())
def test_times_are_whole_centiseconds(frames, span):
    shown = whole(frames).on_screen(span)
    assert shown is not None
    assert shown.start_ms % 10 == shown.end_ms % 10 == 0


@given(films(), spans())
def test_seeking_lands_before_a_keyframe_that_is_not_after_the_cut(frames, passage):
    made = cut(frames, passage)
    seek = frames.seek(made.first)
    assert seek is None or any(seek < key <= made.start for key in frames.keys)


def test_two_cues_that_meet_leave_no_frame_between_them_and_share_none():
    frames = Frames(
        tuple(Fraction(n * 1001, 24000) for n in range(100)), (Fraction(0),), Fraction(100100, 24000)
    )
    first, second = Span(0, 1700), Span(1700, 3000)
    assert frames.carrying(first).stop == frames.carrying(second).start
