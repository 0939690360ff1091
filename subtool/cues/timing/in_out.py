"""Phrases -> cues with in- and out-times that a house style accepts, on the frames of the film."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest
from math import ceil
from typing import TYPE_CHECKING

from subtool.cues.segmentation.width import width
from subtool.cues.timing.shot_rule import BEFORE_SHOT, FrameBounds, ShotRule, scaled
from subtool.model import Cue, Span, Timing
from subtool.text.spoken_forms import has_sound

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from subtool.cues.segmentation.optimum import Phrase
    from subtool.cues.timing.frame_grid import Grid
    from subtool.model import Word
    from subtool.styles.house_style import HouseStyle


def frames_ms(frames: int, fps: Fraction) -> int:
    """The shortest whole number of milliseconds that is no less than this many frames."""
    return ceil(frames * 1000 / fps)


def smallest_gap_ms(style: HouseStyle, fps: Fraction) -> int:
    """The smallest gap between two cues."""
    return max(style.min_gap_ms, frames_ms(style.min_gap_frames, fps))


def flicker_ms(style: HouseStyle, fps: Fraction) -> int:
    """A gap below this is closed to the smallest, for it would be seen as a flicker.

    The frames of the style are counted at 24 a second: below half a second stays below half a second.
    """
    frames = scaled(style.close_gap_frames + 1, fps) if style.close_gap_frames else 0
    return max(style.close_gap_ms, frames_ms(frames, fps), smallest_gap_ms(style, fps))


def settle(phrases: Sequence[Phrase], style: HouseStyle, grid: Grid) -> tuple[Cue, ...]:
    """Give each phrase its in-time on the first sound and an out-time that can be read; see `retime`."""
    of_sentence: dict[int, tuple[str, ...]] = {}
    return retime([_cue(phrase, of_sentence) for phrase in phrases], style, grid)


def retime(cues: Sequence[Cue], style: HouseStyle, grid: Grid) -> tuple[Cue, ...]:
    """Cues in order of their sounds, with in- and out-times as the style has them. Doing it twice changes nothing.

    The in-time is the frame of the first sound. The out-time follows the last sound by up to `linger_ms`, and
    further where the reading speed or the shortest duration asks for it and there is room; never nearer to the
    next in-time than the smallest gap. A gap that would be seen as a flicker is closed to the smallest one, a
    longer one is kept. Both then keep the rule on shot changes where that costs no cue its shortest duration or
    its reading speed. The words of a cue say when it sounds; one without words sounds as long as it stands.
    """
    timer = _Timer(style, grid)
    voices = [timer.voice(cue) for cue in cues]
    starts = timer.in_times(voices)
    ends = [
        timer.out_time(voice, start, following)
        for voice, start, following in zip_longest(voices, starts, starts[1:])
    ]
    return tuple(
        replace(cue, span=Span(grid.in_ms(start), max(grid.in_ms(start) + 1, grid.out_ms(end))))
        for cue, start, end in zip(cues, starts, ends, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Voice:
    """When a cue sounds, how long it must stand to be read, and how long it stays after the last sound."""

    start_ms: int
    end_ms: int
    readable_ms: int
    linger_ms: int


class _Timer:
    """The limits of a house style in frames of a film."""

    def __init__(self, style: HouseStyle, grid: Grid) -> None:
        self.style, self.grid = style, grid
        self.gap = grid.frames(style.min_gap_frames)
        closed = scaled(style.close_gap_frames + 1, grid.fps) if style.close_gap_frames else 0
        self.closed = grid.frames(closed) - 1
        self.rule = ShotRule.of(style, grid)
        self.tail = self.rule.snap + grid.frames(BEFORE_SHOT)  # what a shot change may cut off a last sound

    def voice(self, cue: Cue) -> _Voice:
        chars = sum(width(line, self.style.half_width) for line in cue.lines)
        words = sum(len(line.split()) for line in cue.lines)
        readable_ms = max(self.style.min_duration_ms, ceil(self.style.reading_ms(chars, words)))
        readable_ms = min(readable_ms, self.style.max_duration_ms)
        if not cue.words:
            return _Voice(cue.span.start_ms, cue.span.end_ms, readable_ms, 0)
        sound = _sound(cue.words)
        return _Voice(sound.start_ms, sound.end_ms, readable_ms, self.style.linger_ms)

    def in_times(self, voices: Sequence[_Voice]) -> list[int]:
        """The frame of each first sound, moved where the rule on shot changes asks for it."""
        frames: list[int] = []
        for index, voice in enumerate(voices):
            sound = self.grid.at(voice.start_ms)
            first = self._next(frames[-1] + 1) if frames else 0
            room = FrameBounds(
                self._earliest(voices[index - 1], frames[-1]) if frames else 0, self._latest(voices, index)
            )
            frames.append(self.rule.in_time(max(sound, first), room))
        return frames

    def _next(self, end: int) -> int:
        """The first in-time after an out-time."""
        return max(end + self.gap, self.grid.after(self.grid.out_ms(end) + self.style.min_gap_ms))

    def _last(self, start: int) -> int:
        """The last out-time before an in-time."""
        return min(start - self.gap, self.grid.at(max(0, self.grid.in_ms(start) - self.style.min_gap_ms)))

    def _earliest(self, before: _Voice, start: int) -> int:
        """Where a shot change may pull an in-time to: the cue before is read, and its last word nearly said."""
        read = self._until(start, before.readable_ms)
        return self._next(max(read, self.grid.after(before.end_ms) - self.tail))

    def _latest(self, voices: Sequence[_Voice], index: int) -> int:
        """Where a shot change may push an in-time to: this cue can still be read."""
        if index + 1 == len(voices):
            return self.grid.at(voices[index].end_ms)
        following = self.grid.at(voices[index + 1].start_ms)
        return self.grid.at(max(0, self.grid.out_ms(self._last(following)) - voices[index].readable_ms))

    def _until(self, start: int, duration_ms: int) -> int:
        """The first out-time that leaves a cue so long."""
        return self.grid.after(self.grid.in_ms(start) + duration_ms)

    def out_time(self, voice: _Voice, start: int, following: int | None) -> int:
        """The frame at which a cue goes."""
        read = self._until(start, voice.readable_ms)
        last = self.grid.at(self.grid.in_ms(start) + self.style.max_duration_ms)
        end = max(self.grid.after(voice.end_ms + voice.linger_ms), read)
        if following is not None:
            if self._flickers(end, following):
                end = self._last(following)
            if end > last and self._flickers(last, following):
                end = self._parted(following, last, max(read, self.grid.after(voice.end_ms)))
            last = min(last, self._last(following))
        end = max(start + 1, min(end, last))
        spoken = min(end, self.grid.after(voice.end_ms) - self.tail)
        moved = self.rule.out_time(end, FrameBounds(max(start + 1, min(end, read), spoken), last))
        return moved if following is None or not self._flickers(moved, following) else end

    def _flickers(self, end: int, following: int) -> bool:
        """Whether the gap would be seen as a flicker; the smallest one is none."""
        gap_ms = self.grid.in_ms(following) - self.grid.out_ms(end)
        short = following - end <= self.closed or gap_ms < self.style.close_gap_ms
        return short and end < self._last(following)

    def _parted(self, following: int, last: int, needed: int) -> int:
        """An out-time that leaves a gap too long to flicker, where a cue need not stand up to `last`."""
        ends = (end for end in range(last, needed - 1, -1) if not self._flickers(end, following))
        return next(ends, last)


def _cue(phrase: Phrase, of_sentence: dict[int, tuple[str, ...]]) -> Cue:
    """The cue of a phrase; the footnotes of a sentence, which may have thousands of words, are looked for once."""
    words = phrase.timed
    sentences = {id(utterance): utterance.sentence for utterance, _ in phrase.words}.values()
    for sentence in sentences:
        if id(sentence) not in of_sentence:
            of_sentence[id(sentence)] = sentence.footnotes
    return Cue(
        span=_sound(words),
        lines=phrase.lines,
        speaker=next(iter(sentences)).speaker,
        footnotes=tuple(
            dict.fromkeys(number for sentence in sentences for number in of_sentence[id(sentence)])
        ),
        timing=verdict(words),
        confidence=confidence(words),
        words=words,
        source=phrase.tokens[0].source,
    )


def _sound(words: Sequence[Word]) -> Span:
    """From the first word to the last; no time at all where the last is said to end before the first begins."""
    start_ms = words[0].span.start_ms
    return Span(start_ms, max(start_ms, words[-1].span.end_ms))


def verdict(words: Sequence[Word]) -> Timing:
    """What the times of a cue's words amount to."""
    heard = [word.confidence for word in _with_sound(words)]
    if None in heard:
        return Timing.ESTIMATED
    if all(heard):
        return Timing.HEARD
    return Timing.PARTLY if any(heard) else Timing.GUESSED


def confidence(words: Sequence[Word]) -> float | None:
    """The mean confidence of the words, two digits; None when the times come from the text alone.

    The in-time stands on the first word, so that no cue is believed much more than that: of those with 0.9 and
    above, 99 of 100 begin within 200 ms of their first sound (read speech, also under music). One word that may not be
    said is enough for a look at the cue, however long it is.
    """
    said = _with_sound(words)
    heard = [word.confidence for word in said if word.confidence is not None]
    if not heard:
        return None
    deserved = (1 + 3 * (said[0].confidence or 0.0)) / 4
    doubted = (1 + min(heard)) / 2
    return round(min(sum(heard) / len(said), deserved, doubted), 2)


def _with_sound(words: Sequence[Word]) -> Sequence[Word]:
    """The words that can be heard: a dash that stands alone cannot be missed. All of them, if none can."""
    return [word for word in words if has_sound(word.text)] or words
