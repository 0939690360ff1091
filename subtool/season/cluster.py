"""Steps made on other machines, by a dask scheduler and its workers; what is read is sent where no folder is shared.

A worker that dies is the scheduler's to replace; one with another subtool, or whose disk fails, is passed over here.
Nothing is written by a worker but in a folder of its own: what was made comes back, and is written once.
"""

from __future__ import annotations

import threading
import time
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from dataclasses import replace
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

from subtool.errors import EngineError, Place, ProjectError
from subtool.season.worker import Missing, OtherCode, made_there, store_piece

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from subtool.season.pools import Perform
    from subtool.season.step import BuildTask, Outcome

LAST_PORT = 65_535  # that there can be
CONNECT_S = 10.0  # for a scheduler, and for its first worker
AHEAD = 2  # steps that wait at each place, so that a worker has the next while the last is being written here
MOST_TRIES = 4  # of a step, each time with another worker, before it is given up
SMALL = 4 << 20  # bytes of a file that goes along with its step
LOOK_S = 2.0  # between two looks at which workers there are
PIECE = 8 << 20  # bytes of a film that are sent at once


@contextmanager
def cluster(address: str, root: Path) -> Iterator[Cluster]:
    """The workers of the scheduler at an address, as `tcp://10.0.0.1:8786`.

    Raises:
        ProjectError: no extra, not an address, no scheduler there, or one without a worker.
    """
    place = Place(address)
    try:
        from distributed import Client
    except ImportError as error:
        hint = 'install it: pip install "documentary-subtool[cluster]"'
        raise ProjectError("the extra for clusters is not installed", at=place, hint=hint) from error
    _require_address(address)
    try:
        client: Any = Client(address, timeout=CONNECT_S, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        hint = "start one with: dask scheduler"
        raise ProjectError("no scheduler answers there", at=place, hint=hint) from error
    try:
        try:
            client.wait_for_workers(1, timeout=CONNECT_S)
        except TimeoutError as error:
            hint = f"start some: dask worker {address} --nthreads 1"
            raise ProjectError("the scheduler has no workers", at=place, hint=hint) from error
        pool = Cluster(client, root)
        for worker, found in client.run(resolve_name, "subtool:__version__", on_error="return").items():
            if isinstance(found, Exception):
                pool.pass_over(worker, "has no subtool")
        yield pool
    finally:
        client.close()


def _require_address(address: str) -> None:
    """Refuse what is not an address: a client of dask's that was given one waits for its own end, and then says how."""
    from distributed.comm.addressing import get_address_host_port

    try:
        _, port = get_address_host_port(address)
    except ValueError:
        port = 0
    if not 0 < port <= LAST_PORT:
        hint = "write it as in tcp://10.0.0.1:8786"
        raise ProjectError("is not an address of a scheduler", at=Place(address), hint=hint)


class Cluster:
    """A pool of steps on other machines."""

    def __init__(self, client: Any, root: Path) -> None:  # noqa: ANN401 - dask has no types
        self._client, self._root = client, root
        self._unfit: dict[str, str] = {}  # workers that are passed over, and why
        self._is_shared = True  # whether all workers that were asked had the files
        self._sending = threading.Lock()
        self._sent: set[tuple[str, str]] = set()
        self._nthreads: tuple[float, dict[str, int]] = (0.0, {})

    @property
    def places(self) -> int:
        return max(1, AHEAD * sum(self._workers().values()))

    def submit(self, perform: Perform, task: BuildTask) -> Future[Outcome]:
        """Have a step made somewhere."""
        future: Future[Outcome] = Future()
        _Errand(self, perform, task, future).go()
        return future

    def ask(self, perform: Perform, task: BuildTask, worker: str | None) -> Any:  # noqa: ANN401 - a future of dask's
        """Hand a step over: to a worker, or to any that is fit."""
        fit = [worker] if worker else self._fit()
        if not fit:
            said = "; ".join(f"{name} {why}" for name, why in self._unfit.items())
            raise EngineError(f"no worker of the cluster can make it: {said}")
        executor = self._client.get_executor(pure=False, workers=fit if worker or self._unfit else None)
        return executor.submit(made_there, perform, self.packed(task))

    def packed(self, task: BuildTask) -> BuildTask:
        """The step with the content of its small files, where they are not found in a shared folder."""
        task = replace(task, root=str(self._root.resolve()))
        if self._is_shared:
            return task
        there = {path: self._root / path for path in task.files}
        small = {
            path: file for path, file in there.items() if file.is_file() and file.stat().st_size <= SMALL
        }
        return replace(task, given={path: file.read_bytes() for path, file in small.items()})

    def pass_over(self, worker: str, why: str) -> None:
        self._unfit[worker] = why

    def send(self, missing: Missing, *, again: bool) -> None:
        """Send files to a worker, a piece at a time; what it got for another step is sent `again` if it has gone."""
        self._is_shared = False
        with self._sending:
            for path, digest in missing.files.items():
                if not again and (missing.worker, digest) in self._sent:
                    continue
                self._sent.add((missing.worker, digest))
                with (self._root / path).open("rb") as file:
                    offset, piece = 0, file.read(PIECE)
                    while piece:
                        following = file.read(PIECE)
                        sent = {"is_last": not following, "workers": [missing.worker]}
                        self._client.run(store_piece, digest, offset, piece, **sent)
                        offset, piece = offset + len(piece), following

    def _workers(self) -> dict[str, int]:
        """The workers there are, and how many steps each takes at once; looked up now and then: they come and go."""
        looked, workers = self._nthreads
        if not workers or time.monotonic() - looked > LOOK_S:
            self._nthreads = time.monotonic(), dict(self._client.nthreads())
        return self._nthreads[1]

    def _fit(self) -> list[str]:
        return [name for name in self._workers() if name not in self._unfit]


class _Errand:
    """A step on its way through workers, until one has made it."""

    def __init__(self, pool: Cluster, perform: Perform, task: BuildTask, future: Future[Outcome]) -> None:
        self.pool, self.perform, self.task, self.future = pool, perform, task, future
        self.tries = 0

    def go(self, worker: str | None = None) -> None:
        try:
            self.pool.ask(self.perform, self.task, worker).add_done_callback(self._came_back)
        except Exception as error:  # noqa: BLE001 - as an executor does
            self.future.set_exception(error)

    def _came_back(self, asked: Future[Outcome | Missing | OtherCode]) -> None:
        """Called where dask listens, which must not be kept waiting."""
        try:
            outcome = asked.result()
        except CancelledError:
            self.future.set_exception(
                EngineError("the cluster let go of it", hint="is the scheduler still there?")
            )
        except Exception as error:  # noqa: BLE001 - whatever the cluster says
            self.future.set_exception(EngineError(f"the cluster could not make it: {error}"))
        else:
            threading.Thread(target=self._take, args=(outcome,), daemon=True).start()

    def _take(self, outcome: Outcome | Missing | OtherCode) -> None:
        try:
            self._decide(outcome)
        except Exception as error:  # noqa: BLE001 - as an executor does
            self.future.set_exception(EngineError(f"the cluster could not make it: {error}"))

    def _decide(self, outcome: Outcome | Missing | OtherCode) -> None:
        self.tries += 1
        if isinstance(outcome, OtherCode):
            self.pool.pass_over(outcome.worker, outcome.why)
            self.go()
        elif isinstance(outcome, Missing) and self.tries <= MOST_TRIES:
            self.pool.send(outcome, again=self.tries > 1)
            self.go(outcome.worker)
        elif isinstance(outcome, Missing):
            self.future.set_exception(EngineError(f"{outcome.worker} does not keep what it is sent"))
        elif outcome.refused_by and self.tries <= MOST_TRIES:
            self.pool.pass_over(outcome.refused_by, f"fails: {outcome.error}")
            self.go()
        else:
            self.future.set_result(outcome)
