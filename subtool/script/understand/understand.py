"""A manuscript to what it means, without touching the disk."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from subtool.errors import Place, ScriptError
from subtool.model import Aside, AsideKind, OnScreen, Script, joined
from subtool.script.manuscript import Manuscript
from subtool.script.source_lines import blocks, ends_sentence
from subtool.script.understand.asides import cut_leftovers, cut_notes
from subtool.script.understand.bibliography import cut_bibliography
from subtool.script.understand.characters import NoteCharacters
from subtool.script.understand.comments import cut_comments
from subtool.script.understand.conventions import conventions
from subtool.script.understand.decisions import cut_directives
from subtool.script.understand.doubts import doubts
from subtool.script.understand.footnotes import resolve
from subtool.script.understand.full_stops import full_stops
from subtool.script.understand.languages import language_parts, languages
from subtool.script.understand.marks import cites_plainly
from subtool.script.understand.pages import cut_pages
from subtool.script.understand.paragraphs import paragraphs
from subtool.script.understand.readings import obeyed
from subtool.script.understand.remarks import citation_remarks, late_remarks, quotation_remarks
from subtool.script.understand.roles import opens_part, parts_of, speaks
from subtool.script.understand.sentences import split_sentences
from subtool.script.understand.surroundings import cut_tail, parted_at_headings
from subtool.script.understand.timecodes import settled
from subtool.script.understand.title import cut_title
from subtool.script.understand.tokenize import read_words
from subtool.script.understand.transcripts import cut_chevrons, cut_turns
from subtool.script.understand.typed_marks import MarkForms
from subtool.text.language import language_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from subtool.model import Remark, Sentence, Source, Token
    from subtool.script.source_lines import Block
    from subtool.script.understand.conventions import Conventions
    from subtool.script.understand.decisions import Decision
    from subtool.script.understand.full_stops import FullStops
    from subtool.script.understand.roles import Part
    from subtool.script.understand.tokenize import FootnoteMark


def parse(
    text: str, path: str | Path = "script", *, encoding: str = "utf-8", language: str | None = None
) -> Script:
    """The script that a plain text holds; `path` and `encoding` are noted in it.

    Raises:
        ScriptError: there is nothing to speak in it.
    """
    return understand(Manuscript.plain(text), path, encoding=encoding, language=language)


def understand(
    manuscript: Manuscript,
    path: str | Path = "script",
    *,
    encoding: str = "utf-8",
    language: str | None = None,
    decisions: Sequence[Decision] = (),
) -> Script:
    """The script that a file of any kind holds; `decisions` are what its author says of its lines.

    Raises:
        ScriptError: there is nothing to speak in it.
    """
    lines, asides = cut_directives(manuscript.lines)
    manuscript = replace(manuscript, lines=tuple(lines), asides=(*manuscript.asides, *asides))
    read = partial(_understood, path=path, encoding=encoding, language=language)
    return obeyed(manuscript, decisions, read) if decisions else read(manuscript)


def _understood(manuscript: Manuscript, *, path: str | Path, encoding: str, language: str | None) -> Script:
    known = conventions()
    lines, page_asides = cut_pages(manuscript.lines, manuscript.pages)
    lines, comments = cut_comments(lines)
    lines = cut_turns(cut_chevrons(lines), known)
    lines, note_asides, note_remarks = cut_notes(lines, known)
    remaining, leftovers = cut_leftovers(blocks(lines), known)
    remaining = parted_at_headings(remaining, known)
    remaining, typed, bibliography, list_remarks = cut_bibliography(remaining, known)
    remaining, tail = cut_tail(remaining, known)
    remaining, titles = cut_title(remaining, known, _speaking(remaining, known))
    characters = NoteCharacters([*manuscript.entries, *typed])
    entries = characters.entries
    footnotes, source_remarks = resolve(entries, known)
    opening = opens_part([line for block in remaining for line in block], known)
    parts, label_asides = parts_of(list(paragraphs(remaining, opening)), known)
    parts, time_remarks = _settled(parts)
    read = _read(parts, characters)
    asides = [*manuscript.asides, *page_asides, *comments, *note_asides, *leftovers, *bibliography, *tail]
    asides += [*titles, *label_asides, *_unspoken(parts)]
    if not read.paragraphs:
        raise _nothing_spoken(str(path), empty=not asides)
    tag = language or language_of(" ".join(joined(spoken.words) for spoken in read.paragraphs))
    paragraphs_of = [spoken.words for spoken in read.paragraphs]
    tags = languages(paragraphs_of, tag)
    sentences = [
        sentence
        for spoken, spoken_in in zip(read.paragraphs, tags, strict=True)
        for sentence in spoken.sentences(full_stops(spoken_in))
    ]
    remarks = [
        *manuscript.remarks,
        *note_remarks,
        *time_remarks,
        *list_remarks,
        *source_remarks,
        *citation_remarks(read.marks, entries),
        *quotation_remarks(paragraphs_of),
        *late_remarks(bibliography, paragraphs_of),
    ]
    return Script(
        path=str(path),
        title=manuscript.title or next((aside.text for aside in titles if not aside.reason), ""),
        language=tag,
        encoding=encoding,
        sentences=tuple(sentences),
        footnotes=tuple(footnotes),
        asides=tuple(sorted(asides, key=lambda aside: aside.source)),
        remarks=tuple(sorted(remarks, key=lambda remark: remark.source)),
        doubts=tuple(doubts(sentences, asides, _said_by_author(manuscript))),
        marks=read.shapes,
        parts=tuple(language_parts(paragraphs_of, tags)),
        on_screen=tuple(_placed(read.titles, sentences)),
        kind=manuscript.kind,
        counted=manuscript.counted,
    )


def _said_by_author(manuscript: Manuscript) -> set[int]:
    return {line.number for line in manuscript.lines if line.declared and line.declared.by_author}


def _speaking(blocks: Sequence[Block], known: Conventions) -> set[Source]:
    """Where somebody is named who speaks again, or is the narrator: such a line is not a title."""
    return speaks([line for block in blocks for line in block], known)


def _settled(parts: Sequence[Part]) -> tuple[list[Part], list[Remark]]:
    """The parts with the times of the film, whether a column gave them or the text."""
    lines, remarks = settled([line for part in parts for line in part.lines])
    left = iter(lines)
    return [replace(part, lines=[next(left) for _ in part.lines]) for part in parts], remarks


FEWEST_TIMES = 2  # inside a text without punctuation that part it
MOST_WORDS = 60  # of a sentence; a longer one with times in it was never punctuated


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A paragraph's words, or those between two cues in it; `times` are the moments the script gives them."""

    words: list[Token]
    number: int
    speaker: str | None
    times: dict[Source, int]

    def sentences(self, stops: FullStops) -> Iterator[Sentence]:
        for sentence in split_sentences(self.words, self.number, stops):
            for piece in self._at_times(sentence):
                yield replace(piece, speaker=self.speaker, at_ms=self.times.get(piece.source))

    def _at_times(self, sentence: Sentence) -> Iterator[Sentence]:
        """The sentence; one that nobody punctuated, as in automatic transcripts, in pieces that begin at its times."""
        tokens = sentence.tokens
        starts = [index for index, token in enumerate(tokens) if index and token.source in self.times]
        if len(starts) < FEWEST_TIMES or (ends_sentence(sentence.text) and len(tokens) < MOST_WORDS):
            yield sentence
            return
        for start, end in pairwise([0, *starts, len(tokens)]):
            yield replace(sentence, tokens=tokens[start:end])


@dataclass(frozen=True, slots=True)
class _Read:
    paragraphs: list[_Spoken]
    titles: list[OnScreen]
    marks: list[FootnoteMark]
    shapes: tuple[tuple[str, int], ...]


def _read(parts: Sequence[Part], characters: NoteCharacters) -> _Read:
    """The words of what is spoken and of what is shown; paragraphs are counted again, without empty ones."""
    texts = [line.text for part in parts for line in part.lines if part.aside in {None, AsideKind.ON_SCREEN}]
    forms = MarkForms(texts, {entry.number for entry in characters.entries}, _cited(texts))
    spoken = [part for part in parts if part.aside is None]
    words, marks = read_words([part.lines for part in spoken], forms)
    numbers: dict[int, int] = {}
    result = [
        _Spoken(
            characters.apart(tokens),
            numbers.setdefault(part.paragraph, len(numbers)),
            part.speaker,
            _times(part),
        )
        for part, tokens in zip(spoken, words, strict=True)
        if tokens
    ]
    titles = []
    for part in parts:
        if part.aside is AsideKind.ON_SCREEN:
            (tokens,), cited = read_words([part.lines], forms)
            marks += cited
            if tokens:
                titles.append(_title(characters.apart(tokens), part))
    return _Read(result, titles, characters.marks(marks), forms.shapes())


def _cited(texts: Sequence[str]) -> set[str]:
    return {number for text in texts for number in cites_plainly(text)}


def _title(tokens: Sequence[Token], part: Part) -> OnScreen:
    numbers = tuple(number for token in tokens for number in token.footnotes)
    text = joined(tokens)
    return OnScreen(text, tokens[0].source, 0, part.lines[0].at_ms, numbers)


def _times(part: Part) -> dict[Source, int]:
    return {line.source: line.at_ms for line in part.lines if line.at_ms is not None}


def _placed(titles: Sequence[OnScreen], sentences: Sequence[Sentence]) -> Iterator[OnScreen]:
    """The titles with the sentence each stands before; beside one, as in a table, it stands before it."""
    starts = [sentence.source for sentence in sentences]
    return (replace(title, before=bisect_left(starts, title.source)) for title in titles)


def _unspoken(parts: Sequence[Part]) -> Iterator[Aside]:
    for part in parts:
        if part.aside is not None and any(line.text for line in part.lines):
            text = "\n".join(line.text for line in part.lines)
            yield Aside(part.aside, text, part.lines[0].source, part.reason)


def _nothing_spoken(path: str, *, empty: bool) -> ScriptError:
    place = Place(path)
    if empty:
        return ScriptError("is empty", at=place, hint="write the narration into it")
    return ScriptError(
        "has no narration: all of it is title, notes or left-overs",
        at=place,
        hint="write the narration as paragraphs under the title",
    )
