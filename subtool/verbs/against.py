"""A translation held against its source: numbers, names and terms that differ, and what is not translated."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from subtool.checks.context import View
from subtool.checks.finding import shown
from subtool.disk.reading import read_bytes
from subtool.errors import FormatError, Place, SheetError
from subtool.formats import format_of
from subtool.formats.worksheet.units import units_of
from subtool.model import Script, Sheet
from subtool.styles import houses
from subtool.text.encoding import decode
from subtool.text.punctuation import stops_are_written
from subtool.timecode import clock
from subtool.translation import encoder
from subtool.translation.belonging import same_text, unrelated
from subtool.translation.clues import Side
from subtool.translation.counterparts import by_pairs, by_time, same_times
from subtool.translation.glossary import term_differences, terms_of
from subtool.translation.mistranslation import Texts
from subtool.translation.name_differences import name_differences
from subtool.translation.number_differences import number_differences
from subtool.translation.pairing import paired
from subtool.verbs.check import UNTOLD, check_context, style_language
from subtool.verbs.files import as_sheet, read, read_script
from subtool.verbs.mux import language_in
from subtool.verbs.timed_original import TimedOriginal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.checks.context import CheckContext, Item
    from subtool.checks.problem import Problem
    from subtool.model import Sentence, Span
    from subtool.translation.counterparts import Counterpart
    from subtool.translation.glossary import Term
    from subtool.translation.mistranslation import Mistranslation

GLOSSARY = "glossary.csv"  # of this name beside the source or the translation it is taken without being named
LARGEST_GLOSSARY = 20_000_000  # bytes
LEAST_WORDS = 3  # of a text that is left as it was: shorter ones are names and shouts
# Of the source's time without a word of the translation: shorter is a shout, or a clause where no stops are written.
LEFT_OUT_MS, CLAUSES_LEFT_OUT_MS = 1000, 3000
SHOWN_CHARS = 60  # of a text that a message prints


@dataclass(frozen=True, slots=True)
class Compared:
    """How a translation was held against its source: the problems, and how many of its parts could be.

    `paired_by` is `time`, where both have the times of one film, or `text`; `glossary` the file of the terms.
    """

    problems: tuple[Problem, ...]
    source: str
    source_language: str
    paired_by: str
    compared: int
    parts: int
    glossary: Path | None = None

    @property
    def data(self) -> dict[str, object]:
        """What is said of it beside the problems."""
        return {
            "file": self.source,
            "language": self.source_language,
            "paired_by": self.paired_by,
            "compared": self.compared,
            "parts": self.parts,
            "glossary": str(self.glossary) if self.glossary else None,
        }


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a file says, part by part: the cues of each from 1 (none in a script), and its time."""

    texts: tuple[str, ...]
    cues: tuple[tuple[int, ...], ...]
    spans: tuple[Span, ...]


def check_against(  # noqa: PLR0913 - each is a choice of the user's
    sheet: Sheet | str | Path,
    source: Sheet | Script | str | Path,
    profile: str = houses.DEFAULT,
    *,
    delivery: CheckContext | None = None,
    glossary: str | Path | None = None,
    beside: Path | None = None,
) -> Compared:
    """What differs between a translation and its source, a file of cues or a script in another language.

    Both are compared passage by passage: those of the same time where both have the times of one film, else the
    sentences whose pair is sure. `glossary` is a table of terms; without, a `glossary.csv` in the folder of `source`
    or in `beside` is taken.

    Raises:
        SheetError: the source is the same text, or that of another film.
        SubtoolError: a file cannot be read.
    """
    sheet = as_sheet(sheet)
    delivery = delivery or check_context(sheet, profile)
    place = Place(str(source)) if isinstance(source, str | Path) else None
    given = _read(source)
    language = _language(given, place)
    ours, theirs = _timed_parts(given), _timed_parts(sheet)
    if ours and theirs and same_times(ours.spans, theirs.spans):
        paired_by, passages = "time", by_time(ours.spans, theirs.spans)
        _refuse_same(ours, theirs, language, delivery.language, place)
    else:
        paired_by = "text"
        ours, theirs, passages = _paired(given, language, sheet, delivery.language, place)
    file = _glossary(glossary, source, beside)
    terms = _terms(file, language, delivery.language) if file else ()
    sides = Texts(ours.texts, language), Texts(theirs.texts, delivery.language)
    found = _Compared(View.of(sheet, delivery), ours, theirs, passages)
    problems = (*found.differences(*sides, terms), *found.untranslated(is_timed=paired_by == "time"))
    return Compared(
        tuple(sorted(problems, key=lambda problem: problem.cue)),
        place.path if place else "",
        language,
        paired_by,
        sum(len(one.target) for one in passages if one.is_sure and one.source),
        len(theirs.texts),
        file,
    )


def _read(source: str | Path | Sheet | Script) -> Sheet | Script:
    if isinstance(source, Sheet | Script):
        return source
    path = Path(source)
    try:
        format_of(path, read_bytes(path))
    except FormatError:
        return read_script(path)
    return read(path)


def _language(given: Sheet | Script, place: Place | None) -> str:
    """As the file says it, else its name, else found from its letters."""
    if isinstance(given, Script):
        return given.language
    named = language_in(Path(place.path).name) if place and given.language == UNTOLD else ""
    return named or style_language(given)


def _timed_parts(given: Sheet | Script) -> _Parts | None:
    """The parts of cues up to what ends a sentence; None of a script."""
    if isinstance(given, Script):
        return None
    units = units_of(given)
    return _Parts(
        tuple(unit.source for unit in units),
        tuple(tuple(cue + 1 for cue in unit.cues) for unit in units),
        tuple(unit.span for unit in units),
    )


def _paired(
    given: Sheet | Script, language: str, sheet: Sheet, own: str, place: Place | None
) -> tuple[_Parts, _Parts, tuple[Counterpart, ...]]:
    """The sentences of both, and which belong together by what they say."""
    try:
        sentences = given.sentences if isinstance(given, Script) else TimedOriginal.of_sheet(given).sentences
    except SheetError as error:
        raise error.located(place) from error
    source, target = Side(sentences, language), Side(TimedOriginal.of_sheet(sheet).sentences, own)
    if same_text(source, target):
        raise SheetError(
            "holds the same text", at=place, hint="name the source, in the language it was translated from"
        )
    meaning = encoder.meaning_of(source, target)
    pairs = paired(source, target, meaning)
    if unrelated(source, target, pairs, meaning):
        raise SheetError(
            f"is not the source of this: hardly any of {len(target.sentences)} sentences has a likely pair",
            at=place,
            hint="is it that of another episode? and of which language is each? (--language names that of FILE)",
        )
    return _of_sentences(source.sentences), _of_sentences(target.sentences), by_pairs(pairs)


def _of_sentences(sentences: Sequence[Sentence]) -> _Parts:
    """Sentences of cues, where the line of a place is the number of a cue."""
    cues = (tuple(dict.fromkeys(token.source.line for token in one.tokens)) for one in sentences)
    return _Parts(tuple(one.text for one in sentences), tuple(cues), ())


def _refuse_same(ours: _Parts, theirs: _Parts, source: str, target: str, place: Place | None) -> None:
    known = set(ours.texts)
    same = sum(text in known for text in theirs.texts)
    if 2 * same > len(theirs.texts) and source == target:
        raise SheetError(
            "holds the same text", at=place, hint="name the source, in the language it was translated from"
        )


@dataclass(frozen=True, slots=True)
class _Compared:
    """Both sides, what belongs together, and the cues that problems are told of."""

    view: View
    ours: _Parts
    theirs: _Parts
    passages: tuple[Counterpart, ...]

    def differences(self, source: Texts, target: Texts, terms: Sequence[Term]) -> Iterator[Problem]:
        for one in number_differences(source, target, self.passages):
            added = "number-differs" if one.source else "number-added"
            yield self._problem(added if one.target else "number-missing", one)
        for one in name_differences(source, target, self.passages):
            yield self._problem("name-differs", one)
        for one in term_differences(source, target, self.passages, terms):
            yield self._problem("term-differs", one)

    def _problem(self, code: str, one: Mistranslation) -> Problem:
        passage = self.passages[one.passage]
        cue = self._cue_at(passage.target, one.share)
        item, here, there = self._items[cue], shown(one.source), shown(one.target)
        return self.view.problem(code, item, fixable=False, here=here, there=there)

    def untranslated(self, *, is_timed: bool) -> Iterator[Problem]:
        """What stands there as in the source, and what nothing stands for."""
        for passage in self.passages:
            here = " ".join(self.ours.texts[part] for part in passage.source)
            there = " ".join(self.theirs.texts[part] for part in passage.target)
            if passage.source and passage.target and _is_left(here, there):
                item = self._items[self._cue_at(passage.target, 0.0)]
                yield self.view.problem("same-as-source", item, fixable=False)
        if is_timed:
            yield from self._left_out()

    def _left_out(self) -> Iterator[Problem]:
        """Parts of the source, one after the other, during which the translation says nothing."""
        least_ms = LEFT_OUT_MS if stops_are_written(self.ours.texts) else CLAUSES_LEFT_OUT_MS
        before = next(iter(self._items), 0)
        for is_said, run in groupby(self.passages, key=lambda passage: bool(passage.target)):
            passages = list(run)
            if is_said:
                before = self.theirs.cues[passages[-1].target[-1]][-1]
                continue
            parts = [part for passage in passages for part in passage.source]
            spoken_ms = sum(self.ours.spans[part].duration_ms for part in parts)
            if before and spoken_ms >= least_ms:
                item, moment = self._items[before], clock(self.ours.spans[parts[0]].start_ms)
                text = shown(_short(" ".join(self.ours.texts[part] for part in parts)))
                yield self.view.problem("left-out", item, fixable=False, here=text, moment=moment)

    @property
    def _items(self) -> dict[int, Item]:
        return {item.number: item for item in self.view.items}

    def _cue_at(self, parts: Sequence[int], share: float) -> int:
        """The cue in which so much of the parts has been said."""
        cues = list(dict.fromkeys(cue for part in parts for cue in self.theirs.cues[part]))
        lengths = [max(1, len(self._items[cue].text)) for cue in cues]
        said = 0.0
        for cue, length in zip(cues, lengths, strict=True):
            said += length / sum(lengths)
            if share < said:
                return cue
        return cues[-1]


def _is_left(here: str, there: str) -> bool:
    """Whether a text was left as it was, and is not a name that both languages write alike."""
    words = there.split()
    return here == there and len(words) >= LEAST_WORDS and sum(word[:1].islower() for word in words) >= 2


def _short(text: str) -> str:
    return text if len(text) <= SHOWN_CHARS else f"{text[: SHOWN_CHARS - 1].rstrip()}…"


def _glossary(named: str | Path | None, source: object, beside: Path | None) -> Path | None:
    if named is not None:
        return Path(named)
    folders = [Path(source).parent] if isinstance(source, str | Path) else []
    folders += [beside] if beside else []
    return next((path for folder in folders if (path := folder / GLOSSARY).is_file()), None)


def _terms(path: Path, source: str, target: str) -> tuple[Term, ...]:
    place = Place(str(path))
    text = decode(read_bytes(path, most=LARGEST_GLOSSARY), encoding=None, place=place).text.removeprefix(
        "\ufeff"
    )
    first = text.split("\n", 1)[0]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        return terms_of([line for line in lines if any(cell.strip() for cell in line)], source, target)
    except csv.Error as error:
        where = Place(place.path, lines.line_num)
        raise FormatError(
            f"is not a table: {error}", at=where, hint="mend the quotes of this line"
        ) from error
    except FormatError as error:
        raise error.located(place) from error
