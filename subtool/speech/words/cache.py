"""What was heard before, kept by content: a long alignment that was interrupted goes on where it stopped.

The key is the sound of a take and all that its decoder is made of, so that nothing stale is ever found. It is a
convenience only: where it cannot be read or written, everything is heard again.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections import deque
from contextlib import contextmanager, suppress
from hashlib import blake2b
from logging import getLogger
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from subtool.speech.words.decoders import DecodeTask, Ear, Hear, Segment

VERSION = 1  # of what is kept; another one when decoders hear otherwise
PASSING = {  # what is not damage: locked by another run, read-only, a full or failing disk, cannot be opened
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM,
}  # fmt: skip
MOST_TAKES = 200_000  # some 500 hours of film; the oldest go first


_LOG = getLogger("subtool")


class Memory:
    """Takes and what was said in them, in one file. Damage is found when it is read: then it begins again, once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rebuilt = self._said = False
        self._file: sqlite3.Connection | None = None
        with self._damage_mended():
            self._file = self._opened()

    def _opened(self) -> sqlite3.Connection:
        os.close(
            os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        )  # what a film says is its owner's business
        file = sqlite3.connect(self._path)
        try:
            file.execute("PRAGMA journal_mode=WAL")
            file.execute("PRAGMA synchronous=OFF")  # what a crash loses is heard again
            file.execute("CREATE TABLE IF NOT EXISTS takes (key BLOB PRIMARY KEY, said TEXT) STRICT")
        except (sqlite3.Error, UnicodeDecodeError):
            file.close()
            raise
        return file

    def recall(self, key: bytes) -> list[Segment] | None:
        """What was said in a take, None when it was not heard before, or what is kept of it is damaged."""
        found = None
        with self._damage_mended():
            if self._file:
                found = self._file.execute("SELECT said FROM takes WHERE key = ?", (key,)).fetchone()
        said = None if found is None else _segments(found[0])
        if found is not None and said is None:
            self._say()
        return said

    def keep(self, key: bytes, said: list[Segment]) -> None:
        with self._damage_mended():
            if self._file:
                with self._file:
                    self._file.execute("INSERT OR REPLACE INTO takes VALUES (?, ?)", (key, json.dumps(said)))

    def forget(self) -> None:
        """Let the oldest go when there are too many."""
        with self._damage_mended():
            if self._file:
                with self._file:
                    self._file.execute(
                        "DELETE FROM takes WHERE rowid <= (SELECT max(rowid) FROM takes) - ?", (MOST_TAKES,)
                    )

    def close(self) -> None:
        if self._file:
            with suppress(sqlite3.Error):
                self._file.close()
        self._file = None

    @contextmanager
    def _damage_mended(self) -> Iterator[None]:
        """A file that is damaged is made again; one that cannot be used now (locked, full, read-only) is left."""
        try:
            yield
        except (
            sqlite3.Error,
            OSError,
            UnicodeDecodeError,
        ) as error:  # the last in what sqlite says of damage
            code = getattr(error, "sqlite_errorcode", None)
            if code is not None and code & 0xFF in PASSING and self._file:
                return
            self.close()
            if isinstance(error, OSError) or (code is not None and code & 0xFF in PASSING) or self._rebuilt:
                return
            self._rebuilt = True
            self._say()
            with suppress(OSError, sqlite3.Error):
                for suffix in ("", "-wal", "-shm"):
                    self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
                self._file = self._opened()

    def _say(self) -> None:
        if not self._said:
            self._said = True
            _LOG.warning("%s: was damaged; what it kept is heard again", self._path)


def _segments(text: object) -> list[Segment] | None:
    """What is kept of a take, None where it is not what we write."""
    try:
        said = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, list):
        return None
    return [(part[0], part[1], part[2]) for part in said] if all(map(_is_segment, said)) else None


def _is_segment(part: object) -> bool:
    match part:
        case [str(), int(start), int(end)]:
            return 0 <= start <= end
    return False


@contextmanager
def memory(folder: Path | None) -> Iterator[Memory | None]:
    """The memory in a folder; None without one, or where it cannot be used or is somebody else's."""
    if folder is None or not _is_private(folder):
        yield None
        return
    opened = Memory(folder / f"heard-{VERSION}.sqlite")
    try:
        yield opened
        opened.forget()
    finally:
        opened.close()


def _is_private(folder: Path) -> bool:
    """Whether it is the user's own folder; it is made, and made to be, for the user alone."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if hasattr(os, "geteuid"):
            if folder.stat().st_uid != os.geteuid():
                return False
            folder.chmod(0o700)
    except OSError:
        return False
    return True


def remembering(hear: Hear, memory_of: Memory | None) -> Hear:
    """A hearing that hears no take twice."""
    if memory_of is None:
        return hear

    def remembered(ear: Ear, takes: Iterable[DecodeTask]) -> Iterator[list[Segment]]:
        decoder = blake2b(repr(ear).encode(), digest_size=16).digest()
        waiting: deque[tuple[bytes, list[Segment] | None]] = deque()

        def unknown() -> Iterator[DecodeTask]:
            for take in takes:
                key = _key(decoder, take)
                waiting.append((key, memory_of.recall(key)))
                if waiting[-1][1] is None:
                    yield take

        for said in hear(ear, unknown()):
            yield from _known(waiting)
            key, _ = waiting.popleft()
            memory_of.keep(key, said)
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
