"""On a worker of a cluster: the files of a step are found, or asked for, and it is made in a private folder."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from subtool.disk.workdir import private_folder
from subtool.season.digests import digest_of_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from subtool.season.pools import Perform
    from subtool.season.step import BuildTask, Outcome


@dataclass(frozen=True, slots=True)
class Missing:
    """Files that a worker does not have: their digests by their paths."""

    worker: str
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OtherCode:
    """A worker whose subtool, or a library of it, would make something else."""

    worker: str
    why: str


def made_there(perform: Perform, task: BuildTask) -> Outcome | Missing | OtherCode:
    """A step made here, or what is in the way."""
    from distributed import get_worker

    here = get_worker()
    worker, store = here.address, _store(here)
    if (why := _other_code(task)) is not None:
        return OtherCode(worker, why)
    os.environ["LOKY_MAX_CPU_COUNT"] = "1"  # the other processors have steps of their own
    try:
        with private_folder() as room:
            missing = {
                path: digest
                for path, digest in task.files.items()
                if digest and not _placed(task, path, digest, (room, store))
            }
            if missing:
                return Missing(worker, missing)
            outcome = perform(replace(task, root=str(room), given={}))
            staged = {path: (room / result).read_bytes() for path, result in outcome.staged.items()}
            failed = worker if outcome.is_passing else ""
            return replace(outcome, files={**outcome.files, **staged}, staged={}, refused_by=failed)
    except OSError as error:  # the disk of this machine
        from subtool.season.step import Outcome

        return Outcome(error=f"{error.strerror or error}", refused_by=worker)


def _other_code(task: BuildTask) -> str | None:
    from subtool.season.code import code_of

    same = code_of(task.step.kind) == task.step.code
    return None if same else "has another subtool or another library of it"


def _placed(task: BuildTask, path: str, digest: str, folders: tuple[Path, Path]) -> bool:
    """Put a file of a step where it belongs in the folder of the step, if it is to be had on this machine."""
    room, store = folders
    target = room / path
    target.parent.mkdir(parents=True, exist_ok=True)
    if path in task.given:
        target.write_bytes(task.given[path])
        return True
    for source in (store / digest, Path(task.root, path)):
        if source.is_file() and _known_digest(source) == digest:
            _link(source, target)
            return True
    return False


def _link(source: Path, target: Path) -> None:
    try:
        target.symlink_to(source.resolve())
    except OSError:  # not everybody may make links on Windows
        shutil.copyfile(source, target)


_digests: dict[tuple[str, int, int, int], str] = {}  # of the files this worker has read


def _known_digest(path: Path) -> str:
    there = path.stat()
    key = str(path), there.st_size, there.st_mtime_ns, there.st_ino
    if key not in _digests:
        _digests[key] = digest_of_file(path)
    return _digests[key]


def _store(worker: Any) -> Path:  # noqa: ANN401 - dask has no types
    """Where a worker keeps what it was sent: below its own folder, which goes when it ends."""
    folder = Path(worker.local_directory, "subtool")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def store_piece(digest: str, offset: int, piece: bytes, *, is_last: bool, dask_worker: Any = None) -> None:  # noqa: ANN401
    """Keep a piece of a file that is sent; after the last it has its name."""
    folder = _store(dask_worker)
    part = folder / f"{digest}.part"
    with part.open("r+b" if offset else "wb") as file:
        file.seek(offset)
        file.write(piece)
    if is_last:
        part.replace(folder / digest)
