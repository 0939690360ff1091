"""`subtool draft`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import subtool
from subtool.cli import options, report
from subtool.cli.values import time_ms

if TYPE_CHECKING:
    from pathlib import Path

    from subtool.cues.notes import Mode


@click.command()
@click.argument("script", type=options.PATH)
@options.outputs
@click.option("--wpm", type=click.FloatRange(20, 600), metavar="N", help="Words a minute of the narrator.")
@click.option("--duration", type=time_ms, metavar="TIME", help="Length of the whole narration, as in 24:30.")
@click.option("--start", type=time_ms, metavar="TIME", default="0", help="When the first word is spoken.")
@options.profile
@options.language
@options.footnotes
@options.encoding
@options.force
@options.quiet
@options.as_json
def command(
    script: Path,
    outputs: tuple[Path, ...],
    wpm: float | None,
    duration: int | None,
    start: int,
    profile: str,
    language: str,
    footnotes: Mode | None,
    encoding: str | None,
    force: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """Cues timed from the text of SCRIPT alone, before there is a film.

    \b
    Example:
      subtool draft episode.txt --wpm 140 -o episode.srt
    """
    if wpm is not None and duration is not None:
        raise click.UsageError("--wpm and --duration each set the pace: give one of them.")
    subtool.refuse(outputs, force=force)
    text = subtool.read_script(script, encoding=encoding, language=language)
    pace = subtool.Pace(start_ms=start, words_a_minute=wpm, duration_ms=duration)
    sheet = subtool.draft(text, profile=profile, pace=pace)
    for output in outputs:
        subtool.write(sheet, output, footnotes=footnotes, force=force)
    report.remarks(text, quiet=quiet)
    report.sheet(sheet, outputs, quiet=quiet, as_json=as_json)
