"""`subtool burn`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import subtool
from subtool.cli import filing, options, printing
from subtool.cli.delivery import deliveries
from subtool.cli.look import looks
from subtool.cli.progress import progress_bar

if TYPE_CHECKING:
    from pathlib import Path

    from subtool.cues.footnotes import Mode
    from subtool.media.make.encoding import Encoding
    from subtool.onscreen.look import Look


@click.command()
@click.argument("cues", type=options.PATH)
@click.argument("video", type=options.PATH)
@options.output
@options.footnotes
@looks
@deliveries
@options.encoding
@options.force
@options.quiet
@options.as_json
def command(
    cues: Path,
    video: Path,
    output: Path,
    footnotes: Mode | None,
    look: Look,
    delivery: Encoding,
    encoding: str | None,
    force: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """The whole of VIDEO with subtitles and footnote captions burned in, on exact frames.

    \b
    Example:
      subtool burn film.cues.json film.mp4 -o film-captioned.mp4
    """
    filing.claim([output], force=force)
    sheet = filing.read(cues, encoding=encoding, quiet=quiet)
    with progress_bar(quiet=quiet) as progress:
        result = subtool.burn(
            sheet,
            video,
            output,
            footnotes=footnotes,
            look=look,
            delivery=delivery,
            force=force,
            progress=progress,
        )
    printing.film(result, quiet=quiet, as_json=as_json)
