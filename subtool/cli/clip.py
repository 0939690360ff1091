"""`subtool clip`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

import subtool
from subtool.cli import filing, options, printing
from subtool.cli.choice import Batch, Ordered, chosen
from subtool.cli.delivery import deliveries
from subtool.cli.look import looks
from subtool.cli.progress import progress_bar
from subtool.cli.values import cue_ranges, milliseconds, suffixes_of, time_ms
from subtool.verbs.papercut import EDITS

if TYPE_CHECKING:
    from pathlib import Path

    from subtool.cues.footnotes import Mode
    from subtool.media.make.encoding import Encoding
    from subtool.onscreen.look import Look


@click.command(cls=Ordered)
@click.argument("cues", type=options.PATH)
@click.argument("video", type=options.PATH, is_eager=True)  # time codes count its frames
@options.outputs
@click.option(
    "--quote", "quotes", multiple=True, metavar="WORDS", help="The passage in which these are said."
)
@click.option(
    "--cues", "numbers", type=cue_ranges, multiple=True, metavar="N-M,N", shell_complete=options.cue_numbers,
    help="These cues: 12-18,20.",
)  # fmt: skip
@click.option(
    "--from", "froms", type=time_ms, multiple=True, metavar="TIME", help="From this time of the film ..."
)
@options.timecode
@click.option("--to", "tos", type=time_ms, multiple=True, metavar="TIME", help="... to this one.")
@click.option("--footnote", "documented", multiple=True, metavar="N", help="What this footnote documents.")
@click.option("--all-footnotes", is_flag=True, help="A clip of each footnote, in the folder named with -o.")
@click.option("--chapters", is_flag=True, help="A clip of each chapter, in the folder named with -o.")
@click.option(
    "--list", "table", type=options.PATH, metavar="CSV",
    help="A clip of each line (name, quote, cues, from, to, footnote), in the folder named with -o.",
)  # fmt: skip
@click.option(
    "--files", "suffixes", type=suffixes_of, default=".mp4", show_default=True, metavar="SUFFIXES",
    help="What is made of each clip in a folder, as in .mp4,.srt,.png.",
)  # fmt: skip
@click.option(
    "--pad", "pad_ms", type=milliseconds, metavar="TIME",
    help="Hold this much before and after each passage, but no word of its neighbours.  [default: 0.25s; 0 of times]",
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
    all_footnotes: bool,
    chapters: bool,
    table: Path | None,
    suffixes: tuple[str, ...],
    pad_ms: int | None,
    ends: str,
    sound_ms: int,
    picture_ms: int,
    footnotes: Mode | None,
    look: Look,
    delivery: Encoding,
    encoding: str | None,
    force: bool,
    quiet: bool,
    as_json: bool,
    **_: object,
) -> None:
    """Passages of VIDEO with their subtitles and footnote captions burned in, on exact frames.

    Several are joined in the order in which they are named. A further -o saves the clip's cues beside it, or a poster;
    .edl, .otio and .fcpxml are the edit itself, for an editing system.

    \b
    Examples:
      subtool clip film.cues.json film.mp4 --quote "words said in it" -o clip.mp4
      subtool clip film.cues.json film.mp4 --footnote 9 --pad 0.5s -o clip.mp4 -o clip.srt
      subtool clip film.cues.json film.mp4 --cues 12-18,20 --from 3:10 --to 00:03:42:12 -o clip.mp4
      subtool clip film.cues.json film.mov --timecode --from 10:03:12:05 --to 10:03:20:00 -o clip.mp4
      subtool clip film.cues.json film.mp4 --all-footnotes --files .mp4,.srt,.png -o clips
    """
    finish: dict[str, Any] = {
        "footnotes": footnotes, "look": look, "fades": subtool.Fades(sound_ms, picture_ms),
        "delivery": delivery, "force": force,
    }  # fmt: skip
    batch = Batch(all_footnotes=all_footnotes, chapters=chapters, table=table)
    sheet = filing.read(cues, encoding=encoding, quiet=quiet)
    if batch:
        found = batch.choices(context, sheet, video, pad_ms, ends)
        if len(outputs) != 1:
            raise click.UsageError(
                "Clips go into one folder: name it with one -o, and what is in it with --files."
            )
        filing.hide_as_inputs(outputs)
        with progress_bar(quiet=quiet) as progress:
            result = subtool.clips(
                sheet, video, outputs[0], found, suffixes=suffixes, progress=progress, **finish
            )
            printing.films(result, quiet=quiet, as_json=as_json)
        return
    edits = [path for path in outputs if path.suffix.lower() in EDITS]
    spans = chosen(context, sheet, pad_ms, ends)
    filing.claim(edits, force=force)
    if edits:
        edit = subtool.papercut(sheet, video, edits, spans, force=force)
        outputs = tuple(path for path in outputs if path not in edits)
        if not outputs:
            printing.edit(edit, quiet=quiet, as_json=as_json)
            return
    out, beside = filing.parted(outputs, filing.films(), "a film", or_else=filing.previews())
    filing.claim([out, *beside], force=force)
    with progress_bar(quiet=quiet) as progress:
        one = subtool.clip(sheet, video, out, spans=spans, beside=beside, progress=progress, **finish)
    printing.film(one, quiet=quiet, as_json=as_json)
