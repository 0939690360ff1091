"""`subtool clip`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import subtool
from subtool.cli import disk, options, report
from subtool.cli.delivery import deliveries
from subtool.cli.look import looks
from subtool.cli.progress import progress_bar
from subtool.cli.values import cue_range, time_ms

if TYPE_CHECKING:
    from pathlib import Path

    from subtool.cues.notes import Mode
    from subtool.media.delivery import Delivery
    from subtool.screen.look import Look


@click.command()
@click.argument("cues", type=options.PATH)
@click.argument("video", type=options.PATH, is_eager=True)  # time codes count its frames
@options.output
@click.option("--quote", metavar="WORDS", help="The passage in which these words are said.")
@click.option("--cues", "numbers", type=cue_range, metavar="N-M", help="These cues, as in 12-18.")
@click.option("--from", "from_ms", type=time_ms, metavar="TIME", help="From this time of the film ...")
@click.option("--to", "to_ms", type=time_ms, metavar="TIME", help="... to this one.")
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
    quote: str | None,
    numbers: tuple[int, int] | None,
    from_ms: int | None,
    to_ms: int | None,
    footnotes: Mode | None,
    look: Look,
    delivery: Delivery,
    encoding: str | None,
    force: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """A passage of VIDEO with its subtitles and footnote captions burned in, on exact frames.

    \b
    Examples:
      subtool clip film.cues.json film.mp4 --quote "words said in it" -o clip.mp4
      subtool clip film.cues.json film.mp4 --from 3:10 --to 00:03:42:12 -o clip.mp4
    """
    disk.claim([output], force=force)
    sheet = disk.read(cues, encoding=encoding, quiet=quiet)
    if [quote is not None, numbers is not None, from_ms is not None or to_ms is not None].count(True) != 1:
        raise click.UsageError("Say which passage: --quote WORDS, --cues 12-18, or --from and --to.")
    if quote is not None:
        span = subtool.passage(sheet, quote)
    elif numbers is not None:
        span = subtool.passage(sheet, numbers)
    elif from_ms is not None and to_ms is not None and from_ms < to_ms:
        span = subtool.Span(from_ms, to_ms)
    else:
        raise click.UsageError("--from and --to go together, the earlier time first.")
    with progress_bar(quiet=quiet) as progress:
        made = subtool.clip(
            sheet,
            video,
            output,
            span=span,
            footnotes=footnotes,
            look=look,
            delivery=delivery,
            force=force,
            progress=progress,
        )
    report.film(made, quiet=quiet, as_json=as_json)
