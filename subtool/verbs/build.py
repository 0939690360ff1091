"""A season brought up to date: what changed is made again, what people did is kept, one failure stops no other."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from subtool.errors import ProjectError, SubtoolError
from subtool.season.code import codes
from subtool.season.configuration import Configuration
from subtool.season.episodes import season_of
from subtool.season.graph import graph_of, require_formats
from subtool.season.pools import local
from subtool.season.project_file import read_project
from subtool.season.run import BuildRun, Craft, Means
from subtool.season.state import BuildState
from subtool.season.step import TIMED
from subtool.season.survey import survey
from subtool.season.watching import changes
from subtool.verbs.cache import bytes_in, clear_cache

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from threading import Event

    from subtool.season.episodes import Season
    from subtool.season.run import Watcher
    from subtool.season.step import BuildStep, StepRecord
    from subtool.season.survey import Standing

# What a step takes, in MB, before it has been measured: an hour's film is aligned in 490 (benchmarks/speed.py)
MEMORY_MB: Mapping[str, int] = {"align": 500, "clips": 450}
EACH_ITS_OWN_MB = 1 << 40  # no bound here: each worker of a cluster has its own
OTHERS_MB = 150  # of the interpreter and an hour of cues


@dataclass(frozen=True, slots=True)
class Project:
    """A season with its steps, in order, and the configuration it was read by."""

    configuration: Configuration
    season: Season
    steps: tuple[BuildStep, ...]

    def chains(self, only: Sequence[str] = ()) -> dict[str, list[BuildStep]]:
        """The steps of each episode, or of those named alone; those of the season itself are under "".

        Raises:
            ProjectError: there is no episode of a name.
        """
        names = [episode.name for episode in self.season.episodes]
        for name in only:
            if name not in names:
                from difflib import get_close_matches

                near = get_close_matches(name, names, n=1)
                hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(names[:20])}"
                raise ProjectError(f"there is no episode '{name}'", hint=hint)
        chains: dict[str, list[BuildStep]] = {name: [] for name in only or names}
        for step in self.steps:
            if step.episode in chains or not step.episode:
                chains.setdefault(step.episode, []).append(step)
        return chains


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: the steps that were made, those that failed and why, those that wait for one that failed.

    `styles` are the house styles that were taken where none is named, with the episodes whose cues were made for them.
    """

    made: tuple[str, ...]
    failed: Mapping[str, str]
    waiting: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    styles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class _Nobody:
    """Watches a build that nobody watches."""

    def began(self, _step: BuildStep, _reasons: Sequence[str], _seconds: float, /) -> None: ...
    def ended(self, _step: BuildStep, _record: StepRecord, /) -> None: ...
    def failed(self, _step: BuildStep, _message: str, /) -> None: ...
    def said(self, _episode: str, _message: str, /) -> None: ...


def project_of(project: str | Path = ".", options: Mapping[str, Any] | None = None) -> Project:
    """A season as its project file has it, with these options above it.

    Raises:
        ProjectError: the file says what cannot be, or names what is not there.
        StyleError: there is no such house style.
    """
    configuration = Configuration(read_project(project), options or {})
    values = configuration.of_build()
    for name, understood in (("memory", memory_mb), ("cache_limit", bytes_in)):
        try:
            understood(values[name].value or "1GB")
        except SubtoolError as error:
            raise ProjectError(error.message, at=values[name].at, hint=error.hint) from error
    season = season_of(configuration)
    return Project(configuration, season, graph_of(season, codes()))


def plan(project: Project, only: Sequence[str] = (), *, force: bool = False) -> dict[str, Standing]:
    """How each step stands, by its id; nothing is made."""
    with BuildState(project.season.root) as state:
        digests = state.digests(project.season.root)
        chains = project.chains(only)
        known = survey(project.steps, state.records(), digests, force=force, only=only)
        standings = {name: standing for name, standing in known.items() if standing.step.episode in chains}
        state.keep_digests(digests)
        due = (standing.step for standing in standings.values() if not standing.is_current)
        require_formats(project.season, due)
        return standings


def build(
    project: str | Path | Project = ".",
    *,
    only: Sequence[str] = (),
    options: Mapping[str, Any] | None = None,
    force: bool = False,
    watcher: Watcher | None = None,
) -> Built:
    """Bring a season up to date: each step whose files, options or code have changed is made again.

    What people edited is kept: in the cue sheets, and in outputs that can be read back. `only` these episodes are
    built; with `force` every step is made. `options` stand above the project file: `jobs`, `profile`, `outputs` ….

    Raises:
        ProjectError, StyleError: as `project_of`; nothing was made then.
        OutputError: the folder of the project cannot be written.
    """
    project = project if isinstance(project, Project) else project_of(project, options)
    steps, chains = project.steps, project.chains(only)
    with BuildState(project.season.root) as state:
        digests = state.digests(project.season.root)
        standings = survey(steps, state.records(), digests, force=force)
        due = {
            name: chain for name, chain in chains.items() if any(_is_due(standings[one.id]) for one in chain)
        }
        state.keep_digests(digests)
        if not due:
            return Built((), {}, (), tuple(state.remarks))
        require_formats(project.season, (step for chain in due.values() for step in chain))
        run = BuildRun(project.season.root, state, _craft(), watcher or _Nobody(), force=force)
        with _means(project, due) as means:
            run.run(_heavy_first(project.season.root, due, run.records), steps, means)
        if limit := project.configuration.of_build()["cache_limit"].value:
            clear_cache(bytes_in(limit))
        failed = {name: message for name, message in run.failed.items() if message}
        waiting = tuple(name for name, message in run.failed.items() if not message)
        new = tuple(step.id for step in run.made)
        return Built(new, failed, waiting, tuple(state.remarks), _styles_taken(run.made, state))


def watch(  # noqa: PLR0913 - as `build`
    project: str | Path = ".",
    *,
    only: Sequence[str] = (),
    options: Mapping[str, Any] | None = None,
    watcher: Watcher | None = None,
    stop: Event | None = None,
    failed: Callable[[SubtoolError], None] | None = None,
) -> Iterator[Built]:
    """Build a season now, and again whenever something in its folder changes, until `stop` is set; see `build`.

    With `failed` an error that keeps all of it from being built, as a slip in the project file, is handed over, and the
    next change is waited for; the first time it is raised.

    Raises:
        ProjectError, StyleError, OutputError: as `build`.
    """
    first = True
    for _ in changes(read_project(project).root, stop):
        try:
            yield build(project, only=only, options=options, watcher=watcher)
        except SubtoolError as error:
            if first or failed is None:
                raise
            failed(error)
        first = False


def _styles_taken(steps: Sequence[BuildStep], state: BuildState) -> dict[str, tuple[str, ...]]:
    styles: dict[str, tuple[str, ...]] = {}
    for step in steps:
        if step.kind in TIMED and not step.options["profile"]:
            taken = state.facts(step.id)["style"]
            styles[taken] = (*styles.get(taken, ()), step.episode)
    return styles


def _is_due(standing: Standing) -> bool:
    return not standing.is_current or bool(standing.edited)


def _craft() -> Craft:
    """How steps are made; what that needs is loaded only when there is something to make."""
    from subtool.verbs.build_steps import perform
    from subtool.verbs.take_up import same, take_up

    return Craft(perform, take_up, same, lambda step: MEMORY_MB.get(step.kind, OTHERS_MB))


def _heavy_first(
    root: Path, chains: Mapping[str, Sequence[BuildStep]], records: Mapping[str, StepRecord]
) -> dict[str, Sequence[BuildStep]]:
    """The episodes that take longest first, so that the last ones end together.

    One that was never built takes as long for each byte that is read as the others did.
    """
    sizes = {name: _bytes_read(root, chain) for name, chain in chains.items()}
    seconds = {
        name: sum(records[step.id].seconds for step in chain if step.id in records)
        for name, chain in chains.items()
    }
    seconds_read = sum(seconds.values())
    bytes_read = sum(sizes[name] for name, took in seconds.items() if took)
    pace = seconds_read / bytes_read if bytes_read else 1.0
    expected = {name: took or sizes[name] * pace for name, took in seconds.items()}
    return {name: chains[name] for name in sorted(chains, key=lambda name: -expected[name])}


def _bytes_read(root: Path, chain: Sequence[BuildStep]) -> int:
    """How large the files are from which cues are timed."""
    paths = {path for step in chain if step.kind in TIMED for path in (*step.reads, *step.uses)}
    return sum(path.stat().st_size for path in map(root.joinpath, sorted(paths)) if path.is_file())


@contextmanager
def _means(project: Project, due: Mapping[str, Sequence[BuildStep]]) -> Iterator[Means]:
    """What the build may use: as many processes as asked for, and as there are episodes to build."""
    values = project.configuration.of_build()
    if values["cluster"].value and due:
        from subtool.season.cluster import cluster

        with cluster(values["cluster"].value, project.season.root) as pool:
            yield Means(pool, EACH_ITS_OWN_MB, 1)
        return
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    jobs = values["jobs"].value or cores
    with local(min(jobs, sum(bool(name) for name in due))) as pool:
        yield Means(pool, memory_mb(values["memory"].value), max(jobs, 1))


def memory_mb(said: str) -> int:
    """What steps may take together: as it is said, or three quarters of what this machine has.

    Raises:
        ChoiceError: it is not a size.
    """
    if not said:
        try:
            return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * 3 // 4 // (1 << 20)
        except (AttributeError, ValueError, OSError):  # Windows
            return 4096
    return bytes_in(said) >> 20
