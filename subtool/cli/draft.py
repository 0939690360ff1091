"""`subtool draft`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import subtool
from subtool.cli import filing, options, printing
from subtool.cli.pace import paces
from subtool.model import DEFAULT_FPS
from subtool.script.outline import refuse_doubts

if TYPE_CHECKING:
    from fractions import Fraction
    from pathlib import Path

    from subtool.cues.footnotes import Mode


@click.command()
@click.argument("script", type=options.PATH)
@options.outputs
@options.fps
@paces
@click.option("--explain", is_flag=True, help="Say why each cue ends where it does, on stdout.")
@options.titles
@options.keep
@options.profile
@options.language
@options.footnotes
@options.encoding
@options.strict
@options.force
@options.quiet
@options.as_json
def command(
    script: Path,
    outputs: tuple[Path, ...],
    fps: Fraction | None,
    pace: subtool.Pace,
    explain: bool,
    titles: bool,
    keep: Path | None,
    profile: str | None,
    language: str | None,
    footnotes: Mode | None,
    encoding: str | None,
    strict: bool,
    force: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """Cues timed from the text of SCRIPT alone, before there is a film.

    What is known of the film is kept to the frame: --at, --start, and the time codes that SCRIPT has beside its
    scenes, which --start moves along; between two known moments the pace is even. --at wins over both. --wpm or
    --duration set the pace of what lies outside of them; without, it is that between them, or 139 words a
    minute. Times may count frames, as in 00:03:10:12, or 00:03:10;12 where frames are dropped.

    With --keep, sentences that have not changed keep the cues they have in OLD, with times, lines and hand edits.
    The cues after a new sentence move to make room for it; those timed by hand stay. OLD may be any subtitle file.

    \b
    Examples:
      subtool draft episode.txt --wpm 140 -o episode.srt
      subtool draft episode.txt --fps 25 --at "quoted words=00:03:10" --at "others=00:21:04:12" -o episode.srt
      subtool draft today.txt --keep yesterday.cues.json -o today.cues.json
    """
    if keep and titles:
        raise click.UsageError("--keep keeps the titles of OLD, --titles makes them again: give one of them.")
    if keep and explain:
        raise click.UsageError(
            "--explain tells of cues that are split again, --keep keeps them: give one of them."
        )
    filing.claim_cues(outputs, force=force)
    old = subtool.read(keep) if keep else None
    text = subtool.read_script(script, encoding=encoding, language=language)
    if strict:
        refuse_doubts(text)
    printing.style(text, profile, quiet=quiet or as_json)
    sheet = subtool.draft(
        text,
        profile=profile,
        pace=pace if pace != subtool.Pace() else None,
        fps=fps or DEFAULT_FPS,
        titles=titles,
        keep=old,
    )
    filing.write(sheet, outputs, footnotes=footnotes, force=force, quiet=quiet)
    printing.remarks(text, sheet, quiet=quiet)
    change = subtool.difference(old, text, sheet) if old else None
    why = subtool.explain(text, profile=profile, pace=pace, fps=fps or DEFAULT_FPS) if explain else None
    printing.sheet(sheet, outputs, change, quiet=quiet, as_json=as_json, why=why)
