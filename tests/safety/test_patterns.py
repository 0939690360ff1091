"""No text of a stranger's keeps a regular expression busy: every pattern of the package meets pumped strings."""

from __future__ import annotations

import re

from support.pumping import Use, pumped, slow_uses, uses

SIZE, SECONDS = 40_000, 0.25  # of processor time; what grows with the square takes 0.4 s or more at this size


def test_a_slow_pattern_would_be_found():
    for slow in (r"\s*\|\s*x", r"(?:a|b|ab)*c", r"<(b)[^>]*>", r"0*(\d+)\Z"):
        assert list(slow_uses(SIZE, SECONDS, [Use("here", re.compile(slow), ("search",))])), slow


def test_every_pattern_is_found_and_none_takes_long():
    patterns = uses()
    assert len(patterns) > 200
    assert {"search"} <= {way for use in patterns for way in use.ways}
    slow = slow_uses(SIZE, SECONDS, patterns)
    found = [f"{use.where}.{way}: {start!r} … {end!r}" for use, way, start, end in slow]
    assert found == []


def test_strings_follow_from_the_pattern():
    strings = list(pumped(re.compile(r"<b\s+[^>]*>"), 100))
    assert any(string.startswith("<b  ") for string in strings)
    assert any(string.startswith(("<b \n<b \n", "<b <b ")) for string in strings)
