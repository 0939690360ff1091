"""What a check looks at: the cues in the order of their times, and what they are to be delivered against."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from subtool.checks.problem import Problem, rules
from subtool.cues.segmentation.width import width
from subtool.cues.timing.in_out import flicker_ms, smallest_gap_ms
from subtool.model import Role
from subtool.styles.house_style import WordClasses

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from subtool.cues.timing.frame_grid import Grid
    from subtool.model import Cue, Sheet
    from subtool.styles.house_style import HouseStyle


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The characters of the cues that a font cannot show."""

    font: str
    missing: frozenset[str]


@dataclass(frozen=True)
class CheckContext:
    """What cues are handed in against. `film_ms` is None where no film is known, `glyphs` where no font is."""

    style: HouseStyle
    grid: Grid
    classes: WordClasses = field(default_factory=WordClasses)
    language: str = "en"
    film_ms: int | None = None
    glyphs: Glyphs | None = None

    @property
    def gap_ms(self) -> int:
        return smallest_gap_ms(self.style, self.grid.fps)

    @property
    def flicker_ms(self) -> int:
        return flicker_ms(self.style, self.grid.fps)

    @property
    def writes_as_style(self) -> bool:
        """Whether the text is in the language of the style, where that has one."""
        wanted = self.style.language.split("-", maxsplit=1)[0].lower()
        return wanted in {"", self.primary}

    @property
    def primary(self) -> str:
        """The language without its region."""
        return self.language.split("-", maxsplit=1)[0].lower()


@dataclass(frozen=True, slots=True)
class Item:
    """A cue with its number in the file, and its lines as one text."""

    number: int
    cue: Cue
    text: str

    @classmethod
    def of(cls, number: int, cue: Cue) -> Item:
        return cls(number, cue, "\n".join(cue.lines))

    @property
    def is_empty(self) -> bool:
        return not self.text or self.text.isspace()


class View:
    """Cues to check: `items` as they stand in the file without footnote captions, `tracks` by role and time."""

    def __init__(self, items: Iterable[Item], delivery: CheckContext) -> None:
        self.items = tuple(item for item in items if item.cue.role is not Role.NOTE)
        self.delivery = delivery
        self.tracks = tuple(self._track(role) for role in (Role.SPEECH, Role.TITLE))

    @classmethod
    def of(cls, sheet: Sheet, delivery: CheckContext) -> View:
        return cls((Item.of(number, cue) for number, cue in enumerate(sheet.cues, start=1)), delivery)

    def _track(self, role: Role) -> tuple[Item, ...]:
        chosen = (item for item in self.items if item.cue.role is role and not item.is_empty)
        return tuple(sorted(chosen, key=lambda item: item.cue.span))

    def neighbours(self) -> Iterator[tuple[Item, Item]]:
        """Each cue with the one that follows it in time, among those of its role."""
        for track in self.tracks:
            yield from pairwise(track)

    def chars(self, lines: Sequence[str]) -> float:
        """Characters as the style counts them, spaces and punctuation too; a line break counts nothing."""
        return sum(width(line, self.delivery.style.half_width) for line in lines)

    def problem(
        self,
        code: str,
        item: Item,
        line: int = 0,
        figures: tuple[float, float] | None = None,
        *,
        fixable: bool = True,
        **words: object,
    ) -> Problem:
        """A breach of the rule `code`; `figures` are what was measured and the limit, `words` what it says."""
        rule = rules()[code]
        measured, limit = figures or (None, None)
        says = rule.says.format(measured=measured, limit=limit, unit=rule.unit, line=line, **words)
        return Problem(
            code=code, cue=item.number, start_ms=item.cue.span.start_ms, message=says, mend=rule.mend,
            source=rule.source or self.delivery.style.source, fixable=bool(rule.fix) and fixable, line=line,
            measured=measured, limit=limit, unit=rule.unit,
        )  # fmt: skip


def without_empty_lines(sheet: Sheet) -> Sheet:
    """The sheet as it is without what most players end a cue at."""
    if not any("" in cue.lines for cue in sheet.cues):
        return sheet
    return replace(sheet, cues=tuple(map(_closed_up, sheet.cues)))


def _closed_up(cue: Cue) -> Cue:
    """The cue without its empty lines; a tag that stood in one stands at the next."""
    lines = tuple(filter(None, cue.lines))
    if not lines:
        return cue
    tagged, waiting = list[str](), ""
    for line, written in zip(cue.lines, cue.markup, strict=False):
        if line:
            tagged.append(waiting + written)
            waiting = ""
        else:
            waiting += written
    if waiting:
        tagged[-1] += waiting
    return replace(cue, lines=lines, markup=tuple(tagged))
