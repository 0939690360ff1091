"""`subtool still`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import subtool
from subtool.cli import filing, options, terminal
from subtool.cli.look import looks
from subtool.cli.values import time_ms
from subtool.text.counting import counted
from subtool.timecode import clock

if TYPE_CHECKING:
    from pathlib import Path

    from subtool.cues.footnotes import Mode
    from subtool.onscreen.look import Look


@click.command()
@click.argument("cues", type=options.PATH)
@click.argument("video", type=options.PATH, is_eager=True)  # time codes count its frames
@options.output
@click.option("--at", "at_ms", type=time_ms, metavar="TIME", help="The frame on screen at this time.")
@options.timecode
@click.option(
    "--cue", "number", type=click.IntRange(1), metavar="N", shell_complete=options.cue_numbers,
    help="In the middle of this cue.",
)  # fmt: skip
@click.option("--quote", metavar="WORDS", help="In the middle of the cue in which these words begin.")
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
    at_ms: int | None,
    number: int | None,
    quote: str | None,
    footnotes: Mode | None,
    look: Look,
    encoding: str | None,
    force: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """One frame of VIDEO as a picture (PNG, JPEG, WebP), with its subtitles and footnotes as `burn` sets them.

    \b
    Examples:
      subtool still film.cues.json film.mp4 --at 3:10 -o frame.png
      subtool still film.cues.json film.mp4 --quote "words said in it" -o frame.jpg
    """
    if [at_ms, number, quote].count(None) != 2:
        raise click.UsageError("Say which frame: --at TIME, --cue N, or --quote WORDS.")
    filing.claim([output], force=force)
    sheet = filing.read(cues, encoding=encoding, quiet=quiet)
    moment = subtool.moment(sheet, quote or number or "") if at_ms is None else at_ms
    result = subtool.still(sheet, video, output, at_ms=moment, footnotes=footnotes, look=look, force=force)
    if as_json:
        data = {
            "output": str(result.path), "at_ms": result.at_ms, "width": result.size[0], "height": result.size[1],
            "cues": result.cues, "footnotes": result.footnotes, "timecode": result.timecode or None,
            "warnings": list(result.warnings), "film": result.film,
        }  # fmt: skip
        terminal.say_json(data)
    elif not quiet:
        size = f"{result.size[0]} × {result.size[1]}"
        for warning in result.warnings:
            terminal.say(warning, err=True)
        when = f"{clock(result.at_ms)}{f' ({result.timecode})' if result.timecode else ''}"
        terminal.say(
            f"{when}: {size}, {counted(result.cues, 'cue')}, {counted(result.footnotes, 'footnote')}",
            err=True,
        )
        terminal.say(f"written: {result.path}", err=True)
