"""`subtool narrate`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import subtool
from subtool.cli import filing, options, printing
from subtool.cli.pace import paces, speakers
from subtool.cli.progress import progress_bar

if TYPE_CHECKING:
    from fractions import Fraction
    from pathlib import Path

    from subtool.cues.footnotes import Mode


@click.command()
@click.argument("script", type=options.PATH)
@options.outputs
@options.fps
@paces
@speakers
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
    outputs: tuple[Path, ...],
    fps: Fraction | None,
    pace: subtool.Pace,
    voices: tuple[tuple[str, str], ...],
    titles: bool,
    profile: str | None,
    language: str | None,
    footnotes: Mode | None,
    encoding: str | None,
    force: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """SCRIPT read out by a synthesiser in its language: a scratch narration to cut pictures to.

    One OUT is a sound (.wav, .flac, .mp3, .m4a, .ogg, .opus). The others hold its cues, in the format of their
    suffixes; a cue sheet has the exact times of all words, which `lay` goes by.

    Sentences begin when `draft` says they do, by the same options. A known moment is kept to the millisecond,
    and the voice speaks faster or slower to keep it. Each speaker of SCRIPT has a voice of its own.

    \b
    Examples:
      subtool narrate episode.txt -o voice.wav -o voice.cues.json
      subtool narrate episode.txt --at "quoted words=00:03:10" --voice f4 --voice "IVANOV=m3" -o voice.wav
    """
    sound, sheets = filing.parted(outputs, filing.sounds(), "a sound")
    filing.claim_cues(sheets, force=force)
    filing.claim([sound], force=force)
    text = subtool.read_script(script, encoding=encoding, language=language)
    with progress_bar(quiet=quiet) as progress:
        result = subtool.narrate(
            text,
            sound,
            sheets=sheets,
            pace=pace,
            voices=dict(voices),
            profile=profile,
            fps=fps,
            titles=titles,
            footnotes=footnotes,
            force=force,
            progress=progress,
        )
    printing.tell_kept(result.backups, quiet=quiet)
    printing.remarks(text, result.sheet, quiet=quiet)
    printing.sheet(result.sheet, outputs, quiet=quiet, as_json=as_json)
