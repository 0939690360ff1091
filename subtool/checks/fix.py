"""Mends problems that have one right answer.

A mend is taken only if it takes its problem away and adds none, counted by code over the cue and its neighbours.
So every mend leaves fewer problems: the work ends, and doing it again changes nothing. Only a cue that is too fast is
also mended by half, as far as there is room.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from subtool.checks import check, pairs
from subtool.checks.all_checks import ALONE, BESIDE, GLOBAL
from subtool.checks.context import Item, View, without_empty_lines
from subtool.checks.problem import rules
from subtool.checks.proposals import ProblemCue, proposals

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from subtool.checks.context import CheckContext
    from subtool.checks.problem import Problem
    from subtool.model import Cue, Sheet, Span
EASED = frozenset({"too-fast", "too-many-words"})


@dataclass(frozen=True, slots=True)
class CueMend:
    """What became of a cue; `cue` is its number in the file that was read, `after` is None when it went."""

    cue: int
    codes: tuple[str, ...]
    before: Cue
    after: Cue | None


@dataclass(frozen=True, slots=True)
class Fixed:
    """The mended sheet, what was changed, and the problems that are left in it."""

    sheet: Sheet
    changes: tuple[CueMend, ...]
    left: tuple[Problem, ...]


def fix(sheet: Sheet, delivery: CheckContext, codes: Collection[str] | None = None) -> Fixed:
    """Mend the problems with these codes (all without any), and tell each change."""
    room = _Room(sheet, delivery)
    wanted = [code for code, rule in rules().items() if rule.fix and (codes is None or code in codes)]
    room.run(wanted)
    mended = room.sheet()
    return Fixed(mended, room.changes(), tuple(check(mended, delivery)))


def promised(sheet: Sheet, delivery: CheckContext, problems: Sequence[Problem]) -> list[Problem]:
    """The problems, `fixable` only where `fix` does away with them: counted by doing it."""
    if not any(problem.fixable for problem in problems):
        return list(problems)
    room = _Room(sheet, delivery)
    room.run([code for code, rule in rules().items() if rule.fix])
    left = Counter((problem.code, problem.cue, problem.line) for problem in room.left())
    result = []
    for problem in problems:
        key = (problem.code, problem.cue, problem.line)
        stays = left[key] > 0
        left[key] -= stays
        result.append(replace(problem, fixable=problem.fixable and not stays))
    return result


class _Room:
    """The cues while they are mended, by their numbers in the file."""

    def __init__(self, sheet: Sheet, delivery: CheckContext) -> None:
        self.original, self.delivery = sheet, delivery
        self.order = list(range(1, len(sheet.cues) + 1))
        closed_up = without_empty_lines(sheet).cues
        self.items = {number: Item.of(number, closed_up[number - 1]) for number in self.order}
        self.codes: dict[int, list[str]] = {
            number: ["empty-line-inside"]
            for number in self.order
            if closed_up[number - 1].lines != sheet.cues[number - 1].lines
        }
        self.known: dict[tuple[int, int], tuple[Cue, list[Problem]]] = {}  # by the cue and its number

    def run(self, wanted: Collection[str]) -> None:
        """Mend what can be mended, and put the cues in order."""
        while self.mend(wanted):
            pass
        self.sort()

    def mend(self, wanted: Collection[str]) -> bool:
        """One round over all problems; whether anything was mended."""
        view = View((self.items[number] for number in self.order if number in self.items), self.delivery)
        self.places = {
            item.number: (track, index) for track in view.tracks for index, item in enumerate(track)
        }
        found = {(problem.code, problem.cue) for problem in (*self._alone(view.items), *_beside(view))}
        mended = False
        for code in wanted:
            for number in sorted(number for known, number in found if known == code):
                mended = (number in self.items and self._try(code, number, view)) or mended
        return mended

    def _try(self, code: str, number: int, view: View) -> bool:
        item = self.items[number]
        scene = ProblemCue(item, self._beside(number, -1), self._beside(number, 1), self.delivery, view)
        for proposal in proposals(code, scene):
            if self._does_no_harm(code, proposal):
                for changed, cue in proposal.items():
                    self._take(code, changed, cue)
                return True
        return False

    def _take(self, code: str, number: int, cue: Cue | None) -> None:
        done = self.codes.setdefault(number, [])
        if code not in done:
            done.append(code)
        if cue is None:
            del self.items[number]
        else:
            self.items[number] = Item.of(number, cue)

    def _beside(self, number: int, by: int) -> Item | None:
        track, index = self.places.get(number, ((), 0))
        return self.items[track[index + by].number] if 0 <= index + by < len(track) else None

    def _does_no_harm(self, code: str, proposal: Mapping[int, Cue | None]) -> bool:
        near = {
            item.number: item
            for number in sorted(proposal, key=lambda number: self.items[number].cue.span)
            for item in (self._beside(number, -1), self.items[number], self._beside(number, 1))
            if item
        }
        after = [
            Item.of(number, cue) for number, item in near.items() if (cue := proposal.get(number, item.cue))
        ]
        if not all(self._reads_alike(near[item.number], item) for item in after):
            return False
        if [item.number for item in sorted(after, key=_span)] != [item.number for item in after]:
            return False  # it would change places with a neighbour
        (counted, worst), (counts, bad) = self._count(code, near.values()), self._count(code, after)
        return counts <= counted and (counts[code] < counted[code] or bad < worst)

    def _count(self, code: str, items: Collection[Item]) -> tuple[Counter[str], float]:
        """How many problems of each code there are, and how bad those of `code` are in sum."""
        problems = [*self._alone(items), *_beside(View(items, self.delivery))]
        bad = sum(problem.measured or 0 for problem in problems if code in EASED and problem.code == code)
        return Counter(problem.code for problem in problems), bad

    def _alone(self, items: Collection[Item]) -> Iterator[Problem]:
        """The problems that cues have by themselves, each cue looked at once."""
        new = [item for item in items if (item.number, id(item.cue)) not in self.known]
        if new:
            found: dict[int, list[Problem]] = {item.number: [] for item in new}
            view = View(new, self.delivery)
            for problem in (problem for look in ALONE for problem in look(view)):
                found[problem.cue].append(problem)
            for item in new:
                self.known[item.number, id(item.cue)] = item.cue, found[item.number]
        for item in items:
            yield from self.known[item.number, id(item.cue)][1]

    def left(self) -> Iterator[Problem]:
        """The problems that are left, by the numbers that the cues had."""
        view = View((self.items[number] for number in self.order if number in self.items), self.delivery)
        yield from self._alone(view.items)
        yield from _beside(view)
        yield from (problem for look in GLOBAL for problem in look(view))

    def _reads_alike(self, before: Item, after: Item) -> bool:
        """No quotation mark changed its sense, and the font has what is new."""
        if before.text == after.text:
            return True
        glyphs = self.delivery.glyphs
        lacks = glyphs.missing & set(after.text) - set(before.text) if glyphs else ()
        return not lacks and pairs.senses(before.text) == pairs.senses(after.text)

    def sort(self) -> None:
        """Put the cues in the order of their in-times."""
        in_order = sorted(self.items, key=lambda number: self.items[number].cue.span.start_ms)
        for index, number in enumerate(in_order):
            if any(later < number for later in in_order[index + 1 : index + 2]):
                self._take("out-of-order", number, self.items[number].cue)
        self.order = in_order

    def sheet(self) -> Sheet:
        cues = tuple(self.items[number].cue for number in self.order if number in self.items)
        # What reading mended is gone from the file that is written.
        remarks = tuple(remark for remark in self.original.remarks if not remark.code)
        return replace(self.original, cues=cues, remarks=remarks)

    def changes(self) -> tuple[CueMend, ...]:
        return tuple(
            CueMend(
                number, tuple(codes), self.original.cues[number - 1],
                self.items[number].cue if number in self.items else None,
            )
            for number, codes in sorted(self.codes.items())
        )  # fmt: skip


def _beside(view: View) -> Iterator[Problem]:
    return (problem for look in BESIDE for problem in look(view))


def _span(item: Item) -> Span:
    return item.cue.span
