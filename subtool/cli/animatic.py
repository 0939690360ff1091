"""`subtool animatic`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import subtool
from subtool.cli import filing, options, printing, terminal
from subtool.cli.delivery import deliveries
from subtool.cli.look import looks
from subtool.cli.pace import paces, speakers
from subtool.cli.progress import progress_bar
from subtool.cli.values import size as size_of
from subtool.model import DEFAULT_FPS
from subtool.timecode import clock

if TYPE_CHECKING:
    from fractions import Fraction
    from pathlib import Path

    from subtool.cues.footnotes import Mode
    from subtool.media.make.encoding import Encoding
    from subtool.onscreen.look import Look
    from subtool.verbs.animatic import Animatic

MOST_NAMED = 10  # pictures that are named one by one: a line each, on half a screen


@click.command()
@click.argument("script", type=options.PATH)
@options.outputs
@click.option("--pictures", type=options.PATH, metavar="FOLDER", help="Show the pictures in this folder.")
@click.option(
    "--size",
    type=size_of,
    default="1280x720",
    show_default=True,
    metavar="WxH",
    help="Of the film, in pixels.",
)
@options.fps
@paces
@speakers
@options.profile
@options.language
@options.footnotes
@looks
@deliveries
@options.encoding
@options.force
@options.quiet
@options.as_json
def command(
    script: Path,
    outputs: tuple[Path, ...],
    pictures: Path | None,
    size: tuple[int, int],
    fps: Fraction | None,
    pace: subtool.Pace,
    voices: tuple[tuple[str, str], ...],
    profile: str | None,
    language: str | None,
    footnotes: Mode | None,
    look: Look,
    delivery: Encoding,
    encoding: str | None,
    force: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """A film to react to, before there is one: SCRIPT read out over cards and pictures, with subtitles and footnotes.

    One OUT is a film (.mp4, .mov, .mkv), the others hold its cues. The title and each section have a card. Pictures
    follow each other in the order of their names, with slow moves; one whose name has words of a section or of the
    script's picture column, or the number of a scene, is shown there. A picture that is asked for and not in the
    folder is written on a card.

    \b
    Examples:
      subtool animatic episode.txt -o draft.mp4
      subtool animatic episode.docx --pictures stills --wpm 140 -o draft.mp4 -o draft.cues.json -o draft.srt
    """
    film, sheets = filing.parted(outputs, filing.films(), "a film")
    filing.claim_cues(sheets, force=force)
    filing.claim([film], force=force)
    text = subtool.read_script(script, encoding=encoding, language=language)
    with progress_bar(quiet=quiet) as progress:
        result = subtool.animatic(
            text, film, pictures=pictures, sheets=sheets, size=size, fps=fps or DEFAULT_FPS, pace=pace,
            voices=dict(voices), profile=profile, footnotes=footnotes, look=look, delivery=delivery,
            force=force, progress=progress,
        )  # fmt: skip
    printing.tell_kept(result.backups, quiet=quiet)
    printing.remarks(text, result.sheet, quiet=quiet)
    _report(result, outputs, quiet=quiet, as_json=as_json)


def _report(result: Animatic, outputs: tuple[Path, ...], *, quiet: bool, as_json: bool) -> None:
    counts: dict[str, int] = {}
    for shot in result.board.shots:
        counts[shot.seen] = counts.get(shot.seen, 0) + 1
    if as_json:
        data = {
            "outputs": [str(output) for output in outputs], "duration_ms": result.duration_ms, "frames": result.frames,
            "cues": len(result.sheet.cues), "shots": counts, "unused": [str(path) for path in result.unused],
        }  # fmt: skip
        terminal.say_json(data)
    elif not quiet:
        for warning in result.warnings:
            terminal.say(warning, err=True)
        for path in result.unused[:MOST_NAMED]:
            terminal.say(f"{path}: not shown, there is no time for it", err=True)
        if len(result.unused) > MOST_NAMED:
            terminal.say(f"and {len(result.unused) - MOST_NAMED} more pictures are not shown", err=True)
        shots = ", ".join(f"{count} {seen}" for seen, count in counts.items())
        terminal.say(f"{clock(result.duration_ms)}: {len(result.sheet.cues)} cues; shots: {shots}", err=True)
        terminal.say(f"written: {', '.join(map(str, outputs))}", err=True)
