"""Words with their places and confidence -> utterances: gaps are filled, and words begin on their first sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.model import Utterance
from subtool.speech.confidence import interpolated
from subtool.speech.onsets import sharpened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.media.read.sound import Sound
    from subtool.model import Sentence, Span
    from subtool.speech.in_order import Timed


def utterances(
    timed: Sequence[tuple[Sentence, list[Timed]]], speech: Sequence[Span], sound: Sound
) -> tuple[Utterance, ...]:
    """The sentences that are said, in order; words without a place get one beside their neighbours."""
    whole = list(interpolated(timed, speech))
    starts = iter(sharpened([span for _, words in whole for span, _ in words], sound))
    return tuple(
        Utterance(
            sentence,
            tuple(
                token.timed(next(starts), confidence)
                for token, (_, confidence) in zip(sentence.tokens, words, strict=True)
            ),
        )
        for sentence, words in whole
    )
