"""What subtool keeps to be faster the next time: how much, and less of it. Nothing in it is anybody's work."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from subtool.errors import ChoiceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}  # bytes in one, as disks are counted
# What is kept under which names, and what it is; anything else in the folder is not ours.
KINDS = {
    "heard-*.sqlite": "what was heard in films",
    "review/*.peaks": "the waveforms of films",
    "review/*.json": "the shot changes of films",
    "review/*.mp4": "films as browsers play them",
    "review/*.m4a": "sounds as browsers play them",
}
BESIDE = ("", "-wal", "-shm")  # SQLite's files are one: without the others one is damaged


@dataclass(frozen=True, slots=True)
class CacheEntry:
    """A file that is kept: what it is for, how large it is, and when it was used last (seconds since 1970)."""

    path: Path
    says: str
    size: int
    used: float


def cached() -> tuple[CacheEntry, ...]:
    """All that is kept, what was used last first."""
    return tuple(sorted(_entries(cache_folder()), key=lambda entry: -entry.used))


def clear_cache(most: int = 0) -> tuple[CacheEntry, ...]:
    """Let go of what was not used for the longest time until no more than so many bytes are kept; what went.

    What another run is using stays where the system does not let it go.
    """
    total = sum(entry.size for entry in cached())
    gone = []
    for entry in reversed(cached()):
        if total <= most:
            break
        with suppress(OSError):
            for path in _files(entry.path):
                path.unlink()
            total -= entry.size
            gone.append(entry)
    return tuple(gone)


def bytes_in(said: str) -> int:
    """A size as people write it: `500MB`, `2.5 GB`.

    Raises:
        ChoiceError: it is none.
    """
    match = re.fullmatch(
        r"(\d{1,15}+(?:\.\d{1,15}+)?)\s*+([KMGT]?)B?", said.strip(), re.IGNORECASE | re.ASCII
    )
    if not match:
        raise ChoiceError(f"'{said}' is not a size", hint="write 500MB or 2.5GB")
    return int(float(match[1]) * UNITS[match[2].upper()])


def _entries(folder: Path) -> Iterator[CacheEntry]:
    for pattern, says in KINDS.items():
        for path in folder.glob(pattern):
            with suppress(OSError):
                there = [file.stat() for file in _files(path)]
                used = max(max(one.st_atime, one.st_mtime) for one in there)
                yield CacheEntry(path, says, sum(one.st_size for one in there), used)


def _files(path: Path) -> list[Path]:
    """A file with those that belong to it."""
    files = (path.with_name(path.name + end) for end in BESIDE)
    return [file for file in files if file.is_file() and not file.is_symlink()]


def cache_folder() -> Path:
    """Where what was heard is kept, by the conventions of the system."""
    from platformdirs import user_cache_path

    return user_cache_path("subtool", appauthor=False)
