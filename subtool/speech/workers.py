"""Processes that work for us, started so that no file of the working folder is run in them."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

SAFE_PATH = "PYTHONSAFEPATH"


@contextmanager
def workers(count: int) -> Iterator[Any]:
    """An executor with so many processes, which are ended when the block is left, however.

    loky starts them, and one that keeps track of them, as `python -m` and `python -c`: both would look for modules
    in the working folder first. They are started late, so the variable stays while the executor does.
    """
    from loky import ProcessPoolExecutor

    before = os.environ.get(SAFE_PATH)
    os.environ[SAFE_PATH] = "1"
    try:
        executor = ProcessPoolExecutor(max_workers=count)
        try:
            yield executor
        finally:
            executor.shutdown(kill_workers=True)
    finally:
        if before is None:
            os.environ.pop(SAFE_PATH, None)
        else:
            os.environ[SAFE_PATH] = before
