"""The words beside which a number stays in figures, by language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from subtool.styles.data_files import data_folder

CAPITAL_NOUNS = frozenset({"de", "lb"})  # German writes every noun with a capital: it tells of no name

YEARS = range(1000, 2100)  # stand in figures everywhere, also where they open a sentence


@dataclass(frozen=True, slots=True)
class NumberWords:
    """Months, units, and what is numbered, in lower case."""

    months: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    numbered: frozenset[str] = frozenset()
    nouns_have_capitals: bool = False


@cache
def number_words(language: str) -> NumberWords:
    """The number words of a language, and those that all languages share."""
    tables = tomllib.loads(data_folder("number_words.toml").read_text("utf-8"))
    own, common = tables.get(language, {}), tables["all"]

    def of(kind: str) -> frozenset[str]:
        return frozenset(f"{common.get(kind, '')} {own.get(kind, '')}".split())

    return NumberWords(of("months"), of("units"), of("numbered"), language in CAPITAL_NOUNS)
