"""A Whisper model that CTranslate2 runs, through faster-whisper: the voice's language, and the words it writes down.

An extra, `pip install documentary-subtool[whisper]`. The model is a folder of the user's, as
`ct2-transformers-converter` makes it; nothing is fetched for it, and what it says is the same each time.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np

from subtool.errors import ModelError, Place
from subtool.media.read.sound import RATE
from subtool.model import Span
from subtool.speech.voices import primary
from subtool.text.language import is_same_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from subtool.media.read.sound import Sound

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

    def languages(self, sound: Sound, span: Span) -> Mapping[str, float]:
        """How likely each language is spoken in a stretch of at most 30 s; nothing of a model of one language."""
        if not self.model.model.is_multilingual:
            return {}
        return dict(self.model.detect_language(_cut(sound, span))[2])

    def words(self, sound: Sound, span: Span, language: str) -> Iterator[WrittenWord]:
        """What is said in a stretch of at most 30 s."""
        segments, _ = self.model.transcribe(
            _cut(sound, span),
            language=language,
            beam_size=1,
            temperature=0.0,  # others are drawn by lot
            condition_on_previous_text=False,
            word_timestamps=True,
        )
        first_ms = max(0, span.start_ms - MARGIN_MS)
        for word in (word for segment in segments for word in segment.words):
            start_ms = first_ms + round(word.start * 1000)
            end_ms = max(start_ms, first_ms + round(word.end * 1000))
            yield WrittenWord(word.word, Span(start_ms, min(end_ms, max(start_ms, sound.duration_ms))))

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


def _cut(sound: Sound, span: Span) -> Any:  # noqa: ANN401 - an array of float32
    first = max(0, span.start_ms - MARGIN_MS) * RATE // 1000
    return sound.samples[first : (span.end_ms + MARGIN_MS) * RATE // 1000].astype(np.float32) / 32768


def _unfit(folder: Path, cause: str) -> ModelError:
    hint = "name the folder of a Whisper model that ct2-transformers-converter made, with its tokenizer.json"
    return ModelError(f"cannot be used as a model: {cause}", at=Place(str(folder)), hint=hint)
