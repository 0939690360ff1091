"""Scenes moved in the edit: sentences not said in their place, tried in the speech that the script does not have."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from subtool.errors import MediaError
from subtool.media.read.sound import RATE
from subtool.model import Remark, Span, silent
from subtool.speech.confidence import unaccounted
from subtool.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.media.read.sound import Sound
    from subtool.model import Sentence, Source, Utterance
    from subtool.speech.engines import Engine
    from subtool.speech.narration import Narration

FEWEST_WORDS = 6  # of a scene: fewer are found by chance in other people's speech
FASTEST_WORD_MS = (
    120  # a stretch of speech too short for a scene at twice a narrator's pace is not searched for it
)
MOST_SCENES = 24  # searches: a script of a whole season has hundreds of scenes that no episode contains
MARGIN_MS = 200  # of sound around a stretch of speech, so that its first and last words are whole
APART_MS = 1000  # of silence between stretches, in which no engine takes two for one
GRID_MS = (
    160  # five chunks of the voice detector, 16 frames of features: excerpts fall on them as the film does
)


def with_moved(
    engine: Engine, sentences: Sequence[Sentence], sound: Sound, narration: Narration
) -> Narration:
    """The narration with the sentences that are said elsewhere in the film, each scene told as moved.

    A scene is found where the engine finds that it belongs to the rest of the sound, as it would be of a film of its
    own; so chance is kept out by the engine's own measure. What is not found of it may be another scene, said
    elsewhere again: a film that shows its scenes in reverse order has one run of missing sentences.
    """
    tried: set[tuple[Source, ...]] = set()
    for _ in range(MOST_SCENES):
        scenes = _scenes(sentences, narration.unspoken)
        scene = next((some for some in scenes if _sources(some) not in tried), None)
        if scene is None:
            break
        tried.add(_sources(scene))
        spoken_ms = sum(span.duration_ms for span in narration.unscripted)
        if spoken_ms < FASTEST_WORD_MS * min(map(_words, scene)):
            continue
        try:
            excerpts = _Excerpts.of(sound, narration.unscripted)
            found = engine.align(scene, excerpts.sound, silent).utterances
        except MediaError:
            continue
        if sum(len(utterance.words) for utterance in found) >= FEWEST_WORDS:
            narration = _joined(narration, [excerpts.in_film(utterance) for utterance in found])
    return narration


def _scenes(sentences: Sequence[Sentence], unspoken: Sequence[Sentence]) -> list[list[Sentence]]:
    """Neighbouring sentences that are not said in their place, the longest scene first."""
    missing = {sentence.source for sentence in unspoken}
    runs = groupby(sentences, key=lambda sentence: sentence.source in missing)
    scenes = [list(run) for is_missing, run in runs if is_missing]
    enough = [scene for scene in scenes if sum(map(_words, scene)) >= FEWEST_WORDS]
    return sorted(enough, key=lambda scene: -sum(map(_words, scene)))


def _sources(scene: Sequence[Sentence]) -> tuple[Source, ...]:
    return tuple(sentence.source for sentence in scene)


def _words(sentence: Sentence) -> int:
    return len(sentence.tokens)


@dataclass(frozen=True, slots=True)
class _Excerpts:
    """Stretches of a sound with little silence between; `skipped`: from when on, in ms, how much of it is left out."""

    sound: Sound
    skipped: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, sound: Sound, stretches: Sequence[Span]) -> _Excerpts:
        parts, skipped = [], [(0, 0)]
        end_ms = skipped_ms = 0
        for span in stretches:
            start_ms = max(end_ms, span.start_ms - MARGIN_MS)
            skipped_ms += max(0, start_ms - end_ms - APART_MS) // GRID_MS * GRID_MS
            skipped.append((start_ms - skipped_ms, skipped_ms))
            end_ms = span.end_ms + MARGIN_MS
            parts.append((start_ms, sound.samples[_samples(start_ms) : _samples(end_ms)]))
        samples = np.zeros(_samples(end_ms - skipped_ms + APART_MS), sound.samples.dtype)
        for (start_ms, part), (_, before_ms) in zip(parts, skipped[1:], strict=True):
            begin = _samples(start_ms - before_ms)
            samples[begin : begin + len(part)] = part
        return cls(replace(sound, samples=samples), tuple(skipped))

    def in_film(self, utterance: Utterance) -> Utterance:
        """What was found in the excerpts, at its times in the whole sound."""
        words = [
            replace(word, span=Span(self.moment(word.span.start_ms), self.moment(word.span.end_ms)))
            for word in utterance.words
        ]
        return replace(utterance, words=tuple(words))

    def moment(self, ms: int) -> int:
        place = bisect_right(self.skipped, ms, key=lambda skip: skip[0]) - 1
        return ms + self.skipped[place][1]


def _samples(ms: int) -> int:
    return ms * RATE // 1000


def _joined(narration: Narration, found: Sequence[Utterance]) -> Narration:
    said = {utterance.sentence.source for utterance in found}
    first = found[0]
    count = f"{len(found)} sentences are" if len(found) > 1 else "this sentence is"
    remark = Remark(
        f"{count} said elsewhere in the film, at {clock(first.span.start_ms)}: was the scene moved?",
        first.sentence.source,
    )
    utterances = sorted((*narration.utterances, *found), key=lambda utterance: utterance.span)
    return replace(
        narration,
        utterances=tuple(utterances),
        unspoken=tuple(sentence for sentence in narration.unspoken if sentence.source not in said),
        unscripted=unaccounted(narration.unscripted, found),
        remarks=(*narration.remarks, remark),
    )
