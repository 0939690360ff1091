"""`subtool demo`."""

from __future__ import annotations

import shlex
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from subtool.cli import options, printing, terminal
from subtool.cli.progress import progress_bar
from subtool.errors import OutputError, Place

if TYPE_CHECKING:
    from subtool.demo.episode import Demo


@click.command()
@click.argument("folder", metavar="[DIR]", type=options.PATH, default=Path("subtool-demo"))
@click.option("--quick", is_flag=True, help="One paragraph of it, in a small picture: done in seconds.")
@options.force
@options.quiet
@options.as_json
def command(folder: Path, quick: bool, force: bool, quiet: bool, as_json: bool) -> None:
    """The whole way on a sample episode, with footage it makes itself, into DIR (subtool-demo).

    \b
    Examples:
      subtool demo my-demo
      subtool demo --quick
    """
    from subtool.demo import episode

    if folder.is_file():
        raise OutputError("is a file", at=Place(str(folder)), hint="name a folder")
    if folder.is_dir() and any(folder.iterdir()) and not force:
        raise OutputError(
            "holds files already", at=Place(str(folder)), hint="add --force, or name another folder"
        )
    folder.mkdir(parents=True, exist_ok=True)
    with progress_bar(quiet=quiet) as progress:
        demo = (episode.run_quickly if quick else episode.run)(folder, progress=progress)
    if as_json:
        result = [{"path": str(result.path), "what": result.what} for result in demo.made]
        terminal.say_json({"made": result, "accuracy": asdict(demo.accuracy)})
    elif not quiet:
        _show(demo)


def _show(demo: Demo) -> None:
    from rich.table import Table

    from subtool.reports import summary

    console = terminal.console()
    result = Table(title="What was made", title_justify="left")
    for heading in ("file", "what it is", "size"):
        result.add_column(heading, overflow="fold", justify="right" if heading == "size" else "left")
    for one in demo.made:
        result.add_row(terminal.visible(str(one.path)), one.what, printing.size(one.path.stat().st_size))
    console.print(result)
    figures, near = Table(title="How near the timing is", title_justify="left"), demo.accuracy
    figures.add_column("asked")
    figures.add_column("answer", justify="right")
    figures.add_row("words timed, of those spoken", f"{near.placed} of {near.words}")
    figures.add_row("word starts off, median", f"{near.median_ms:.0f} ms")
    figures.add_row("word starts off, 95 of 100 at most", f"{near.p95_ms:.0f} ms")
    figures.add_row("words within 100 ms, 200 ms", f"{near.within_100_ms:.1%}, {near.within_200_ms:.1%}")
    figures.add_row("cues heard", f"{near.cues_heard:.1%} of {near.cues}")
    figures.add_row("cue starts within 200 ms", f"{near.cues_within_200_ms:.1%}")
    console.print(figures)
    console.print("The voice left out and added a sentence, on purpose:", f"  left out  {demo.left_out}",
                  f"  added     {demo.ad_lib}", sep="\n", markup=False, highlight=False)  # fmt: skip
    for line in summary.sentences(demo.sheet):
        console.print(line, markup=False, highlight=False)
    files = {one.path.name: str(one.path) for one in demo.made}
    command = shlex.join(["subtool", "review", files["episode.cues.json"], files["episode.mp4"]])
    terminal.say("Finish its cues in your browser:")
    terminal.say(f"  {command}")
