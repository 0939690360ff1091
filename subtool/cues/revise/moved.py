"""Sentences that stand elsewhere in the script today: their cues go with them. Pure.

What two scripts have in common in the same order is found by `match`. Of the rest, a sentence that stands word for
word in another place has moved, and draws along what follows it up to the next one that is known. Cues are brought
into the order of today's script where their times are free; where they are those of a film, it is the script that is
read in the order of the film.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from subtool.cues.revise.match import common, cue_units, sentences_of, units
from subtool.model import Span

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from subtool.cues.revise.match import Unit
    from subtool.model import Cue, Script, Sheet, Word

FEWEST = 3  # words of a sentence that is known again elsewhere: "Yes." is said by many


@dataclass(frozen=True, slots=True)
class Moves:
    """Yesterday's cues in the order of today's script, today's sentences in the order of yesterday's; by number.

    `moved` are the sentences of today's script that stood elsewhere.
    """

    cues: tuple[int, ...]
    sentences: tuple[int, ...]
    moved: frozenset[int]


def moves_of(old: Sheet, script: Script) -> Moves:
    """Which sentences have moved from `old` to `script`."""
    before = cue_units(old)
    was = [(tuple(unit.key for unit in part), part) for part in sentences_of(before)]
    today = [
        tuple(unit.key for token in one.tokens for unit in units(0, [token.text])) for one in script.sentences
    ]
    place = dict(common([keys for keys, _ in was], today))
    taken = set(place.values())
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for index, keys in enumerate(today):
        if index not in taken and len(keys) >= FEWEST:
            waiting[keys].append(index)
    moved = set()
    for index, (keys, _) in enumerate(was):
        if index not in place and waiting[keys]:
            place[index] = waiting[keys].pop(0)
            moved.add(place[index])
    if not moved:
        return Moves(tuple(range(len(old.cues))), tuple(range(len(today))), frozenset())
    of_cue = _places([part for _, part in was], place)
    of_sentence = {new: index for index, new in place.items()}
    return Moves(
        _ordered([of_cue.get(number) for number in range(len(old.cues))]),
        _ordered([of_sentence.get(number) for number in range(len(today))]),
        frozenset(moved),
    )


def _places(sentences: Sequence[Sequence[Unit]], place: dict[int, int]) -> dict[int, int]:
    """Where each cue belongs today: with the first sentence in it that is known again."""
    found: dict[int, int] = {}
    for index, part in enumerate(sentences):
        for unit in part if index in place else ():
            found.setdefault(unit.owner, place[index])
    return found


def _ordered(places: Sequence[int | None]) -> tuple[int, ...]:
    """The numbers in the order of their places; those without one follow the one before them."""
    last, keys = -1, []
    for place in places:
        last = last if place is None else place
        keys.append(last)
    return tuple(sorted(range(len(places)), key=keys.__getitem__))


def in_film_order(
    script: Script, words: Sequence[Word | None], moves: Moves
) -> tuple[Script, list[Word | None]]:
    """Today's script, and the times of its words, in the order in which yesterday's cues have it."""
    ends, start = [], 0
    for sentence in script.sentences:
        ends.append((start, start + len(sentence.tokens)))
        start += len(sentence.tokens)
    timed = [words[word] for index in moves.sentences for word in range(*ends[index])]
    return replace(script, sentences=tuple(script.sentences[index] for index in moves.sentences)), timed


def in_script_order(old: Sheet, moves: Moves) -> Sheet:
    """Yesterday's cues in today's order, one after the other, each as long after the one before as it was."""
    gaps = [0, *(max(0, b.span.start_ms - a.span.end_ms) for a, b in pairwise(old.cues))]
    first = moves.cues[0]
    gaps[0], gaps[first] = gaps[first], 0
    at_ms, cues = old.cues[0].span.start_ms, []
    for number in moves.cues:
        cue = old.cues[number]
        at_ms += gaps[number]
        cues.append(_at(cue, at_ms))
        at_ms = cues[-1].span.end_ms
    return replace(old, cues=tuple(cues))


def _at(cue: Cue, start_ms: int) -> Cue:
    by_ms = start_ms - cue.span.start_ms
    if not by_ms:
        return cue
    words = tuple(
        replace(word, span=Span(max(0, word.span.start_ms + by_ms), max(0, word.span.end_ms + by_ms)))
        for word in cue.words
    )
    return replace(cue, span=cue.span.shifted(by_ms), words=words)
