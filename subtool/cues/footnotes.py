"""Footnotes on screen: captions as cues of role `note`, and marks in the text. One place for every format."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Literal

from subtool.model import Cue, Role, Sheet, Span
from subtool.text import markup

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Mode = Literal["captions", "markers", "off"]

# The slower of the German-language broadcasters' limits: a source is read beside a subtitle.
CHARS_A_SECOND = 15
SHORTEST_MS = 3000  # long enough to find a footnote at all; chosen by eye
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
RIGHT_TO_LEFT = "\u200f"  # a mark after "1911." would else draw the stop to its side
BETWEEN_MARKS = "\u202f"  # two marks on one word would else be read as one number


def apply(sheet: Sheet, mode: Mode) -> Sheet:
    """The sheet as a format is to show it: with captions and marks, with marks alone, or as it is."""
    if mode == "off":
        return sheet
    marked = with_marks(sheet)
    if mode == "markers":
        return marked
    cues = sorted(
        [*marked.cues, *captions(sheet)], key=lambda cue: (cue.span.start_ms, cue.role is Role.NOTE)
    )
    return replace(marked, cues=tuple(cues))


def captions(sheet: Sheet) -> tuple[Cue, ...]:
    """A caption for each passage a footnote documents, in the order of the footnotes where they begin together.

    It shows from the first cue of the documented sentence to its last one, and for its own reading time at
    least, but not beyond the end of the film. One that is cited again while it is shown stays.
    """
    full = {note.number: note.full for note in sheet.footnotes}
    order = {number: place for place, number in enumerate(full)}
    result = dict[str, list[Cue]]()
    for number, run in _runs(sheet):
        if number not in full:
            continue
        start_ms, end_ms = run[0].span.start_ms, max(cue.span.end_ms for cue in run)
        text = f"{number}  {full[number]}"
        end_ms = max(end_ms, start_ms + reading_ms(text))
        if sheet.media:
            end_ms = max(start_ms + 1, min(end_ms, sheet.media.duration_ms))
        result.setdefault(number, []).append(
            Cue(Span(start_ms, end_ms), (text,), role=Role.NOTE, footnotes=(number,), timing=run[0].timing)
        )
    lasting = (cue for cues in result.values() for cue in _staying(cues))
    return tuple(sorted(lasting, key=lambda cue: (cue.span.start_ms, order[cue.footnotes[0]])))


def _staying(cues: Iterable[Cue]) -> list[Cue]:
    """The captions of one footnote, those that meet as one."""
    result = list[Cue]()
    for cue in sorted(cues, key=lambda cue: cue.span):
        if result and cue.span.start_ms <= result[-1].span.end_ms:
            end_ms = max(result[-1].span.end_ms, cue.span.end_ms)
            result[-1] = replace(result[-1], span=Span(result[-1].span.start_ms, end_ms))
        else:
            result.append(cue)
    return result


def reading_ms(text: str) -> int:
    """How long a caption must stand to be read."""
    return max(SHORTEST_MS, len(text) * 1000 // CHARS_A_SECOND)


def without(sheet: Sheet) -> Sheet:
    """The sheet without captions and their marks, where both came in as text, as from an editing system."""
    notes = [cue for cue in sheet.cues if cue.role is Role.NOTE]
    if not notes:
        return sheet
    numbers = {
        *(n for cue in notes for n in cue.footnotes),
        *(cue.text.split()[0] for cue in notes if cue.text.strip()),
    }
    return replace(
        sheet,
        cues=tuple(
            replace(cue, lines=unmarked(cue.lines, numbers), markup=unmarked(cue.markup, numbers))
            for cue in sheet.cues
            if cue.role is not Role.NOTE
        ),
    )


def unmarked(lines: Sequence[str], numbers: Iterable[str]) -> tuple[str, ...]:
    """The lines without the marks of these footnotes."""
    marks = sorted(
        (re.escape(n.translate(SUPERSCRIPTS)) for n in numbers if n.isdigit()), key=len, reverse=True
    )
    if not marks:
        return tuple(lines)
    one = f"(?:{'|'.join(marks)})"
    mark = re.compile(
        f"(?<=\\S){RIGHT_TO_LEFT}?{one}(?:{BETWEEN_MARKS}{one})*{RIGHT_TO_LEFT}?(?![⁰¹²³⁴⁵⁶⁷⁸⁹])"
    )
    return tuple(mark.sub("", line) for line in lines)


def with_marks(sheet: Sheet) -> Sheet:
    """The sheet with superscript numbers after the words that footnotes hang on."""
    marks: dict[int, list[tuple[int, str]]] = {}
    for number, run in _runs(sheet):
        index, letters = _marked(run, number)
        place = next(place for place, cue in enumerate(sheet.cues) if cue is run[index])
        marks.setdefault(place, []).append((letters, number))
    cues = [_with_marks(cue, marks[place]) if place in marks else cue for place, cue in enumerate(sheet.cues)]
    return replace(sheet, cues=tuple(cues))


def _runs(sheet: Sheet) -> Iterator[tuple[str, list[Cue]]]:
    """Each footnote with the neighbouring cues that carry it."""
    for role in (Role.SPEECH, Role.TITLE):  # a title stands between the cues of a sentence
        shown = [cue for cue in sheet.cues if cue.role is role]
        for number in dict.fromkeys(number for cue in shown for number in cue.footnotes):
            yield from ((number, run) for run in _carrying(shown, number))


def _carrying(cues: list[Cue], number: str) -> Iterator[list[Cue]]:
    """The neighbouring cues that carry a footnote."""
    for carries, run in groupby(cues, key=lambda cue: number in cue.footnotes):
        if carries:
            yield list(run)


def _marked(run: list[Cue], number: str) -> tuple[int, int]:
    """Which cue of the run, and how many of its letters, the mark follows: all of the last when none says."""
    for index, cue in enumerate(run):
        ends = list(accumulate(len(_letters(word.text)) for word in cue.words))
        if "".join(_letters(word.text) for word in cue.words) == _letters(cue.text):
            for end, word in zip(ends, cue.words, strict=True):
                if number in word.footnotes:
                    return index, end
    return len(run) - 1, len(_letters(run[-1].text))


def _letters(text: str) -> str:
    return "".join(text.split())


def _with_marks(cue: Cue, marks: list[tuple[int, str]]) -> Cue:
    after_char: dict[int, list[str]] = {}
    for end, number in marks:
        after_char.setdefault(end, []).append(number.translate(SUPERSCRIPTS))
    before = RIGHT_TO_LEFT if _runs_to_the_left(cue.text) else ""
    texts = {end: before + BETWEEN_MARKS.join(numbers) for end, numbers in after_char.items()}
    marked = markup.with_insertions(markup.lines(cue), texts)
    return replace(cue, lines=markup.shown(marked), markup=marked if cue.markup else ())


def _runs_to_the_left(text: str) -> bool:
    """As the first letter says that has a direction (Unicode's bidirectional algorithm, P2)."""
    strong = (side for side in map(unicodedata.bidirectional, text) if side in {"L", "R", "AL"})
    return next(strong, "L") != "L"
