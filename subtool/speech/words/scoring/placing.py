"""The passages of a film, placed on as many processors as there are; the result is the same on one."""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import TYPE_CHECKING

from subtool.speech.words.decoders import AHEAD, FRAME_MS
from subtool.speech.words.scoring.fine import Placed, place
from subtool.speech.words.scoring.mixtures import mixtures
from subtool.speech.workers import processors, workers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future
    from pathlib import Path

    from subtool.speech.words.scoring.fine import Passage

TOGETHER = 8  # passages that are placed together: of 20 s each; the scores of each take some 12 MB
# Of speech; what is left to do of less takes hardly longer than to start other processes, some 0.7 s of CPU in two.
MUCH_MS = 120_000


def placed(passages: Iterable[Passage], hmm: Path, frames: int) -> Iterator[Placed]:
    """The words that are said in a film of so many frames, in order.

    Raises:
        EngineError: a process that placed some of them was ended.
    """
    batches = _batches(passages)
    if frames * FRAME_MS < MUCH_MS or (count := processors()) == 1:
        for some in batches:
            yield from place(mixtures(hmm), some)
        return
    with workers(count) as executor:
        pending: deque[Future[list[Placed]]] = deque()
        for some in batches:
            pending.append(executor.submit(_there, hmm, some))
            if len(pending) > AHEAD * count:
                yield from pending.popleft().result()
        while pending:
            yield from pending.popleft().result()


def _batches(passages: Iterable[Passage]) -> Iterator[list[Passage]]:
    rest = iter(passages)
    while some := list(islice(rest, TOGETHER)):
        yield some


def _there(hmm: Path, some: list[Passage]) -> list[Placed]:
    """Runs in a process of its own, which keeps the model it has read."""
    return place(mixtures(hmm), some)
