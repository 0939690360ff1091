"""Whole scenes that one side leaves out: what is left is paired, and two films stay two films."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from subtool import read_script
from subtool.translation.belonging import unrelated
from subtool.translation.clues import Side
from subtool.translation.costs import Costs
from subtool.translation.pairing import SURE_PAIR, _Ways, paired
from support.translated import sentence

ROOT = Path(__file__).parents[2]
SCRIPTS, STEAMER = ROOT / "scripts", ROOT / "benchmarks" / "translated_story_2.txt"
ENGLISH, GERMAN = SCRIPTS / "the-lamp-on-the-point.txt", SCRIPTS / "de" / "the-lamp-on-the-point.txt"


@pytest.fixture(scope="module")
def lamp():
    """The sample episode in German and in English."""
    return tuple(
        Side(read_script(path, language=language).sentences, language)
        for path, language in ((GERMAN, "de"), (ENGLISH, "en"))
    )


@pytest.fixture(scope="module")
def begins(lamp):
    """The sentence of the original that each one of the translation begins with, where all are there."""
    return {pair.target.start: pair.source.start for pair in paired(*lamp) if pair.source and pair.target}


@pytest.mark.parametrize("said", [range(20), range(38, 57), range(20, 40)], ids=["first", "last", "middle"])
def test_a_translation_that_goes_on_beside_a_part_of_the_original(lamp, begins, said):
    source, target = Side(lamp[0].sentences[said.start : said.stop], "de"), lamp[1]
    pairs = paired(source, target)
    inside = {one: begin - said.start for one, begin in begins.items() if begin in said}
    found = {pair.target.start: pair.source.start for pair in pairs if pair.source and pair.target}
    assert sum(found.get(one) == begin for one, begin in inside.items()) >= len(inside) - 1
    sure = {
        pair.target.start: pair.source.start
        for pair in pairs
        if pair.source and pair.target and pair.chances[0] >= SURE_PAIR
    }
    assert sure.items() <= inside.items()
    assert not unrelated(source, target, pairs)


@pytest.mark.parametrize("length", [8, 20, 57])
def test_another_story_is_unrelated_however_long(lamp, length):
    units = re.findall(r"(?m)^en: (.+)", STEAMER.read_text("utf-8"))
    target = Side(tuple(sentence(text, line, line // 5) for line, text in enumerate(units)), "en")
    source = Side(lamp[0].sentences[:length], "de")
    assert unrelated(source, target, paired(source, target))


@pytest.mark.parametrize("episode", [0, 1])
def test_another_episode_about_the_same_people_is_unrelated(lamp, episode):
    halves = slice(0, 27), slice(31, None)
    source = Side(lamp[0].sentences[halves[episode]], "de")
    target = Side(lamp[1].sentences[halves[1 - episode]], "en")
    assert unrelated(source, target, paired(source, target))


@pytest.mark.parametrize("step", [slice(None, None, 2), slice(1, None, 3)])
def test_a_translation_of_every_second_sentence_is_related(lamp, step):
    source, target = lamp[0], Side(lamp[1].sentences[step], "en")
    assert not unrelated(source, target, paired(source, target))


def test_all_ways_are_as_likely_from_either_end(lamp):
    ways = _Ways(Costs(lamp[0], Side(lamp[1].sentences[10:40], "en")))
    assert ways.onward[0, 0] == pytest.approx(ways.total)
    through = ways.to + ways.onward
    assert np.max(through) == pytest.approx(ways.total, abs=1e-6)
