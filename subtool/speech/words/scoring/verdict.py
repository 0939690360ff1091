"""Placed words -> which sentences are said, when their words are, and how far each is believed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from subtool.model import Span
from subtool.speech.confidence import MOST_STRANDED, STRANDED_MS
from subtool.speech.in_order import SPOKEN_LETTER_MS
from subtool.speech.words.decoders import FRAME_MS
from subtool.speech.words.scoring.evidence import SAID_ODDS, Belief, evidence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from subtool.speech.in_order import Timed
    from subtool.speech.words.scoring.cepstra import FilmFrames
    from subtool.speech.words.scoring.fine import Placed

SURE, LIKELY, DOUBTED = 0.97, 0.7, 0.4  # confidence of a word
# What a word shows less than the film's words do in the median, its lack, counts as far as it is long:
ENOUGH = 30  # frames; a word of fewer is judged the more mildly the shorter it is (its square root)
ODD = 2.3  # lack of a word that is doubted. Of words that are said 1 in 30 lacks that much, of others 9 in 10
FAINT = 1.0  # lack of a word that, in a sentence that is not sure, is not taken for heard
MISSED = 3.3  # lack of a word that is not heard: something else is said there
# Nats by which another number or name may fit better than the script's own, for each that the film's words show less
# than those of a clean narrator; with more it is doubted, and BEATEN by more it is not heard. Of 38 numbers and dates
# in four recorded voices and two of a synthesiser, plain, in a room and under noise, 1 of 456 right ones is not heard
# and of wrong ones 294 of 420, with those that are doubted 7 and 343; in plain recorded voices 0 and 121 of 140.
SLACK, CLEAN_FAIR, BEATEN = 25.0, 3.0, 20.0
UNSAID = -0.5  # log odds a word of a sentence that is not
# Frames of voice right before a sentence that no word accounts for, or that its first word is drawn out over: others
# talk in the narrator's pauses, and the word may be anywhere among them. Of first words with more than STRANGE in two
# babbles 5 dB below the voice 10 of 34 and 10 of 28 were more than 200 ms off, of others 2 of 10 and 2 of 14; among 300
# in plain speech, ad-libs and music 5 have as much, and 2 more than LOST.
STRANGE, LOST = 25, 50
QUIET = 12.0  # of the first cepstral coefficient; a silent pause is 30 to 45 below its sentence, babble at 5 dB 2 to 9
LONG = 1.5  # times a word's usual length; what is beyond it is drawn out
# STRANDED_MS parts a word that lacks something from its sentence, this any that is no better than fair.
FAR_MS = 1200


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence as it was found: each printed word's time and confidence, and the log odds of all its pieces."""

    words: tuple[Timed, ...]
    log_odds: float
    pieces: int = 0
    frames: int = 0

    @property
    def span(self) -> Span | None:
        """From its first word that was found to its last."""
        spans = [span for span, _ in self.words if span]
        return Span(spans[0].start_ms, max(span.end_ms for span in spans)) if spans else None

    @property
    def said(self) -> bool:
        """Whether it is in the film, be it in doubt."""
        return self.log_odds > UNSAID * max(1, self.pieces)


def spoken(
    placed: Mapping[int, Sequence[Placed]],
    texts: Sequence[str],
    belief: Belief,
    frames: FilmFrames,
    before: int,
) -> Spoken:
    """The verdict on a sentence.

    Args:
        placed: by the number of a printed word in the sentence, what it was found as.
        texts: the printed words.
        belief: what the words of this film show.
        frames: the film.
        before: the last frame of the word before the sentence, -1 where it is the first.
    """
    parts = [one for some in placed.values() for one in some]
    if not parts:
        return Spoken(tuple((None, 0.0) for _ in texts), -np.inf)
    odds = belief.log_odds(parts)
    spans = {number: _span(some, frames) for number, some in placed.items()}
    lacks = {number: max(_lack(one, belief) for one in some) for number, some in placed.items()}
    leads = {number: _lead(some[0], belief) for number, some in placed.items()}
    total_odds = odds + belief.prior
    most = SURE if total_odds > SAID_ODDS else LIKELY if total_odds > 0 else 0.0
    words: list[Timed] = []
    for number in range(len(texts)):
        if number not in spans:
            words.append((None, 0.0))
        else:
            words.append((spans[number], _confidence(lacks[number], leads[number], most)))
    words = doubted_beside(words, lacks)
    opening = min(placed)
    span, confidence = words[opening]
    loud = float(np.median(frames.features[parts[0].first : parts[-1].last + 1, 0])) - QUIET
    words[opening] = span, min(confidence, _clear(placed[opening], texts[opening], frames, before, loud))
    return Spoken(
        tuple(_gathered(words, texts, lacks)), odds, len(parts), parts[-1].last - parts[0].first + 1
    )


def doubted_beside(words: Sequence[Timed], lacks: Mapping[int, float]) -> list[Timed]:
    """The words; beside one that was not heard, where something else is said, those that lack anything are doubted.

    A year that is said as a count takes twice its time: "In" before it was found in the middle of it, sure of itself.
    """
    missed = {number for number, (span, confidence) in enumerate(words) if span and not confidence}
    return [
        (span, min(confidence, DOUBTED))
        if {number - 1, number + 1} & missed and lacks.get(number, 0.0) > 0
        else (span, confidence)
        for number, (span, confidence) in enumerate(words)
    ]


def _clear(some: Sequence[Placed], text: str, frames: FilmFrames, before: int, loud: float) -> float:
    """How far it can be believed where a sentence begins, by the voice that nothing accounts for around there.

    Frames of voice are as `loud`; `before` is the last frame of the word before.
    """
    first = some[0].first
    pauses = np.flatnonzero(frames.joined[: first + 1])
    begin = max(before + 1, int(pauses[-1]) if len(pauses) else 0)
    strange = float((frames.features[begin:first, 0] > loud).sum())
    if not any(map(str.isdigit, text)):  # a number is longer than it looks
        usual = SPOKEN_LETTER_MS * max(2, len(text)) / FRAME_MS
        strange += max(0.0, some[-1].last - first + 1 - LONG * usual)
    return 0.0 if strange > LOST else DOUBTED if strange > STRANGE else SURE


def _lack(one: Placed, belief: Belief) -> float:
    """How much less than the film's words it shows, as far as it is long enough to show something."""
    share = min(1.0, (one.last - one.first + 1) / ENOUGH)
    return (belief.fair - evidence(one)) * math.sqrt(share)


def _lead(one: Placed, belief: Belief) -> float:
    """By how many nats it fits better than what else might be said, less what that may be ahead by chance."""
    return one.lead + one.handicap + (SLACK + one.handicap) * max(0.0, CLEAN_FAIR - belief.fair)


def _confidence(lack: float, lead: float, most: float) -> float:
    if lack > (MISSED if most == SURE else FAINT) or lead < -BEATEN:
        return 0.0
    return min(most, DOUBTED if lack > ODD or lead < 0 else SURE)


def _span(some: Sequence[Placed], frames: FilmFrames) -> Span:
    """Of a printed word; over a gap between two stretches it belongs to the side it is more in."""
    first, last = some[0].first, some[-1].last
    cuts = first + 1 + np.flatnonzero(frames.joined[first + 1 : last + 1])
    edges = [first, *cuts.tolist(), last + 1]
    longest = max(range(len(edges) - 1), key=lambda n: edges[n + 1] - edges[n])
    begin, end = edges[longest], edges[longest + 1] - 1
    return Span(int(frames.times_ms[begin]), int(frames.times_ms[end]) + FRAME_MS)


def _gathered(words: Sequence[Timed], texts: Sequence[str], lacks: Mapping[int, float]) -> list[Timed]:
    """The words; those at either end that were left in another stretch of speech are drawn to their sentence.

    A faint first word is easily found at the end of the stretch before. Unless it shows itself clearly there, it
    belongs right before the next one; and so with a last word.
    """
    gathered = list(words)
    timed = [number for number, (span, _) in enumerate(words) if span]
    for order, near in ((timed, 1), (timed[::-1], -1)):
        for place in range(min(MOST_STRANDED, len(order) - 1) - 1, -1, -1):
            number, beside = order[place], gathered[order[place + 1]][0]
            span = gathered[number][0]
            assert span
            assert beside
            pause_ms = beside.start_ms - span.end_ms if near > 0 else span.start_ms - beside.end_ms
            if lacks[number] < 0 or pause_ms <= (STRANDED_MS if lacks[number] > FAINT else FAR_MS):
                continue
            length_ms = SPOKEN_LETTER_MS * max(2, len(texts[number]))
            moved = (
                Span(max(0, beside.start_ms - length_ms), beside.start_ms)
                if near > 0
                else Span(beside.end_ms, beside.end_ms + length_ms)
            )
            gathered[number] = moved, min(gathered[number][1], DOUBTED)
    return gathered
