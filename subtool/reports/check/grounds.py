"""What a rule asks for in the words of the house style, and where its source says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from subtool.errors import StyleError
from subtool.styles import describe_house, houses

if TYPE_CHECKING:
    from collections.abc import Mapping

    from subtool.checks.problem import Rule
    from subtool.styles.house_style import HouseStyle


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a problem is one: what is asked for, and the place where it is."""

    asks: str
    source: str


def grounds(style: HouseStyle, rules: tuple[Rule, ...]) -> Mapping[str, Ground]:
    """The ground of each rule, by its code."""
    try:
        comments = houses.comments(style.name)
    except StyleError:  # a file of somebody's own, known by its stem alone
        comments = {}
    house_rules = describe_house.rules_by_value(style, comments)
    return {rule.code: _ground(rule, style, house_rules) for rule in rules}


def _ground(rule: Rule, style: HouseStyle, rules: Mapping[str, describe_house.HouseRule]) -> Ground:
    said = rules.get(rule.reads)
    if said is None:
        return Ground(f"{rule.mend[:1].upper()}{rule.mend[1:]}.", rule.source or style.source)
    return Ground(said.says, f"{style.source}: {said.source}" if said.source else style.source)
