"""The sentences that were found -> the frames of each of their words: triphones, frame by frame, group by group."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from subtool.speech.words.pronounce import shipped
from subtool.speech.words.scoring.chain import SILENCE, chain
from subtool.speech.words.scoring.contested import Contest, lead
from subtool.speech.words.scoring.mixtures import STATES
from subtool.speech.words.scoring.search import Followed, Heard, Tolls, best_paths
from subtool.speech.words.scoring.senones import Scorer
from subtool.speech.words.scoring.unrelated import WordStretch, chances, running_phones

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from subtool.speech.words.scoring.cepstra import FilmFrames
    from subtool.speech.words.scoring.chain import Chain
    from subtool.speech.words.scoring.coarse import Found, Lines
    from subtool.speech.words.scoring.mixtures import Mixtures

GROUP = 2000  # frames that are placed at once
AROUND = 30  # frames before and after them
LEAST_SPREAD = 3.0  # nats: rivals of a short word may agree by accident
# A frame outside the script, by the median fit of the film.
HIGHEST, LOWEST, FAIR, SLOPE = 6.0, 3.3, -1.6, 2.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A spoken word in the film.

    Attributes:
        word: the number of the printed word among those of the script that have a sound.
        first, last: its frames.
        fit: how well it fits them: nats a frame more than the best phone of each does, mostly fewer.
        beyond: how many spreads it fits better than unrelated words do there.
        lead: of a number or name: by how many nats it fits better than what else might be said in its place.
        handicap: nats by which that is set back, where it was made up from the word.
    """

    word: int
    first: int
    last: int
    fit: float
    beyond: float
    lead: float = math.inf
    handicap: float = 0.0


def tolls(fit: float) -> Tolls:
    """The tolls for a film whose sentences fit so well in the median."""
    return Tolls(garbage=min(HIGHEST, LOWEST + SLOPE * max(0.0, FAIR - fit)))


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A group of sentences with a neighbour to either side, and the frames they lie in: any process can place it.

    Attributes:
        own: the sentences whose words are wanted; the neighbours only bound them.
        first: the number of the first word of `lines`.
        begin: the number of the first of the frames.
        tolls: what departures from the script cost.
        rivals: the phones of unrelated words.
    """

    own: range
    first: int
    lines: Lines
    begin: int
    frames: FilmFrames
    tolls: Tolls
    rivals: NDArray[np.int64]


def passages(
    model: Mixtures, frames: FilmFrames, lines: Lines, found: Sequence[Found], tolls: Tolls
) -> Iterator[Passage]:
    """The script and the film in parts that can be placed one by one."""
    rivals = running_phones(shipped(), tuple(model.phones.items()))
    groups = [None, *_groups(found), None]
    count = len(lines.bounds) - 1
    for left, right in zip(groups[:-2], groups[2:], strict=True):
        before, after = left[-1] if left else None, right[0] if right else None
        first = before.sentence if before else 0
        last = after.sentence + 1 if after else count
        begin = max(0, before.first - AROUND) if before else 0
        end = min(len(frames), after.last + AROUND) if after else len(frames)
        own = range(before.sentence + 1 if before else 0, after.sentence if after else count)
        start, stop = int(lines.bounds[first]), int(lines.bounds[last])
        window = lines.part(start, stop)
        yield Passage(own, start, window, begin, frames.part(begin, end), tolls, rivals)


def place(model: Mixtures, some: Sequence[Passage]) -> list[Placed]:
    """The words of passages that are said, in order; to place several together takes little longer than one."""
    scored = [_scored(model, passage) for passage in some]
    paths = best_paths([one.search for one in scored], some[0].tolls)
    return [word for one, path in zip(scored, paths, strict=True) for word in _words(model, one, path)]


@dataclass(frozen=True, slots=True, eq=False)
class _Scored:
    """A passage with its states; `free` is how well the context-free states fit, below the best of a frame."""

    passage: Passage
    search: Followed
    free: NDArray[np.float32]


def _scored(model: Mixtures, passage: Passage) -> _Scored:
    lines, frames = passage.lines, passage.frames
    states = chain(model, lines.words, lines.sentence - lines.sentence[0], context=True)
    phones = model.context_free(np.arange(len(model.phones))).reshape(-1)
    senones = np.union1d(phones, states.senones)
    scores = Scorer(model, senones).scores(frames.features)
    free = scores[:, np.searchsorted(senones, phones)]
    best = free.max(axis=1)
    heard = Heard(scores, best, frames.margin, frames.joined)
    columns = np.searchsorted(senones, states.senones)
    return _Scored(passage, Followed(states, columns, heard, whole=True), free - best[:, None])


def _words(model: Mixtures, scored: _Scored, path: NDArray[np.int64]) -> Iterator[Placed]:
    """The words of a passage itself on a way through it, each against what chance gives there."""
    passage, search = scored.passage, scored.search
    states, heard = search.chain, search.heard
    runs = list(_runs(states, path))
    stretches = [WordStretch(run[0], run[-1], _phones(states, path[run])) for run in runs]
    chance_of = chances(stretches, scored.free, passage.rivals)
    leads = _leads(model, scored, path, runs)
    for run, (own, chance, spread) in zip(runs, chance_of, strict=True):
        word = int(states.word[path[run[0]]])
        if int(passage.lines.sentence[word]) not in passage.own:
            continue
        fits = heard.scores[run, search.columns[path[run]]] - heard.best[run]
        yield Placed(
            passage.first + word,
            passage.begin + int(run[0]),
            passage.begin + int(run[-1]),
            float(fits.mean()),
            float((own - chance) / max(spread, LEAST_SPREAD)),
            leads.get(word, math.inf),
            passage.lines.others[word].handicap,
        )


def _leads(
    model: Mixtures, scored: _Scored, path: NDArray[np.int64], runs: Sequence[NDArray[np.int64]]
) -> dict[int, float]:
    """By how much each word that may be mistaken for others fits better than they do."""
    states, lines = scored.search.chain, scored.passage.lines
    owners = [int(states.word[path[run[0]]]) for run in runs]
    leads = {}
    for word, places in groupby(range(len(runs)), key=owners.__getitem__):
        if not lines.others[word].ways or int(lines.sentence[word]) not in scored.passage.own:
            continue
        own = list(places)
        near = [place for place in (own[0] - 1, own[-1] + 1) if 0 <= place < len(runs)]
        beside = [place for place in near if lines.sentence[owners[place]] == lines.sentence[word]]
        before = [runs[place] for place in beside if place < own[0]]
        after = [runs[place] for place in beside if place > own[-1]]
        said = [runs[place] for place in own]
        numbers = model.phones
        contest = Contest(
            scored.passage.frames.features[np.concatenate([*before, *said, *after])],
            _senones(states, path, before),
            _senones(states, path, after),
            (
                int(states.phone[path[before[0][-1]]]) if before else numbers[SILENCE],
                int(states.phone[path[after[0][0]]]) if after else numbers[SILENCE],
            ),
            _phones(states, path[np.concatenate(said)]),
            [tuple(numbers[phone] for phone in way.phones) for way in lines.others[word].ways],
        )
        leads[word] = lead(model, contest)
    return leads


def _senones(states: Chain, path: NDArray[np.int64], runs: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Those that are followed in some frames, each once."""
    return np.concatenate([states.senones[np.unique(path[run])] for run in runs] or [np.zeros(0, np.int64)])


def _groups(found: Sequence[Found]) -> Iterator[list[Found]]:
    group: list[Found] = []
    size = 0
    for one in found:
        group.append(one)
        size += one.last - one.first
        if size >= GROUP:
            yield group
            group, size = [], 0
    if group:
        yield group


def _runs(states: Chain, path: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """The frames of each spoken word."""
    said = np.flatnonzero((path >= 0) & ~states.pause[path])
    word, part = states.word[path[said]], states.part[path[said]]
    changes = np.flatnonzero((np.diff(word) != 0) | (np.diff(part) != 0)) + 1
    yield from (run for run in np.split(said, changes) if len(run))


def _phones(states: Chain, path: NDArray[np.int64]) -> tuple[int, ...]:
    """The phones of a word, each once, in its order."""
    firsts = np.flatnonzero(np.diff(path // STATES, prepend=-1))
    return tuple(states.phone[path[firsts]].tolist())
