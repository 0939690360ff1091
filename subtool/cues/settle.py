"""Phrases -> cues with in- and out-times that a house style accepts."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from subtool.cues.width import width
from subtool.model import Cue, Span, Timing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from subtool.cues.segment import Phrase
    from subtool.model import HouseStyle, TimedWord


def frames_ms(frames: int, fps: Fraction) -> int:
    """The shortest whole number of milliseconds that is no less than so many frames."""
    return ceil(frames * 1000 / fps)


def smallest_gap_ms(style: HouseStyle, fps: Fraction) -> int:
    """The smallest gap between two cues."""
    return max(style.min_gap_ms, frames_ms(style.min_gap_frames, fps))


def flicker_ms(style: HouseStyle, fps: Fraction) -> int:
    """A gap below this is closed to the smallest, for it would be seen as a flicker."""
    frames = frames_ms(style.close_gap_frames + 1, fps) if style.close_gap_frames else 0
    return max(style.close_gap_ms, frames, smallest_gap_ms(style, fps))


def settle(phrases: Sequence[Phrase], style: HouseStyle, fps: Fraction) -> tuple[Cue, ...]:
    """Give each phrase its in-time on the first sound and an out-time that can be read.

    The out-time follows the last sound by up to `linger_ms`, and further where the reading speed or the
    shortest duration asks for it and there is room; never nearer to the next in-time than the smallest gap. A
    gap that would be seen as a flicker (up to `close_gap_frames`) is closed to the smallest one.
    """
    gap_ms, closed_ms = smallest_gap_ms(style, fps), flicker_ms(style, fps)
    starts = [phrase.timed[0].span.start_ms for phrase in phrases]
    cues = []
    for phrase, start_ms, next_ms in zip(phrases, starts, [*starts[1:], None], strict=True):
        spoken_ms = phrase.timed[-1].span.end_ms
        chars = sum(width(line) for line in phrase.lines)
        readable_ms = start_ms + max(style.min_duration_ms, ceil(chars * 1000 / style.max_cps))
        end_ms = max(spoken_ms + style.linger_ms, readable_ms)
        end_ms = min(end_ms, start_ms + style.max_duration_ms)
        if next_ms is not None:
            if next_ms - end_ms < closed_ms:
                end_ms = min(next_ms - gap_ms, start_ms + style.max_duration_ms)
            end_ms = max(end_ms, start_ms + 1)
        cues.append(_cue(phrase, Span(start_ms, end_ms)))
    return tuple(cues)


def _cue(phrase: Phrase, span: Span) -> Cue:
    words = phrase.timed
    sentences = dict.fromkeys(utterance.sentence for utterance, _ in phrase.words)
    return Cue(
        span=span,
        lines=phrase.lines,
        speaker=next(iter(sentences)).speaker,
        footnotes=tuple(dict.fromkeys(number for sentence in sentences for number in sentence.footnotes)),
        timing=verdict(words),
        confidence=confidence(words),
        words=words,
        source=phrase.tokens[0].source,
    )


def verdict(words: Sequence[TimedWord]) -> Timing:
    """What the times of a cue's words amount to."""
    heard = [word.confidence for word in words]
    if None in heard:
        return Timing.ESTIMATED
    if all(heard):
        return Timing.HEARD
    return Timing.PARTLY if any(heard) else Timing.GUESSED


def confidence(words: Sequence[TimedWord]) -> float | None:
    """The mean confidence of the words, two digits; None when the times come from the text alone."""
    heard = [word.confidence for word in words if word.confidence is not None]
    return round(sum(heard) / len(words), 2) if heard else None
