"""What a film speaks, sentence by sentence with times: as it was heard, or as a finished sheet has it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from subtool.cues.resplit import timed_words
from subtool.errors import SheetError
from subtool.model import Role, Source, Span, Timing, Token
from subtool.script.understand.full_stops import full_stops
from subtool.script.understand.sentences import split_sentences
from subtool.text.punctuation import ends_sentence, stops_are_written
from subtool.text.unwritten import punctuated, with_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from subtool.model import Cue, Script, Sentence, Sheet, Word
    from subtool.speech.narration import Narration

    Timed = tuple[Word, ...]

PARAGRAPH_MS = (
    2000  # a silence so long after the end of a sentence parts paragraphs, as in scripts of subtitles
)
# What the words of a cue are worth that has none of its own: below what is called heard, for cues are often set to
# begin with a shot, or a little before the voice.
BY_CUE = {
    Timing.HEARD: 0.85,
    Timing.PARTLY: 0.5,
    Timing.GUESSED: 0.0,
    Timing.EDITED: 0.85,
    Timing.ESTIMATED: None,
}


@dataclass(frozen=True, slots=True)
class TimedOriginal:
    """What the film speaks: its sentences, and the times of their words; None for one that it leaves out."""

    sentences: tuple[Sentence, ...]
    language: str
    words: tuple[Timed | None, ...]

    @classmethod
    def of(cls, script: Script, narration: Narration) -> TimedOriginal:
        """What was heard of a script."""
        heard = {utterance.sentence.source: utterance.words for utterance in narration.utterances}
        return cls(
            script.sentences, script.language, tuple(heard.get(one.source) for one in script.sentences)
        )

    @staticmethod
    def words_of(cues: Iterable[tuple[int, Cue]]) -> Timed:
        """The words of cues, each with its number, in their times."""
        return tuple(_words(list(cues))[1])

    @classmethod
    def of_sheet(cls, sheet: Sheet) -> TimedOriginal:
        """What the cues of a sheet say; the line of a sentence's place is the number of its first cue.

        Raises:
            SheetError: nothing is said in it.
        """
        sentences: list[Sentence] = []
        words: list[Timed] = []
        has_stops = stops_are_written(punctuated(cue) for cue in sheet.cues if cue.role is Role.SPEECH)
        for paragraph, run in enumerate(_paragraphs(sheet)):
            tokens, timed = _words(run)
            first = 0
            for sentence in split_sentences(tokens, paragraph, full_stops(sheet.language)):
                for part in _parted(sentence) if has_stops else _by_cue(sentence):
                    sentences.append(replace(part, speaker=run[0][1].speaker))
                    words.append(tuple(timed[first : first + len(part.tokens)]))
                    first += len(part.tokens)
        if not sentences:
            raise SheetError("has no cue with speech in it", hint="name a sheet with the spoken text")
        return cls(tuple(sentences), sheet.language, tuple(words))


def _parted(sentence: Sentence) -> Iterator[Sentence]:
    """A sentence, or several where a cue inside it ends with a full stop: nobody splits a cue after an abbreviation."""
    start = 0
    for index, (token, following) in enumerate(pairwise(sentence.tokens), start=1):
        is_new_cue = token.source.line != following.source.line
        if is_new_cue and ends_sentence(token.text) and not following.text[:1].islower():
            yield replace(sentence, tokens=sentence.tokens[start:index])
            start = index
    yield replace(sentence, tokens=sentence.tokens[start:])


def _by_cue(sentence: Sentence) -> Iterator[Sentence]:
    for _, tokens in groupby(sentence.tokens, key=lambda token: token.source.line):
        yield replace(sentence, tokens=tuple(tokens))


def _paragraphs(sheet: Sheet) -> Iterator[list[tuple[int, Cue]]]:
    """The spoken cues with their numbers, as far as one speaks and the script or a pause begins no paragraph."""
    spoken = [
        (number, cue)
        for number, cue in enumerate(sheet.cues, 1)
        if cue.role is Role.SPEECH and cue.text.strip()
    ]
    run: list[tuple[int, Cue]] = spoken[:1]
    for (_, cue), (number, following) in pairwise(spoken):
        if cue.speaker != following.speaker or (ends_sentence(punctuated(cue)) and _parts(cue, following)):
            yield run
            run = []
        run.append((number, following))
    if run:
        yield run


def _parts(cue: Cue, following: Cue) -> bool:
    """Whether a paragraph begins: on another line of the script, or after a pause where nobody knows the script."""
    if cue.source and following.source:
        return cue.source.line != following.source.line
    return following.span.start_ms - cue.span.end_ms >= PARAGRAPH_MS


def _words(run: Sequence[tuple[int, Cue]]) -> tuple[list[Token], list[Word]]:
    """The words of cues as a script has them, and with their times; the first of a cue begins with it."""
    tokens: list[Token] = []
    timed: list[Word] = []
    for place, (number, cue) in enumerate(run):
        words = list(timed_words(cue))
        if not cue.words:
            words = [replace(word, confidence=BY_CUE[cue.timing]) for word in words]
        elif cue.pair:
            words = _of_translation(words, cue.timing, cue.pair.chance)
        following = run[place + 1][1].footnotes if place + 1 < len(run) else ()
        if not any(word.footnotes for word in words):
            ending = tuple(mark for mark in cue.footnotes if mark not in following)
            words[-1] = replace(words[-1], footnotes=ending)
        first = words[0].span
        words = list(map(with_marks, words))
        start_ms = cue.span.start_ms
        words[0] = replace(words[0], span=Span(start_ms, max(start_ms, first.end_ms)))
        timed += words
        tokens += (
            Token(word.text, Source(number, column), word.footnotes, word.glued)
            for column, word in enumerate(words, start=1)
        )
    return tokens, timed


def _of_translation(words: Sequence[Word], timing: Timing, chance: float) -> list[Word]:
    """The words of a cue that is a translation itself: only where its sentence begins was anything heard.

    What lies between is as good as the original it was carried from, where that was heard and the pair was sure.
    """
    is_sure, inside = timing in {Timing.HEARD, Timing.PARTLY}, BY_CUE[Timing.HEARD] or 0.0
    return [
        word
        if word.confidence is None
        else replace(word, confidence=(word.confidence or inside) * chance if is_sure else 0.0)
        for word in words
    ]
