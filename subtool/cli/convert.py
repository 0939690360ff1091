"""`subtool convert`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import subtool
from subtool.cli import disk, options

if TYPE_CHECKING:
    from pathlib import Path

    from subtool.cues.notes import Mode


@click.command()
@click.argument("source", metavar="IN", type=options.PATH)
@click.argument("target", metavar="OUT", type=options.PATH)
@options.footnotes
@options.encoding
@options.force
@options.quiet
def command(
    source: Path, target: Path, footnotes: Mode | None, encoding: str | None, force: bool, quiet: bool
) -> None:
    """From one subtitle format to another; what the other cannot hold is said.

    \b
    Example:
      subtool convert film.cues.json film.vtt --footnotes captions
    """
    disk.claim_cues([target], force=force)
    sheet = subtool.read(source, encoding=encoding)
    disk.write(sheet, [target], footnotes=footnotes, force=force, quiet=quiet)
    lost = subtool.losses(sheet, target)
    if lost and not quiet:
        click.echo(f"{target}: cannot hold {', '.join(lost)}", err=True)
