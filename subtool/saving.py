"""Nothing is lost: a file is made beside its name, synced, renamed; a kill leaves the old or the new one."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING

from subtool.errors import OutputError, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

LITTER = ".subtool-"


def refuse_existing(path: Path, *, force: bool) -> None:
    """Refuse to write over `path` unless `force`, or into a folder that is not there.

    Raises:
        OutputError: the output exists, is a folder, or has no folder to stand in.
    """
    if path.is_dir():
        raise OutputError("this is a folder", at=Place(str(path)), hint="name a file in it")
    if path.exists() and not force:
        raise OutputError("exists already", at=Place(str(path)), hint="add --force to write over it")
    if not path.parent.is_dir():
        raise OutputError(
            "the folder is not there", at=Place(str(path)), hint=f"make the folder {path.parent} first"
        )


def cannot_write(path: Path, error: OSError) -> OutputError:
    """The one message for a disk that refuses."""
    return OutputError(
        f"cannot be written: {(error.strerror or str(error)).lower()}",
        at=Place(str(path)),
        hint="free some space there, or choose another folder with -o",
    )


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A private folder beside `path` in which to make a file of the same name, moved to `path` on success.

    When the body raises, or the process dies, `path` is as it was. Folders that a killed run left behind are
    removed by the next run that writes the same name.

    Raises:
        OutputError: the folder cannot be written, or the disk is full.
    """
    target = path.resolve()  # through a symlink, so that the link stays one
    try:
        _sweep(target)
        with tempfile.TemporaryDirectory(
            prefix=f"{LITTER}{os.getpid()}-{target.name}-", dir=target.parent
        ) as room:
            made = Path(room, f"new{target.suffix}")
            yield made
            if target.exists():
                made.chmod(target.stat().st_mode & 0o7777)
            _sync(made)
            made.replace(target)
            _sync_folder(target.parent)
    except OSError as error:
        raise cannot_write(path, error) from error


def save_bytes(path: Path, data: bytes) -> None:
    """Write `data` to `path`, wholly or not at all.

    Raises:
        OutputError: the folder cannot be written, or the disk is full.
    """
    with replacing(path) as made:
        made.write_bytes(data)


def save_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8 with the line ends it has, wholly or not at all.

    Raises:
        OutputError: the folder cannot be written, or the disk is full.
    """
    save_bytes(path, text.encode("utf-8"))


def _sync(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":  # elsewhere a folder cannot be opened
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sweep(target: Path) -> None:
    for litter in target.parent.glob(f"{LITTER}*-{escape(target.name)}-*"):
        owner = litter.name.removeprefix(LITTER).partition("-")[0]
        if owner.isdigit() and not _runs(int(owner)):
            shutil.rmtree(litter, ignore_errors=True)


def _runs(process: int) -> bool:
    if os.name != "posix":  # Windows keeps an open file from being removed, so asking is needless there
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
