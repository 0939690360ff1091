"""The times of an original carried to its translation: the start of a pair is that of its first sentence.

Inside a pair the translation's clauses are laid on the original's time by their lengths, and drawn to where the
original has a comma or a pause. A translation that is longer to read than the original is to say may go on into the
pause after it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from subtool.model import Span, Utterance
from subtool.text.punctuation import CLAUSES, COMMAS, MAY_CLOSE, ends_sentence
from subtool.text.spoken_forms import has_sound
from subtool.translation.spoken_length import spoken_length

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from subtool.model import Sentence, Word
    from subtool.translation.pair import Pair

    Timed = tuple[Word, ...]

LIKELY = 0.5  # a pair less likely than this is not carried: its texts are listed beside each other
PAUSE_MS = 200  # a silence that a narrator makes on purpose: the shortest that voice activity parts
DRAWN = 0.15  # of a pair's length: a clause that would begin so near to a comma or a pause begins there
SENTENCE_DRAWN = 0.4  # the same of a sentence inside a pair, to where one of the original begins
KEPT_MS = 100  # of the pause after a pair stay a pause


@dataclass(frozen=True, slots=True)
class Carried:
    """A sentence of the translation with the times of its original, and what they are worth.

    `source` are the sentences of the original it is paired with, `chance` how likely that is right, `begins` whether
    it is the first of its pair, `heard` whether the original itself was found in the film, all of it.
    """

    utterance: Utterance
    source: range
    chance: float
    begins: bool
    heard: float


def carried(
    pairs: Sequence[Pair],
    original: Sequence[Timed | None],
    target: Sequence[Sentence],
    needs_ms: Callable[[str], float],
) -> tuple[Carried, ...]:
    """Each sentence of the translation whose pair is likely and whose original has times.

    `original` has the words of each sentence with their times, None where it is not in the film; `needs_ms` says how
    long a text takes to read.
    """
    timed: list[Carried] = []
    starts = sorted(words[0].span.start_ms for words in original if words)
    for pair in pairs:
        spoken = [words for number in pair.source if (words := original[number])]
        if not spoken or not pair.target:
            continue
        later = bisect_right(starts, spoken[-1][-1].span.start_ms)
        until_ms = starts[later] - KEPT_MS if later < len(starts) else None
        sentences = [target[number] for number in pair.target]
        needed_ms = needs_ms(" ".join(sentence.text for sentence in sentences))
        laid = _stretched(_laid(sentences, spoken), needed_ms, until_ms)
        heard = _heard(spoken) if len(spoken) == len(pair.source) else 0.0
        timed += (
            Carried(utterance, pair.source, chance, number == 0, heard)
            for number, (utterance, chance) in enumerate(zip(laid, pair.chances, strict=True))
            if chance >= LIKELY
        )
    return tuple(timed)


def _heard(spoken: Sequence[Timed]) -> float:
    """The confidence of the first word that can be heard; 0 where that of any is."""
    known = [word.confidence or 0.0 for words in spoken for word in _sounding(words)]
    return known[0] if all(known) else 0.0


@dataclass(frozen=True, slots=True)
class _Rest:
    """A place between two words of the original where it pauses: its share of the pair's length, and the silence."""

    share: float
    silence: Span
    is_sentence: bool


class _Course:
    """The time of an original by the share of its length that has been said."""

    def __init__(self, spoken: Sequence[Timed]) -> None:
        spoken = [_sounding(words) for words in spoken]
        self.words = [word for words in spoken for word in words]
        self.shares = _shares([spoken_length(word.text) for word in self.words])
        firsts = set(accumulate(len(words) for words in spoken))
        self.rests = [
            _Rest(self.shares[number], _between(word, following), is_sentence=number in firsts)
            for number, (word, following) in enumerate(pairwise(self.words), start=1)
            if number in firsts or _is_rest(word, following)
        ]

    def time_ms(self, share: float) -> int:
        """When this share of the text has been said."""
        number = min(max(0, bisect_right(self.shares, share) - 1), len(self.words) - 1)
        span, low, high = self.words[number].span, self.shares[number], self.shares[number + 1]
        inside = (share - low) / (high - low) if high > low else 0.0
        return round(span.start_ms + min(1.0, inside) * span.duration_ms)

    def cut(self, share: float, after_ms: int, *, is_sentence: bool) -> Span:
        """The silence between two clauses of the translation, or the moment where there is none."""
        reach = SENTENCE_DRAWN if is_sentence else DRAWN
        near = [
            rest
            for rest in self.rests
            if abs(rest.share - share) <= reach
            and rest.silence.start_ms > after_ms
            and rest.is_sentence >= (is_sentence and any(one.is_sentence for one in self.rests))
        ]
        if near:
            return min(near, key=lambda rest: abs(rest.share - share)).silence
        moment_ms = max(after_ms, self.time_ms(share))
        return Span(moment_ms, moment_ms)


def _laid(sentences: Sequence[Sentence], spoken: Sequence[Timed]) -> list[Utterance]:
    """The sentences of a pair on the time of its original."""
    course = _Course(spoken)
    tokens = [token for sentence in sentences for token in sentence.tokens]
    sizes = [spoken_length(token.text) for token in tokens]
    shares, firsts = _shares(sizes), set(accumulate(len(sentence.tokens) for sentence in sentences))
    starts, begin_ms = [0], course.words[0].span.start_ms
    pieces: list[Span] = []
    for number, token in enumerate(tokens[:-1], start=1):
        is_sentence = number in firsts
        if is_sentence or _ends_clause(token.text):
            silence = course.cut(shares[number], begin_ms, is_sentence=is_sentence)
            pieces.append(Span(begin_ms, silence.start_ms))
            begin_ms = silence.end_ms
            starts.append(number)
    pieces.append(Span(begin_ms, max(begin_ms, course.words[-1].span.end_ms)))
    spans = [
        span
        for piece, (first, end) in zip(pieces, pairwise([*starts, len(tokens)]), strict=True)
        for span in _shared(piece, sizes[first:end])
    ]
    confidence = course.words[0].confidence
    believed = [confidence, *(None if confidence is None else 0.0 for _ in tokens[1:])]
    timed = iter([token.timed(span, sure) for token, span, sure in zip(tokens, spans, believed, strict=True)])
    return [Utterance(sentence, tuple(next(timed) for _ in sentence.tokens)) for sentence in sentences]


def _stretched(laid: Sequence[Utterance], needed_ms: float, until_ms: int | None) -> list[Utterance]:
    """Utterances slowed down to a speed at which they can be read, as far as the pause after it has room."""
    start_ms, end_ms = laid[0].span.start_ms, laid[-1].span.end_ms
    wanted_ms = start_ms + needed_ms if until_ms is None else min(start_ms + needed_ms, until_ms)
    if wanted_ms <= end_ms or end_ms == start_ms:
        return list(laid)
    rate = (wanted_ms - start_ms) / (end_ms - start_ms)

    def later(ms: int) -> int:
        return round(start_ms + (ms - start_ms) * rate)

    return [
        replace(
            one,
            words=tuple(
                replace(word, span=Span(later(word.span.start_ms), later(word.span.end_ms)))
                for word in one.words
            ),
        )
        for one in laid
    ]


def _sounding(words: Timed) -> Timed:
    """Without dashes that stand alone, which nobody hears."""
    return tuple(word for word in words if has_sound(word.text)) or words


def _shares(sizes: Sequence[float]) -> list[float]:
    """Which share of all comes before each, and 1 at the end."""
    total = sum(sizes)
    return [said / total for said in accumulate(sizes, initial=0.0)]


def _shared(piece: Span, sizes: Sequence[float]) -> Iterator[Span]:
    """A stretch of time parted by sizes."""
    edges = [round(piece.start_ms + share * piece.duration_ms) for share in _shares(sizes)]
    yield from (Span(start_ms, end_ms) for start_ms, end_ms in pairwise(edges))


def _between(word: Word, following: Word) -> Span:
    return Span(min(word.span.end_ms, following.span.start_ms), following.span.start_ms)


def _is_rest(word: Word, following: Word) -> bool:
    return _ends_clause(word.text) or _between(word, following).duration_ms >= PAUSE_MS


def _ends_clause(text: str) -> bool:
    bare = text.rstrip(MAY_CLOSE)
    return bare[-1:] in COMMAS + CLAUSES or ends_sentence(text)
