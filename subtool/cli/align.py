"""`subtool align`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import subtool
from subtool.cli import disk, options, report
from subtool.cli.progress import progress_bar

if TYPE_CHECKING:
    from pathlib import Path

    from subtool.cues.notes import Mode


@click.command()
@click.argument("script", type=options.PATH)
@click.argument("media", type=options.PATH)
@options.outputs
@click.option("--audio-track", type=click.IntRange(1), metavar="N", help="Which audio track, counted from 1.")
@click.option(
    "--shots/--no-shots",
    default=False,
    help="Find the shot changes and place in- and out-times by the style's rule on them. Decodes the whole "
    "picture, which takes longer than the alignment.  [default: no-shots]",
)
@options.titles
@options.profile
@options.language
@options.footnotes
@options.encoding
@options.force
@options.quiet
@options.as_json
def command(
    script: Path,
    media: Path,
    outputs: tuple[Path, ...],
    audio_track: int | None,
    shots: bool,
    titles: bool,
    profile: str,
    language: str,
    footnotes: Mode | None,
    encoding: str | None,
    force: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """Cues timed to the voice in MEDIA (a film or a sound), with a verdict on each.

    Sentences of SCRIPT that MEDIA does not contain are listed and left out; so is speech that the script does
    not have. Offline; nothing leaves the machine.

    \b
    Example:
      subtool align episode.txt episode.mp4 -o episode.srt -o episode.cues.json
      subtool align episode.txt episode.mp4 --shots -o episode.srt
    """
    disk.claim_cues(outputs, force=force)
    text = subtool.read_script(script, encoding=encoding, language=language)
    with progress_bar(quiet=quiet) as progress:
        sheet = subtool.align(
            text,
            media,
            profile=profile,
            audio_track=audio_track,
            shots=shots,
            titles=titles,
            progress=progress,
        )
    disk.write(sheet, outputs, footnotes=footnotes, force=force, quiet=quiet)
    report.remarks(text, sheet, quiet=quiet)
    report.sheet(sheet, outputs, quiet=quiet, as_json=as_json)
