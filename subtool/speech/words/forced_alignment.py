"""A block of sound and the words said in it -> when each is said, by forced alignment (pocketsphinx).

The words are a finite-state grammar. A printed word that may be said in several ways is parallel arcs, and the
sound chooses. A sentence that was hardly recognised may be skipped, and between sentences a loop of phones may
take up speech that is not in the script; both cost much, so that they are not preferred to what is there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from subtool.model import Span
from subtool.speech.words.decoders import FRAME_MS, DecodeTask, Ear, Grammar
from subtool.speech.words.recognise import MARGIN_MS, cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.media.read.sound import Sound
    from subtool.model import Progress
    from subtool.speech.words.decoders import Arc, Hear, Segment
    from subtool.text.spoken_forms import Reading

ANY = "_"  # "_AA" is the phone AA of speech outside the script
PHONE = 1e-12  # for each phone outside the script, so that a word that is said wins over its phones
SKIP = 1e-12  # for a sentence that is not said
# So wide that no path is given up.
BEAMS: dict[str, object] = {"beam": 1e-100, "pbeam": 1e-100, "wbeam": 1e-100}


@dataclass(frozen=True, slots=True)
class SpokenPiece:
    """Printed words of one sentence, each with its readings; `optional` when it may not be said at all."""

    words: tuple[tuple[Reading, ...], ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class AlignmentTask:
    """Pieces said in voiced stretches; `loose` lets speech outside the script stand between them."""

    voiced: tuple[Span, ...]
    pieces: tuple[SpokenPiece, ...]
    loose: bool

    @property
    def looser(self) -> AlignmentTask:
        """The task with everything allowed to be missing."""
        return AlignmentTask(
            self.voiced, tuple(replace(piece, optional=True) for piece in self.pieces), loose=True
        )


Spans = list[Span | None]


def align(
    sound: Sound, jobs: Sequence[AlignmentTask], phones: Sequence[str], hear: Hear, progress: Progress
) -> list[Spans | None]:
    """For each job a span for each of its printed words, None where one was skipped; None when nothing fits."""
    ways = dict.fromkeys(way for job in jobs for piece in job.pieces for word in piece.words for way in word)
    words = dict.fromkeys(word for way in ways for word in way)
    ear = Ear(tuple(words), entries=tuple(f"{ANY}{phone} {phone}" for phone in phones), settings=BEAMS)
    joins = [joined(sound, job.voiced) for job in jobs]
    takes = (
        DecodeTask(
            np.concatenate([cut(sound, join.wide) for join in parts]),
            grammar(job.pieces, phones if job.loose else ()),
        )
        for job, parts in zip(jobs, joins, strict=True)
    )
    placed = []
    for job, parts, segments in zip(jobs, joins, hear(ear, takes), strict=True):
        placed.append(_placed(job, segments, parts))
        progress("aligning", len(placed) / len(jobs))
    return placed


def _placed(job: AlignmentTask, segments: Sequence[Segment], joins: Sequence[Join]) -> Spans | None:
    said = [segment for segment in segments if not segment[0].startswith(ANY)]
    counts = _told(job.pieces, [word for word, _, _ in said])
    if counts is None:
        return None
    spans: Spans = []
    first = 0
    for count in counts:
        spans.append(span_of(said[first][1], said[first + count - 1][2], joins) if count else None)
        first += count
    return spans


def grammar(pieces: Sequence[SpokenPiece], phones: Sequence[str]) -> Grammar:
    """The pieces in order, with a loop of phones around each when there are some."""
    arcs: list[Arc] = []
    state, free = 0, 0

    def new() -> int:
        nonlocal free
        free += 1
        return free

    for piece in pieces:
        if phones:
            state = _loop(arcs, state, (new(), new()), phones)
        before = state
        for ways in piece.words:
            after = new()
            for way in ways:
                here = state
                for number, word in enumerate(way):
                    there = after if number == len(way) - 1 else new()
                    arcs.append((here, there, 1.0, word))
                    here = there
                if not way:
                    arcs.append((state, after, 1.0))
            state = after
        if piece.optional:
            arcs.append((before, state, SKIP))
    if phones:
        state = _loop(arcs, state, (new(), new()), phones)
    return Grammar(tuple(arcs), state)


def _loop(arcs: list[Arc], state: int, states: tuple[int, int], phones: Sequence[str]) -> int:
    inside, after = states
    arcs.append((state, after, 1.0))
    for phone in phones:
        arcs.append((state, inside, PHONE, ANY + phone))
        arcs.append((inside, inside, PHONE, ANY + phone))
    arcs.append((inside, after, 1.0))
    return after


def _told(pieces: Sequence[SpokenPiece], said: Sequence[str]) -> list[int] | None:
    """How many of the words said belong to each printed word, 0 for one that was skipped."""
    known: dict[tuple[int, int], list[int]] = {(0, 0): []}  # (piece, words said so far) -> counts
    for number, piece in enumerate(pieces):
        for (_, index), counts in [(key, value) for key, value in known.items() if key[0] == number]:
            ends = {index: counts}
            for ways in piece.words:
                ends = {
                    end + len(way): [*before, len(way)]
                    for end, before in ends.items()
                    for way in ways
                    if tuple(said[end : end + len(way)]) == way
                }
            for end, value in ends.items():
                known[number + 1, end] = value
            if piece.optional:
                known.setdefault((number + 1, index), [*counts, *([0] * len(piece.words))])
    return known.get((len(pieces), len(said)))


@dataclass(frozen=True, slots=True)
class Join:
    """A voiced stretch in the joined sound: where it starts there, and in the film."""

    at_ms: int
    wide: Span
    voiced: Span


def joined(sound: Sound, voiced: Sequence[Span]) -> list[Join]:
    """The voiced stretches end to end, each with a margin; what lies between (music, say) is left out."""
    joins, at_ms = [], 0
    for number, span in enumerate(voiced):
        before = voiced[number - 1].end_ms if number else 0
        after = voiced[number + 1].start_ms if number + 1 < len(voiced) else sound.duration_ms
        start_ms = max(span.start_ms - MARGIN_MS, (before + span.start_ms) // 2 if number else 0, 0)
        end_ms = min(
            span.end_ms + MARGIN_MS, (span.end_ms + after) // 2 if number + 1 < len(voiced) else after
        )
        wide = Span(start_ms // FRAME_MS * FRAME_MS, max(end_ms, span.end_ms) // FRAME_MS * FRAME_MS)
        joins.append(Join(at_ms, wide, span))
        at_ms += wide.duration_ms
    return joins


def span_of(start_ms: int, end_ms: int, joins: Sequence[Join]) -> Span:
    """A span of the joined sound in the film; a word over a join belongs to the side it is more in."""
    first = max(index for index, join in enumerate(joins) if join.at_ms <= start_ms)
    last = max(index for index, join in enumerate(joins) if join.at_ms < max(end_ms, 1))
    if last > first:
        here = joins[first].at_ms + joins[first].wide.duration_ms - start_ms
        there = end_ms - joins[last].at_ms
        if there >= here:
            first, start_ms = (
                last,
                joins[last].at_ms + joins[last].voiced.start_ms - joins[last].wide.start_ms,
            )
        else:
            last = first
            end_ms = joins[first].at_ms + joins[first].voiced.end_ms - joins[first].wide.start_ms
    start = joins[first].wide.start_ms + start_ms - joins[first].at_ms
    end = joins[last].wide.start_ms + end_ms - joins[last].at_ms
    return Span(start, max(start, end))
