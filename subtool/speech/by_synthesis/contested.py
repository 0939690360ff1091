"""Numbers, weekdays and months that were placed -> how much better each fits than any other of its kind.

The synthesiser says each with the words beside it, and then the others in its place; all are followed in the same
frames of the film. A wrong number leaves its sentence as likely as it was, but another one fits better there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

import numpy as np

from subtool.speech.by_synthesis.dtw import distances
from subtool.speech.by_synthesis.features import HOP_MS
from subtool.speech.by_synthesis.pace import FASTEST, SLOWEST
from subtool.speech.by_synthesis.reference import between, spoken
from subtool.text.mistakable import mistakable_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from subtool.model import Progress, Sentence, Span
    from subtool.speech.by_synthesis.matching import Voices

# Words to either side are followed too: where they end was settled for what the script says. With two, of 89 wrong
# numbers in four languages' real voices 80 lag by 6 and more, with one 79; of right ones 3 and 4 of 48.
BESIDE = 2
STILL, HURRY = 0.3, 0.3  # distances; what departing from an even pace costs
EDGE = 60  # frames that a word at an edge of its sentence may be longer than it was found

Words = tuple[int, int]  # the number of a sentence, and of a word in it


@dataclass(frozen=True, slots=True)
class _Contest:
    """A word with those beside it, which others might be said there, and its first and last frame in the film."""

    where: Words
    pieces: tuple[Sentence, ...]  # the script's own first
    first: int
    end: int


def leads(
    voices: Voices,
    sentences: Sequence[Sentence],
    placed: Mapping[int, Sequence[Span | None]],
    voice: str,
    progress: Progress,
) -> dict[Words, float]:
    """By how many distances each such word fits better than the best of the others; below 0 where one fits better.

    Args:
        voices: the synthesiser's, fitted to the narrator's.
        sentences: of the script.
        placed: where each word of the sentences that were found is.
        voice: the name of one of espeak-ng's.
        progress: told how far it is.
    """
    contests = list(_contests(voices, sentences, placed, voice))
    if not contests:
        return {}
    said = spoken([piece for one in contests for piece in one.pieces], voice, progress)
    bands = iter(np.split(said.bands, said.sentences[1:]))
    return {one.where: _lead(voices, one, [next(bands) for _ in one.pieces]) for one in contests}


def _lead(voices: Voices, contest: _Contest, bands: Sequence[NDArray[np.float32]]) -> float:
    heard = voices.heard[contest.first : contest.end]
    pace = min(SLOWEST, max(FASTEST, len(heard) / len(bands[0])))
    costs = []
    for some in bands:
        rows = np.linspace(0, len(some) - 1, max(2, round(pace * len(some))))
        costs.append(_cost(heard, voices.says(between(some, rows))))
    return min(costs[1:]) - costs[0]


def _cost(heard: NDArray[np.float32], text: NDArray[np.float32]) -> float:
    """What it costs to say the text in these frames, all of it, in distances."""
    costs = np.full(len(text), np.inf, np.float32)
    costs[0] = 0.0
    for row in distances(heard, text):
        best = costs + np.float32(STILL)
        best[1:] = np.minimum(best[1:], costs[:-1])
        best[2:] = np.minimum(best[2:], costs[:-2] + np.float32(HURRY))
        costs = best + row
    return float(costs[-1])


def _contests(
    voices: Voices, sentences: Sequence[Sentence], placed: Mapping[int, Sequence[Span | None]], voice: str
) -> Iterator[_Contest]:
    numbers, pauses = voices.recording.numbers, np.flatnonzero(voices.recording.after_pause)
    last = 0  # the frame after the last one of the sentence before
    order = [number for number, spans in placed.items() if any(spans)]
    starts = [min(span.start_ms for span in placed[number] if span) for number in order]
    for number, following_ms in zip_longest(order, starts[1:]):
        tokens, spans = sentences[number].tokens, placed[number]
        following = (
            len(numbers) if following_ms is None else int(np.searchsorted(numbers, following_ms // HOP_MS))
        )
        for word, token in enumerate(tokens):
            others = mistakable_for(token.text, voice)
            begin, end = max(0, word - BESIDE), min(len(tokens), word + BESIDE + 1)
            found = [span for span in spans[begin:end] if span]
            if not others or not found or not spans[word]:
                continue
            first, stop = (
                int(np.searchsorted(numbers, ms // HOP_MS)) for ms in (found[0].start_ms, found[-1].end_ms)
            )
            if word == 0:
                earlier = pauses[pauses <= first]
                first = max(first - EDGE, last, int(earlier[-1]) if len(earlier) else 0)
            if word == len(tokens) - 1:
                later = pauses[pauses >= stop]
                stop = min(stop + EDGE, following, int(later[0]) if len(later) else len(numbers))
            pieces = tuple(
                replace(
                    sentences[number],
                    tokens=(*tokens[begin:word], replace(token, text=text), *tokens[word + 1 : end]),
                )
                for text in (token.text, *others)
            )
            if stop - first > 1:
                yield _Contest((number, word), pieces, first, stop)
        ends = [span.end_ms for span in spans if span]
        last = int(np.searchsorted(numbers, max(ends) // HOP_MS))
