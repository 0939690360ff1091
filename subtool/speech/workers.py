"""Processes that work for us, started so that no file of the working folder is run in them."""

from __future__ import annotations

import os
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from subtool.disk.workdir import private_folder
from subtool.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterator

SAFE_PATH = "PYTHONSAFEPATH"
TEMPORARY = "TMPDIR"  # what Python asks for first, on every system
WATCH_S = 1.0  # how often a process that works for another looks whether that is still there
# a processor is one worker's: threads of the matrix products of all on all would only wait for each other
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def processors() -> int:
    """How many processors this process may use."""
    from loky import cpu_count

    return int(cpu_count())


@contextmanager
def workers(count: int) -> Iterator[Any]:
    """An executor with so many processes, which are ended when the block is left, however; and with this process.

    loky starts them, and one that keeps track of them, as `python -m` and `python -c`: both would look for modules
    in the working folder first. They are started late, so the variable stays while the executor does.

    They are killed, and cannot clean up: what they make for a while is made in a private folder of ours.

    Raises:
        EngineError: one of them was ended from outside.
    """
    from concurrent.futures.process import BrokenProcessPool

    from loky import ProcessPoolExecutor

    before = os.environ.get(SAFE_PATH)
    os.environ[SAFE_PATH] = "1"
    try:
        with private_folder() as room:
            executor = ProcessPoolExecutor(
                max_workers=count,
                env={TEMPORARY: str(room), **(ONE_THREAD if count > 1 else {})},
                initializer=_end_with_parent,
                initargs=(os.getpid(),),
            )
            try:
                yield executor
            except BrokenProcessPool as error:
                raise EngineError(
                    "a process that worked for this one was ended",
                    hint="was there too little memory? close other programs, and try again",
                ) from error
            finally:
                executor.shutdown(kill_workers=True)
    finally:
        if before is None:
            os.environ.pop(SAFE_PATH, None)
        else:
            os.environ[SAFE_PATH] = before


def _end_with_parent(parent: int) -> None:
    """End, in a process that works for another, when that one has gone: killed, it can tell nobody.

    It may have gone while this one was starting.
    """
    if not hasattr(os, "getppid"):
        return

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(WATCH_S)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
