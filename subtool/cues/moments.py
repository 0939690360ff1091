"""Moments that are known: words of the script, and when they are said."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from subtool.cues.find import likest, occurrences, plain_words
from subtool.cues.summary import clock
from subtool.errors import ScriptError
from subtool.model import Remark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.model import Sentence

PLACES = 5


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of the script, as somebody quotes them, and when the first of them is said."""

    words: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class Moment:
    """A word of the script, counted from 0, and when it is said."""

    word: int
    at_ms: int


@dataclass(frozen=True, slots=True)
class Known:
    """Moments in the order of the script, at rising times, and which ones were left out for it."""

    moments: tuple[Moment, ...]
    remarks: tuple[Remark, ...]


def place(sentences: Sequence[Sentence], quoted: Sequence[Quoted], start_ms: int | None) -> Known:
    """The moments of a script: those quoted, that of the first word, and the time codes beside its scenes.

    A time code that contradicts what is quoted, or runs backwards, is left out with a remark.

    Raises:
        ScriptError: quoted words stand nowhere in the script, or more than once, or their times do not run in
            its order.
    """
    given = {} if start_ms is None else {0: start_ms}
    given |= {_word(sentences, quote): quote.at_ms for quote in quoted}
    order = sorted(given.items())
    texts = [token.text for sentence in sentences for token in sentence.tokens]
    for (one, one_ms), (other, other_ms) in pairwise(order):
        if other_ms <= one_ms:
            raise ScriptError(
                f"“{texts[other]}” at {clock(other_ms)} stands behind “{texts[one]}” at {clock(one_ms)}",
                hint="known moments run in the order of the script: check the times",
            )
    return _with_time_codes(sentences, order)


def _with_time_codes(sentences: Sequence[Sentence], given: list[tuple[int, int]]) -> Known:
    moments, remarks = list(given), []
    firsts = [0, *accumulate(len(sentence.tokens) for sentence in sentences)]
    for sentence, first in zip(sentences, firsts, strict=False):
        if sentence.at_ms is None or first in dict(given):
            continue
        before = [at_ms for word, at_ms in moments if word < first]
        behind = [at_ms for word, at_ms in given if word > first]
        if max(before, default=-1) < sentence.at_ms < min(behind, default=sentence.at_ms + 1):
            moments = sorted([*moments, (first, sentence.at_ms)])
        else:
            message = (
                f"the time code {clock(sentence.at_ms)} does not run in the order of the script; left out"
            )
            remarks.append(Remark(message, sentence.source))
    return Known(tuple(Moment(word, at_ms) for word, at_ms in moments), tuple(remarks))


def _word(sentences: Sequence[Sentence], quote: Quoted) -> int:
    """The number of the first word quoted."""
    wanted = plain_words(quote.words)
    if not wanted:
        raise ScriptError(
            f"“{quote.words}” has no words", hint='quote words of the script: --at "words=3:10"'
        )
    texts = [token.text for sentence in sentences for token in sentence.tokens]
    said = [(word, at) for at, text in enumerate(texts) for word in plain_words(text)]
    starts = occurrences([word for word, _ in said], wanted)
    if len(starts) == 1:
        return said[starts[0]][1]
    owners = [number for number, sentence in enumerate(sentences) for _ in sentence.tokens]
    if starts:
        found = [sentences[owners[said[at][1]]] for at in starts[:PLACES]]
        hint = f"quote more words: {_places(found)}"
        raise ScriptError(f"“{quote.words}” stands {len(starts)} times in the script", hint=hint)
    near = likest([sentence.text for sentence in sentences], quote.words)
    hint = f"nearest: {_places([sentences[at] for at in near])}"
    raise ScriptError(f"“{quote.words}” is not spoken in the script", hint=hint)


def _places(sentences: Sequence[Sentence]) -> str:
    return "; ".join(f"line {sentence.source.line} “{sentence.text}”" for sentence in sentences)
