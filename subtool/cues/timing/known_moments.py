"""Moments that are known: words of the script, and when they are said."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from subtool.cues.find import likest, occurrences, plain_words
from subtool.errors import ScriptError
from subtool.model import Remark
from subtool.timecode import HOUR_MS, clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.model import Sentence

PLACES = 5  # that a message names, so that it stays short


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

    With `start_ms` the time codes count from that of the first sentence: those of a programme that begins at ten
    o'clock are brought to the film. One that contradicts what is quoted, or runs backwards, is left out with a
    remark.

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
                f"“{texts[other]}” at {clock(other_ms)} comes after “{texts[one]}” at {clock(one_ms)}",
                hint="known moments run in the order of the script: check the times",
            )
    return _with_time_codes(sentences, order, start_ms)


def _with_time_codes(
    sentences: Sequence[Sentence], given: Sequence[tuple[int, int]], start_ms: int | None
) -> Known:
    codes: list[tuple[int, int]] = []
    remarks: list[Remark] = []
    first_ms = sentences[0].at_ms if sentences else None
    if first_ms is not None and first_ms >= HOUR_MS and start_ms is None:
        message = f"the time codes begin at {clock(first_ms)}: if the film begins there, give --start 0"
        remarks.append(Remark(message, sentences[0].source))
    shift_ms = 0 if start_ms is None or first_ms is None else start_ms - first_ms
    firsts = accumulate((len(sentence.tokens) for sentence in sentences), initial=0)
    typed, ahead, last_ms = dict(given), list(reversed(given)), -1
    for sentence, first in zip(sentences, firsts, strict=False):
        while ahead and ahead[-1][0] <= first:
            last_ms = max(last_ms, ahead.pop()[1])
        if sentence.at_ms is None or first in typed:
            continue
        at_ms = sentence.at_ms + shift_ms
        if last_ms < at_ms and (not ahead or at_ms < ahead[-1][1]):
            codes.append((first, at_ms))
            last_ms = at_ms
        else:
            message = (
                f"the time code {clock(sentence.at_ms)} does not run in the order of the script; left out"
            )
            remarks.append(Remark(message, sentence.source))
    return Known(tuple(Moment(word, at_ms) for word, at_ms in sorted([*given, *codes])), tuple(remarks))


def _word(sentences: Sequence[Sentence], quote: Quoted) -> int:
    """The number of the first word quoted."""
    wanted = plain_words(quote.words)
    if not wanted:
        raise ScriptError(
            f"“{quote.words}” has no words", hint='quote words of the script: --at "words=3:10"'
        )
    texts = [token.text for sentence in sentences for token in sentence.tokens]
    said = [(word, index) for index, text in enumerate(texts) for word in plain_words(text)]
    starts = occurrences([word for word, _ in said], wanted)
    if len(starts) == 1:
        return said[starts[0]][1]
    owners = [number for number, sentence in enumerate(sentences) for _ in sentence.tokens]
    if starts:
        found = [sentences[owners[said[index][1]]] for index in starts[:PLACES]]
        hint = f"quote more words: {_places(found)}"
        raise ScriptError(f"“{quote.words}” stands {len(starts)} times in the script", hint=hint)
    near = likest([sentence.text for sentence in sentences], quote.words)
    hint = f"nearest: {_places([sentences[index] for index in near])}"
    raise ScriptError(f"“{quote.words}” is not spoken in the script", hint=hint)


def _places(sentences: Sequence[Sentence]) -> str:
    return "; ".join(f"line {sentence.source.line} “{sentence.text}”" for sentence in sentences)
