"""`subtool status`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import subtool
from subtool.cli import filing, options, terminal
from subtool.verbs.build import project_of

if TYPE_CHECKING:
    from pathlib import Path

    from subtool.verbs.status import EpisodeStatus, SeasonStatus

HEADS = ("episode", "stands", "film", "cues", "heard", "doubtful", "problems", "not in film")


@click.command()
@click.argument("project", type=options.PATH, default=".")
@click.option(
    "--report", type=options.PATH, metavar="HTML", help="Write the season as a page, with all its sources."
)
@options.force
@options.as_json
def command(project: Path, report: Path | None, force: bool, as_json: bool) -> None:
    """A line for each episode of the season in PROJECT: what is made, what is out of date, heard, doubtful, problems.

    Nothing is made; `subtool build` does that.

    \b
    Examples:
      subtool status
      subtool status season-2 --json
      subtool status --report season.html

    \b
    --json prints one object:
      title      of the season
      episodes   a list of {name, script, film, stands, due, edited, cues, heard,
                 timing, doubtful, problems, unspoken, footnotes}: stands is
                 "up to date", "out of date" or "not made"; due has the
                 steps that have to be made, each with its reasons; edited the
                 outputs that people changed; heard is a share, null in a draft;
                 problems has a number for each code
      remarks    what should be looked at
    """
    season = project_of(project)
    filing.hide_as_season(season)
    found = subtool.status(season)
    if report:
        subtool.report_season(found, report, force=force)
    if as_json:
        data = {
            "title": found.title,
            "episodes": [_figures(one) for one in found.episodes],
            "remarks": list(found.remarks),
        }
        terminal.say_json(data)
        return
    _table(found)
    for remark in found.remarks:
        terminal.say(remark, err=True)


def _figures(one: EpisodeStatus) -> dict[str, object]:
    figures = ("cues", "heard", "timing", "doubtful", "problems", "unspoken", "footnotes")
    return {
        "name": one.name, "script": one.script, "film": one.film or None, "stands": one.stands,
        "due": {step.rpartition("/")[2]: list(why) for step, why in one.due.items()}, "edited": list(one.edited),
        **{name: one.facts.get(name) for name in figures},
    }  # fmt: skip


def _table(found: SeasonStatus) -> None:
    from rich.cells import cell_len, set_cell_size

    lines = [HEADS, *map(_line, found.episodes)]
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = (set_cell_size(cell, width) for cell, width in zip(line, widths, strict=True))
        terminal.say("  ".join(cells).rstrip())


def _line(one: EpisodeStatus) -> tuple[str, ...]:
    stands = one.stands + (f" ({len(one.due)} steps)" if one.due and one.facts else "")
    stands += ", edited" if one.edited else ""
    if not one.facts:
        return (one.name, stands, one.film or "none yet", *[""] * (len(HEADS) - 3))
    heard = "" if one.heard is None else f"{one.heard:.0%}"
    counts = (one.facts["cues"], heard, one.facts["doubtful"], one.problems, len(one.facts["unspoken"]))
    return (one.name, stands, one.film or "none yet", *map(str, counts))
