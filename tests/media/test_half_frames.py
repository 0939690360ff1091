"""A time just between two frames belongs to the later one, wherever frames are counted."""

from __future__ import annotations

from fractions import Fraction

import pytest

from subtool.cues.timing.frame_grid import Grid, with_picture
from subtool.media.read.frames import Frames


@pytest.mark.parametrize("number", [0, 1, 2, 9])
def test_half_a_frame_belongs_to_the_later_one_on_every_grid(number):
    fps, half_ms = Fraction(25), 40 * number + 20
    times = tuple(Fraction(frame) / fps for frame in range(12))
    end = Fraction(12) / fps
    found = {
        Grid(fps).nearest(half_ms),
        with_picture(fps, times, end).nearest(half_ms),
        Frames(times, times[:1], end).nearest(half_ms),
    }
    assert found == {number + 1}


@pytest.mark.parametrize("at_ms", [*range(0, 480, 7), 19, 21, 59, 61])
def test_both_grids_name_the_same_frame_at_any_time(at_ms):
    fps = Fraction(25)
    times = tuple(Fraction(frame) / fps for frame in range(12))
    assert with_picture(fps, times, Fraction(12) / fps).nearest(at_ms) == Frames(
        times, (), Fraction(12) / fps
    ).nearest(at_ms)
