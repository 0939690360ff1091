"""Re-timing: a warp is a value, and the one that was applied is found again."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtool.cues.fit import Heard, Speech, fit
from subtool.cues.warp import EVER_MS, Piece, Warp, apply, scale, shift, through
from subtool.model import Cue, Sheet, Span

spans = st.builds(
    lambda start, long: Span(start, start + long), st.integers(10**6, 10**7), st.integers(1, 9000)
)
sheets = st.lists(spans, max_size=8).map(
    lambda found: Sheet(tuple(Cue(span, ("a",)) for span in sorted(found, key=lambda span: span.start_ms)))
)


@given(sheets, st.integers(-(10**6), 10**6))
def test_a_shift_can_be_undone(sheet, by_ms):
    there = apply(shift(by_ms), sheet)
    assert not there.gone
    assert apply(shift(-by_ms), there.sheet).sheet == sheet


@given(sheets, st.sampled_from([Fraction(25 * 1001, 24000), Fraction(24, 25)]))
def test_a_rate_can_be_undone_to_the_millisecond(sheet, rate):
    back = apply(scale(1 / rate), apply(scale(rate), sheet).sheet).sheet
    for cue, again in zip(sheet.cues, back.cues, strict=True):
        assert abs(cue.span.start_ms - again.span.start_ms) <= 1
        assert abs(cue.span.end_ms - again.span.end_ms) <= 1


def test_known_moments_are_met_and_what_lies_between_runs_evenly():
    warp = through([(10_000, 20_000), (20_000, 40_000), (30_000, 41_000)])
    made = [warp.of(Span(at, at + 1)).moved(at) for at in (0, 10_000, 15_000, 20_000, 30_000, 40_000)]
    assert made == [0, 20_000, 30_000, 40_000, 41_000, 42_000]


def test_a_cue_whose_picture_is_gone_is_said():
    warp = Warp((Piece(Span(0, 5000), 0), Piece(Span(9000, EVER_MS), 5000)))
    cues = tuple(Cue(Span(at, at + 1000), (str(at),)) for at in (1000, 6000, 10_000))
    made = apply(warp, Sheet(cues))
    assert [cue.span.start_ms for cue in made.sheet.cues] == [1000, 6000]
    assert made.gone == cues[1:2]


def test_pieces_may_not_overlap():
    with pytest.raises(ValueError, match="overlap"):
        Warp((Piece(Span(0, 5000), 0), Piece(Span(4000, 6000), 0)))


def spoken(seed, count=200):
    """Cues as a film has them: of 1 to 6 s, with pauses of 0.1 to 8 s."""
    dice, at, made = random.Random(seed), 5000, []
    for _ in range(count):
        long = dice.randint(1000, 6000)
        made.append(Span(at, at + long))
        at += long + dice.choice([100, 200, 900, dice.randint(300, 8000)])
    return made


def before(warp, reference):
    """The cues (old, new) of which the warp makes the reference; what it leaves room for has none."""
    pairs = []
    for span in reference:
        for piece in warp.pieces:
            old = [
                piece.old.start_ms + round((at - piece.new_ms) / piece.rate)
                for at in (span.start_ms, span.end_ms)
            ]
            if piece.old.start_ms <= old[0] and old[1] <= piece.old.end_ms:
                pairs.append((Span(*old), span))
    return zip(*pairs, strict=True)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    "warp",
    [
        shift(7_340),
        scale(Fraction(25 * 1001, 24000)),
        Warp((Piece(Span(0, EVER_MS), 90_000, Fraction(24000, 25025)),)),
        Warp(
            (
                Piece(Span(0, 300_000), 0),
                Piece(Span(300_000, 500_000), 345_000),
                Piece(Span(500_000, EVER_MS), 630_000),
            )
        ),
    ],
    ids=["shift", "25 for 23.976", "23.976 for 25 and later", "two splits"],
)
def test_the_warp_that_was_applied_is_found(seed, warp):
    speech = spoken(seed)
    cues, reference = before(warp, speech)
    for kind in (Speech(speech), Heard(tuple(span.start_ms for span in reference))):
        found = fit(cues, kind)
        away = [
            abs(found.warp.of(cue).moved(cue.start_ms) - there.start_ms)
            for cue, there in zip(cues, reference, strict=True)
        ]
        assert sorted(away)[len(away) * 95 // 100] <= 20
        assert found.after > 0.95 > found.before
