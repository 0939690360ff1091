"""What a check finds, and the rules it goes by."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Problem:
    """A breach of a rule in one cue.

    `cue` counts from 1, as in the file; `row` is 0 where the whole cue is meant. `measured` and `limit` are
    figures in `unit`, None where nothing is measured. `fixable` says that `fix` knows a mend, which it applies
    where that does no other harm.
    """

    code: str
    cue: int
    start_ms: int
    message: str
    mend: str
    source: str
    fixable: bool
    row: int = 0
    measured: float | None = None
    limit: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as `rules.toml` has it; `source` is empty where the house style's counts."""

    code: str
    title: str
    says: str
    mend: str
    fix: str = ""
    source: str = ""
    unit: str = ""


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its code, in the order in which reports list them."""
    text = files(__package__).joinpath("rules.toml").read_text("utf-8")
    return {code: Rule(code, **values) for code, values in tomllib.loads(text).items()}
