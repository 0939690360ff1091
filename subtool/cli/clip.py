"""`subtool clip`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import subtool
from subtool.cli import disk, options, report
from subtool.cli.choice import Ordered, chosen
from subtool.cli.delivery import deliveries
from subtool.cli.look import looks
from subtool.cli.progress import progress_bar
from subtool.cli.values import cue_ranges, milliseconds, time_ms

if TYPE_CHECKING:
    from pathlib import Path

    from subtool.cues.notes import Mode
    from subtool.media.delivery import Delivery
    from subtool.screen.look import Look


@click.command(cls=Ordered)
@click.argument("cues", type=options.PATH)
@click.argument("video", type=options.PATH, is_eager=True)  # time codes count its frames
@options.outputs
@click.option(
    "--quote", "quotes", multiple=True, metavar="WORDS", help="The passage in which these are said."
)
@click.option(
    "--cues", "numbers", type=cue_ranges, multiple=True, metavar="N-M,N", help="These cues: 12-18,20."
)
@click.option(
    "--from", "froms", type=time_ms, multiple=True, metavar="TIME", help="From this time of the film ..."
)
@click.option("--to", "tos", type=time_ms, multiple=True, metavar="TIME", help="... to this one.")
@click.option("--footnote", "documented", multiple=True, metavar="N", help="What this footnote documents.")
@click.option(
    "--pad", "pad_ms", type=milliseconds, metavar="TIME",
    help="Hold so much before and after each passage, but no word of its neighbours.  [default: 0.25s; 0 of times]",
)  # fmt: skip
@click.option(
    "--ends", type=click.Choice(["words", "exact"]), default="words", show_default=True,
    help="Move times into the nearest gap between words, or take them as they are.",
)  # fmt: skip
@click.option(
    "--fade-sound", "sound_ms", type=milliseconds, default="10ms", show_default=True, metavar="TIME",
    help="Fade the sound in and out.",
)  # fmt: skip
@click.option(
    "--fade", "picture_ms", type=milliseconds, default="0s", show_default=True, metavar="TIME",
    help="Fade the picture in and out.",
)  # fmt: skip
@options.footnotes
@looks
@deliveries
@options.encoding
@options.force
@options.quiet
@options.as_json
@click.pass_context
def command(
    context: click.Context,
    /,
    cues: Path,
    video: Path,
    outputs: tuple[Path, ...],
    pad_ms: int | None,
    ends: str,
    sound_ms: int,
    picture_ms: int,
    footnotes: Mode | None,
    look: Look,
    delivery: Delivery,
    encoding: str | None,
    force: bool,
    quiet: bool,
    as_json: bool,
    **choices: tuple[object, ...],
) -> None:
    """Passages of VIDEO with their subtitles and footnote captions burned in, on exact frames.

    Several are joined in the order in which they are named. A further -o saves the clip's cues beside it.

    \b
    Examples:
      subtool clip film.cues.json film.mp4 --quote "words said in it" -o clip.mp4
      subtool clip film.cues.json film.mp4 --footnote 9 --pad 0.5s -o clip.mp4 -o clip.srt
      subtool clip film.cues.json film.mp4 --cues 12-18,20 --from 3:10 --to 00:03:42:12 -o clip.mp4
    """
    out, beside = disk.parted(outputs, disk.is_film, "the clip")
    disk.claim_cues(beside, force=force)
    disk.claim([out], force=force)
    sheet = disk.read(cues, encoding=encoding, quiet=quiet)
    spans = chosen(context, sheet, choices, pad_ms, ends)
    with progress_bar(quiet=quiet) as progress:
        made = subtool.clip(
            sheet,
            video,
            out,
            spans=spans,
            beside=beside,
            footnotes=footnotes,
            look=look,
            fades=subtool.Fades(sound_ms, picture_ms),
            delivery=delivery,
            force=force,
            progress=progress,
        )
    disk.tell_kept(made.spares, quiet=quiet)
    report.film(made, quiet=quiet, as_json=as_json)
