"""One writer a file: a claim is a locked file beside the output, which the system lets go when its holder dies.

The lock is the system's own (flock, or locking on Windows), not a process number in a file: numbers are used
again, and mean nothing on another machine or in another container. Whoever gets the lock of an output knows that
what else bears the output's mark was left behind by a killed run, and removes it.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import threading
import time
import unicodedata
from contextlib import contextmanager, suppress
from errno import (
    EACCES,
    EAGAIN,
    EBADF,
    EINVAL,
    EIO,
    EISDIR,
    ELOOP,
    EMLINK,
    ENOLCK,
    ENOSYS,
    ENOTSUP,
    EPERM,
    ESTALE,
    ETIMEDOUT,
)  # fmt: skip
from hashlib import blake2b
from typing import TYPE_CHECKING

from subtool.disk.borrowed import borrowed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MARK = re.compile(r"\.subtool-[0-9a-f]{16}(?=-|\.lock$)")
# File systems that know none, none by a file of somebody else's (NFS), or whose server of locks does not answer (EIO
# and the two after it); sandboxes that forbid it (the last two): better a save than a lock. A disk that fails says so
# when the file is written.
WITHOUT_LOCKS = {EBADF, EINVAL, ENOLCK, ENOSYS, ENOTSUP, EIO, ESTALE, ETIMEDOUT, EACCES, EPERM}
NO_FILE = {ELOOP, EMLINK, EISDIR}  # what systems say of a link that is not followed, and of a folder
LOOKS_APART = 50  # times what a look through a folder takes: 2 % of the time at the most
TRIES, PAUSE_S = 20, 0.01  # another run looks, for a moment, whether a lock was left behind

_held: dict[Path, tuple[int, int]] = {}  # this process's locks: how often each was taken, and its handle
_proven: set[int] = (
    set()
)  # handles whose lock the system has given: elsewhere nothing is known to be left behind
_looked: dict[Path, float] = {}  # when this process may look through a folder again
_guard = threading.Lock()


class BlockedError(BlockingIOError):
    """Another process has what was to be claimed."""


def mark(target: Path) -> str:
    """What begins the names of all that is made beside `target` while it is written; short, whatever its name.

    Names that some file systems take for one (case, composed accents) have one mark.
    """
    name = unicodedata.normalize("NFC", target.name).casefold()
    return f".subtool-{blake2b(os.fsencode(name), digest_size=8).hexdigest()}"


@contextmanager
def claimed(target: Path) -> Iterator[None]:
    """Be the only process that writes `target` (no link) until the block is left; a process may claim it again.

    Raises:
        BlockedError: another process is writing it.
        OSError: the folder cannot be written.
    """
    lock = target.parent / f"{mark(target)}.lock"
    with borrowed(lambda: _claim(lock), lambda _: _give_up(lock)):
        yield


def _claim(lock: Path) -> None:
    with _guard:
        times, handle = _held.get(lock) or (0, _wait_for(lock))
        if handle is None:
            raise BlockedError(EAGAIN, "another run of subtool is writing it")
        _held[lock] = times + 1, handle
        if not times and handle in _proven:
            _sweep(lock.parent, lock)


def _give_up(lock: Path) -> None:
    with _guard:
        times, handle = _held.pop(lock)
        if times > 1:
            _held[lock] = times - 1, handle
        else:
            _let_go(lock, handle)


def _wait_for(lock: Path) -> int | None:
    for _ in range(TRIES):
        handle = _take(lock)
        if handle is not None:
            return handle
        time.sleep(PAUSE_S)
    return None


def _open(lock: Path) -> int:
    """A handle of the lock file, which is made if it is not there; that of another user is enough to read.

    Raises:
        PermissionError: it is another user's, and cannot be read either; or it is not a file, or not one of ours.
    """
    flags = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | flags, 0o666)
    except OSError as error:
        if error.errno in NO_FILE and (lock.is_symlink() or lock.is_dir()):
            said = f"{lock.name} there is no lock of subtool's; delete it"
            raise PermissionError(EPERM, said) from None
        if not isinstance(error, PermissionError):
            raise
        if not lock.exists():  # it is the folder that may not be written
            raise
        try:
            return os.open(lock, os.O_RDONLY | flags)
        except PermissionError:
            said = (
                f"another user's run left {lock.name} there; whoever may delete it can, if that run has ended"
            )
            raise PermissionError(EPERM, said) from None
    with suppress(OSError):  # the next user may have to lock it: there is nothing in it to hide
        if hasattr(os, "fchmod") and os.fstat(handle).st_uid == os.geteuid():
            os.fchmod(handle, 0o666)
    return handle


def _take(lock: Path) -> int | None:
    """A handle that holds the lock, or None when another process holds it."""
    while True:
        handle = _open(lock)
        try:
            _lock(handle)
            _proven.add(handle)
        except BlockingIOError:
            os.close(handle)
            return None
        except OSError as error:
            if error.errno not in WITHOUT_LOCKS:
                os.close(handle)
                raise
            _proven.discard(handle)
        if os.fstat(handle).st_nlink:
            return handle
        os.close(handle)  # its holder removed the file between our two calls


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError as error:  # as Windows says that another process has it
            raise BlockingIOError(EAGAIN, "locked") from error
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def knows_locks(folder: Path) -> bool:
    """Whether the disk of a folder knows the locks by which SQLite keeps its writers apart."""
    if sys.platform == "win32":
        return True
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in WITHOUT_LOCKS
    return True


def _let_go(lock: Path, handle: int) -> None:
    """The file goes before the lock does, so that nobody gets the lock of a file about to go."""
    with suppress(OSError):  # Windows keeps open files
        lock.unlink()
    _proven.discard(handle)
    os.close(handle)
    if sys.platform == "win32":
        with suppress(OSError):
            lock.unlink()


def _sweep(folder: Path, own: Path) -> None:
    """Remove what killed runs left in the folder, whatever they were writing; never what a live one holds.

    Looking through a folder of ten thousand files takes as long as writing one: it is done now and then.
    """
    begun = time.monotonic()
    if begun < _looked.get(folder, 0.0):
        return
    try:
        names = os.listdir(folder)  # noqa: PTH208 - names alone, which takes a tenth of the time
    except OSError:  # a folder may be written and not listed
        return
    _looked[folder] = begun + LOOKS_APART * (time.monotonic() - begun)
    rooms: dict[str, list[str]] = {}
    for name in names:
        if name.startswith(".subtool-") and (found := MARK.match(name)):
            rooms.setdefault(found[0], []).extend([name] if name[found.end()] == "-" else [])
    for marked, left in rooms.items():
        lock = folder / f"{marked}.lock"
        if lock != own and lock in _held:
            continue
        with suppress(OSError):
            handle = None if lock == own else _take(lock)
            if lock == own or handle in _proven:
                for name in left:
                    shutil.rmtree(folder / name, ignore_errors=True)
            if handle is not None:
                _let_go(lock, handle)
