"""Every rule under every house style that has it: one breach is found, and its clean counterpart is silent."""

from __future__ import annotations

import pytest

from subtool.checks import check
from subtool.checks.problem import rules
from subtool.styles import houses
from support.breaches import Maker

FEWEST_PAIRS = 1500


def pairs(name):
    maker = Maker(name)
    for code, rule in rules().items():
        if not rule.source_file and rule.is_asked(maker.style) and (pair := maker.make(code)):
            yield code, pair


@pytest.mark.parametrize("name", houses.names())
def test_a_breach_is_found_and_its_clean_counterpart_is_silent(name):
    wrong = []
    for code, pair in pairs(name):
        bad = [problem.code for problem in check(pair.bad, pair.context)]
        clean = [problem.code for problem in check(pair.clean, pair.clean_context or pair.context)]
        if bad != [code] or clean:
            wrong.append((code, bad, clean, pair.bad.cues[0].lines))
    assert wrong == []


def test_there_are_pairs_enough_and_none_for_a_rule_that_the_style_lacks():
    made = {name: [code for code, _ in pairs(name)] for name in houses.names()}
    assert sum(map(len, made.values())) >= FEWEST_PAIRS
    of_style = {code for code, rule in rules().items() if not rule.source_file}
    assert of_style == {code for codes in made.values() for code in codes}
    for name, codes in made.items():
        assert all(rules()[code].is_asked(houses.house_style(name)) for code in codes)
