"""What is heard of a script in a film: the engine that the user asked for, on the sound that has the voice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from subtool.errors import MediaError, Place, SubtoolError
from subtool.model import Remark, silent
from subtool.verbs.cache import cache_folder
from subtool.verbs.swapped import swapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from subtool.media.read.programme import Programme
    from subtool.media.read.sound import Sound, TrackChoice
    from subtool.model import Progress, Script, Sentence
    from subtool.speech.engines import Engine
    from subtool.speech.evidence import MismatchError
    from subtool.speech.narration import Narration
    from subtool.verbs.transcribed import Transcript


@dataclass(frozen=True, slots=True)
class EngineAsked:
    """The engine that the user asked for, and what it hears with."""

    name: str
    model: str | None
    acoustic: Path | None
    cache: bool

    def engine(self, language: str) -> Engine:
        from subtool.speech.engines import engine_for

        cache = cache_folder() if self.cache else None
        return engine_for(language, self.name, model=self.model, acoustic=self.acoustic, cache=cache)

    def after(self, transcript: Transcript) -> EngineAsked:
        """The one that finds what a model wrote down."""
        from subtool.speech.engines import EngineChoice

        name = transcript.engine(self.name)
        return replace(self, name=name, model=self.model if name == EngineChoice.NEURAL else None)


@dataclass(frozen=True, slots=True)
class FilmHeard:
    """A film to be listened to, on a track of it."""

    film: Programme
    track: TrackChoice
    progress: Progress
    anyway: bool

    def sounds(self) -> Iterator[Sound]:
        from subtool.speech.activity import likelihoods

        return iter(self.film.sounds(self.track, likelihoods, self.progress))

    def first_sound(self) -> Sound:
        return next(self.sounds())

    def most_of(self, engine: Engine, narrated: Script, script: Script) -> tuple[Narration, str]:
        """What is heard of what the film speaks; where that is the original of the script, said in its words."""
        from subtool.speech.evidence import MismatchError

        try:
            return _most_heard(engine, narrated.sentences, self.sounds(), self.progress, anyway=self.anyway)
        except MismatchError as error:
            if narrated is script:
                raise
            raise _not_the_original(error, script, narrated, self.sounds()) from error


def _most_heard(
    engine: Engine,
    sentences: Sequence[Sentence],
    sounds: Iterable[Sound],
    progress: Progress,
    *,
    anyway: bool,
) -> tuple[Narration, str]:
    """What the engine hears, and of which sound; where channels hold different voices, of that with the script."""
    from subtool.speech.evidence import MismatchError
    from subtool.speech.moved import with_moved

    best: tuple[float, Narration, Sound] | None = None
    refusal: MediaError | None = None
    guess: tuple[Narration, str] | None = None
    for sound in sounds:
        try:
            heard = engine.align(sentences, sound, progress)
        except MediaError as error:
            refusal = refusal or error
            if isinstance(error, MismatchError) and error.guess.utterances:
                guess = guess or (_guessed(error), sound.says)
            continue
        total = sum(word.confidence or 0.0 for utterance in heard.utterances for word in utterance.words)
        if best is None or total > best[0]:
            best = total, heard, sound
    if best is not None:
        return with_moved(engine, sentences, best[2], best[1]), best[2].says
    if anyway and guess is not None:
        return guess
    raise refusal or MediaError("has no sound")


def _not_the_original(
    mismatch: MismatchError, script: Script, original: Script, sounds: Iterable[Sound]
) -> MediaError:
    """That the film does not speak the original; whether it speaks the translation is found by listening for that."""
    from subtool.speech.engines import engine_for

    place = Place(original.path)
    try:
        _most_heard(engine_for(script.language), script.sentences, sounds, silent, anyway=False)
    except SubtoolError:
        hint = "is it the right film, track and original? nothing was written"
        return MediaError(f"is not what the film speaks: {mismatch.message}", at=place, hint=hint)
    return swapped(script, original)


def _guessed(mismatch: MismatchError) -> Narration:
    """What fits least badly, none of it believed, and why."""
    from subtool.speech.evidence import guessed

    guess = guessed(mismatch.guess)
    why = Remark(f"every cue is guessed: {mismatch.message}", guess.utterances[0].sentence.source)
    return replace(guess, remarks=(*guess.remarks, why))
