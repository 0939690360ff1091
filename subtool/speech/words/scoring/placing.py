"""The passages of a film, placed on as many processors as there are; the result is the same on one."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from subtool.speech.words.decoders import AHEAD, FRAME_MS, WORTHWHILE_S
from subtool.speech.words.scoring.fine import Placed, place
from subtool.speech.words.scoring.mixtures import mixtures
from subtool.speech.workers import processors, workers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future
    from pathlib import Path

    from subtool.speech.words.scoring.fine import Passage


def placed(passages: Iterable[Passage], hmm: Path, frames: int) -> Iterator[Placed]:
    """The words that are said in a film of so many frames, in order.

    Raises:
        EngineError: a process that placed some of them was ended.
    """
    count = processors()
    if count == 1 or frames * FRAME_MS < WORTHWHILE_S * 1000:
        for passage in passages:
            yield from place(mixtures(hmm), passage)
        return
    with workers(count) as executor:
        pending: deque[Future[list[Placed]]] = deque()
        for passage in passages:
            pending.append(executor.submit(_there, hmm, passage))
            if len(pending) > AHEAD * count:
                yield from pending.popleft().result()
        while pending:
            yield from pending.popleft().result()


def _there(hmm: Path, passage: Passage) -> list[Placed]:
    """Runs in a process of its own, which keeps the model it has read."""
    return place(mixtures(hmm), passage)
