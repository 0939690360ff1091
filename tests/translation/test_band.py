"""The way through two long texts: no sure pair is lost to rounding, and a narrow band loses nothing."""

from __future__ import annotations

import random

import pytest

from subtool.translation import band, costs
from subtool.translation.clues import Side
from subtool.translation.pairing import paired
from support.translated import sentence

WORDS = [
    "harbour",
    "lantern",
    "winter",
    "island",
    "keeper",
    "letter",
    "morning",
    "stone",
    "river",
    "engine",
    "paper",
    "market",
]


@pytest.fixture(scope="module")
def texts():
    """Two texts, one with every tenth sentence left out."""
    rng = random.Random(4)
    made = [
        sentence(
            f"{' '.join(rng.choices(WORDS, k=rng.randint(4, 16)))} {rng.randint(100, 99_999)}.",
            line,
            line // 6,
        )
        for line in range(1, 241)
    ]
    return Side(tuple(made), "en"), Side(tuple(one for one in made if one.source.line % 10), "en")


@pytest.fixture
def pairs(texts, monkeypatch):
    """Their pairs, found in bands as those of texts ten times as long."""
    for name, value in (("WHOLE", 10_000), ("WIDTH", 120), ("NARROW", 40)):
        monkeypatch.setattr(band, name, value)
    return paired(*texts)


def test_every_sentence_is_paired_with_itself(texts, pairs):
    source, target = texts
    firsts = {pair.target[0]: pair.source.start for pair in pairs if pair.source and pair.target}
    wrong = [
        number
        for number, one in enumerate(target.sentences)
        if number not in firsts or source.sentences[firsts[number]] != one
    ]
    assert len(wrong) <= len(target.sentences) // 100


def test_a_likely_pair_is_never_taken_apart(pairs):
    alone = [pair for pair in pairs if not pair.source or not pair.target]
    assert sum(len(pair.source) for pair in alone) == 24


def test_a_narrow_band_finds_what_a_wide_one_does(texts, pairs, monkeypatch):
    monkeypatch.setattr(costs.Costs, "_look_around", lambda _self, _pairs: None)
    assert paired(*texts) == pairs
