"""How a season stands: of each episode what is made, what is out of date, and what its cues amount to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from subtool.disk import atomic
from subtool.reports.season import problem_count, season_page
from subtool.season.state import BuildState
from subtool.season.survey import survey
from subtool.verbs.build import Project, project_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class EpisodeStatus:
    """An episode: `due` are the steps that have to be made and why, `edited` the outputs that people changed.

    `facts` are those of its cues, nothing before it was built; `heard` is a share (0 to 1), None for a draft.
    """

    name: str
    script: str
    film: str
    steps: int
    due: Mapping[str, tuple[str, ...]]
    edited: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def stands(self) -> str:
        """In a word or two."""
        if not self.facts:
            return "not made"
        return "out of date" if self.due else "up to date"

    @property
    def heard(self) -> float | None:
        return self.facts.get("heard")

    @property
    def problems(self) -> int:
        return problem_count(self.facts)


@dataclass(frozen=True, slots=True)
class SeasonStatus:
    """A season and its episodes."""

    title: str
    episodes: tuple[EpisodeStatus, ...]
    remarks: tuple[str, ...] = ()


def status(project: str | Path | Project = ".", *, options: Mapping[str, Any] | None = None) -> SeasonStatus:
    """How a season stands; nothing is made.

    Raises:
        ProjectError, StyleError: as `build`.
    """
    project = project if isinstance(project, Project) else project_of(project, options)
    with BuildState(project.season.root) as state:
        digests = state.digests(project.season.root)
        standings = survey(project.steps, state.records(), digests)
        state.keep_digests(digests)
        chains = project.chains()
        episodes = []
        for episode in project.season.episodes:
            chain = [standings[step.id] for step in chains[episode.name]]
            due = {standing.step.id: standing.reasons for standing in chain if not standing.is_current}
            edited = tuple(path for standing in chain for path in standing.edited)
            facts = state.facts(f"{episode.name}/check")
            episodes.append(
                EpisodeStatus(episode.name, episode.script, episode.film, len(chain), due, edited, facts)
            )
    return SeasonStatus(project.season.choice("title"), tuple(episodes), project.season.remarks)


def report_season(found: SeasonStatus, path: Path, *, force: bool = False) -> None:
    """Write a season as one HTML page.

    Raises:
        OutputError: the file exists and `force` is not set, or cannot be written.
    """
    atomic.refuse_existing(path, force=force)
    atomic.save_text(path, season_page(found.title, {one.name: one.facts for one in found.episodes}))
