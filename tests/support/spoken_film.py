"""Sentences spoken by espeak-ng as a sound file, and when each is said."""

from __future__ import annotations

import wave
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from subtool.media.read.sound import RATE, Sound
from subtool.speech.synthesis import utter
from subtool.speech.workers import workers

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class SpokenFilm:
    """A film that says the sentences of `said` at their times."""

    path: Path
    sound: Sound
    said: tuple


def spoken_film(folder, sentences, language="en-us"):
    """The film; espeak-ng keeps a state, so a process of its own says the same in it whatever was said before."""
    with workers(1) as executor:
        scratch = executor.submit(utter.speak, sentences, language=language, start_ms=700).result()
    count = len(scratch.samples) * RATE // utter.RATE
    places = np.arange(count) * utter.RATE / RATE
    samples = np.interp(places, np.arange(len(scratch.samples)), scratch.samples).astype(np.int16)
    path = folder / "film.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return SpokenFilm(path, Sound(path, samples), scratch.utterances)
