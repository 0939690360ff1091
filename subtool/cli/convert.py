"""`subtool convert`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

import subtool
from subtool.cli import filing, options
from subtool.verbs.files import content

if TYPE_CHECKING:
    from fractions import Fraction
    from pathlib import Path

    from subtool.cues.footnotes import Mode


@click.command()
@click.argument("source", metavar="IN", type=options.PATH)
@click.argument("target", metavar="OUT", type=options.PATH)
@click.option(
    "--from", "read_as", metavar="FORMAT", help="What standard input is in, as in srt, when it is not plain."
)
@click.option("--to", "write_as", metavar="FORMAT", help="What to write to standard output, as in vtt.")
@options.footnotes
@options.fps
@options.encoding
@options.force
@options.quiet
def command(
    source: Path,
    target: Path,
    read_as: str | None,
    write_as: str | None,
    footnotes: Mode | None,
    fps: Fraction | None,
    encoding: str | None,
    force: bool,
    quiet: bool,
) -> None:
    """From one subtitle format to another; what the other cannot hold is said.

    Where a format counts frames (see `formats`), --fps says how many a second has: 25 unless the file does.

    \b
    Example:
      subtool convert film.cues.json film.vtt --footnotes captions
      subtool convert film.cues.json film.stl --fps 25
      cat film.srt | subtool convert - - --to vtt

    A - is standard input or output.
    """
    to_pipe = filing.is_pipe(target)
    if to_pipe and not write_as:
        raise click.UsageError("Say with --to which format goes to standard output, as in --to vtt.")
    if not to_pipe:
        filing.claim_cues([target], force=force)
    sheet = filing.read(source, encoding=encoding, quiet=quiet, fps=fps, form=read_as)
    named = filing.named(write_as or "") if to_pipe else target
    if to_pipe:
        sys.stdout.buffer.write(content(sheet, named, footnotes, fps))
    else:
        filing.write(sheet, [target], footnotes=footnotes, force=force, quiet=quiet, fps=fps)
    lost = subtool.losses(sheet, named, footnotes=footnotes, fps=fps)
    if lost and not quiet:
        click.echo(f"{target}: cannot hold {', '.join(lost)}", err=True)
