"""Digests of files: by their content; a file whose size, date and number are as they were is not read again."""

from __future__ import annotations

import os
import stat
import time
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

PIECE = 1 << 20  # bytes read at once
# A file that was written within this time before it was read may be written again and bear the same date:
# FAT counts two seconds, ext4 and APFS the ticks of the kernel.
SETTLED_NS = 2_500_000_000

Stamp = tuple[int, int, int]  # size, date in ns, number on its disk


def digest_of(data: bytes) -> str:
    """The digest of a content."""
    return blake2b(data, digest_size=16).hexdigest()


def digest_of_values(value: object) -> str:
    """The digest of values of JSON."""
    import json

    return digest_of(json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode())


def digest_of_file(path: Path) -> str:
    """The digest of a file's content, read now.

    Raises:
        OSError: it cannot be read.
    """
    result = blake2b(digest_size=16)
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            result.update(piece)
    return result.hexdigest()


class Digests:
    """The digests of files below a root, and what is known of them from before; `new` are those found now."""

    def __init__(self, root: Path, known: Iterable[tuple[str, Stamp, str]] = ()) -> None:
        self._root = str(root)
        self._known = {path: (stamp, digest) for path, stamp, digest in known}
        self.new: dict[str, tuple[Stamp, str]] = {}

    def of(self, path: str) -> str:
        """The digest of a file, nothing where there is none."""
        full = os.path.join(self._root, path)  # noqa: PTH118 - a hundred thousand times
        try:
            there = os.stat(full)  # noqa: PTH116
        except OSError:
            return ""
        if not stat.S_ISREG(there.st_mode):  # a pipe or a device may never end
            return ""
        stamp = there.st_size, there.st_mtime_ns, there.st_ino
        known = self._known.get(path)
        if known and known[0] == stamp:
            return known[1]
        return self._read(path, full, stamp)

    def _read(self, path: str, full: str, stamp: Stamp) -> str:
        from pathlib import Path

        try:
            digest = digest_of_file(Path(full))
        except OSError:
            return ""
        if time.time_ns() - stamp[1] > SETTLED_NS:
            self._known[path] = self.new[path] = stamp, digest
        return digest

    def forget(self, path: str) -> None:
        """Read a file again when it is next asked for."""
        self._known.pop(path, None)
        self.new.pop(path, None)


def stamps(rows: Iterable[tuple[Any, ...]]) -> Iterable[tuple[str, Stamp, str]]:
    """What `Digests` knows, as it is kept in a table."""
    return ((path, (size, date, number), digest) for path, size, date, number, digest in rows)
