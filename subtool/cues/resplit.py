"""Cues split again for another width, by the times of their words; those without such times by the length of words."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from subtool.cues.compose import compose
from subtool.cues.segmentation.width import width
from subtool.model import Cue, Role, Sentence, Source, Span, Token, Utterance, Word, is_unspaced
from subtool.text.punctuation import ends_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from subtool.cues.revise.fresh import CueRules
    from subtool.model import Sheet

UNSPACED_PIECE = re.compile(r"[^\s]{1,4}")


def resplit(sheet: Sheet, craft: CueRules) -> Sheet:
    """The sheet with its speech in other cues: every word is kept, once and in order, and said when it was.

    Footnotes stay with their words. Tags and positions, which were made for other lines, are left out.
    """
    spoken = [cue for cue in sheet.cues if cue.role is Role.SPEECH]
    # What stands beside speech, a name or a source, parts no sentence and lets no cue run into the next.
    cues = [cue for cue in sheet.cues if cue.role is not Role.SPEECH]
    cues += _within(sheet, _split_again(spoken, craft)) if spoken else []
    return replace(sheet, cues=tuple(sorted(cues, key=lambda cue: cue.span.start_ms)))


def _within(sheet: Sheet, cues: Iterable[Cue]) -> Iterator[Cue]:
    """Cues that end with the film at the latest."""
    last_ms = max((cue.span.end_ms for cue in sheet.cues), default=0)
    end_ms = max(last_ms, sheet.media.duration_ms) if sheet.media else None
    for cue in cues:
        if end_ms is None or cue.span.end_ms <= end_ms:
            yield cue
        else:
            yield replace(cue, span=Span(min(cue.span.start_ms, end_ms), end_ms))


def _split_again(cues: Sequence[Cue], craft: CueRules) -> Iterator[Cue]:
    words = [(word, cue) for cue in cues for word in timed_words(cue)]
    utterances = [_utterance(run) for run in _sentences(words)]
    index = 0
    for cue in compose(utterances, craft.style, craft.classes, craft.grid):
        of = [old for _, old in words[index : index + len(cue.words)]]
        index += len(cue.words)
        footnotes = dict.fromkeys(number for old in of for number in old.footnotes)
        timed = cue.words if all(old.words for old in of) else ()
        timing = max((old.timing for old in of), key=list(type(of[0].timing)).index)
        yield replace(
            cue,
            speaker=of[0].speaker,
            footnotes=tuple(footnotes),
            timing=timing,
            words=timed,
            source=of[0].source,
        )


def timed_words(cue: Cue) -> Sequence[Word]:
    """The words of a cue; where it has no times for them, each has a share of its time."""
    if "".join(word.text for word in cue.words).replace(" ", "") == "".join(cue.text.split()):
        return cue.words
    texts = [(piece, glued) for word in cue.text.split() for piece, glued in _pieces(word)]
    sizes = [width(text, 1.0) + 1 for text, _ in texts]
    words, before = list[Word](), 0.0
    for (text, glued), size in zip(texts, sizes, strict=True):
        times = [
            cue.span.start_ms + round(cue.span.duration_ms * length / sum(sizes))
            for length in (before, before + size)
        ]
        words.append(Word(text, Span(*times), None, (), glued))
        before += size
    return words


def _pieces(word: str) -> Iterator[tuple[str, bool]]:
    if not is_unspaced(word):
        yield word, False
        return
    for number, match in enumerate(UNSPACED_PIECE.finditer(word)):
        yield match[0], number > 0


def _sentences(words: Iterable[tuple[Word, Cue]]) -> Iterator[list[tuple[Word, Cue]]]:
    """Up to what ends a sentence, or another speaks."""
    run = list[tuple[Word, Cue]]()
    for word, cue in words:
        if run and (ends_sentence(run[-1][0].text) or run[-1][1].speaker != cue.speaker):
            yield run
            run = []
        run.append((word, cue))
    if run:
        yield run


def _utterance(run: Sequence[tuple[Word, Cue]]) -> Utterance:
    nowhere = Source(1, 1)
    tokens = tuple(Token(word.text, nowhere, word.footnotes, word.glued) for word, _ in run)
    return Utterance(Sentence(tokens, 0, run[0][1].speaker), tuple(word for word, _ in run))
