"""A Whisper model as ears: the words it writes down are matched to the script, and the script is placed by them.

Whisper knows a word's time to some 120 ms. In English each word is therefore force-aligned between the words that
were heard, in other languages the synthesiser's voice is followed; where neither finds a word that was heard, its time
is Whisper's and believed only so far.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from subtool.errors import SubtoolError
from subtool.model import Span
from subtool.speech.activity import voiced
from subtool.speech.by_synthesis.engine import align_sound
from subtool.speech.confidence import unaccounted
from subtool.speech.evidence import MismatchError
from subtool.speech.narration import Narration
from subtool.speech.neural.respelled import respelled, spelling
from subtool.speech.neural.transcript import windows_of
from subtool.speech.neural.voice_language import VoiceLanguages
from subtool.speech.neural.whisper import load_whisper
from subtool.speech.utterances import utterances
from subtool.speech.voices import voice_of
from subtool.speech.words.anchors import anchors
from subtool.speech.words.decoders import ears, listening
from subtool.speech.words.engine import Methods, matched
from subtool.speech.words.forced_alignment import align
from subtool.speech.words.recognise import HeardWord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from subtool.media.read.sound import Sound
    from subtool.model import Progress, Sentence, Source, Utterance
    from subtool.speech.neural.whisper import Whisper, WrittenWord
    from subtool.speech.words.forced_alignment import AlignmentTask, Spans
    from subtool.speech.words.pronounce import Acoustic
    from subtool.text.spoken_forms import Reading

MOST = 0.8  # of the confidence of a word whose time is Whisper's own: it is 116 ms off on average, and many are 200
# Of the words of the script, or of those heard if they are fewer: of 30 scripts on other films at most 3 of 100 were
# found, of a child's whose language is another one 52 of 100 (Whisper base).
LEAST_SHARE = 0.25
BEYOND_CHANCE = 3.0  # times as many words must fit as of the same script read backwards


@dataclass(frozen=True, slots=True)
class ScriptLanguage:
    """The language of a script, and the acoustic model of it by which its words are placed, where there is one."""

    tag: str
    acoustic: Acoustic | None


def align_by_ears(
    sentences: Sequence[Sentence], sound: Sound, folder: Path, language: ScriptLanguage, progress: Progress
) -> Narration:
    """Time every word of the script by what the Whisper model in a folder writes down.

    Raises:
        MediaError: nobody speaks in it.
        MismatchError: hardly a word of the script is said in it, or the voice speaks another language.
        ModelError: it is not a model that can be used, or does not know the language.
    """
    progress("loading the model", 0.0)
    model = load_whisper(folder)
    name, acoustic = model.name_of(language.tag), language.acoustic
    speech = voiced(sound, progress)
    spoken, written = _listened(model, name, sound, speech, progress)
    ways = acoustic.readings if acoustic else spelling(language.tag)
    said = [[word for token in s.tokens for word in ways(token.text)[0]] for s in sentences]
    flat = [word for sentence in said for word in sentence]
    heard = respelled(flat, _spoken_words(written, ways))
    found = anchors(flat, [word.text for word in heard])
    by_chance = anchors(flat[::-1], [word.text for word in heard])
    least = max(LEAST_SHARE * min(len(flat), len(heard)), BEYOND_CHANCE * len(by_chance))
    if spoken.is_foreign or not found or len(found) < least:
        reason = spoken.reason or f"hardly a word of the script is heard in it ({len(found)} of {len(flat)})"
        raise MismatchError(reason, _spread(sentences, speech, sound), sound.path)
    words = [replace(word, span=_in_voice(word.span, speech)) for word in heard]
    if acoustic is None:
        followed = _followed(sentences, sound, language.tag, progress)
        methods = Methods(lambda _: words, followed.place, ways)
        return followed.believed(matched(sentences, sound, speech, methods))
    with ears(sum(span.duration_ms for span in speech) / 1000) as fresh:
        hear = listening(fresh, acoustic)
        methods = Methods(
            lambda _: words, lambda jobs: align(sound, jobs, acoustic.phones, hear, progress), ways
        )
        return matched(sentences, sound, speech, methods)


def _listened(
    model: Whisper, name: str, sound: Sound, speech: Sequence[Span], progress: Progress
) -> tuple[VoiceLanguages, list[WrittenWord]]:
    """The languages that are spoken, and the words of the stretches in which it is not surely another one."""
    windows = list(windows_of(speech))
    languages: list[VoiceLanguages] = []
    written: list[WrittenWord] = []
    for number, span in enumerate(windows):
        languages.append(VoiceLanguages(name, model.languages(sound, span), span.duration_ms))
        if not languages[
            -1
        ].is_foreign:  # what it writes in one language of speech in another may be a translation
            written += model.words(sound, span, name)
        progress("listening", (number + 1) / len(windows))
    return VoiceLanguages.joined(languages), written


def _spoken_words(
    written: Iterable[WrittenWord], ways: Callable[[str], tuple[Reading, ...]]
) -> list[HeardWord]:
    """Each word as it is said: the words of a number share its time by their letters."""
    heard = []
    for one in written:
        words = ways(one.text)[0]
        letters = sum(map(len, words))
        done = 0
        for word in words:
            start_ms = one.span.start_ms + one.span.duration_ms * done // letters
            done += len(word)
            end_ms = one.span.start_ms + one.span.duration_ms * done // letters
            heard.append(HeardWord(word, Span(start_ms, end_ms)))
    return sorted(heard, key=lambda word: word.span)


def _in_voice(span: Span, speech: Sequence[Span]) -> Span:
    """The span of a word that begins in a pause, as Whisper's do, begun where the voice does."""
    after = next((stretch for stretch in speech if stretch.end_ms > span.start_ms), None)
    if after is None or not span.start_ms < after.start_ms < span.end_ms:
        return span
    return Span(after.start_ms, span.end_ms)


@dataclass(frozen=True, slots=True)
class _Followed:
    """The times of each sentence's words by the synthesiser's voice, None of those that it did not find."""

    spans: Mapping[Source, Spans]
    order: Spans

    @classmethod
    def of(cls, sentences: Sequence[Sentence], found: Sequence[Utterance]) -> _Followed:
        known = {
            utterance.sentence.source: [word.span if word.confidence else None for word in utterance.words]
            for utterance in found
        }
        spans = {s.source: known.get(s.source) or [None] * len(s.tokens) for s in sentences}
        return cls(spans, [span for s in sentences for span in spans[s.source]])

    def place(self, jobs: Sequence[AlignmentTask]) -> list[Spans | None]:
        """The spans of each job's words: the jobs are the script's words in order."""
        ends = [0, *accumulate(sum(len(piece.words) for piece in job.pieces) for job in jobs)]
        return [self.order[first:end] for first, end in pairwise(ends)]

    def believed(self, narration: Narration) -> Narration:
        """No word that Whisper alone has found is believed more than that."""
        return replace(narration, utterances=tuple(map(self._believed, narration.utterances)))

    def _believed(self, utterance: Utterance) -> Utterance:
        words = zip(utterance.words, self.spans[utterance.sentence.source], strict=True)
        return replace(
            utterance,
            words=tuple(
                word if span else replace(word, confidence=min(word.confidence or 0.0, MOST))
                for word, span in words
            ),
        )


def _followed(sentences: Sequence[Sentence], sound: Sound, language: str, progress: Progress) -> _Followed:
    """What the synthesiser's voice finds, as far as there is one for the language and it finds the script."""
    try:
        return _Followed.of(sentences, align_sound(sentences, sound, voice_of(language), progress).utterances)
    except SubtoolError:
        return _Followed.of(sentences, ())


def _spread(sentences: Sequence[Sentence], speech: Sequence[Span], sound: Sound) -> Narration:
    """The script over all that is said, by the lengths of its words: the best guess where nothing is known."""
    said = utterances([(s, [(None, 0.0)] * len(s.tokens)) for s in sentences if s.tokens], speech, sound)
    return Narration(said, (), unaccounted(speech, said))
