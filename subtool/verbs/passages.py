"""What of a film is to be cut: by what is said in it, by its cues, its footnotes, its chapters, its times."""

from __future__ import annotations

import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from subtool.cues import find
from subtool.cues.find import between_words
from subtool.errors import Place, SheetError, SubtoolError
from subtool.formats import chapters
from subtool.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from subtool.model import Sheet


FILE_NAME_CHARS = 60  # of a file's name that are words: lists stay readable, and systems take 255 bytes


@dataclass(frozen=True, slots=True)
class ClipChoice:
    """What a clip is to hold, and its name; `at` is where that was asked for, in a list."""

    name: str
    spans: tuple[Span, ...]
    at: Place | None = None

    @contextmanager
    def located(self) -> Iterator[None]:
        """What is wrong with the choice is told with its place."""
        with at_place(self.at):
            yield


@contextmanager
def at_place(place: Place | None) -> Iterator[None]:
    """An error inside is told with this place, if there is one."""
    try:
        yield
    except SubtoolError as error:
        if place is None:
            raise
        where = f"{error.at}: " if error.at else ""
        raise type(error)(f"{where}{error.message}", at=place, hint=error.hint) from error


def spoken_span(sheet: Sheet, said: str | tuple[int, int], pad_ms: int = find.LEAD_MS) -> Span:
    """When something is said: words, or the numbers of the first and last cue, counted from 1.

    Up to `pad_ms` before and after it are held, too, but no word of its neighbours.

    Raises:
        SheetError: it is said nowhere, or more than once.
    """
    found = find.by_quote(sheet, said) if isinstance(said, str) else find.by_numbers(sheet, *said)
    return find.span_of(sheet, found, pad_ms)


def footnote_spans(sheet: Sheet, number: str, pad_ms: int = find.LEAD_MS) -> tuple[Span, ...]:
    """When the sentences are said that a footnote documents; see `passage`.

    Raises:
        SheetError: it documents nothing.
    """
    return tuple(find.span_of(sheet, found, pad_ms) for found in find.by_footnote(sheet, number))


def by_footnotes(sheet: Sheet, pad_ms: int = find.LEAD_MS) -> tuple[ClipChoice, ...]:
    """A clip for each footnote: what it documents, under its number and the first words of the source.

    Raises:
        SheetError: there are no footnotes.
    """
    sources = {note.number: note.full for note in sheet.footnotes}
    numbers = find.cited_footnotes(sheet)
    if not numbers:
        raise SheetError("no cue carries a footnote", hint="`subtool outline` shows what the script has")
    labels = [plain_name(number) or f"at-{index}" for index, number in enumerate(numbers, start=1)]
    digits = max((len(label) for label in labels if label.isdecimal()), default=1)
    return tuple(
        ClipChoice(
            "-".join(filter(None, ("footnote", label.zfill(digits), plain_name(sources.get(number, ""))))),
            footnote_spans(sheet, number, pad_ms),
        )
        for number, label in zip(numbers, labels, strict=True)
    )


def by_chapters(sheet: Sheet) -> tuple[ClipChoice, ...]:
    """A clip for each chapter, under its number and its title; see `formats.chapters`.

    Raises:
        SheetError: there are no cues.
    """
    if not sheet.cues:
        raise SheetError("there are no cues, and so no chapters", hint="name a file that has some")
    found = chapters.apart(sheet)
    end_ms = sheet.media.duration_ms if sheet.media else max(cue.span.end_ms for cue in sheet.cues)
    starts = [*(start_ms for start_ms, _ in found), max(end_ms, found[-1][0] + 1)]
    digits = len(str(len(found)))
    return tuple(
        ClipChoice(
            "-".join(filter(None, (str(number).zfill(digits), plain_name(title)))),
            (between_words(sheet, Span(start_ms, end_ms)),),
        )
        for number, ((start_ms, end_ms), (_, title)) in enumerate(
            zip(pairwise(starts), found, strict=True), start=1
        )
    )


def plain_name(text: str) -> str:
    """The first words of a text as they suit the name of a file everywhere: small, joined by hyphens."""
    plain = unicodedata.normalize("NFC", text).casefold().replace("'", "").replace("’", "")
    words = "".join(char if unicodedata.category(char)[0] in "LMN" else " " for char in plain).split()
    name = ""
    for word in words:
        if len(name) + len(word) >= FILE_NAME_CHARS:
            break
        name += f"-{word}" if name else word
    return name or "".join(words)[:FILE_NAME_CHARS]
