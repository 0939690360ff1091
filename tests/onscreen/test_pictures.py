"""Frames beside those that were looked at and found good; `python tests/golden.py` makes them again."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from PIL import Image

from support import golden


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    return tmp_path_factory.mktemp("pictures")


@cache
def kept(shot):
    with Image.open(golden.HOME / f"{shot.name}.png") as picture:
        return picture.convert("RGB")


SHOTS = pytest.mark.parametrize("shot", golden.SHOTS, ids=lambda shot: shot.name)


@SHOTS
def test_a_frame_looks_as_it_did(shot, room):
    difference = golden.difference(golden.render(shot, room), kept(shot))
    assert difference.small, difference


@SHOTS
def test_the_measure_sees_text_moved_by_3_per_cent_of_the_height(shot):
    picture, bare = np.asarray(kept(shot)), golden.scene(shot.size)
    by = round(0.03 * shot.size[1])
    text = (abs(picture.astype(int) - bare).max(axis=2) > golden.APART)[..., None]
    moved = np.where(np.roll(text, -by, axis=0), np.roll(picture, -by, axis=0), bare)
    assert not golden.difference(kept(shot), Image.fromarray(moved.astype(np.uint8))).small


@SHOTS
def test_the_measure_sees_a_letter_that_is_missing(shot):
    """Wherever it stands: a hole as large as a letter of a footnote is torn around some white pixels."""
    picture, bare = np.asarray(kept(shot)), golden.scene(shot.size)
    base = min(shot.size[1], 0.95 * shot.size[0])
    across, down = round(0.010 * base), round(0.015 * base)
    clear = abs(picture.astype(int) - bare).max(axis=2) > 2 * golden.APART
    letters = np.argwhere((picture.min(axis=2) > 200) & clear)
    for y, x in letters[np.random.default_rng(1).integers(0, len(letters), 8)]:
        torn = picture.copy()
        hole = np.s_[max(0, y - down) : y + down + 1, max(0, x - across) : x + across + 1]
        torn[hole] = bare[hole]
        assert not golden.difference(kept(shot), Image.fromarray(torn)).small


def test_there_are_twenty_at_least_and_each_is_alike_to_itself():
    assert len({shot.name for shot in golden.SHOTS}) == len(golden.SHOTS) >= 20
    assert all(golden.difference(kept(shot), kept(shot)).small for shot in golden.SHOTS)
