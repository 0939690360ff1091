"""The engines that find a script in a sound, and which of them is for which language.

All have one shape and give one verdict: a `Narration`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol

from subtool.errors import ChoiceError, ModelError
from subtool.plugins import plugins
from subtool.speech.voices import primary, voice_of
from subtool.text.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from subtool.media.read.sound import Sound
    from subtool.model import Progress, Sentence
    from subtool.speech.narration import Narration
    from subtool.speech.words.pronounce import Acoustic


class Engine(Protocol):
    """Times every word of the script by the voice in a sound."""

    @property
    def says(self) -> str:
        """What it is, in a few words, as in "wide (espeak-ng, de)"."""

    def align(self, sentences: Sequence[Sentence], sound: Sound, progress: Progress, /) -> Narration:
        """Find the sentences in the sound.

        Raises:
            MediaError: nobody speaks in it, or hardly a word of the script.
        """


class EngineChoice(StrEnum):
    """Which engine is asked for; `AUTO` is `WORDS` where there is a model of the language, else `WIDE`."""

    AUTO = "auto"
    WORDS = "words"
    WIDE = "wide"
    NEURAL = "neural"


@dataclass(frozen=True, slots=True)
class Words:
    """Recognises words with an acoustic model of the language, and finds the rest between them by forced alignment."""

    cache: Path | None = None
    acoustic: Acoustic | None = None  # a model of the user's own; English without it

    @property
    def says(self) -> str:
        return f"words (pocketsphinx, {self.acoustic.hmm.name if self.acoustic else 'en-us'})"

    def align(self, sentences: Sequence[Sentence], sound: Sound, progress: Progress, /) -> Narration:
        from subtool.speech.words.engine import align_words

        return align_words(sentences, sound, acoustic=self.acoustic, cache=self.cache, progress=progress)


@dataclass(frozen=True, slots=True)
class Wide:
    """Speaks the text with espeak-ng's voice of the language, and follows that in the sound."""

    language: str
    instead: str = ""  # why it does what another engine would do better

    @property
    def says(self) -> str:
        why = f"; {self.instead}" if self.instead else ""
        return f"wide (espeak-ng, {voice_of(self.language)}{why})"

    def align(self, sentences: Sequence[Sentence], sound: Sound, progress: Progress, /) -> Narration:
        from subtool.speech.by_synthesis.engine import align_sound

        return align_sound(sentences, sound, voice_of(self.language), progress)


@dataclass(frozen=True, slots=True)
class Neural:
    """Hears letters or phones with a CTC model of the user's, and aligns the script to them."""

    model: str
    folder: Path
    language: str

    @property
    def says(self) -> str:
        return f"neural ({self.model})"

    def align(self, sentences: Sequence[Sentence], sound: Sound, progress: Progress, /) -> Narration:
        from subtool.speech.neural.engine import align_letters

        return align_letters(sentences, sound, self.folder, progress, self.language)


@dataclass(frozen=True, slots=True)
class Ears:
    """Hears words with a Whisper model of the user's, and places them as the language's own engine does."""

    model: str
    folder: Path
    language: str
    acoustic: Acoustic | None  # without one, the synthesiser's voice is followed

    @property
    def says(self) -> str:
        places = f"pocketsphinx, {self.acoustic.hmm.name}" if self.acoustic else f"espeak-ng, {self.language}"
        return f"neural ({self.model}, {self.language}; placed by {places})"

    def align(self, sentences: Sequence[Sentence], sound: Sound, progress: Progress, /) -> Narration:
        from subtool.speech.neural.ears import ScriptLanguage, align_by_ears

        language = ScriptLanguage(self.language, self.acoustic)
        return align_by_ears(sentences, sound, self.folder, language, progress)


def engine_names() -> tuple[str, ...]:
    """What may be chosen: ours, and those that other packages add."""
    return (*EngineChoice, *(plugin.name for plugin in plugins("engines")))


def _added(name: str, language: str) -> Engine:
    """The engine of another package: what its entry point makes for a language."""
    plugin = next((plugin for plugin in plugins("engines") if plugin.name == name), None)
    if plugin is None:
        hint = f"{did_you_mean(name, engine_names())} there are: {', '.join(engine_names())}".lstrip()
        raise ChoiceError(f"there is no engine '{name}'", hint=hint)
    if plugin.trouble:
        raise ModelError(f"the engine '{name}' of {plugin.package} does not load: {plugin.trouble}")
    engine: Engine = plugin.value(language)
    return engine


def _words(language: str, acoustic: Path | None, cache: Path | None, *, named: bool) -> Engine:
    """The engine that hears words; without pocketsphinx the wide one, unless words are asked for by name."""
    if find_spec("pocketsphinx") is None:
        if not named:
            return Wide(language, "pocketsphinx is not installed, which hears English better")
        hint = "pip install pocketsphinx, which wants a C compiler there, or use --engine wide"
        raise ModelError("the engine that hears words needs pocketsphinx, which is not installed", hint=hint)
    if acoustic is None:
        return Words(cache)
    from subtool.speech.words.pronounce import acoustic_in

    return Words(cache, acoustic_in(acoustic))


def _neural(language: str, model: str | None, acoustic: Path | None) -> Engine:
    """The engine for the kind of model that a folder holds."""
    from subtool.speech.neural.hub import fetched
    from subtool.speech.neural.whisper import is_converted

    if not model:
        raise ModelError("the neural engine needs a model", hint="name its folder with --model DIR")
    folder = fetched(model)
    if not is_converted(folder):
        return Neural(model, folder, language)
    from subtool.speech.words.pronounce import acoustic_in, shipped

    if acoustic:
        return Ears(model, folder, language, acoustic_in(acoustic))
    recognises = primary(language) == "en" and find_spec("pocketsphinx") is not None
    return Ears(model, folder, language, shipped() if recognises else None)


def engine_for(
    language: str,
    choice: str = EngineChoice.AUTO,
    *,
    model: str | None = None,
    acoustic: Path | None = None,
    cache: Path | None = None,
) -> Engine:
    """The engine for scripts in a language; what it hears may be kept in the folder `cache`.

    Only the neural engine wants a `model`, a folder or a name on the hub; one that is not here is fetched.

    Raises:
        ChoiceError: there is no such engine, or no voice for the language.
        ModelError: the model of the neural engine is not named, is missing, or the extra is not installed; or
            words are to be recognised without pocketsphinx.
        EngineError: espeak-ng has no voice for it, or there is no acoustic model in the folder `acoustic`.
    """
    if choice not in set(EngineChoice):
        return _added(choice, language)
    if choice == EngineChoice.NEURAL:
        return _neural(language, model, acoustic)
    if model:
        raise ModelError("only the neural engine takes a model", hint="add --engine neural")
    named = choice == EngineChoice.WORDS or (acoustic is not None and choice != EngineChoice.WIDE)
    if named or (choice == EngineChoice.AUTO and primary(language) == "en"):
        return _words(language, acoustic, cache, named=named)
    voice_of(language)  # before the long work
    return Wide(language)
