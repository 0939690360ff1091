"""`subtool build`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

import subtool
from subtool.cli import filing, options, terminal
from subtool.cli.build_progress import watching
from subtool.verbs.build import plan, project_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from subtool.season.survey import Standing
    from subtool.verbs.build import Built, Project


@click.command()
@click.argument("project", type=options.PATH, default=".")
@click.option(
    "--only", multiple=True, metavar="EPISODE", help="Build this episode. May be given several times."
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    metavar="N",
    help="Steps that run at the same time.  [default: one a processor]",
)
@click.option(
    "--memory",
    metavar="SIZE",
    help="The memory that they may take together, as in 1.5GB.  [default: three quarters]",
)
@click.option(
    "--cluster", metavar="ADDRESS", help="Have a dask scheduler's workers make it, as in tcp://10.0.0.1:8786."
)
@options.build_profile
@click.option(
    "--watch", is_flag=True, help="Build again whenever something changes, until interrupted (Ctrl+C)."
)
@click.option("--dry-run", is_flag=True, help="Say what would be made and why, and make nothing.")
@click.option("--explain", is_flag=True, help="Say why each step is made.")
@click.option(
    "--show-config", is_flag=True, help="Say which settings count, and where each value comes from."
)
@click.option("--force", is_flag=True, help="Make everything again; what people edited is kept all the same.")
@options.quiet
@options.as_json
def command(
    project: Path,
    only: tuple[str, ...],
    jobs: int | None,
    memory: str | None,
    cluster: str | None,
    profile: str | None,
    watch: bool,
    dry_run: bool,
    explain: bool,
    show_config: bool,
    force: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """Every episode of the season in PROJECT brought up to date: a folder with a subtool.toml, or that file.

    Only what changed is made again: a step whose files, options or code are as they were is left alone. What people
    edited (a cue sheet in `review`, subtitles by hand) is taken up, and never written over without a copy.

    \b
    Examples:
      subtool build
      subtool build season-2 --dry-run
      subtool build --only the-lamp-on-the-point --jobs 1 --explain
      subtool build archive --cluster tcp://10.0.0.1:8786
      subtool build --watch

    An episode that fails stops no other; the exit code is 2 then. What was made stays when a build is interrupted.
    """
    if watch and (dry_run or force or as_json):
        raise click.UsageError("--watch builds what changes: without --dry-run, --force and --json.")
    chosen = {"jobs": jobs, "memory": memory, "cluster": cluster, "profile": profile}
    season = project_of(project, chosen)
    if show_config:
        _show(season, as_json=as_json)
        return
    for remark in () if quiet else season.season.remarks:
        terminal.say(remark, err=True)
    if dry_run:
        _plan(plan(season, only, force=force), as_json=as_json)
        return
    filing.hide_as_season(season)
    try:
        if watch:
            _watch(project, only, chosen, explain=explain, quiet=quiet)
            return
        with watching(explain=explain, quiet=quiet, as_json=as_json) as watcher:
            built = subtool.build(season, only=only, force=force, watcher=watcher)
    except KeyboardInterrupt as error:
        error.add_note("what was made stays, and the next build goes on from there")
        raise
    _tell(built, quiet=quiet, as_json=as_json)
    if built.failed:
        raise click.exceptions.Exit(2)


def _watch(
    project: Path, only: tuple[str, ...], chosen: Mapping[str, Any], *, explain: bool, quiet: bool
) -> None:
    """Build again and again; each time something was made, or could not be, it is said."""
    first = True
    with watching(explain=explain, quiet=quiet, as_json=False) as watcher:
        rounds = subtool.watch(
            project, only=only, options=chosen, watcher=watcher,
            failed=lambda error: terminal.say(f"subtool: {error}", err=True),
        )  # fmt: skip
        for built in rounds:
            if first or built.made or built.failed:
                _tell(built, quiet=quiet, as_json=False)
            first = False


def _show(season: Project, *, as_json: bool) -> None:
    """Every value and where it comes from; those of episodes where they differ."""
    shared = {**season.configuration.of_build(), **season.season.choices}
    tables: list[tuple[str, Mapping[str, Any]]] = [("", shared)]
    for episode in season.season.episodes:
        own = {
            name: value
            for name, value in episode.choices.items()
            if value != shared.get(name) and value.value
        }
        tables.append(
            (episode.name, {name: value for name, value in own.items() if value.origin != "default"})
        )
    if as_json:
        said = {
            table or "season": {
                name: {"value": value.value, "from": value.origin} for name, value in values.items()
            }
            for table, values in tables
        }
        terminal.say_json(said)
        return
    for table, values in tables:
        if table and values:
            terminal.say()
            terminal.say(f"episode {table}")
        for name, value in values.items():
            terminal.say(f"{name:12} {_shown(value.value):40} {value.origin}".rstrip())


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return (
        {True: "true", False: "false"}.get(value, str(value))
        if isinstance(value, bool)
        else str(value or "-")
    )


def _plan(standings: Mapping[str, Standing], *, as_json: bool) -> None:
    """The steps that would be made, on stdout."""
    due = [standing for standing in standings.values() if not standing.is_current]
    edited = [path for standing in standings.values() for path in standing.edited]
    if as_json:
        steps = [
            {"step": one.step.id.removeprefix("/"), "why": list(one.reasons), "certain": one.certain}
            for one in due
        ]
        terminal.say_json({"steps": steps, "edited": edited, "of": len(standings)})
        return
    for path in edited:
        terminal.say(f"{path}: not as the last build wrote it; it would be taken up")
    for standing in due:
        if_so = "" if standing.certain else ", and may be left as it is"
        terminal.say(f"{standing.step.id.removeprefix('/')}: {'; '.join(standing.reasons)}{if_so}")
    terminal.say(f"{len(due)} of {len(standings)} steps would be made")


def _tell(built: Built, *, quiet: bool, as_json: bool) -> None:
    if as_json:
        failed = [{"step": step.removeprefix("/"), "why": why} for step, why in built.failed.items()]
        result = [step.removeprefix("/") for step in built.made]
        data = {
            "made": result,
            "failed": failed,
            "waiting": list(built.waiting),
            "remarks": list(built.remarks),
            "styles": {style: list(episodes) for style, episodes in built.styles.items()},
        }
        terminal.say_json(data)
    for remark in () if quiet else built.remarks:
        terminal.say(remark, err=True)
    if built.failed:
        width = max(map(len, built.failed))
        terminal.say(f"subtool: {_count(len(built.failed), 'step')} could not be made:", err=True)
        for step, why in built.failed.items():
            terminal.say(f"  {step.removeprefix('/'):{width}}  {why}", err=True)
    if not quiet:
        for style, names in built.styles.items():
            which = names[0] if len(names) == 1 else f"{len(names)} episodes"
            said = f"{which}: made for {style}, the style of the text's language"
            terminal.say(f"{said}; profile in subtool.toml names another", err=True)
        episodes = len({step.rpartition("/")[0] for step in built.made} - {""})
        of_them = f" of {_count(episodes, 'episode')}" if episodes else ""
        success = f"{_count(len(built.made), 'step')}{of_them} made"
        said = success if built.made else "everything is up to date"
        terminal.say(said if built.made or not built.failed else "nothing else had to be made", err=True)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
