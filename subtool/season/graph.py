"""The steps of a season, in an order in which each can be made: what is read, what depends on what. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.errors import Place, ProjectError
from subtool.model import OUTLINE_SUFFIX
from subtool.season.project_file import NAME
from subtool.season.state import FOLDER
from subtool.season.step import BuildStep

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from subtool.season.episodes import Episode, Season

SHEET = "cues.json"
SEASON_STEP = "/season"  # no episode has such a name


def graph_of(season: Season, codes: Mapping[str, str]) -> tuple[BuildStep, ...]:
    """All steps; `codes` are the versions of the code that makes each kind of step.

    Raises:
        ProjectError: an output has no format, two are one file, or a step reads what depends on it.
    """
    steps = [step for episode in season.episodes for step in _of_episode(season, episode, codes)]
    if season.choice("report"):
        checks = tuple(step.id for step in steps if step.kind == "check")
        options = {"title": season.choice("title")}
        page = season.output("season.html")
        steps.append(
            BuildStep(
                SEASON_STEP, "season", "", checks, options=options, code=codes["season"], writes=(page,)
            )
        )
    return _in_order(steps)


def sheet_path(season: Season, episode: Episode) -> str:
    """Where the cue sheet of an episode is; beside the outputs only if it is one of them."""
    if SHEET in _suffixes(episode):
        return season.output(f"{episode.name}.{SHEET}")
    return f"{FOLDER}/sheets/{episode.name}.{SHEET}"


def _suffixes(episode: Episode) -> list[str]:
    return [suffix.removeprefix(".") for suffix in episode.choice("outputs")]


def _of_episode(season: Season, episode: Episode, codes: Mapping[str, str]) -> Iterator[BuildStep]:
    name = episode.name

    def step(kind: str, label: str = "", **parts: object) -> BuildStep:
        return BuildStep(f"{name}/{label or kind}", kind, name, code=codes[kind], **parts)  # type: ignore[arg-type]

    outlined, cues, checked = f"{name}/outline", f"{name}/cues", f"{name}/check"
    yield step("outline", reads=_read_with(episode.script), options=_chosen(episode, "encoding", "language"))
    yield _cues(season, episode, codes)
    profile = episode.style_files
    sheet = sheet_path(season, episode)
    yield step("check", needs=(cues,), reads=profile, uses=(sheet,), options=_chosen(episode, "profile"))
    for suffix in _suffixes(episode):
        if suffix != SHEET:
            path = season.output(f"{name}.{suffix}")
            options = {**_chosen(episode, "footnotes"), "suffix": suffix}
            yield step("format", suffix, needs=(cues,), uses=(sheet,), options=options, writes=(path,))
    if episode.choice("report"):
        page = season.output(f"{name}.report.html")
        needs, uses = (cues, outlined, checked), (sheet, *_read_with(episode.script), *profile)
        options = _chosen(episode, "profile", "encoding", "language")
        yield step("report", needs=needs, uses=uses, options=options, writes=(page,))
    if episode.choice("clips") and episode.film:
        table = () if episode.choice("clips") in {"footnotes", "chapters"} else (episode.choice("clips"),)
        options, folder = _chosen(episode, "clips", "footnotes"), season.output(f"clips/{name}")
        yield step(
            "clips",
            needs=(cues,),
            reads=(episode.film, *table),
            uses=(sheet,),
            options=options,
            folder=folder,
        )


def _cues(season: Season, episode: Episode, codes: Mapping[str, str]) -> BuildStep:
    """The step that times the cues: to the film, or from the text alone where there is none."""
    shared = _chosen(episode, "profile", "titles", "encoding", "language")
    old_film = episode.choice("old_film")
    films = (*filter(None, (episode.film, old_film)), *_read_with(episode.original))
    if episode.film:
        options = {**shared, **_chosen(episode, "shots", "audio_track", "channel")}
        options |= {
            "film": episode.film,
            "original": episode.original,
            "old_film": old_film,
        }
    else:
        options = {**shared, **_chosen(episode, "wpm")}
        films = ()
    kind = "align" if episode.film else "draft"
    return BuildStep(
        f"{episode.name}/cues", kind, episode.name, (f"{episode.name}/outline",), (*films, *episode.style_files),
        _read_with(episode.script), {**options, "how": kind}, codes[kind], (sheet_path(season, episode),),
    )  # fmt: skip


def _chosen(episode: Episode, *names: str) -> dict[str, object]:
    values = {name: episode.choice(name) for name in names}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def _read_with(*scripts: str) -> tuple[str, ...]:
    """Scripts with the files beside them that say how they are to be understood, which may or may not be there."""
    return tuple(path for script in scripts if script for path in (script, f"{script}{OUTLINE_SUFFIX}"))


def require_formats(season: Season, due: Iterable[BuildStep]) -> None:
    """Refuse outputs that no format has, before any of these steps is made.

    Raises:
        ProjectError: there is one.
    """
    from pathlib import Path

    from subtool.errors import FormatError
    from subtool.formats import format_for

    values = {episode.name: episode.choices["outputs"] for episode in season.episodes}
    wanted = {step.options["suffix"]: values[step.episode] for step in due if step.kind == "format"}
    for suffix, value in wanted.items():
        try:
            format_for(Path(f"cues.{suffix}")).refuse_unless("write")
        except FormatError as error:
            hint = "see `subtool formats` for what is written"
            raise ProjectError(f"no format is called '{suffix}'", at=value.at, hint=hint) from error


def _in_order(steps: Sequence[BuildStep]) -> tuple[BuildStep, ...]:
    """The steps, each after those it depends on: by what it needs, and by whose outputs it reads."""
    makers: dict[str, BuildStep] = {}
    for step in steps:
        for path in step.writes:
            other = makers.setdefault(path.casefold(), step)
            if other is not step:
                raise ProjectError(
                    f"'{path}' would be written by {other.id} and by {step.id}",
                    at=Place(NAME), hint="name each output once",
                )  # fmt: skip
    by_id = {step.id: step for step in steps}
    ordered: dict[str, BuildStep] = {}
    for step in steps:
        _place(step, by_id, makers, ordered)
    return tuple(ordered.values())


def _place(
    step: BuildStep,
    by_id: Mapping[str, BuildStep],
    makers: Mapping[str, BuildStep],
    ordered: dict[str, BuildStep],
) -> None:
    """Put a step after all it depends on; without recursion, for a chain may be as long as an archive."""
    way: list[tuple[BuildStep, Iterator[BuildStep]]] = [(step, _before(step, by_id, makers))]
    on_way = {step.id}
    while way:
        current, before = way[-1]
        following = next((one for one in before if one.id not in ordered), None)
        if following is None:
            ordered.setdefault(current.id, current)
            on_way.discard(current.id)
            way.pop()
        elif following.id in on_way:
            raise _circle([one for one, _ in way], following)
        else:
            on_way.add(following.id)
            way.append((following, _before(following, by_id, makers)))


def _before(
    step: BuildStep, by_id: Mapping[str, BuildStep], makers: Mapping[str, BuildStep]
) -> Iterator[BuildStep]:
    yield from (by_id[name] for name in step.needs)
    yield from (maker for path in step.reads if (maker := makers.get(path.casefold())))


def _circle(way: Iterable[BuildStep], closing: BuildStep) -> ProjectError:
    names = [step.id for step in way]
    circle = [*names[names.index(closing.id) :], closing.id]
    said = f"{circle[0]} waits for {', which waits for '.join(circle[1:])}"
    hint = f"let no script, film or original lie where {NAME} has the outputs written"
    return ProjectError(f"the steps depend on each other in a circle: {said}", at=Place(NAME), hint=hint)
