"""Text -> timed words, from the text alone: syllables at an even pace, and the rests punctuation asks for.

The figures are those of a documentary voice of 139 words a minute, measured on read speech: 0.224 s a
syllable, 0.25 s at a comma, 0.52 s at a colon or dash, 0.68 s at the end of a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from subtool.model import Span, Utterance
from subtool.readings import readings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.model import Sentence

SYLLABLE_MS = 224
COMMA_MS = 250
COLON_MS = 520
SENTENCE_MS = 680
PARAGRAPH_MS = 400  # on top of the sentence's end: the narrator lets the picture speak

VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæáíóúãõåøı]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pace:
    """How the narration is to be paced: at most one of words a minute and the whole length."""

    start_ms: int = 0
    words_a_minute: float | None = None
    duration_ms: int | None = None


def tell(sentences: Sequence[Sentence], pace: Pace) -> tuple[Utterance, ...]:
    """Time every word by the pace of the text; the confidence of each is None."""
    clock_ms = 0.0
    spans: list[tuple[float, float]] = []
    for sentence, following in zip(sentences, [*sentences[1:], None], strict=True):
        for token in sentence.tokens:
            spoken_ms = SYLLABLE_MS * syllables(token.text)
            spans.append((clock_ms, clock_ms + spoken_ms))
            clock_ms += spoken_ms + _rest_ms(token.text)
        clock_ms = spans[-1][1] + SENTENCE_MS
        if following and following.paragraph != sentence.paragraph:
            clock_ms += PARAGRAPH_MS
    length_ms = spans[-1][1] if spans else 0.0
    scale = _scale(pace, len(spans), length_ms)
    return tuple(_utterances(sentences, spans, scale, pace.start_ms))


def syllables(token: str) -> int:
    """How many syllables a printed word is spoken with, at least one; numbers are read out."""
    return max(1, sum(_vowels(word) for word in readings(token)[0]))


def _vowels(word: str) -> int:
    if len(word) == 1:  # a letter that is spelled
        return 3 if word == "w" else 1
    groups = len(VOWELS.findall(word))
    silent_e = word.endswith("e") and not word.endswith(("le", "ee", "ie")) and groups > 1
    silent_ed = word.endswith("ed") and not word.endswith(("ted", "ded")) and groups > 1
    return max(1, groups - (silent_e or silent_ed))


def _rest_ms(token: str) -> int:
    tail = token.rstrip("\"'”’»)]}")[-1:]
    if tail == ",":
        return COMMA_MS
    if tail and tail in ":;—–":
        return COLON_MS
    return 0


def _scale(pace: Pace, words: int, length_ms: float) -> float:
    if not length_ms:
        return 1.0
    if pace.duration_ms is not None:
        return pace.duration_ms / length_ms
    if pace.words_a_minute is not None:
        return words * 60_000 / pace.words_a_minute / length_ms
    return 1.0


def _utterances(
    sentences: Sequence[Sentence], spans: Sequence[tuple[float, float]], scale: float, start_ms: int
) -> Iterator[Utterance]:
    edges = [(round(a * scale) + start_ms, round(b * scale) + start_ms) for a, b in spans]
    assert all(b <= c for (_, b), (c, _) in pairwise(edges))
    at = iter(edges)
    for sentence in sentences:
        yield Utterance(
            sentence,
            tuple(token.timed(Span(*next(at)), None) for token in sentence.tokens),
        )
