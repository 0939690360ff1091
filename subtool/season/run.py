"""A build: the steps that have to be made, each when those before it are done; what is made is written here alone."""

from __future__ import annotations

import time
from collections import deque
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from subtool.disk.locks import BlockedError, claimed
from subtool.errors import SubtoolError
from subtool.season.ours import Outputs
from subtool.season.step import TIMED, BuildTask, Keep, Outcome, StepRecord
from subtool.season.survey import basis_of, reasons_for, result_of, result_of_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from subtool.season.digests import Digests
    from subtool.season.pools import Pool
    from subtool.season.state import BuildState
    from subtool.season.step import Basis, BuildStep

PAUSE_S = 0.2  # between two looks at an episode that another build is at work on
TRIES = 2  # of a step whose worker died: another may have been to blame, so the second time it is made alone


class Watcher(Protocol):
    """Is told what a build does."""

    def began(self, step: BuildStep, reasons: Sequence[str], seconds: float, /) -> None:
        """A step is being made, and why; the last time it took so long (0: not known)."""

    def ended(self, step: BuildStep, record: StepRecord, /) -> None: ...

    def failed(self, step: BuildStep, message: str, /) -> None: ...

    def said(self, episode: str, message: str, /) -> None:
        """Something somebody should know."""


@dataclass(frozen=True, slots=True)
class Craft:
    """What those above know of making steps: the making itself, and what people's edits of an output mean.

    `take_up` brings what people edited of an episode's outputs into its sheet, and says what it did; `same` tells
    whether two contents of an output say the same; `memory_mb` estimates what a step takes.
    """

    perform: Callable[[BuildTask], Outcome]
    take_up: Callable[[Outputs, Sequence[BuildStep]], Iterable[str]]
    same: Callable[[str, bytes, bytes], bool]
    memory_mb: Callable[[BuildStep], int]


@dataclass(slots=True)
class _Chain:
    """An episode that is being built: its steps that are not done yet, and the lock that nobody else has."""

    name: str
    steps: deque[BuildStep]
    lock: ExitStack = field(default_factory=ExitStack)


@dataclass(slots=True)
class _Running:
    """A step that is being made."""

    chain: _Chain
    step: BuildStep
    task: BuildTask
    basis: Basis
    began: float
    memory_mb: int
    tries: int = 1


@dataclass(frozen=True, slots=True)
class Means:
    """What a build may use: a pool, so much memory together, and this many processors."""

    pool: Pool
    memory_mb: int
    cores: int


class BuildRun:
    """One run of a build. `made` are the steps that were, `failed` those that could not be, and why."""

    def __init__(
        self, root: Path, state: BuildState, craft: Craft, watcher: Watcher, *, force: bool = False
    ) -> None:
        self.root, self.state, self.craft, self.watcher, self.force = root, state, craft, watcher, force
        self.digests: Digests = state.digests(root)
        self.records = state.records()
        self.outputs = Outputs(root, state, self.digests, self.records)
        self.results: dict[str, str] = {}
        self.made: list[BuildStep] = []
        self.failed: dict[str, str] = {}
        self._waiting: deque[_Chain] = deque()
        self._running: dict[Future[Outcome], _Running] = {}
        self._parked: deque[_Running] = deque()

    def run(
        self, chains: Mapping[str, Sequence[BuildStep]], steps: Sequence[BuildStep], means: Means
    ) -> None:
        """Make what has to be made in these episodes; the season's own steps, named "", come last.

        `steps` are all there are, in order.
        """
        self.results = {
            step.id: result_of(step, self.records[step.id], self.digests)
            for step in steps
            if step.id in self.records
        }
        try:
            for is_last in (False, True):
                self._waiting.extend(
                    _Chain(name, deque(chain)) for name, chain in chains.items() if is_last is not bool(name)
                )
                self._work_off(means)
        finally:
            for job in (*self._running.values(), *self._parked):
                job.chain.lock.close()
            self.state.keep_digests(self.digests)

    def _work_off(self, means: Means) -> None:
        while self._waiting or self._running:
            busy = 0
            while self._waiting and busy < len(self._waiting) and self._has_room(means):
                chain = self._waiting.popleft()
                if self._claim(chain):
                    self._advance(chain, means)
                    busy = 0
                else:  # another build is at work on it
                    self._waiting.append(chain)
                    busy += 1
            if not self._running:
                if self._waiting:
                    time.sleep(PAUSE_S)
                continue
            for future in self.ended(PAUSE_S if self._waiting and busy else None):
                self._finish(self._running.pop(future), future, means)
            self._unpark(means)

    def ended(self, timeout: float | None) -> Iterable[Future[Outcome]]:
        """The steps that have come to an end: at least one, unless nothing has until the time is out."""
        return wait(self._running, return_when=FIRST_COMPLETED, timeout=timeout).done

    def _has_room(self, means: Means) -> bool:
        return not self._parked and len(self._running) < means.pool.places

    def _claim(self, chain: _Chain) -> bool:
        folder = self.state.folder / "episodes"
        folder.mkdir(exist_ok=True)
        try:
            chain.lock.enter_context(claimed(folder / (chain.name or "season")))
        except BlockedError:
            return False
        self.records.update(self.state.records(chain.name))  # another build may just have made it
        try:
            for line in self.craft.take_up(self.outputs, tuple(chain.steps)):
                self.watcher.said(chain.name, line)
        except SubtoolError as error:
            self._fail(chain.steps[0], str(error))
            chain.steps.clear()
        return True

    def _advance(self, chain: _Chain, means: Means) -> None:
        """Begin the next step of an episode that has to be made; let go of the episode when there is none."""
        while chain.steps:
            step = chain.steps.popleft()
            if any(name in self.failed for name in step.needs) and chain.name:
                self.failed.setdefault(step.id, "")
                continue
            basis, record = basis_of(step, self.results, self.digests), self.records.get(step.id)
            reasons = list(reasons_for(basis, record, step, self.digests))
            if not reasons and not self.force and record:
                self.results[step.id] = result_of(step, record, self.digests)
                continue
            self._begin(chain, step, (basis, reasons or ["everything is made again"]), means)
            return
        chain.lock.close()

    def _begin(self, chain: _Chain, step: BuildStep, why: tuple[Basis, Sequence[str]], means: Means) -> None:
        (basis, reasons), record = why, self.records.get(step.id)
        keep = kept(step, basis, record, self.digests, force=self.force)
        there = step.writes if keep is not Keep.NOTHING else ()
        task = BuildTask(
            step=step,
            root=str(self.root),
            files={path: self.digests.of(path) for path in (*step.reads, *step.uses, *there)},
            facts={name: self.state.facts(name) for name in step.needs},
            keep=keep,
            base=b"" if keep is Keep.NOTHING else self.outputs.base(step.writes[0]) or b"",
            cores=self._cores(means),
        )
        job = _Running(chain, step, task, basis, time.monotonic(), self.craft.memory_mb(step))
        self.watcher.began(step, reasons, record.seconds if record else 0.0)
        self._parked.append(job)
        self._unpark(means)

    def _cores(self, means: Means) -> int:
        """The processors that a step may take: all that the other episodes leave, so that the last one has more."""
        episodes = 1 + len(self._waiting) + len(self._running) + len(self._parked)
        return max(1, means.cores // min(means.pool.places, episodes))

    def _unpark(self, means: Means) -> None:
        """Hand over the steps that wait, in order, as far as there is a place and memory."""
        while self._parked and len(self._running) < means.pool.places:
            if self._running and not self._fits(self._parked[0], means):
                return
            job = self._parked.popleft()
            self._running[means.pool.submit(self.craft.perform, job.task)] = job

    def _fits(self, job: _Running, means: Means) -> bool:
        """Whether a step can be made beside those that are being made."""
        running = self._running.values()
        if any(one.tries > 1 for one in (job, *running)):
            return False
        return sum(one.memory_mb for one in (job, *running)) <= means.memory_mb

    def _finish(self, job: _Running, future: Future[Outcome], means: Means) -> None:
        try:
            outcome = future.result()
        except BrokenExecutor:  # the process that made it died: killed from outside, or for want of memory
            if job.tries < TRIES:
                job.tries += 1
                self._parked.append(job)
                return
            outcome = Outcome(error="the process that made it was killed (fewer --jobs take less memory)")
        except SubtoolError as error:
            outcome = Outcome(error=str(error))
        except Exception as error:  # noqa: BLE001 - whatever it is, the other episodes go on
            outcome = Outcome(
                error=f"{type(error).__name__}: {error} (this is a fault of subtool's; please report it)"
            )
        if outcome.error:
            self._fail(job.step, outcome.error)
        else:
            try:
                self._commit(job, outcome)
            except SubtoolError as error:
                self._fail(job.step, str(error))
        self._advance(job.chain, means)

    def _fail(self, step: BuildStep, message: str) -> None:
        self.failed[step.id] = message
        self.watcher.failed(step, message)

    def _commit(self, job: _Running, outcome: Outcome) -> None:
        """Write what a step made, and record it: from now on it is done, whatever happens."""
        step, warnings = job.step, list(outcome.warnings)
        for path, content in outcome.files.items():
            backup = self.outputs.write(path, content, step.id, self.craft.same)
            if backup:
                warnings.append(f"{path} was edited by hand; it is kept as {backup}")
        for path, staged in outcome.staged.items():
            backup = self.outputs.move(path, staged, step.id)
            if backup:
                warnings.append(f"{path} was there already; it is kept as {backup}")
        writes = {path: self.digests.of(path) for path in (*outcome.files, *outcome.staged)}
        took = time.monotonic() - job.began
        record = StepRecord(
            job.basis, outcome.result, writes, tuple(warnings), round(took, 3), outcome.peak_mb
        )
        self.state.record(step.id, record, outcome.facts)
        self.records[step.id] = record
        self.results[step.id] = outcome.result or result_of_files(writes)
        self.made.append(step)
        self.watcher.ended(step, record)


def kept(step: BuildStep, basis: Basis, record: StepRecord | None, digests: Digests, *, force: bool) -> Keep:
    """What of the sheet that is there a step is to keep."""
    if step.kind not in TIMED or not digests.of(step.writes[0]):
        return Keep.NOTHING
    if record is None or force:
        return Keep.BY_HAND
    before = record.basis
    if replace(basis, needs={}) == replace(before, needs={}):
        return Keep.ALL
    films = (step.options.get("film"), before.options.get("film"))
    now, then = (
        reads.get(film or "") for reads, film in zip((basis.reads, before.reads), films, strict=True)
    )
    return Keep.RECUT if now != then else Keep.BY_HAND
