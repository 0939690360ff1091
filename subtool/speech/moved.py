"""Scenes moved in the edit: sentences not said in their place, tried in the speech that the script does not have."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from subtool.errors import MediaError
from subtool.media.read.sound import RATE
from subtool.model import Remark, silent
from subtool.speech.confidence import unaccounted
from subtool.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.media.read.sound import Sound
    from subtool.model import Sentence, Span, Utterance
    from subtool.speech.engines import Engine
    from subtool.speech.narration import Narration

FEWEST_WORDS = 6  # of a scene: fewer are found by chance in other people's speech
FASTEST_WORD_MS = (
    120  # a stretch of speech too short for a scene at twice a narrator's pace is not searched for it
)
MOST_SCENES = 24  # searches: a script of a whole season has hundreds of scenes that no episode contains
MARGIN_MS = 200  # of sound around a stretch of speech, so that its first and last words are whole


def with_moved(
    engine: Engine, sentences: Sequence[Sentence], sound: Sound, narration: Narration
) -> Narration:
    """The narration with the sentences that are said elsewhere in the film, each scene told as moved.

    A scene is found where the engine finds that it belongs to the rest of the sound, as it would be of a film of its
    own; so chance is kept out by the engine's own measure.
    """
    for scene in _scenes(sentences, narration.unspoken)[:MOST_SCENES]:
        spoken_ms = sum(span.duration_ms for span in narration.unscripted)
        if spoken_ms < FASTEST_WORD_MS * min(map(_words, scene)):
            continue
        try:
            found = engine.align(scene, _only(sound, narration.unscripted), silent)
        except MediaError:
            continue
        if sum(len(utterance.words) for utterance in found.utterances) >= FEWEST_WORDS:
            narration = _joined(narration, found.utterances)
    return narration


def _scenes(sentences: Sequence[Sentence], unspoken: Sequence[Sentence]) -> list[list[Sentence]]:
    """Neighbouring sentences that are not said in their place, the longest scene first."""
    missing = {sentence.source for sentence in unspoken}
    runs = groupby(sentences, key=lambda sentence: sentence.source in missing)
    scenes = [list(run) for is_missing, run in runs if is_missing]
    enough = [scene for scene in scenes if sum(map(_words, scene)) >= FEWEST_WORDS]
    return sorted(enough, key=lambda scene: -sum(map(_words, scene)))


def _words(sentence: Sentence) -> int:
    return len(sentence.tokens)


def _only(sound: Sound, stretches: Sequence[Span]) -> Sound:
    """The sound in these stretches, silence elsewhere; so times stay what they are."""
    samples = np.zeros_like(sound.samples)
    for span in stretches:
        window = slice(
            max(0, span.start_ms - MARGIN_MS) * RATE // 1000, (span.end_ms + MARGIN_MS) * RATE // 1000
        )
        samples[window] = sound.samples[window]
    return replace(sound, samples=samples)


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
