"""Sentences -> the states of the model that say them, one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain as chain_of
from itertools import islice, product, zip_longest
from typing import TYPE_CHECKING, Any

import numpy as np

from subtool.speech.words.pronounce import lexicon
from subtool.speech.words.scoring.mixtures import STATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from subtool.speech.words.pronounce import Acoustic
    from subtool.speech.words.scoring.mixtures import Mixtures
    from subtool.text.spoken_forms import Reading

SILENCE = "SIL"
MOST_WAYS = 6  # of a printed word; more cost time and let a wrong word fit better
PIECE = 3  # phones of a word that are judged together, so that one wrong syllable is seen
MOST_OF_A_READING = 4  # pronunciations of one of its readings
INSIDE, FIRST, LAST, ALONE = range(4)  # where a phone stands in its word


@dataclass(frozen=True, slots=True)
class Way:
    """A way to say a printed word: phones, and which of the words of its reading each belongs to."""

    phones: tuple[str, ...]
    parts: tuple[int, ...]


def ways(readings: Sequence[Sequence[Reading]], acoustic: Acoustic) -> list[tuple[Way, ...]]:
    """How each printed word may be said, by its readings; nothing for one that has no sound."""
    known = lexicon(dict.fromkeys(word for some in readings for way in some for word in way), acoustic)
    return [_ways(some, known) for some in readings]


def _ways(readings: Sequence[Reading], known: dict[str, list[str]]) -> tuple[Way, ...]:
    """Each reading in its first pronunciation, then in its second ..."""
    choices = [islice(product(*(known[word] for word in reading)), MOST_OF_A_READING) for reading in readings]
    found: dict[Way, None] = {}
    for choice in filter(None, chain_of(*zip_longest(*choices))):
        split = [phones.split() for phones in choice]
        parts = _parts(split)
        if parts:
            found[Way(tuple(phone for phones in split for phone in phones), parts)] = None
    return tuple(islice(found, MOST_WAYS))


def _parts(words: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """A number for each phone, the same for those that are judged together: a word, or a piece of a longer one."""
    parts: list[int] = []
    for phones in words:
        begin = parts[-1] + 1 if parts else 0
        count = max(1, -(-len(phones) // PIECE))
        parts += [begin + index * count // len(phones) for index in range(len(phones))]
    return tuple(parts)


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """The states of some words in order; each word in its ways side by side, and a pause after it.

    Attributes:
        senones, stay, leave: of each state.
        phone: of each state, without its context.
        word, part: of each state: the word it belongs to, and which word of its reading.
        pause: whether a state is silence.
        entries, entered: the first state of each way of each word, and the word.
        exits: the last states of each word's ways, padded with the count of states.
        pauses, pause_ends: the first and last state of the pause after each word.
        first, last: the words each sentence begins and ends with.
    """

    senones: NDArray[np.int64]
    phone: NDArray[np.int64]
    stay: NDArray[np.float32]
    leave: NDArray[np.float32]
    word: NDArray[np.int64]
    part: NDArray[np.int64]
    pause: NDArray[np.bool_]
    entries: NDArray[np.int64]
    entered: NDArray[np.int64]
    exits: NDArray[np.int64]
    pauses: NDArray[np.int64]
    pause_ends: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.senones)


def _place(index: int, count: int) -> int:
    """Where a phone stands in a word of so many."""
    if count == 1:
        return ALONE
    if index == 0:
        return FIRST
    return LAST if index == count - 1 else INSIDE


def triphones(model: Mixtures, phones: Sequence[int], beside: tuple[int, int]) -> NDArray[np.int64]:
    """The senones that say a word of these phones, one after the other, with these phones beside it."""
    around = np.array([beside[0], *phones, beside[1]])
    places = np.array([_place(index, len(phones)) for index in range(len(phones))])
    found = model.triphone(places, around[1:-1], (around[:-2], around[2:]))
    return model.states[found].reshape(-1)


def chain(
    model: Mixtures, words: Sequence[tuple[Way, ...]], sentence: NDArray[np.int64], *, context: bool
) -> Chain:
    """The states of words, each with the number of its sentence (ascending).

    With `context` they are those of triphones, without it those of phones that stand by themselves. What stands
    beside a word is the first way of its neighbours in the sentence.
    """
    silence = model.phones[SILENCE]
    rows: list[tuple[int, int, int, int, int, int]] = []  # phone, position, before, after, word, part
    entries, entered, exits, pauses = [], [], [], []
    for number, some in enumerate(words):
        before = after = silence
        if number and sentence[number - 1] == sentence[number]:
            before = model.phones[words[number - 1][0].phones[-1]]
        if number + 1 < len(words) and sentence[number + 1] == sentence[number]:
            after = model.phones[words[number + 1][0].phones[0]]
        ends = []
        for way in some:
            phones = [before, *(model.phones[phone] for phone in way.phones), after]
            count = len(way.phones)
            entries.append(len(rows))
            entered.append(number)
            for index in range(count):
                place = _place(index, count)
                rows.append(
                    (phones[index + 1], place, phones[index], phones[index + 2], number, way.parts[index])
                )
            ends.append(len(rows))
        exits.append(ends)
        pauses.append(len(rows))
        rows.append((silence, INSIDE, silence, silence, number, -1))
    table = np.array(rows, np.int64).reshape(-1, 6)
    phone = table[:, 0]
    if context:
        spoken = table[:, 5] >= 0
        phone = np.where(spoken, model.triphone(table[:, 1], phone, (table[:, 2], table[:, 3])), phone)
    matrix = model.matrix[phone]
    most = max(map(len, exits), default=1)
    padded = np.array(
        [[*(STATES * e - 1 for e in ends), *[STATES * len(rows)] * (most - len(ends))] for ends in exits]
    )
    starts = np.flatnonzero(np.diff(sentence, prepend=-1))
    return Chain(
        senones=model.states[phone].reshape(-1),
        phone=np.repeat(table[:, 0], STATES),
        stay=model.stay[matrix].reshape(-1),
        leave=model.leave[matrix].reshape(-1),
        word=np.repeat(table[:, 4], STATES),
        part=np.repeat(table[:, 5], STATES),
        pause=np.repeat(table[:, 5] < 0, STATES),
        entries=STATES * np.array(entries),
        entered=np.array(entered),
        exits=padded,
        pauses=STATES * np.array(pauses),
        pause_ends=STATES * np.array(pauses) + STATES - 1,
        first=starts,
        last=np.append(starts[1:], len(words)) - 1,
    )


def side_by_side(chains: Sequence[Chain]) -> Chain:
    """Several chains as one, numbered on. The first word of each does not follow the last of the one before."""
    states = np.cumsum([0, *(len(one) for one in chains)])
    words = np.cumsum([0, *(len(one.exits) for one in chains)])
    most = max(one.exits.shape[1] for one in chains)

    def padded(one: Chain, first: int) -> NDArray[np.int64]:
        exits = np.where(one.exits == len(one), states[-1], one.exits + first)
        return np.pad(exits, ((0, 0), (0, most - exits.shape[1])), constant_values=states[-1])

    def joined(name: str, firsts: NDArray[np.int64] | None = None) -> NDArray[Any]:
        parts = [getattr(one, name) for one in chains]
        return np.concatenate(
            parts if firsts is None else [part + first for part, first in zip(parts, firsts, strict=False)]
        )

    return Chain(
        senones=joined("senones"),
        phone=joined("phone"),
        stay=joined("stay"),
        leave=joined("leave"),
        word=joined("word", words),
        part=joined("part"),
        pause=joined("pause"),
        entries=joined("entries", states),
        entered=joined("entered", words),
        exits=np.concatenate([padded(one, first) for one, first in zip(chains, states, strict=False)]),
        pauses=joined("pauses", states),
        pause_ends=joined("pause_ends", states),
        first=joined("first", words),
        last=joined("last", words),
    )
