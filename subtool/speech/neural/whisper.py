"""A Whisper model that CTranslate2 runs, through faster-whisper: the voice's language, and the words it writes down.

An extra, `pip install documentary-subtool[whisper]`. The model is a folder of the user's, as
`ct2-transformers-converter` makes it; nothing is fetched for it, and what it says is the same each time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from subtool.errors import ModelError, Place
from subtool.media.read.sound import RATE
from subtool.model import Span
from subtool.speech.voices import primary
from subtool.text.language import is_same_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from subtool.media.read.sound import Sound

Heard = TypeVar("Heard")

EXTRA = "pip install 'documentary-subtool[whisper]'"
VOCABULARIES = ("vocabulary.json", "vocabulary.txt")
MARGIN_MS = 100  # around what is heard, so that no word begins on its edge


@dataclass(frozen=True, slots=True)
class WrittenWord:
    """A word as Whisper writes it, with its marks, and about when it is said."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Whisper:
    """A model ready to hear."""

    folder: Path
    model: Any
    heard: dict[bytes, Any] = field(default_factory=dict)
    """What was heard, by the sound: scenes that moved are looked for in the same stretches one after the other."""

    def languages(self, sound: Sound, span: Span) -> Mapping[str, float]:
        """How likely each language is spoken in a stretch of at most 30 s; nothing of a model of one language."""
        if not self.model.model.is_multilingual:
            return {}
        samples = _cut(sound, span)
        return self._once("", samples, lambda: dict(self.model.detect_language(samples)[2]))

    def words(self, sound: Sound, span: Span, language: str) -> Iterator[WrittenWord]:
        """What is said in a stretch of at most 30 s."""
        samples = _cut(sound, span)
        first_ms = max(0, span.start_ms - MARGIN_MS)
        for text, start_s, end_s in self._once(language, samples, lambda: self._words(samples, language)):
            start_ms = first_ms + round(start_s * 1000)
            end_ms = max(start_ms, first_ms + round(end_s * 1000))
            yield WrittenWord(text, Span(start_ms, min(end_ms, max(start_ms, sound.duration_ms))))

    def _words(self, samples: NDArray[np.float32], language: str) -> list[tuple[str, float, float]]:
        segments, _ = self.model.transcribe(
            samples,
            language=language,
            beam_size=1,
            temperature=0.0,  # others are drawn by lot
            condition_on_previous_text=False,
            word_timestamps=True,
        )
        words = (word for segment in segments for word in segment.words)
        return [(word.word, word.start, word.end) for word in words]

    def _once(self, kind: str, samples: NDArray[np.float32], hear: Callable[[], Heard]) -> Heard:
        key = blake2b(samples.tobytes(), salt=kind.encode()[:16]).digest()
        if key not in self.heard:
            self.heard[key] = hear()
        known: Heard = self.heard[key]
        return known

    def name_of(self, language: str) -> str:
        """What the model calls a language.

        Raises:
            ModelError: it does not know it.
        """
        known: list[str] = self.model.supported_languages
        kin = [name for name in known if is_same_language(name, language)]
        if not kin:
            hint = (
                "name the model of another language by --model, or another language by --language or --spoken"
            )
            raise ModelError(
                f"does not know the language '{language}'", at=Place(str(self.folder)), hint=hint
            )
        return next((name for name in kin if name == primary(language)), kin[0])


def is_converted(folder: Path) -> bool:
    """Whether a folder holds a model in CTranslate2's form."""
    return (folder / "model.bin").is_file() and any((folder / name).is_file() for name in VOCABULARIES)


def require_faster_whisper() -> None:
    """Raises ModelError when the extra is not installed."""
    if not find_spec("faster_whisper"):
        raise ModelError("what hears with Whisper models of CTranslate2 is not installed", hint=EXTRA)


@lru_cache(maxsize=1)  # of gigabytes, and asked for again by each scene that moved
def load_whisper(folder: Path) -> Whisper:
    """The model in a folder.

    Raises:
        ModelError: the extra is not installed, or it is of another kind, or not whole.
    """
    require_faster_whisper()
    if not (folder / "tokenizer.json").is_file():  # it would be fetched
        raise _unfit(folder, "tokenizer.json is missing")
    from faster_whisper import WhisperModel

    try:
        model = WhisperModel(str(folder), compute_type="int8", local_files_only=True)
    except Exception as error:  # of its own kind for each thing that may be wrong
        raise _unfit(folder, str(error).strip().splitlines()[0]) from error
    return Whisper(folder, model)


def _cut(sound: Sound, span: Span) -> NDArray[np.float32]:
    first = max(0, span.start_ms - MARGIN_MS) * RATE // 1000
    samples: NDArray[np.float32] = sound.samples[first : (span.end_ms + MARGIN_MS) * RATE // 1000].astype(
        np.float32
    ) / np.float32(32768)
    return samples


def _unfit(folder: Path, cause: str) -> ModelError:
    hint = "name the folder of a Whisper model that ct2-transformers-converter made, with its tokenizer.json"
    return ModelError(f"cannot be used as a model: {cause}", at=Place(str(folder)), hint=hint)
