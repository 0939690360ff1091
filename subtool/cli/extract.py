"""`subtool extract`."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

import subtool
from subtool.cli import filing, options, terminal
from subtool.text.counting import counted

if TYPE_CHECKING:
    from pathlib import Path

    from subtool.media.make.subtitle_tracks import SubtitleTrack


@click.command()
@click.argument("video", type=options.PATH)
@click.option(
    "-o", "--output", "outputs", type=options.PATH, multiple=True, metavar="OUT",
    help="Write here; the suffix decides the format. May be given several times. Without it, the tracks are listed.",
)  # fmt: skip
@click.option(
    "--track", default="", metavar="N|TAG", help="By number or language.  [default: the one players show]"
)
@options.force
@options.quiet
@options.as_json
def command(
    video: Path, outputs: tuple[Path, ...], track: str, force: bool, quiet: bool, as_json: bool
) -> None:
    """The subtitles that are in VIDEO as a track of text.

    \b
    Examples:
      subtool extract film.mkv
      subtool extract film.mkv --track de -o film.de.srt
    """
    if not outputs:
        _list(subtool.tracks_in(video), as_json=as_json)
        return
    filing.claim(outputs, force=force)
    sheet = subtool.extract(video, track)
    filing.write(sheet, outputs, footnotes=None, force=force, quiet=quiet)
    if as_json:
        terminal.say_json({"outputs": [str(path) for path in outputs], "cues": len(sheet.cues)})
    elif not quiet:
        terminal.say(f"{counted(len(sheet.cues), 'cue')} ({sheet.language})", err=True)
        terminal.say(f"written: {', '.join(map(str, outputs))}", err=True)


def _list(tracks: tuple[SubtitleTrack, ...], *, as_json: bool) -> None:
    if as_json:
        terminal.say_json([asdict(track) for track in tracks])
        return
    for track in tracks:
        said = [
            track.language or "und",
            track.codec,
            track.title,
            "default" * track.default,
            "forced" * track.forced,
        ]
        terminal.say(f"{track.number}  {'  '.join(filter(None, said))}")
    if not tracks:
        terminal.say("no track of subtitles", err=True)
