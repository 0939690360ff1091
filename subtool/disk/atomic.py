"""Nothing is lost: a file is made beside its name, synced, renamed; a kill leaves the old or the new one.

Mode, owner and extended attributes of a file that is written over are kept, and so are symbolic links to it.
Another hard link keeps the old content: a rename gives the name a new file. A pipe or a device is written straight.
"""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from errno import (
    EACCES,
    EAGAIN,
    EDQUOT,
    EFBIG,
    EINVAL,
    EMFILE,
    ENAMETOOLONG,
    ENFILE,
    ENOENT,
    ENOMEM,
    ENOSPC,
    ENOTSUP,
    EPERM,
    EROFS,
)
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from subtool.disk.locks import BlockedError, claimed, mark
from subtool.disk.workdir import folder_for_a_while, private_folder
from subtool.errors import OutputError, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

HINTS: Mapping[int | None, str] = {
    **dict.fromkeys((ENOSPC, EDQUOT, EFBIG), "free some space there, or choose another folder with -o"),
    **dict.fromkeys((EACCES, EPERM, EROFS), "choose a folder that you may write to with -o"),
    ENAMETOOLONG: "choose a shorter name",
    # what the system has no more of: processes, memory, open files
    **dict.fromkeys(
        (EAGAIN, ENOMEM, EMFILE, ENFILE), "close other programs, or raise the limit that `ulimit -a` shows"
    ),
    ENOENT: "make the folder again, or choose another with -o",
}


def refuse_existing(path: Path, *, force: bool) -> None:
    """Refuse to write over `path` unless `force`, or where nothing can be written. A pipe or a device may be there.

    Raises:
        OutputError: the output exists, is a folder or read-only, or has no folder to stand in.
    """
    place = Place(str(path))
    with _naming(path):
        if _is_stream(path):
            return
        try:
            there = path.stat()
        except FileNotFoundError:
            if not path.parent.is_dir():
                raise OutputError(
                    "the folder is not there", at=place, hint=f"make the folder {path.parent} first"
                ) from None
            return
    if stat.S_ISDIR(there.st_mode):
        raise OutputError("this is a folder", at=place, hint="name a file in it")
    if not force:
        raise OutputError("exists already", at=place, hint="add --force to write over it")
    if not there.st_mode & 0o222 or not os.access(path, os.W_OK):
        raise OutputError("is read-only", at=place, hint="allow writing to it, or write to another name")


@contextmanager
def claim(outputs: Iterable[str | Path], *, force: bool) -> Iterator[None]:
    """Refuse what cannot be written, and keep other runs from writing it until the block is left.

    Raises:
        OutputError: an output is refused, is named twice, or another run is writing it.
    """
    paths = [Path(output) for output in outputs]
    for path in paths:
        refuse_existing(path, force=force)
    _refuse_twice(paths)
    with ExitStack() as stack:
        for path in paths:
            with _naming(path):
                if not _is_stream(path):
                    stack.enter_context(claimed(_resolved(path)))
            refuse_existing(path, force=force)  # another run may just have finished it
        yield


@contextmanager
def folder(path: Path) -> Iterator[None]:
    """A folder to write in, made if it is not there; one that was made and stays empty is taken away again.

    Raises:
        OutputError: a file bears its name, or it cannot be made.
    """
    if path.exists() and not path.is_dir():
        raise OutputError("is a file, and no folder", at=Place(str(path)), hint="name a folder with -o")
    there = path.is_dir()
    with _naming(path):
        path.mkdir(exist_ok=True)
    try:
        yield
    finally:
        if not there:
            with suppress(OSError):  # it is not empty
                path.rmdir()


def _refuse_twice(paths: Sequence[Path]) -> None:
    seen = set()
    for path in paths:
        with _naming(path):
            target = path if _is_stream(path) else _resolved(path)
        if target in seen:
            raise OutputError("is named twice", at=Place(str(path)), hint="name each output once")
        seen.add(target)


def cannot_write(path: Path, error: OSError) -> OutputError:
    """The one message for a disk that refuses."""
    hint = HINTS.get(error.errno, "choose another folder with -o")
    if isinstance(error, BlockedError):
        hint = "wait until it has ended, or write to another name; if its computer died, delete .subtool-*.lock there"
    return OutputError(
        f"cannot be written: {(error.strerror or str(error)).lower()}", at=Place(str(path)), hint=hint
    )


def work_folder(path: Path) -> Path | None:
    """Beside an output, the folder for what is worth keeping when its making is interrupted; none beside a pipe."""
    if _is_stream(path):
        return None
    target = _resolved(path)
    return target.with_name(f"{target.name}.parts")


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise cannot_write(path, error) from error


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A private folder beside `path` in which to make a file of the same suffix, moved to `path` on success.

    When the body raises, or the process dies, `path` is as it was. What killed runs left in the folder is removed
    by the next one that writes there.

    Raises:
        OutputError: the folder cannot be written, the disk is full, or another run is writing `path`.
    """
    with making(path, {}) as file:
        yield file.temporary


@dataclass(frozen=True, slots=True)
class Making:
    """Where a file is made that is saved together with others, and the copies kept of some it writes over."""

    temporary: Path
    backups: tuple[Path, ...]


@contextmanager
def making(path: Path, along: Mapping[Path, bytes], *, keep: Iterable[Path] = ()) -> Iterator[Making]:
    """As `replacing`, with files that are saved along with it, all or none, as by `save_all`.

    Raises:
        OutputError: as `replacing`.
    """
    with ExitStack() as stack:
        with _naming(path):
            draft = stack.enter_context(_draft(path))
        drafts, backups = _drafts(stack, along, keep)
        with _naming(path):  # what the body does to `made` is about `path`
            yield Making(draft.temporary, tuple(backups))
        _publish([draft, *drafts])


def save_all(contents: Mapping[Path, bytes], *, keep: Iterable[Path] = ()) -> list[Path]:
    """Write several files, all or none: each is made and synced before the first gets its name.

    Only a kill between two renames leaves some old and some new, each of them whole. Of those in `keep` the old
    file is copied to a name beside it, which is returned: `NAME.bak`, or the first of `.bak2`, `.bak3` … that is
    free or the same already.

    Raises:
        OutputError: a folder cannot be written, a disk is full, or another run is writing one of them.
    """
    with ExitStack() as stack:
        drafts, backups = _drafts(stack, contents, keep)
        _publish(drafts)
        return backups


def _drafts(
    stack: ExitStack, contents: Mapping[Path, bytes], keep: Iterable[Path]
) -> tuple[list[_Draft], list[Path]]:
    """Every file made and every old one copied, none of them named yet; and the names of the copies."""
    drafts, backups = [], []
    for path in keep:
        with _naming(path):
            backups.append(_backup_name(path))
            if not backups[-1].exists():
                drafts.append(stack.enter_context(_draft(backups[-1])))
                shutil.copy2(path, drafts[-1].temporary)
    for path, data in contents.items():
        with _naming(path):
            drafts.append(stack.enter_context(_draft(path)))
            drafts[-1].temporary.write_bytes(data)
    return drafts, backups


def _backup_name(path: Path) -> Path:
    data = path.read_bytes()
    for number in count(1):
        spare = path.with_name(f"{path.name}.bak{number if number > 1 else ''}")
        if not os.path.lexists(spare) or (spare.is_file() and spare.read_bytes() == data):
            return spare
    raise AssertionError("numbers do not end")


def save_bytes(path: Path, data: bytes) -> None:
    """Write `data` to `path`, wholly or not at all.

    Raises:
        OutputError: the folder cannot be written, the disk is full, or another run is writing `path`.
    """
    save_all({path: data})


def save_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8 with the line ends it has, wholly or not at all.

    Raises:
        OutputError: as `save_bytes`.
    """
    save_bytes(path, text.encode("utf-8"))


@dataclass(frozen=True, slots=True)
class _Draft:
    """An output as it was named, the file it stands for (None for a pipe or a device), and where it is made."""

    path: Path
    target: Path | None
    temporary: Path


@contextmanager
def _draft(path: Path) -> Iterator[_Draft]:
    with ExitStack() as stack:
        target = None if _is_stream(path) else _resolved(path)
        if target:
            stack.enter_context(claimed(target))
        room = folder_for_a_while(f"{mark(target)}-", target.parent) if target else private_folder()
        yield _Draft(path, target, stack.enter_context(room) / f"new{path.suffix}")


def _resolved(path: Path) -> Path:
    """Through symbolic links, so that they stay; a dangling one is written where it points."""
    return Path(os.path.realpath(path))


def _is_stream(path: Path) -> bool:
    """Whether bytes go somewhere else than into a file of that name: a pipe, a device, an open file (/dev/stdout)."""
    if path.exists() and not path.is_file() and not path.is_dir():
        return True
    for _ in range(40):  # links, as many as systems follow
        if os.path.realpath(path.parent).startswith(("/proc/", "/dev/fd")):
            return True
        if not path.is_symlink():
            return False
        path = path.parent / path.readlink()
    return False


def _publish(drafts: Sequence[_Draft]) -> None:
    """Give every draft its name; a pipe first, since what went into it does not come back."""
    for draft in drafts:
        with _naming(draft.path):
            _finish(draft)
    for draft in drafts:
        if draft.target is None:
            with _naming(draft.path), draft.temporary.open("rb") as source, draft.path.open("ab") as stream:
                shutil.copyfileobj(source, stream)
    _rename([_Named(draft, draft.target, draft.target.exists()) for draft in drafts if draft.target])


def _finish(draft: _Draft) -> None:
    """On the disk, and but for content and time as the file it replaces."""
    with draft.temporary.open("r+b") as file:
        if draft.target and draft.target.exists():
            if hasattr(os, "chown"):
                there = draft.target.stat()
                with suppress(PermissionError):
                    os.chown(draft.temporary, there.st_uid, there.st_gid)
            shutil.copystat(draft.target, draft.temporary)
            os.utime(draft.temporary)
        os.fsync(file.fileno())


@dataclass(frozen=True, slots=True)
class _Named:
    """A draft, the name it gets, and whether that name was taken."""

    draft: _Draft
    target: Path
    taken: bool

    @property
    def old(self) -> Path:
        return self.draft.temporary.with_name("old")

    def take_back(self) -> None:
        with suppress(OSError):
            if not self.taken:
                self.target.unlink()
            elif self.old.exists():
                self.old.replace(self.target)


def _rename(files: Sequence[_Named]) -> None:
    for file in files if len(files) > 1 else ():
        with suppress(OSError):  # some file systems have no hard links
            file.old.hardlink_to(file.target)
    for number, file in enumerate(files):
        try:
            file.draft.temporary.replace(file.target)
        except OSError as error:
            for done in files[:number]:
                done.take_back()
            raise cannot_write(file.draft.path, error) from error
    for file in files:
        with _naming(file.draft.path):
            _sync_folder(file.target.parent)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # elsewhere a folder cannot be opened
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:  # a folder may be written and not read; not every file system can sync one
        if error.errno not in {EACCES, EINVAL, ENOTSUP}:
            raise
