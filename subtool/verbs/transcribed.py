"""What a film says, as a script, where nobody has its text but a model of the user's hears it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from subtool.model import Cue, Media, Sheet
from subtool.script.read import subtitles
from subtool.script.understand.understand import understand
from subtool.speech.engines import EngineChoice

if TYPE_CHECKING:
    from subtool.media.read.sound import Sound
    from subtool.model import Progress, Script


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was heard, and whether in sentences, by a Whisper model: the words of one for CTC it can place itself."""

    script: Script
    has_sentences: bool

    def engine(self, asked: str) -> str:
        """The engine that finds it in the film."""
        if asked not in {EngineChoice.AUTO, EngineChoice.NEURAL}:
            return asked
        return EngineChoice.AUTO if self.has_sentences else EngineChoice.NEURAL


def transcribed(sound: Sound, model: str, language: str, progress: Progress) -> Transcript:
    """The transcript of a sound by a model, its folder or its name on the hub.

    Its sentences are those that the model hears, or are parted by pauses.

    Raises:
        MediaError: nobody speaks in it.
        ModelError: it is not a model that can be used, or hears no word.
    """
    from subtool.speech.neural.hub import fetched
    from subtool.speech.neural.transcript import is_whisper, transcript

    folder = fetched(model)
    heard = transcript(sound, folder, language, progress)
    media = Media(sound.path.name, sound.duration_ms)
    sheet = Sheet(tuple(Cue(one.span, (one.text,)) for one in heard), language=language, media=media)
    script = understand(subtitles.manuscript(sheet, "transcript"), sound.path, language=language)
    return Transcript(script, is_whisper(folder))
