"""`subtool init`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import subtool
from subtool.cli import options, terminal

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("folder", type=options.PATH, default=".")
@click.option(
    "--title", default="", metavar="TEXT", help="What the season is called.  [default: the folder's name]"
)
@options.force
@options.quiet
@options.as_json
def command(folder: Path, title: str, force: bool, quiet: bool, as_json: bool) -> None:
    """A commented subtool.toml for the scripts and films that lie in FOLDER.

    A film belongs to a script by its name, by the number of the episode, or by its length; what is not sure is said,
    here and in the file.

    \b
    Examples:
      subtool init
      subtool init season-2 --title "Lights of the Outer Islands"
    """
    result = subtool.init(folder, title=title, force=force)
    if as_json:
        episodes = [
            {"script": pair.script, "film": pair.film or None, "by": pair.how.value, "sure": pair.is_sure,
             "others": list(pair.others)}
            for pair in result.episodes
        ]  # fmt: skip
        left = [{"path": path, "why": why} for path, why in result.left]
        terminal.say_json({"output": str(result.path), "episodes": episodes, "left": left})
        return
    if quiet:
        return
    for pair in result.episodes:
        film = f"{pair.film}, by {pair.how}" if pair.film else "no film yet"
        unsure = "" if pair.is_sure or not (pair.film or pair.others) else "; not sure"
        unsure += f": it could also be {', '.join(pair.others)}" if pair.others else ""
        terminal.say(f"{pair.script}: {film}{unsure}", err=True)
    for path, why in result.left:
        terminal.say(f"{path}: left out, {why}", err=True)
    terminal.say(f"written: {result.path}", err=True)
