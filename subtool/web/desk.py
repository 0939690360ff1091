"""What the page is told: the sheet, its problems and doubts, and what has changed since it last asked."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from subtool.errors import SheetError
from subtool.formats import cuesheet
from subtool.formats.json_values import span_json
from subtool.media.read.describe import describe
from subtool.review.doubts import doubts
from subtool.review.edits import Rehear, edits_of
from subtool.review.problems import after_change, all_problems
from subtool.styles import houses
from subtool.verbs.check import check_context, grid_of
from subtool.verbs.review_hearing import heard_again
from subtool.web.keys import keys_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from subtool.checks.context import CheckContext
    from subtool.checks.problem import Problem
    from subtool.cues.timing.frame_grid import Grid
    from subtool.model import Script, Sheet
    from subtool.review.change import Change
    from subtool.review.problems import Problems
    from subtool.verbs.review import Review
    from subtool.verbs.review_film import Screening

REMEMBERED = 1000  # events; a page that has missed more loads everything again


@dataclass(frozen=True, slots=True)
class Event:
    """Cues that changed, and cues whose problems did."""

    tick: int
    cues: frozenset[str]
    problems: frozenset[str]
    lists: bool = False
    film: bool = False


@dataclass(frozen=True, slots=True)
class Companions:
    """What is shown beside the cues: those of a second language, and the sentences of the script."""

    second: Sheet | None = None
    script: Script | None = None

    def json(self) -> dict[str, Any]:
        second = self.second.cues if self.second else ()
        sentences = self.script.sentences if self.script else ()
        return {
            "second": [{**span_json(cue.span), "text": "\n".join(cue.lines)} for cue in second],
            "script": [
                {"text": sentence.text, "line": sentence.source.line, "column": sentence.source.column}
                for sentence in sentences
            ],
        }


ALONE = Companions()


@dataclass
class Desk:
    """A review and what is known about it. Its methods may be called from several threads."""

    review: Review
    screening: Screening
    profile: str
    keys: list[dict[str, Any]] = field(default_factory=list)
    companions: Companions = ALONE
    shots: tuple[Fraction, ...] = ()
    playable: bool = True  # whether a browser can play the film as it is
    film_made: float = 0.0  # how much of one that it can play is made
    film_trouble: str = ""
    trouble: str = ""  # why the sheet cannot be saved, in a line
    problems: Problems = field(default_factory=dict)
    _tick: int = 0
    _events: deque[Event] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _context: CheckContext | None = None
    _grid: Grid | None = None
    _sheet: tuple[int, bytes] = (-1, b"")

    @property
    def context(self) -> CheckContext:
        """What cues are checked against."""
        with self._lock:
            if self._context is None:
                sheet = self.review.document.sheet
                context = check_context(sheet, self.profile, fps=self.screening.fps)
                self._context = replace(context, grid=self._grid) if self._grid else context
            return self._context

    @cached_property
    def film_has(self) -> dict[str, Any]:
        """All that the film has: field order, time code, colours, tracks."""
        return describe(self.screening.film) if self.screening.film else {}

    @property
    def tick(self) -> int:
        """How many events there were: what a page has from before is told with `news`."""
        return self._tick

    def prepare(self) -> None:
        """Work out what the page asks for first."""
        self.check_all()
        self.sheet()

    def sheet(self) -> bytes:
        """The sheet as its file would have it."""
        number, data = self._sheet
        if number != self.review.number:
            with self._lock:
                number, document = self.review.number, self.review.document
                data = cuesheet.write(document.sheet)
                self._sheet = number, data
        return data

    def beginning(self, count: int) -> bytes:
        """The sheet with its first cues alone, for a page that shows them before the rest has come."""
        sheet = self.review.document.sheet
        return cuesheet.write(replace(sheet, cues=sheet.cues[:count]))

    def everything(self) -> dict[str, Any]:
        """All that the page needs beside the sheet when it is loaded."""
        with self._lock:
            film = self.screening.film
            canvas = self.screening.canvas
            return {
                **self._state(),
                **self.companions.json(),
                "name": self.review.path.name,
                "film": film
                and {
                    "name": film.path.name,
                    "duration_ms": film.duration_ms,
                    "picture": film.has_picture,
                    "sound": bool(film.audio),
                    "fps": float(self.screening.fps),
                    **self._film_state(),
                    "has": self.film_has,
                },
                "shots": self._shots_ms(),
                "canvas": [canvas.width, canvas.height],
                "profile": self.profile,
                "profiles": list(houses.names()),
                "style": _style_json(self.context),
                "problems": {name: _problems_json(found) for name, found in self.problems.items()},
                "unspoken": [cuesheet.unspoken_json(one) for one in self.review.document.rest.unspoken],
                "unscripted": [span_json(one) for one in self.review.document.rest.unscripted],
                "counted": self.review.document.rest.counted,
                "remarks": self.review.remarks,
                **self.what_keys_do(),
            }

    def what_keys_do(self) -> dict[str, Any]:
        """The keys, and the file in which they can be changed: what the page asks for first of all."""
        return {"keys": self.keys, "keys_file": str(keys_file())}

    def news(self, since: int) -> dict[str, Any]:
        """What has changed since a tick; a page that has missed too much is told to load again."""
        with self._lock:
            if since != self._tick and (
                not self._events or self._events[0].tick > since + 1 or since > self._tick
            ):
                return {"reload": True, "tick": self._tick}
            events = [event for event in self._events if event.tick > since]
            cues = frozenset[str]().union(*(event.cues for event in events))
            problems = frozenset[str]().union(*(event.problems for event in events))
            document = self.review.document
            news = self._state() | {
                "cues": {
                    name: (cue := document.cues.get(name)) and cuesheet.cue_json(cue) for name in sorted(cues)
                },
                "problems": {name: _problems_json(self.problems.get(name, ())) for name in sorted(problems)},
            }
            if any(event.lists for event in events):
                news["unspoken"] = [cuesheet.unspoken_json(one) for one in document.rest.unspoken]
                news["unscripted"] = [span_json(one) for one in document.rest.unscripted]
            if any(event.film for event in events):
                news["film"] = {**self._film_state(), "shots": self._shots_ms()}
            return news

    def edit(self, data: object, since: int | None) -> dict[str, Any]:
        """Make the edits that a list asks for.

        Raises:
            SheetError: it is not a list of edits, or one of them cannot be made; none is.
            OutputError: the journal cannot be written; nothing was changed.
        """
        asked = edits_of(data)
        rehear = asked[0][0] if len(asked) == 1 else None
        change = self._rehear(rehear) if isinstance(rehear, Rehear) else None  # takes a second: others go on
        with self._lock:
            before = self._tick
            if change is None:
                change = self.review.edit(asked, self.context)
            self._note(change)
            news = self.news(before if since is None else since)
            selected = _to_select(change)  # by whoever made the edit; in other windows nothing is
            return news | ({"select": selected} if selected else {})

    def look_outside(self) -> None:
        """Take over what somebody else did to the file."""
        with self._lock:
            change = self.review.look_outside()
            if change is not None:
                self._note(change)

    def save(self) -> None:
        """Write the sheet, if it has changed; what others wrote meanwhile, as a build does, is taken over first."""
        self.look_outside()
        if self.review.save():
            with self._lock:
                self._tell(Event(self._tick + 1, frozenset(), frozenset()))

    def check_all(self) -> None:
        """Every cue's problems again; those beside a changed cue are known at once, this is for the others."""
        context, number = self.context, self.review.number
        found = all_problems(self.review.document, context)
        with self._lock:
            if number == self.review.number and context is self._context:
                self._take(found)

    def set_film(self, *, progress: float | None = None, trouble: str = "") -> None:
        """How far a film is that the browser can play, or why there will be none."""
        with self._lock:
            before = self.film_made
            self.film_made, self.film_trouble = before if progress is None else progress, trouble
            if progress == 1.0 or trouble or self.film_made - before > 0.01 or not before:
                self._tell(Event(self._tick + 1, frozenset(), frozenset(), film=True))

    def set_shots(self, shots: tuple[Fraction, ...]) -> None:
        """Shot changes have been found: they count from now on."""
        assert self.screening.film
        grid = grid_of(self.screening.film, shots)
        with self._lock:
            self.shots, self._grid, self._context = shots, grid, None
            self._tell(Event(self._tick + 1, frozenset(), frozenset(), film=True))
        self.check_all()

    def use_profile(self, profile: str) -> None:
        """Check against another house style.

        Raises:
            StyleError: there is no such house style.
        """
        houses.house_style(profile)
        with self._lock:
            self.profile, self._context = profile, None
        self.check_all()

    def _rehear(self, asked: Rehear) -> Change:
        film = self.screening.film
        if film is None or not film.audio:
            raise SheetError("there is no sound to hear it in", hint="open the review with a film")
        document = self.review.document
        return self.review.put(heard_again(document, asked.cues, film.path, film.duration_ms, self.context))

    def _note(self, change: Change) -> None:
        if change.is_empty and not change.cues:
            return
        names = frozenset(change.cues)
        known = self.problems
        self.problems = after_change(known, self.review.document, names, self.context)
        moved = _differing(known, self.problems)
        lists = change.unspoken is not None or change.unscripted is not None
        self._tell(Event(self._tick + 1, names, moved, lists))

    def _take(self, found: Problems) -> None:
        moved = _differing(self.problems, found)
        self.problems = found
        if moved:
            self._tell(Event(self._tick + 1, frozenset(), moved))

    def _film_state(self) -> dict[str, Any]:
        waiting = not self.playable and self.film_made < 1
        return {"made": self.film_made, "waiting": waiting, "trouble": self.film_trouble}

    def _shots_ms(self) -> list[int]:
        return [round(shot * 1000) for shot in self.shots]

    def _tell(self, event: Event) -> None:
        self._tick = event.tick
        self._events.append(event)

    def _state(self) -> dict[str, Any]:
        counts = {name: len(found) for name, found in self.problems.items()}
        history = self.review.history
        return {
            "tick": self._tick,
            "doubts": doubts(self.review.document, counts),
            "unsaved": self.review.unsaved,
            "trouble": self.trouble,
            "undo": history.done[-1].change.edit if history.done else None,
            "redo": history.undone[-1].change.edit if history.undone else None,
            "conflicts": {
                name: {
                    "ours": conflict.ours and cuesheet.cue_json(conflict.ours),
                    "theirs": conflict.theirs and cuesheet.cue_json(conflict.theirs),
                }
                for name, conflict in self.review.conflicts.items()
            },
        }


def _to_select(change: Change) -> str:
    """The cue that an edit brought, or brought back."""
    there = [name for name, (_, after) in change.cues.items() if after]
    return there[-1] if change.edit in {"insert", "undo", "redo"} and there else ""


def _differing(before: Problems, after: Problems) -> frozenset[str]:
    return frozenset(name for name in {*before, *after} if before.get(name) != after.get(name))


def _problems_json(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    return [
        {
            "code": problem.code,
            "message": problem.message,
            "mend": problem.mend,
            "fixable": problem.fixable,
        }
        for problem in problems
    ]


def _style_json(context: CheckContext) -> dict[str, Any]:
    style = context.style
    return {
        "name": style.name,
        "title": style.title,
        "max_cpl": style.max_cpl,
        "max_lines": style.max_lines,
        "max_cps": style.max_cps,
        "gap_ms": context.gap_ms,
    }
