"""What is made for a while is taken away after it, at whatever moment a signal ends the command.

Python runs the handler of a signal between any two calls: also between the making of a file and the noting of it, and
before the first call of a `finally`. So both are steps that no signal breaks off, and what is still there when the
program ends goes then.
"""

from __future__ import annotations

import atexit
import os
from contextlib import contextmanager
from threading import current_thread, main_thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Thing = TypeVar("Thing")


class _Unbroken:
    """A step of the main thread, the only one in which handlers of signals run."""

    def __init__(self) -> None:
        self._depth = 0
        self._waiting: BaseException | None = None

    def __enter__(self) -> None:
        if current_thread() is main_thread():
            self._depth += 1

    def __exit__(self, *_: object) -> None:
        if current_thread() is not main_thread():
            return
        self._depth -= 1
        if self._waiting and not self._depth:
            error, self._waiting = self._waiting, None
            raise error

    def put_off(self, error: BaseException) -> bool:
        """Whether a step is under way: then the error is raised after it."""
        if self._depth:
            self._waiting = error
        return self._depth > 0


unbroken = _Unbroken()
_owed: dict[object, Callable[[], None]] = {}  # what is still to be taken away


@contextmanager
def borrowed(make: Callable[[], Thing], take_away: Callable[[Thing], None]) -> Iterator[Thing]:
    """What `make` returns, until the block is left; `take_away` is then called once, whatever happens."""
    key = object()
    try:
        with unbroken:
            thing = make()
            _owed[key] = lambda: take_away(thing)
        yield thing
    finally:
        _settle(key)


def _settle(key: object) -> None:
    with unbroken:
        if end := _owed.pop(key, None):
            end()


def _settle_all() -> None:
    for key in reversed(list(_owed)):
        _settle(key)


atexit.register(_settle_all)
if hasattr(os, "register_at_fork"):  # it is the parent's to take away
    os.register_at_fork(after_in_child=_owed.clear)
