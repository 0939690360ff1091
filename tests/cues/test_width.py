"""A line is as long as the house style counts it."""

import pytest

from subtool.cues.segmentation.width import width


@pytest.mark.parametrize(
    ("text", "half", "long"),
    [
        ("late", 1, 4),
        ("naïve", 1, 5),
        ("nai\u0308ve", 1, 5),
        ("灯塔。", 0.5, 3),
        ("灯塔1962", 0.5, 4),
        ("late", 0.5, 2),
    ],
)
def test_width(text, half, long):
    assert width(text, half) == long
