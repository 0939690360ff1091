"""`subtool convert`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import subtool
from subtool.cli import filing, options

if TYPE_CHECKING:
    from fractions import Fraction
    from pathlib import Path

    from subtool.cues.footnotes import Mode


@click.command()
@click.argument("source", metavar="IN", type=options.PATH)
@click.argument("target", metavar="OUT", type=options.PATH)
@options.footnotes
@options.fps
@options.encoding
@options.force
@options.quiet
def command(
    source: Path,
    target: Path,
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
    """
    filing.claim_cues([target], force=force)
    sheet = filing.read(source, encoding=encoding, quiet=quiet, fps=fps)
    filing.write(sheet, [target], footnotes=footnotes, force=force, quiet=quiet, fps=fps)
    lost = subtool.losses(sheet, target, footnotes=footnotes, fps=fps)
    if lost and not quiet:
        click.echo(f"{target}: cannot hold {', '.join(lost)}", err=True)
