"""A block of sound and the words said in it -> when each is said, by forced alignment (pocketsphinx).

The words are a finite-state grammar. A printed word that may be said in several ways is parallel arcs, and the
sound chooses. A sentence that was hardly recognised may be skipped, and between sentences a loop of phones may
take up speech that is not in the script; both are dear, so that they are not preferred to what is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from subtool.media.sound import RATE
from subtool.model import Span
from subtool.voice.recognise import FRAME_MS, MARGIN_MS, cut, decode, decoder, ear_fillers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from subtool.media.sound import Sound
    from subtool.readings import Reading

PHONES = [
    "AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY", "F", "G", "HH", "IH", "IY", "JH", "K",
    "L", "M", "N", "NG", "OW", "OY", "P", "R", "S", "SH", "T", "TH", "UH", "UW", "V", "W", "Y", "Z", "ZH",
]  # fmt: skip
ANY = "_"  # "_AA" is the phone AA of speech outside the script
PHONE = 1e-12  # for each phone outside the script, so that a word that is said wins over its phones
SKIP = 1e-12  # for a sentence that is not said
BEAMS: dict[str, object] = {"beam": 1e-100, "pbeam": 1e-100, "wbeam": 1e-100}

Arc = tuple[int, int, float, str] | tuple[int, int, float]


@dataclass(frozen=True, slots=True)
class Piece:
    """Printed words of one sentence, each with its readings; `optional` when it may not be said at all."""

    words: tuple[tuple[Reading, ...], ...]
    optional: bool


class Aligner:
    """A decoder that knows all words of the script, and the phones."""

    def __init__(self, sound: Sound, words: Iterable[str]) -> None:
        self.sound = sound
        self.decoder = decoder(words, BEAMS, [f"{ANY}{phone} {phone}" for phone in PHONES])

    def align(
        self, voiced: Sequence[Span], pieces: Sequence[Piece], *, loose: bool
    ) -> list[Span | None] | None:
        """A span for each printed word of the pieces, None where it was skipped; None when nothing fits.

        `loose` lets speech outside the script stand between the pieces.
        """
        arcs, final = grammar(pieces, loose=loose)
        name = "block"
        self.decoder.add_fsg(name, self.decoder.create_fsg(name, 0, final, arcs))
        self.decoder.activate_search(name)
        samples, joins = _joined(self.sound, voiced)
        said = [
            (word, start * FRAME_MS, end * FRAME_MS)
            for word, start, end in decode(self.decoder, samples)
            if word not in ear_fillers and not word.startswith(ANY)
        ]
        counts = _told(pieces, [word for word, _, _ in said])
        if counts is None:
            return None
        spans: list[Span | None] = []
        at = 0
        for count in counts:
            spans.append(_span(said[at][1], said[at + count - 1][2], joins) if count else None)
            at += count
        return spans


def grammar(pieces: Sequence[Piece], *, loose: bool) -> tuple[list[Arc], int]:
    """The arcs of the grammar, from state 0, and its final state."""
    arcs: list[Arc] = []
    state, free = 0, 0

    def new() -> int:
        nonlocal free
        free += 1
        return free

    for piece in pieces:
        if loose:
            state = _loop(arcs, state, new(), new())
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
    if loose:
        state = _loop(arcs, state, new(), new())
    return arcs, state


def _loop(arcs: list[Arc], state: int, inside: int, after: int) -> int:
    arcs.append((state, after, 1.0))
    for phone in PHONES:
        arcs.append((state, inside, PHONE, ANY + phone))
        arcs.append((inside, inside, PHONE, ANY + phone))
    arcs.append((inside, after, 1.0))
    return after


def _told(pieces: Sequence[Piece], said: Sequence[str]) -> list[int] | None:
    """How many of the words said belong to each printed word, 0 for one that was skipped."""
    known: dict[tuple[int, int], list[int]] = {(0, 0): []}  # (piece, words said so far) -> counts
    for number, piece in enumerate(pieces):
        for (_, at), counts in [(key, value) for key, value in known.items() if key[0] == number]:
            ends = {at: counts}
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
                known.setdefault((number + 1, at), [*counts, *([0] * len(piece.words))])
    return known.get((len(pieces), len(said)))


@dataclass(frozen=True, slots=True)
class _Join:
    """A voiced stretch in the joined sound: where it starts there, and in the film."""

    at_ms: int
    wide: Span
    voiced: Span


def _joined(sound: Sound, voiced: Sequence[Span]) -> tuple[NDArray[Any], list[_Join]]:
    """The voiced stretches end to end, each with a margin; what lies between (music, say) is left out."""
    joins, parts, at_ms = [], [], 0
    for number, span in enumerate(voiced):
        before = voiced[number - 1].end_ms if number else 0
        after = voiced[number + 1].start_ms if number + 1 < len(voiced) else sound.duration_ms
        start_ms = max(span.start_ms - MARGIN_MS, (before + span.start_ms) // 2 if number else 0, 0)
        end_ms = min(
            span.end_ms + MARGIN_MS, (span.end_ms + after) // 2 if number + 1 < len(voiced) else after
        )
        wide = Span(start_ms // FRAME_MS * FRAME_MS, max(end_ms, span.end_ms) // FRAME_MS * FRAME_MS)
        part = cut(sound, wide)
        joins.append(_Join(at_ms, wide, span))
        parts.append(part)
        at_ms += len(part) * 1000 // RATE
    return np.concatenate(parts), joins


def _span(start_ms: int, end_ms: int, joins: Sequence[_Join]) -> Span:
    """A span of the joined sound in the film; a word over a join belongs to the side it is more in."""
    first = max(at for at, join in enumerate(joins) if join.at_ms <= start_ms)
    last = max(at for at, join in enumerate(joins) if join.at_ms < max(end_ms, 1))
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
