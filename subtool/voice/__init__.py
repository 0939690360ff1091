"""The sound of a film and the sentences of a script -> when each word is said, and what is missing on either side.

Voice activity bounds the speech; it is recognised with a language model made of the script; what was heard is
matched to the script as a whole; between the matches that are sure, each block is aligned by force; what is
still missing is interpolated, and said to be.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from subtool.errors import MediaError, Place
from subtool.model import Span, TimedWord, Utterance, silent
from subtool.readings import readings
from subtool.voice.activity import voiced
from subtool.voice.anchors import anchors
from subtool.voice.blocks import blocks
from subtool.voice.forced import Aligner, Piece
from subtool.voice.recognise import listen, with_floor
from subtool.voice.verdict import Place as WordPlace
from subtool.voice.verdict import interpolated, judged, unaccounted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.media.sound import Sound
    from subtool.model import Progress, Sentence
    from subtool.voice.blocks import Block
    from subtool.voice.recognise import Heard

HARDLY = 0.34  # of a sentence's words: with fewer recognised, it may not be in the film
TOO_LITTLE = 0.1  # of the script's words: with fewer recognised, this is another film


@dataclass(frozen=True, slots=True)
class Narration:
    """What was heard: the spoken sentences with their words' times, those not spoken, and speech beside them."""

    utterances: tuple[Utterance, ...]
    unspoken: tuple[Sentence, ...]
    unscripted: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Script:
    """The printed words in one row, each with its sentence, and the spoken words each with its printed one."""

    sentences: tuple[Sentence, ...]
    tokens: tuple[tuple[int, str], ...]
    spoken: tuple[tuple[str, int], ...]


def align_words(sentences: Sequence[Sentence], sound: Sound, *, progress: Progress = silent) -> Narration:
    """Time every word of the script by the voice in `sound`.

    Raises:
        MediaError: nobody speaks in it, or hardly a word of the script.
    """
    script, sound = _flat(sentences), with_floor(sound)
    speech = voiced(sound, progress)
    said = [[word for token in s.tokens for word in readings(token.text)[0]] for s in sentences]
    heard = listen(sound, speech, said, progress)
    pairs = anchors([word for word, _ in script.spoken], [word.text for word in heard])
    if len(pairs) < TOO_LITTLE * len(script.spoken):
        raise MediaError(
            f"hardly a word of the script is heard in it ({len(pairs)} of {len(script.spoken)})",
            at=Place(str(sound.path)),
            hint="is it the right film, track and language?",
        )
    anchored = _anchored(script, pairs, heard)
    places = _placed(script, sound, speech, anchored, progress)
    return _narration(script, places, speech)


def _flat(sentences: Sequence[Sentence]) -> _Script:
    tokens = [(number, token.text) for number, s in enumerate(sentences) for token in s.tokens]
    spoken = [(word, at) for at, (_, text) in enumerate(tokens) for word in readings(text)[0]]
    return _Script(tuple(sentences), tuple(tokens), tuple(spoken))


def _anchored(script: _Script, pairs: Sequence[tuple[int, int]], heard: Sequence[Heard]) -> dict[int, Span]:
    """The printed words that were recognised, with the time of the first word they are said with."""
    found: dict[int, Span] = {}
    for i, j in pairs:
        found.setdefault(script.spoken[i][1], heard[j].span)
    return found


def _placed(
    script: _Script, sound: Sound, speech: Sequence[Span], anchored: dict[int, Span], progress: Progress
) -> list[WordPlace]:
    """Each printed word's place, block by block."""
    aligner = Aligner(sound, (word for _, text in script.tokens for way in readings(text) for word in way))
    parts = blocks(speech, sorted(anchored.items()), len(script.tokens))
    placed: list[WordPlace] = []
    for number, block in enumerate(parts):
        progress("aligning", number / len(parts))
        if block.first < block.end:
            placed += _block(script, aligner, block, anchored)
    return placed


def _block(script: _Script, aligner: Aligner, block: Block, anchored: dict[int, Span]) -> list[WordPlace]:
    ranges = _by_sentence(script, block)
    pieces = []
    for first, end in ranges:
        known = sum(at in anchored for at in range(first, end))
        words = tuple(readings(script.tokens[at][1]) for at in range(first, end))
        pieces.append(Piece(words, optional=known < HARDLY * (end - first)))
    numbers = range(block.first, block.end)
    loose = any(piece.optional for piece in pieces) or _silent_part(
        block, [anchored.get(at) for at in numbers]
    )
    spans = aligner.align(block.voiced, pieces, loose=loose)
    if spans is None:
        spans = aligner.align(block.voiced, [replace(piece, optional=True) for piece in pieces], loose=True)
    if spans is None:
        spans = [None] * len(numbers)
    surely = {at for (first, end), piece in zip(ranges, pieces, strict=True) if not piece.optional
              for at in range(first, end)}  # fmt: skip
    return [
        WordPlace(anchored.get(at), anchored.get(at), skipped=False)
        if span is None and at in surely  # it was recognised: it is there, if not found by force
        else WordPlace(span, anchored.get(at), skipped=span is None)
        for at, span in zip(numbers, spans, strict=True)
    ]


def _silent_part(block: Block, known: Sequence[Span | None]) -> bool:
    """Whether somebody speaks in a stretch of the block in which no word of the script was recognised."""
    return any(
        not any(span and stretch.start_ms - 200 <= span.start_ms <= stretch.end_ms for span in known)
        for stretch in block.voiced
    )


def _by_sentence(script: _Script, block: Block) -> list[tuple[int, int]]:
    """The block's words as ranges, one for each sentence or part of one."""
    edges = [
        at for at in range(block.first + 1, block.end) if script.tokens[at][0] != script.tokens[at - 1][0]
    ]
    return list(zip([block.first, *edges], [*edges, block.end], strict=True))


def _narration(script: _Script, places: Sequence[WordPlace], speech: Sequence[Span]) -> Narration:
    utterances: list[Utterance] = []
    unspoken: list[Sentence] = []
    timed: list[tuple[Sentence, list[tuple[Span | None, float]]]] = []
    at = 0
    for sentence in script.sentences:
        mine = places[at : at + len(sentence.tokens)]
        at += len(mine)
        if 2 * sum(place.skipped for place in mine) > len(mine):
            unspoken.append(sentence)
        else:
            timed.append((sentence, judged([token.text for token in sentence.tokens], mine)))
    for sentence, words in interpolated(timed, speech):
        utterances.append(
            Utterance(
                sentence,
                tuple(
                    TimedWord(token.text, span, confidence, token.footnotes)
                    for token, (span, confidence) in zip(sentence.tokens, words, strict=True)
                ),
            )
        )
    return Narration(tuple(utterances), tuple(unspoken), unaccounted(speech, utterances))
