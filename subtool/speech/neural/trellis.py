"""Words spelled in the letters of a model, and what it heard frame by frame -> the frames of each word.

The words are a graph of states, a letter or the gap between two letters each, as CTC (connectionist temporal
classification) wants it: a letter lasts one frame or more, a gap may stand before each and must stand between
two that are the same. A word that may be said in several ways is parallel rows of states; a sentence may be
skipped; and speech outside the script may stand between sentences. The best path is Viterbi's, in a beam: time
and memory grow with the sound, not with the sound times the text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

GAP, ANY = 0, 1  # the first columns of what was heard: no letter, and any letter at all; then each letter
SKIP = -27.0  # log-probability (1e-12) of a sentence that is not said, as of the other engine's
BEAM = 250.0  # behind the best path, none is followed: the cost of some 25 letters that are not there

Spelling = tuple[int, ...]  # a way to say a word, in columns


@dataclass(frozen=True, slots=True)
class Line:
    """Printed words of one sentence, each with its spellings; `optional` when it may not be said at all."""

    words: tuple[tuple[Spelling, ...], ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class WordFrames:
    """A word's frames, `first` up to but not including `end`, and how likely its letters are in them."""

    first: int
    end: int
    likely: float


Arc = tuple[int, float]  # from a state, at a cost


@dataclass(slots=True)
class _Graph:
    """States in the order in which they may follow; each has the arcs into it, the first from itself."""

    columns: list[int] = field(default_factory=list)
    words: list[int] = field(default_factory=list)  # the printed word a state belongs to, or -1
    arcs: list[list[Arc]] = field(default_factory=list)

    def add(self, column: int, arcs: Iterable[Arc], word: int = -1) -> int:
        state = len(self.columns)
        self.columns.append(column)
        self.words.append(word)
        self.arcs.append([(state, 0.0), *arcs])
        return state


def place(
    heard: NDArray[np.floating], lines: Sequence[Line], *, loose: bool
) -> list[WordFrames | None] | None:
    """For each printed word its frames, None where it was skipped; None when nothing fits.

    Args:
        heard: log-probabilities, a row a frame; columns as `GAP` and `ANY` say, then the letters.
        lines: the sentences, in order.
        loose: whether speech outside the script may stand between them.
    """
    graph, first, last = _woven(lines, loose=loose)
    path = _best(heard, graph, first, last)
    if path is None:
        return None
    found: list[WordFrames | None] = [None] * sum(len(line.words) for line in lines)
    columns, words = np.array(graph.columns)[path], np.array(graph.words)[path]
    frames = np.nonzero((words >= 0) & (columns > ANY))[0]
    for word_frames in np.split(frames, np.nonzero(np.diff(words[frames]))[0] + 1) if len(frames) else []:
        chances = heard[word_frames, columns[word_frames]].astype(np.float64)
        letters = np.nonzero(np.diff(path[word_frames], prepend=-1))[0]
        likely = float(np.exp(np.maximum.reduceat(chances, letters)).mean())
        found[words[word_frames[0]]] = WordFrames(
            int(word_frames[0]), int(word_frames[-1]) + 1, min(1.0, likely)
        )
    return found


def _woven(lines: Sequence[Line], *, loose: bool) -> tuple[_Graph, list[int], list[int]]:
    """The graph, and the states in which a path begins and ends."""
    graph = _Graph()
    first = pause = _pause(graph, [], loose=loose)
    number = 0
    for line in lines:
        ends: list[Arc] = [(state, 0.0) for state in pause]
        for index, ways in enumerate(line.words):
            gap = [(graph.add(GAP, ends), 0.0)] if index else []
            ends = _word(graph, ways, [*ends, *gap], number)
            number += 1
        skip: list[Arc] = [(state, SKIP) for state in pause] if line.optional else []
        pause = _pause(graph, [*ends, *skip], loose=loose)
    return graph, first, pause


def _pause(graph: _Graph, arcs: Sequence[Arc], *, loose: bool) -> list[int]:
    """A stretch without a word of the script: silence, or anything at all when `loose`."""
    gap = graph.add(GAP, arcs)
    return [gap, graph.add(ANY, [*arcs, (gap, 0.0)])] if loose else [gap]


def _word(graph: _Graph, ways: Sequence[Spelling], enter: list[Arc], number: int) -> list[Arc]:
    """Each way to say the word as a row of states; where they end, or where it began if it may be silent."""
    ends: list[Arc] = []
    for way in dict.fromkeys(ways):
        arcs = enter
        for index, column in enumerate(way):
            if index:
                arcs = [*arcs, (graph.add(GAP, arcs, number), 0.0)]
            arcs = [arc for arc in arcs if graph.columns[arc[0]] != column]
            arcs = [(graph.add(column, arcs, number), 0.0)]
        ends += arcs
    return ends


def _best(
    heard: NDArray[np.floating], graph: _Graph, first: Sequence[int], last: Sequence[int]
) -> NDArray[np.intp] | None:
    """The state of each frame on the best path."""
    count, most = len(graph.columns), max(map(len, graph.arcs))
    before = np.full((count, most), count)  # a state beyond the last one, which is never reached
    arc_costs = np.zeros((count, most), np.float32)
    for target, arcs in enumerate(graph.arcs):
        before[target, : len(arcs)] = [state for state, _ in arcs]
        arc_costs[target, : len(arcs)] = [cost for _, cost in arcs]
    onward = list(range(count))
    for target, arcs in enumerate(graph.arcs):
        for state, _ in arcs:
            onward[state] = max(onward[state], target)
    furthest = list(accumulate(onward, max))
    columns = np.array(graph.columns)
    score = np.full(count + 1, -np.inf)
    score[list(first)] = 0.0
    low, high = min(first), max(first) + 1
    steps: list[tuple[int, NDArray[np.uint8]]] = []
    for frame in heard:
        end = furthest[high - 1] + 1
        ways = score[before[low:end]] + arc_costs[low:end]
        chosen = ways.argmax(axis=1)
        now = ways[np.arange(end - low), chosen] + frame[columns[low:end]]
        steps.append((low, chosen.astype(np.uint8)))
        alive = np.nonzero(now > now.max() - BEAM)[0]
        if not len(alive):
            return None
        score[low:end] = -np.inf
        low, high = low + int(alive[0]), low + int(alive[-1]) + 1
        score[low:high] = now[alive[0] : alive[-1] + 1]
    state = max(last, key=lambda end: score[end])
    if not np.isfinite(score[state]):
        return None
    path = np.empty(len(steps), np.intp)
    for frame in range(len(steps) - 1, -1, -1):
        path[frame] = state
        start, chosen = steps[frame]
        state = int(before[state, chosen[state - start]])
    return path
