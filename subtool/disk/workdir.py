"""Private folders: they go when their block is left, or with the next run after a kill."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from subtool.disk.borrowed import borrowed
from subtool.disk.locks import claimed, mark

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def private_folder(parent: Path | None = None) -> Iterator[Path]:
    """An empty folder that nobody else can read, for as long as the block lasts; in `parent` or the temporary one.

    A run that was killed cannot take its folder away: the next one does, as it gets the lock that the dead one held.

    Raises:
        OSError: there is no such folder that can be written.
    """
    parent = parent or Path(tempfile.gettempdir())
    target = parent / secrets.token_hex(8)
    with claimed(target), folder_for_a_while(f"{mark(target)}-", parent) as folder:
        yield folder


@contextmanager
def folder_for_a_while(prefix: str, parent: Path) -> Iterator[Path]:
    """An empty folder that nobody else can read, in `parent`; `prefix` is the mark of what is claimed there.

    Raises:
        OSError: it cannot be made. That it cannot be removed is not an error: what was made in it is saved by then.
    """
    with borrowed(
        lambda: Path(tempfile.mkdtemp(prefix=prefix, dir=parent)),
        lambda folder: shutil.rmtree(folder, ignore_errors=True),
    ) as folder:
        yield folder


def private_place(folder: Path) -> None:
    """Make a folder of the cache, and the one above it, or close those that are there: nobody else can read either.

    Raises:
        OSError: it cannot be made.
    """
    for part in (folder.parent, folder):  # the mode of `mkdir` is not that of the parents it makes
        part.mkdir(parents=True, exist_ok=True, mode=0o700)
        if hasattr(os, "geteuid") and part.stat().st_uid == os.geteuid():
            part.chmod(0o700)
