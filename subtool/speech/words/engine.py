"""The sound of a film and the sentences of a script -> when each word is said, and what is missing on either side.

Voice activity bounds the speech; it is recognised with a language model made of the script; what was heard is
matched to the script as a whole; between the matches that are sure, each block is force-aligned; what is
still missing is interpolated, and said to be.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from subtool.model import Span, silent
from subtool.speech.activity import voiced
from subtool.speech.confidence import WordEvidence as WordPlace
from subtool.speech.confidence import judged, spoken_ms, unaccounted
from subtool.speech.evidence import MismatchError
from subtool.speech.narration import Narration
from subtool.speech.utterances import utterances
from subtool.speech.words.anchors import anchors
from subtool.speech.words.blocks import blocks
from subtool.speech.words.cache import memory, remembering
from subtool.speech.words.decoders import ears, listening
from subtool.speech.words.forced_alignment import AlignmentTask, SpokenPiece, align
from subtool.speech.words.pronounce import shipped
from subtool.speech.words.recognise import listen
from subtool.speech.words.scoring.engine import align_scored
from subtool.speech.words.scoring.mixtures import readable
from subtool.text.spoken_forms import readings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from subtool.media.read.sound import Sound
    from subtool.model import Progress, Sentence
    from subtool.speech.words.blocks import SoundBlock
    from subtool.speech.words.forced_alignment import Spans
    from subtool.speech.words.pronounce import Acoustic
    from subtool.speech.words.recognise import HeardWord
    from subtool.text.spoken_forms import Reading

HARDLY = 0.34  # of a sentence's words: with fewer recognised, it may not be in the film
CLEARLY = 0.85  # of the words of sentences that surely are; with fewer recognised, much lies over the voice
ROOM = 0.45  # of the time a sentence takes: with so much speech unaccounted for, it may well be said there
TOO_LITTLE = 0.1  # of the words of the script, or of those heard if they are fewer: with less, another film


@dataclass(frozen=True, slots=True)
class _Script:
    """The printed words in one list, each with its sentence, and the spoken words each with its printed one."""

    sentences: tuple[Sentence, ...]
    tokens: tuple[tuple[int, str], ...]
    spoken: tuple[tuple[str, int], ...]
    ways: tuple[tuple[Reading, ...], ...]  # in which each printed word may be said


def align_words(
    sentences: Sequence[Sentence],
    sound: Sound,
    *,
    acoustic: Acoustic | None = None,
    cache: Path | None = None,
    progress: Progress = silent,
) -> Narration:
    """Time every word of the script by the voice in `sound`, by the acoustic model of its language (English).

    What was heard is kept in the folder `cache`, so that the same sound need not be heard again.

    Raises:
        MediaError: nobody speaks in it.
        MismatchError: hardly a word of the script is said in it.
    """
    if acoustic is None and readable(shipped().hmm):
        return align_scored(sentences, sound, shipped(), progress)
    model = acoustic or shipped()
    speech = voiced(sound, progress)
    seconds = sum(span.duration_ms for span in speech) / 1000
    with memory(cache) as takes, ears(seconds) as fresh:
        hear = listening(remembering(fresh, takes), model)
        methods = Methods(
            recognise=lambda said: listen(sound, speech, said, hear, progress),
            place=lambda jobs: align(sound, jobs, model.phones, hear, progress),
            readings=model.readings,
        )
        return matched(sentences, sound, speech, methods)


@dataclass(frozen=True, slots=True)
class Methods:
    """What an engine does in its own way.

    Args:
        recognise: the words that are heard, of the words of each sentence.
        place: for each job a span for each of its printed words, or None when nothing fits.
        readings: the ways a printed word may be said that the engine can hear.
    """

    recognise: Callable[[Sequence[Sequence[str]]], Sequence[HeardWord]]
    place: Callable[[Sequence[AlignmentTask]], list[Spans | None]]
    readings: Callable[[str], tuple[Reading, ...]] = readings


def matched(
    sentences: Sequence[Sentence], sound: Sound, speech: Sequence[Span], methods: Methods
) -> Narration:
    """The verdict on what was recognised in the voiced stretches, and force-aligned between what is sure."""
    script = _flat(sentences, methods.readings)
    said = [[word for token in s.tokens for word in methods.readings(token.text)[0]] for s in sentences]
    heard = methods.recognise(said)
    pairs = anchors([word for word, _ in script.spoken], [word.text for word in heard])
    anchored = _anchored(script, pairs, heard)
    jobs = _jobs(script, speech, anchored)
    spans = methods.place([job for _, job in jobs])
    lost = [number for number, found in enumerate(spans) if found is None]
    again = methods.place([jobs[number][1].looser for number in lost])
    for number, found in zip(lost, again, strict=True):
        spans[number] = found
    places = [
        place
        for (block, job), found in zip(jobs, spans, strict=True)
        for place in _places(block, job, found, anchored)
    ]
    narration = _narration(script, places, speech, sound)
    # a script may be much longer than the film, and a film than the script
    too_little = not pairs or len(pairs) < TOO_LITTLE * min(len(script.spoken), len(heard))
    if too_little or not narration.utterances:
        reason = f"hardly a word of the script is heard in it ({len(pairs)} of {len(script.spoken)})"
        raise MismatchError(reason, narration, sound.path)
    return narration


def _flat(sentences: Sequence[Sentence], ways_of: Callable[[str], tuple[Reading, ...]]) -> _Script:
    tokens = [(number, token.text) for number, s in enumerate(sentences) for token in s.tokens]
    ways = tuple(ways_of(text) for _, text in tokens)
    spoken = [(word, index) for index, way in enumerate(ways) for word in way[0]]
    return _Script(tuple(sentences), tuple(tokens), tuple(spoken), ways)


def _anchored(
    script: _Script, pairs: Sequence[tuple[int, int]], heard: Sequence[HeardWord]
) -> dict[int, Span]:
    """The printed words that were recognised, with the time of the first word they are said with."""
    found: dict[int, Span] = {}
    for i, j in pairs:
        found.setdefault(script.spoken[i][1], heard[j].span)
    return found


def _jobs(
    script: _Script, speech: Sequence[Span], anchored: dict[int, Span]
) -> list[tuple[SoundBlock, AlignmentTask]]:
    """What is to be force-aligned, block by block."""
    parts = blocks(speech, sorted(anchored.items()), len(script.tokens))
    loud = _is_loud(script, anchored)
    return [(block, _job(script, block, anchored, loud=loud)) for block in parts if block.first < block.end]


def _is_loud(script: _Script, anchored: dict[int, Span]) -> bool:
    """Whether so much lies over the voice that words go unrecognised also where they are surely said."""
    known = said = 0
    for first, end in _by_sentence(script, 0, len(script.tokens)):
        here = sum(index in anchored for index in range(first, end))
        if here >= HARDLY * (end - first):
            known, said = known + here, said + end - first
    return known < CLEARLY * said


def _job(script: _Script, block: SoundBlock, anchored: dict[int, Span], *, loud: bool) -> AlignmentTask:
    pieces, sure_ms, doubtful_ms = [], 0, 0
    for first, end in _by_sentence(script, block.first, block.end):
        known = sum(index in anchored for index in range(first, end))
        words = script.ways[first:end]
        pieces.append(SpokenPiece(words, optional=known < HARDLY * (end - first)))
        expected_ms = sum(spoken_ms(ways[0]) for ways in words)
        sure_ms += 0 if pieces[-1].optional else expected_ms
        doubtful_ms += expected_ms if pieces[-1].optional else 0
    if loud and sum(span.duration_ms for span in block.voiced) - sure_ms >= ROOM * doubtful_ms:
        pieces = [replace(piece, optional=False) for piece in pieces]  # unheard, but there is room for it
    known_spans = [anchored.get(index) for index in range(block.first, block.end)]
    loose = any(piece.optional for piece in pieces) or _silent_part(block, known_spans)
    return AlignmentTask(block.voiced, tuple(pieces), loose=loose)


def _places(
    block: SoundBlock, job: AlignmentTask, spans: Sequence[Span | None] | None, anchored: dict[int, Span]
) -> Iterator[WordPlace]:
    """Each printed word's place; one that was surely recognised is there, even if forced alignment did not find it."""
    surely = [not piece.optional for piece in job.pieces for _ in piece.words]
    numbers = range(block.first, block.end)
    for index, sure, span in zip(numbers, surely, spans or [None] * len(numbers), strict=True):
        known = anchored.get(index)
        if span is None and sure:
            yield WordPlace(known, known, skipped=False)
        else:
            yield WordPlace(span, known, skipped=span is None)


def _silent_part(block: SoundBlock, known: Sequence[Span | None]) -> bool:
    """Whether somebody speaks in a stretch of the block in which no word of the script was recognised."""
    return any(
        not any(span and stretch.start_ms - 200 <= span.start_ms <= stretch.end_ms for span in known)
        for stretch in block.voiced
    )


def _by_sentence(script: _Script, first: int, end: int) -> list[tuple[int, int]]:
    """These words as ranges, one for each sentence or part of one."""
    edges = [
        index for index in range(first + 1, end) if script.tokens[index][0] != script.tokens[index - 1][0]
    ]
    return list(zip([first, *edges], [*edges, end], strict=True))


def _narration(
    script: _Script, places: Sequence[WordPlace], speech: Sequence[Span], sound: Sound
) -> Narration:
    unspoken: list[Sentence] = []
    timed: list[tuple[Sentence, list[tuple[Span | None, float]]]] = []
    first = 0
    for sentence in script.sentences:
        spoken = places[first : first + len(sentence.tokens)]
        first += len(spoken)
        if 2 * sum(place.skipped for place in spoken) > len(spoken):
            unspoken.append(sentence)
        else:
            timed.append((sentence, judged([token.text for token in sentence.tokens], spoken)))
    said = utterances(timed, speech, sound)
    return Narration(said, tuple(unspoken), unaccounted(speech, said))
