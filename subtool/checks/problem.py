"""What a check finds, and the rules it goes by."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from subtool.styles.house_style import HouseStyle


@dataclass(frozen=True, slots=True)
class Problem:
    """A breach of a rule in one cue.

    `cue` counts from 1, as in the file; `line` is 0 where the whole cue is meant. `measured` and `limit` are
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
    line: int = 0
    measured: float | None = None
    limit: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as `rules.toml` has it.

    `source` is empty where the house style's counts, `was` is its former code, `needs` the value of a style without
    which nobody asks for it, and `value` one that every style has. `source_file` says that it is about a translation
    and its source.
    """

    code: str
    title: str
    says: str
    mend: str
    fix: str = ""
    source: str = ""
    unit: str = ""
    was: str = ""
    needs: str = ""
    value: str = ""
    source_file: bool = False

    def is_asked(self, style: HouseStyle) -> bool:
        """Whether a house style has this rule."""
        return not self.needs or bool(getattr(style, self.needs))

    @property
    def reads(self) -> str:
        """The value of a house style that says what the rule asks for; empty where none does."""
        return self.needs or self.value

    @property
    def published(self) -> str:
        """The code that scripts know it by: a rule keeps the one it was published with."""
        return self.was or self.code


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its code, in the order in which reports list them."""
    text = files(__package__).joinpath("rules.toml").read_text("utf-8")
    return {code: Rule(code, **values) for code, values in tomllib.loads(text).items()}


@cache
def renamed() -> Mapping[str, str]:
    """Codes that rules had before, with what they are called now."""
    return {rule.was: code for code, rule in rules().items() if rule.was}
