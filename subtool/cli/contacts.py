"""`subtool contacts`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import subtool
from subtool.cli import filing, options, terminal
from subtool.cli.look import looks
from subtool.cli.progress import progress_bar
from subtool.text.counting import counted

if TYPE_CHECKING:
    from pathlib import Path

    from subtool.cues.footnotes import Mode
    from subtool.onscreen.look import Look


@click.command()
@click.argument("cues", type=options.PATH)
@click.argument("video", type=options.PATH)
@options.output
@click.option("--every", type=click.IntRange(1), default=1, metavar="N", help="One cue in N.  [default: all]")
@click.option(
    "--columns",
    type=click.IntRange(1, 12),
    metavar="N",
    help="Frames in a row.  [default: 4; as many as fit on a web page]",
)
@options.footnotes
@looks
@options.encoding
@options.force
@options.quiet
@options.as_json
def command(
    cues: Path,
    video: Path,
    output: Path,
    every: int,
    columns: int | None,
    footnotes: Mode | None,
    look: Look,
    encoding: str | None,
    force: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """A contact sheet: a frame of VIDEO for each cue, captioned as `burn` does it, with text, time and verdict.

    OUT is one web page that holds its pictures (.html), or a picture (.png, .jpg, .webp); cues that do not fit on one
    go on in OUT-02 and so on.

    \b
    Examples:
      subtool contacts film.cues.json film.mp4 -o sheet.html
      subtool contacts film.cues.json film.mp4 --every 5 --columns 3 -o sheet.png
    """
    filing.claim([output], force=force)
    sheet = filing.read(cues, encoding=encoding, quiet=quiet)
    with progress_bar(quiet=quiet) as progress, filing.about(cues):
        result = subtool.contacts(
            sheet, video, output, every=every, columns=columns, footnotes=footnotes, look=look,
            force=force, progress=progress,
        )  # fmt: skip
    names = [str(path) for path in result.paths]
    if as_json:
        data = {"outputs": names, "shown": result.shown, "cues": result.cues}
        terminal.say_json(data)
    elif not quiet:
        terminal.say(f"{result.shown} of {counted(result.cues, 'cue')}", err=True)
        terminal.say(f"written: {', '.join(names)}", err=True)
