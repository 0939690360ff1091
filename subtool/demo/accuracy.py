"""How far aligned words are from where the synthesiser knows them to be."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.model import Sheet, Utterance, Word


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Errors of word starts in ms, and of cue starts; shares from 0 to 1."""

    words: int
    placed: int
    median_ms: float
    p95_ms: float
    within_100_ms: float
    within_200_ms: float
    cues: int
    cues_heard: float
    cues_within_200_ms: float


def accuracy(sheet: Sheet, known: Sequence[Utterance]) -> Accuracy:
    """Compare the words of the sheet's cues with the known ones, sentence by sentence by their place in the script."""
    truth: dict[tuple[int, int], Word] = {}
    for utterance in known:
        for token, word in zip(utterance.sentence.tokens, utterance.words, strict=True):
            truth[token.source.line, token.source.column] = word
    order = sorted(truth)
    errors, first_errors, index = [], [], 0
    for cue in sheet.cues:
        assert cue.source
        index = (
            order.index((cue.source.line, cue.source.column))
            if (cue.source.line, cue.source.column) in truth
            else -1
        )
        if index < 0:
            continue
        cue_errors = [
            abs(word.span.start_ms - truth[order[index + n]].span.start_ms)
            for n, word in enumerate(cue.words)
        ]
        errors += cue_errors
        first_errors.append(cue_errors[0])
    errors.sort()
    return Accuracy(
        words=len(truth),
        placed=len(errors),
        median_ms=median(errors),
        p95_ms=errors[len(errors) * 95 // 100],
        within_100_ms=_share(errors, 100),
        within_200_ms=_share(errors, 200),
        cues=len(sheet.cues),
        cues_heard=sum(cue.timing == "heard" for cue in sheet.cues) / len(sheet.cues),
        cues_within_200_ms=_share(first_errors, 200),
    )


def _share(errors: Sequence[int], limit: int) -> float:
    return sum(error <= limit for error in errors) / len(errors)
