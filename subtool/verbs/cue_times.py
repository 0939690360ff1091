"""When the words of subtitles are heard in a film, by the engine of their language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from subtool.errors import EngineError, MediaError
from subtool.model import Sentence, Source, Token
from subtool.retime.evidence import CueTimes
from subtool.text.hearing_labels import without_labels
from subtool.text.language import DEFAULT, language_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.media.read.sound import Sound
    from subtool.model import Cue, Progress
    from subtool.speech.engines import Engine
    from subtool.speech.narration import Narration

SURELY_HEARD = 0.6  # of a word's confidence: contested times bring a cue nowhere


@dataclass(frozen=True, slots=True)
class SpokenCue:
    """A cue with words in it that somebody says, and those."""

    cue: Cue
    text: str


def spoken_cues(cues: Sequence[Cue]) -> list[SpokenCue]:
    """The cues that somebody says, in the order of their times: none that only label sounds."""
    said = (SpokenCue(cue, without_labels(cue.text)) for cue in cues)
    return sorted((one for one in said if one.text), key=lambda one: one.cue.span)


def language(named: str, spoken: Sequence[SpokenCue]) -> str:
    """The language of cues: the one that is named, unless that is only what formats say that know none."""
    return named if named != DEFAULT else language_of("\n".join(one.text for one in spoken))


def cue_times(
    spoken: Sequence[SpokenCue], sound: Sound, engine: Engine, progress: Progress
) -> CueTimes | None:
    """When the first word of each cue is heard; None where the engine hears hardly any, as in another language."""
    from subtool.speech.evidence import MismatchError

    try:
        narration = engine.align(_sentences(spoken), sound, progress)
    except MismatchError as mismatch:
        narration = mismatch.guess
    except (MediaError, EngineError):
        return None
    return CueTimes(_times(narration, len(spoken)), sound.duration_ms)


def _sentences(spoken: Sequence[SpokenCue]) -> list[Sentence]:
    """Each cue as a sentence, whose place says which one it is."""
    return [
        Sentence(
            tuple(Token(word, Source(number, column)) for column, word in enumerate(one.text.split(), 1)), 0
        )
        for number, one in enumerate(spoken, 1)
    ]


def _times(narration: Narration, count: int) -> tuple[int | None, ...]:
    first = {one.sentence.source.line: one.words[0] for one in narration.utterances}
    return tuple(
        word.span.start_ms if (word := first.get(number)) and (word.confidence or 0) >= SURELY_HEARD else None
        for number in range(1, count + 1)
    )
