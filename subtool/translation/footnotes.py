"""Footnotes and speakers that a translation has from its original where it does not name them itself."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.model import Footnote, Script, Sentence
    from subtool.translation.pair import Pair


def with_cited(
    script: Script, pairs: Sequence[Pair], original: Sequence[Sentence], notes: Sequence[Footnote]
) -> Script:
    """The translation with the speakers of its original, and with its footnotes where it cites none itself.

    A mark stands after the same share of the sentence as in the original; those at its end stay there. What is cited
    is numbered again where the numbers of the original counted on from 1.
    """
    sentences = list(script.sentences)
    cites = any(sentence.footnotes for sentence in sentences)
    for pair in pairs:
        for number, sentence in _from(pair, original):
            target = _place(pair, number)
            if target is None:
                continue
            if sentences[target].speaker is None and sentence.speaker:
                sentences[target] = replace(sentences[target], speaker=sentence.speaker)
            if not cites:
                sentences[target] = _marked(sentences[target], sentence)
    script = replace(script, sentences=tuple(sentences))
    return script if cites else _numbered(script, notes)


def _from(pair: Pair, original: Sequence[Sentence]) -> list[tuple[int, Sentence]]:
    return [(number, original[number]) for number in pair.source]


def _place(pair: Pair, number: int) -> int | None:
    """The sentence of the translation that one of the original is nearest to, by its place in the pair."""
    if not pair.target:
        return None
    share = (number - pair.source.start + 1) / len(pair.source)
    return pair.target[max(0, round(share * len(pair.target)) - 1)]


def _marked(sentence: Sentence, original: Sentence) -> Sentence:
    tokens = list(sentence.tokens)
    for index, token in enumerate(original.tokens, start=1):
        if token.footnotes:
            place = max(0, round(index / len(original.tokens) * len(tokens)) - 1)
            marks = (*tokens[place].footnotes, *token.footnotes)
            tokens[place] = replace(tokens[place], footnotes=marks)
    return replace(sentence, tokens=tuple(tokens))


def _numbered(script: Script, notes: Sequence[Footnote]) -> Script:
    """The footnotes that are cited, counted on from 1 where they were so counted."""
    cited = list(dict.fromkeys(mark for sentence in script.sentences for mark in sentence.footnotes))
    cited_notes = [note for note in notes if note.number in cited]
    if [note.number for note in notes] != [str(number) for number, _ in enumerate(notes, start=1)]:
        return replace(script, footnotes=tuple(cited_notes))
    numbers = count(1)
    new = {note.number: str(next(numbers)) for note in cited_notes}
    sentences = tuple(
        replace(
            sentence,
            tokens=tuple(
                replace(token, footnotes=tuple(new.get(mark, mark) for mark in token.footnotes))
                if token.footnotes
                else token
                for token in sentence.tokens
            ),
        )
        for sentence in script.sentences
    )
    renumbered = tuple(replace(note, number=new[note.number]) for note in cited_notes)
    return replace(script, sentences=sentences, footnotes=renumbered)
