"""A script in another language than the film, without its original: guessed from the voice's lengths and pauses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from subtool.cues.timing.known_moments import place
from subtool.errors import MediaError, Place
from subtool.model import Role, Source, Span, Timing, Token, Word
from subtool.speech.activity import phrases_heard
from subtool.speech.confidence import unaccounted
from subtool.speech.narration import Narration
from subtool.translation.carry import carried
from subtool.translation.pair import Pair
from subtool.translation.spoken_length import spoken_length
from subtool.translation.voice_stretches import KnownStart, on_voice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.cues.timing.known_moments import Quoted
    from subtool.media.read.sound import Sound
    from subtool.model import Progress, Script, Sentence, Sheet
    from subtool.translation.voice_stretches import OnVoice

LIKELY_PLACE = 0.5  # the chance from which a place counts as found
ENOUGH_PLACES = 0.5  # of the sentences; with fewer found, nothing is written
LETTER_MS = 60  # of a voice; only how stretches compare counts


@dataclass(frozen=True, slots=True)
class Guess:
    """Where the sentences of a script are likely said, and how likely each begins there."""

    narration: Narration
    chances: dict[Source, float]

    def marked(self, sheet: Sheet) -> Sheet:
        """The sheet with every cue guessed, as likely as the sentence it begins in."""
        return replace(
            sheet,
            cues=tuple(
                replace(cue, timing=Timing.GUESSED, confidence=round(self.chances.get(cue.source, 0.0), 2))
                if cue.role is Role.SPEECH and cue.source and cue.timing is not Timing.EDITED
                else cue
                for cue in sheet.cues
            ),
        )


@dataclass(frozen=True, slots=True)
class KnownTimes:
    """What somebody knows: when the first word is said, and when others are."""

    start_ms: int | None = None
    moments: tuple[Quoted, ...] = ()


NOTHING_KNOWN = KnownTimes()


def guess(script: Script, sound: Sound, known: KnownTimes, progress: Progress) -> Guess:
    """The script laid on the voice of a sound in a language that no engine hears.

    Raises:
        MediaError: nobody speaks in it, or fewer than half of the sentences have a likely place.
        ScriptError: a moment is not to be found in the script.
    """
    speech = phrases_heard(sound, progress)
    if not speech:
        raise MediaError(
            "has no speech in it", at=Place(str(sound.path)), hint="choose another --audio-track"
        )
    found = on_voice(script.sentences, speech, list(_known(script.sentences, known)))
    likely = sum(one is not None and one.chance > LIKELY_PLACE for one in found)
    if likely < ENOUGH_PLACES * len(found):
        raise MediaError(
            f"only {likely} of {len(found)} sentences have a likely place in it",
            at=Place(str(sound.path)),
            hint='give --start, --at "words=3:10", or the text that is spoken by --original; nothing was written',
        )
    laid = carried(_pairs(found), [_as_words(speech, one) for one in found], script.sentences, lambda _: 0.0)
    utterances = tuple(
        replace(one.utterance, words=tuple(replace(word, confidence=0.0) for word in one.utterance.words))
        for one in laid
    )
    said = {one.sentence.source for one in utterances}
    unspoken = tuple(one for one in script.sentences if one.source not in said)
    chances = {
        token.source: one.chance
        for sentence, one in zip(script.sentences, found, strict=True)
        if one
        for token in sentence.tokens
    }
    return Guess(Narration(utterances, unspoken, unaccounted(speech, utterances)), chances)


def _pairs(found: Sequence[OnVoice | None]) -> list[Pair]:
    """Each sentence with its own stretches; one whose place is doubtful is guessed too, and says so."""
    return [
        Pair(range(index, index + 1), range(index, index + 1), (1.0 if one else 0.0,))
        for index, one in enumerate(found)
    ]


def _as_words(speech: Sequence[Span], one: OnVoice | None) -> tuple[Word, ...] | None:
    """The stretches of a sentence as words as long as they are, on which its clauses are laid."""
    if one is None:
        return None
    return tuple(
        Word("x" * max(1, span.duration_ms // LETTER_MS), span, 0.0) for span in speech[one.first : one.end]
    )


def _known(sentences: Sequence[Sentence], known: KnownTimes) -> Iterator[KnownStart]:
    firsts = list(accumulate((len(sentence.tokens) for sentence in sentences), initial=0))
    for moment in place(sentences, known.moments, known.start_ms).moments:
        index = next(
            index for index, (first, end) in enumerate(pairwise(firsts)) if first <= moment.word < end
        )
        before = _length(sentences[index].tokens[: moment.word - firsts[index]])
        yield KnownStart(index, before / _length(sentences[index].tokens), moment.at_ms)


def _length(tokens: Sequence[Token]) -> float:
    return sum(spoken_length(token.text) for token in tokens)
