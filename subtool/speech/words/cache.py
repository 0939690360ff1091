"""What was heard before, kept by content: a long alignment that was interrupted goes on where it stopped.

The key is the sound of a take and all that its decoder is made of, so that nothing stale is ever found. It is a
convenience only: where it cannot be read or written, everything is heard anew.
"""

from __future__ import annotations

import json
import sqlite3
from collections import deque
from contextlib import contextmanager, suppress
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from subtool.speech.words.decoders import DecodeTask, Ear, Hear, Segment

VERSION = 1  # of what is kept; another one when decoders hear otherwise
MOST_TAKES = 200_000  # some 500 hours of film; the oldest go first


class Memory:
    """Takes and what was said in them, in one file."""

    def __init__(self, file: sqlite3.Connection) -> None:
        self._file = file
        file.execute("PRAGMA journal_mode=WAL")
        file.execute("PRAGMA synchronous=OFF")  # what a crash loses is heard anew
        file.execute("CREATE TABLE IF NOT EXISTS takes (key BLOB PRIMARY KEY, said TEXT) STRICT")

    def recall(self, key: bytes) -> list[Segment] | None:
        """What was said in a take, None when it was not heard before."""
        row = self._file.execute("SELECT said FROM takes WHERE key = ?", (key,)).fetchone()
        return None if row is None else [(word, start, end) for word, start, end in json.loads(row[0])]

    def keep(self, key: bytes, said: list[Segment]) -> None:
        with suppress(sqlite3.OperationalError), self._file:  # a full disk, or another run that writes long
            self._file.execute("INSERT OR REPLACE INTO takes VALUES (?, ?)", (key, json.dumps(said)))

    def forget(self) -> None:
        """Let the oldest go when there are too many."""
        with suppress(sqlite3.OperationalError), self._file:
            self._file.execute(
                "DELETE FROM takes WHERE rowid <= (SELECT max(rowid) FROM takes) - ?", (MOST_TAKES,)
            )


@contextmanager
def memory(folder: Path | None) -> Iterator[Memory | None]:
    """The memory in a folder; None without one, or where it cannot be used."""
    if folder is None:
        yield None
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = sqlite3.connect(folder / f"heard-{VERSION}.sqlite")
        kept = Memory(file)
    except (OSError, sqlite3.Error):
        yield None
        return
    try:
        yield kept
    finally:
        kept.forget()
        file.close()


def remembering(hear: Hear, kept: Memory | None) -> Hear:
    """The same ears, which hear no take twice."""
    if kept is None:
        return hear

    def remembered(ear: Ear, takes: Iterable[DecodeTask]) -> Iterator[list[Segment]]:
        decoder = blake2b(repr(ear).encode(), digest_size=16).digest()
        waiting: deque[tuple[bytes, list[Segment] | None]] = deque()

        def unknown() -> Iterator[DecodeTask]:
            for take in takes:
                key = _key(decoder, take)
                waiting.append((key, kept.recall(key)))
                if waiting[-1][1] is None:
                    yield take

        for said in hear(ear, unknown()):
            yield from _known(waiting)
            key, _ = waiting.popleft()
            kept.keep(key, said)
            yield said
        yield from _known(waiting)

    return remembered


def _known(waiting: deque[tuple[bytes, list[Segment] | None]]) -> Iterator[list[Segment]]:
    """What is known already, up to the first take that is not."""
    while waiting and (said := waiting[0][1]) is not None:
        waiting.popleft()
        yield said


def _key(decoder: bytes, take: DecodeTask) -> bytes:
    mark = blake2b(decoder, digest_size=16)
    mark.update(take.samples.tobytes())
    mark.update(repr(take.grammar).encode())
    return mark.digest()
