"""Who makes the steps: this process, a few more on this machine, or a cluster; all are asked in one way."""

from __future__ import annotations

import os
from concurrent.futures import BrokenExecutor, Future
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from loky import ProcessPoolExecutor

    from subtool.season.step import BuildTask, Outcome

    Perform = Callable[[BuildTask], Outcome]


class Pool(Protocol):
    """Makes steps, as many at once as it has places."""

    @property
    def places(self) -> int: ...

    def submit(self, perform: Perform, task: BuildTask) -> Future[Outcome]:
        """Have a step made. What it raises is raised when its result is asked for."""


class ThisProcess:
    """Makes a step at a time, when it is asked to."""

    places = 1

    def submit(self, perform: Perform, task: BuildTask) -> Future[Outcome]:
        future: Future[Outcome] = Future()
        try:
            future.set_result(perform(task))
        except Exception as error:  # noqa: BLE001 - as an executor does
            future.set_exception(error)
        return future


class Processes:
    """Processes on this machine: they are started when a step comes, and end when the build does.

    One that dies takes the others with it; new ones are started for the next step.
    """

    def __init__(self, places: int) -> None:
        self.places = places
        self._open = ExitStack()
        self._executor: ProcessPoolExecutor | None = None

    def submit(self, perform: Perform, task: BuildTask) -> Future[Outcome]:
        try:
            return self._submitted(perform, task)
        except BrokenExecutor:
            self.close()
            return self._submitted(perform, task)

    def _submitted(self, perform: Perform, task: BuildTask) -> Future[Outcome]:
        from subtool.speech.workers import workers

        if self._executor is None:
            self._executor = self._open.enter_context(workers(self.places))
        future: Future[Outcome] = self._executor.submit(_performed, perform, task)
        return future

    def close(self) -> None:
        self._executor = None
        self._open.close()


@contextmanager
def local(places: int) -> Iterator[Pool]:
    """This process alone, or so many others."""
    if places <= 1:
        yield ThisProcess()
        return
    pool = Processes(places)
    try:
        yield pool
    finally:
        pool.close()


def _performed(perform: Perform, task: BuildTask) -> Outcome:
    """Runs in a process of its own, with its share of the processors."""
    os.environ["LOKY_MAX_CPU_COUNT"] = str(task.cores)
    outcome = perform(task)
    return replace(outcome, peak_mb=_peak_mb())


def _peak_mb() -> int:
    """The most memory that this process ever had, in MB; 0 where the system does not say."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // (1 << 20 if os.uname().sysname == "Darwin" else 1 << 10)
