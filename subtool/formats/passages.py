"""A sheet as running text, for transcripts: its cues put together to paragraphs, with marks where footnotes hang."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from subtool.formats.rolling import unrolled
from subtool.model import Role, Span, meets_without_space
from subtool.text.punctuation import ends_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from subtool.model import Cue, Sheet

SILENCE_MS = 3000  # after the end of a sentence, it parts paragraphs
LONG = 500  # characters; a paragraph ends with the next sentence


@dataclass(frozen=True, slots=True)
class NotedText:
    """Text, and the numbers of the footnotes that hang on its end."""

    text: str
    footnotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What somebody says without a long pause, or a title."""

    span: Span
    role: Role
    speaker: str | None
    pieces: tuple[NotedText, ...]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def footnotes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(number for piece in self.pieces for number in piece.footnotes))


def paragraphs(sheet: Sheet) -> list[Paragraph]:
    """The cues that are not captions, in their order; one parts from the next where the script or the voice does."""
    spoken = unrolled(sheet).cues
    cues = sorted((cue for cue in spoken if cue.role is not Role.NOTE), key=lambda cue: cue.span)
    known = {note.number for note in sheet.footnotes}
    runs: list[list[Cue]] = []
    for cue in cues:
        if runs and _goes_on(runs[-1], cue):
            runs[-1].append(cue)
        else:
            runs.append([cue])
    marks = _marks(cues, known)
    return [_paragraph(run, marks) for run in runs]


def _goes_on(run: list[Cue], cue: Cue) -> bool:
    last = run[-1]
    if Role.TITLE in (cue.role, last.role) or cue.speaker != last.speaker:
        return False
    if not ends_sentence(last.text):
        return True
    skipped = cue.source.line - last.source.line > 1 if cue.source and last.source else False
    silent = cue.span.start_ms - last.span.end_ms >= SILENCE_MS
    return not skipped and not silent and sum(len(cue.text) for cue in run) < LONG


def _marks(cues: list[Cue], known: set[str]) -> dict[int, list[tuple[int, str]]]:
    """Of each cue, by its identity, the words that footnotes hang on: as the words say, or the passage's last."""
    marks: dict[int, list[tuple[int, str]]] = {}
    marked = set[str]()  # in the passage that goes on
    for cue, following in zip(cues, [*cues[1:], None], strict=True):
        words = cue.text.split()
        said = [word.text for word in cue.words] == words
        exact = {n: index for index, word in enumerate(cue.words) for n in word.footnotes} if said else {}
        marked &= set(cue.footnotes)
        for number in dict.fromkeys(cue.footnotes):
            last = not (following and number in following.footnotes)
            if number in known and number not in marked and (number in exact or last):
                marks.setdefault(id(cue), []).append((exact.get(number, len(words) - 1), number))
                marked.add(number)
    return marks


def _paragraph(run: list[Cue], marks: dict[int, list[tuple[int, str]]]) -> Paragraph:
    pieces: list[NotedText] = []
    before = ""
    for cue in run:
        space = "" if not before or meets_without_space(before, cue.text) else " "
        pieces += _pieces(space + cue.text, sorted(marks.get(id(cue), ())))
        before = cue.text
    span = Span(run[0].span.start_ms, max(cue.span.end_ms for cue in run))
    return Paragraph(span, run[0].role, run[0].speaker, tuple(pieces))


def _pieces(text: str, marks: list[tuple[int, str]]) -> Iterator[NotedText]:
    words = text.split(" ")
    lead = text.startswith(" ")
    position = 0
    for place in dict.fromkeys(place for place, _ in marks):
        end = place + 1 + lead
        numbers = tuple(number for where, number in marks if where == place)
        yield NotedText(_lead(position, words[position:end]), numbers)
        position = end
    if position < len(words):
        yield NotedText(_lead(position, words[position:]))


def _lead(index: int, words: Iterable[str]) -> str:
    return (" " if index else "") + " ".join(words)
