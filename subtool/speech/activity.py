"""Where somebody speaks: Silero's voice activity, which tells a voice from music."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from subtool.errors import MediaError, Place
from subtool.media.read.sound import RATE
from subtool.model import Span
from subtool.speech import silero
from subtool.speech.silero import CHUNK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from subtool.media.read.sound import Sound
    from subtool.model import Progress

BEGINS, ENDS = 0.5, 0.35  # Silero's own thresholds: a voice goes on until it is clearly over
CHUNK_MS = CHUNK * 1000 // RATE  # 32 ms: what the detector judges at a time
SHORTEST_PAUSE_MS = 200  # a shorter one lies within a word; Silero's default is 100; chosen by eye
# A shorter one is a click or a breath; Silero's default, 250, is longer than some words.
SURE_VOICE = 0.7  # of a voice that is parted finely; 0.5 misses one in fifty pauses between sentences, 0.85 parts words
SHORTEST_BREATH_MS = 90  # a silence that parts phrases
SHORTEST_VOICE_MS = 100  # shorter ones are clicks
# Silero may be sure of a voice late: of a Spanish prompt after a pause by 220 ms. A stretch begins where the sound has
# risen from less than a tenth of its loudness, if a voice is not out of the question from there on.
MAYBE, FAINT, LATE = 0.08, 0.1, 3  # likelihood; of its loudness; chunks that are worth it


def voiced(sound: Sound, progress: Progress) -> tuple[Span, ...]:
    """The stretches with a voice in them.

    Raises:
        MediaError: there is none.
    """
    likely = _likelihoods(sound, progress)
    spans: list[tuple[int, int]] = []
    speaking, start = False, 0
    for chunk, voice in enumerate([*likely, 0.0]):
        if not speaking and voice >= BEGINS:
            speaking, start = True, chunk
        elif speaking and voice < ENDS:
            speaking = False
            if spans and (start - spans[-1][1]) * CHUNK_MS < SHORTEST_PAUSE_MS:
                spans[-1] = (spans[-1][0], chunk)
            else:
                spans.append((start, chunk))
    loud = _loudness(sound.samples)
    found = tuple(
        Span(_begun(likely, loud, before, (a, b)) * CHUNK_MS, min(b * CHUNK_MS, sound.duration_ms))
        for (_, before), (a, b) in pairwise([(0, 0), *spans])
        if (b - a) * CHUNK_MS >= SHORTEST_VOICE_MS
    )
    if not found:
        raise MediaError(
            "has no speech in it" + (f" ({sound.says})" if sound.says else ""),
            at=Place(str(sound.path)),
            hint="choose another --audio-track or --channel, or another film",
        )
    return found


def _loudness(samples: NDArray[np.int16]) -> NDArray[np.float32]:
    """The root mean square of each whole chunk."""
    chunks = samples[: len(samples) // CHUNK * CHUNK].reshape(-1, CHUNK)
    return np.array([np.sqrt(np.mean(chunk.astype(np.float32) ** 2)) for chunk in chunks], np.float32)


def _begun(likely: Sequence[float], loud: NDArray[np.float32], before: int, sure: tuple[int, int]) -> int:
    """The chunk in which a voice begins that is `sure` in some chunks; the one before it ended in chunk `before`."""
    first, end = sure
    faint, begun = FAINT * float(np.median(loud[first:end])), first
    while begun > before and likely[begun - 1] >= MAYBE and loud[begun - 1] >= faint:
        begun -= 1
    has_risen = begun > before and loud[begun - 1] < faint
    return begun if has_risen and first - begun >= LATE else first


def phrases_heard(sound: Sound, progress: Progress) -> tuple[Span, ...]:
    """The stretches with a voice in them, parted at every short silence: where nothing else tells of sentences."""
    likely = [*_likelihoods(sound, progress), 0.0]
    edges = [
        index
        for index in range(len(likely))
        if (likely[index] >= SURE_VOICE) != (index > 0 and likely[index - 1] >= SURE_VOICE)
    ]
    spans: list[tuple[int, int]] = []
    for start, end in zip(edges[::2], edges[1::2], strict=False):
        if spans and (start - spans[-1][1]) * CHUNK_MS < SHORTEST_BREATH_MS:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return tuple(
        Span(start * CHUNK_MS, min(end * CHUNK_MS, sound.duration_ms))
        for start, end in spans
        if (end - start) * CHUNK_MS >= SHORTEST_VOICE_MS
    )


def likelihoods(samples: NDArray[np.int16]) -> NDArray[np.float32]:
    """How likely there is a voice in each whole `CHUNK` of a sound."""
    return np.concatenate([np.zeros(0, np.float32), *silero.likelihoods(samples)])


def _likelihoods(sound: Sound, progress: Progress) -> list[float]:
    count = len(sound.samples) // CHUNK
    likely: list[float] = []
    for batch in silero.likelihoods(sound.samples):
        likely.extend(batch.tolist())
        progress("finding the voice", len(likely) / count)
    return likely
