"""`subtool lay`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import subtool
from subtool.cli import filing, options, printing, terminal
from subtool.cli.progress import progress_bar
from subtool.cli.values import decibels, place, time_ms
from subtool.media.make.sound_tracks import LAID
from subtool.text.counting import counted
from subtool.timecode import clock

if TYPE_CHECKING:
    from pathlib import Path

    from subtool.cues.footnotes import Mode
    from subtool.verbs.lay import LaidOn


@click.command()
@click.argument("voice", type=options.PATH)
@click.argument("video", type=options.PATH, is_eager=True)  # time codes count its frames
@options.outputs
@click.option("--cues", "cues", type=options.PATH, metavar="SHEET", help="The cues of VOICE.")
@click.option(
    "--at",
    "given",
    type=place,
    multiple=True,
    metavar="[WORDS=]TIME",
    help="VOICE begins at this time, or these words of it are said then. With words it may be given several times.",
)
@click.option(
    "--at-shots", is_flag=True, help="Each paragraph begins at the next shot change with room for it."
)
@click.option(
    "--script", type=options.PATH, metavar="SCRIPT", help="Says where paragraphs begin, in place of pauses."
)
@click.option(
    "--duck", type=decibels, default="12dB", show_default=True, metavar="DB",
    help="How far the film's sound goes down.",
)  # fmt: skip
@click.option(
    "--attack",
    type=time_ms,
    default="0.4s",
    show_default=True,
    metavar="TIME",
    help="How long it goes down ...",
)
@click.option(
    "--release", type=time_ms, default="0.9s", show_default=True, metavar="TIME", help="... and comes up."
)
@click.option(
    "--audio-track", type=click.IntRange(1), metavar="N", help="Which track of VIDEO, counted from 1."
)
@options.footnotes
@options.encoding
@options.force
@options.quiet
@options.as_json
def command(
    voice: Path,
    video: Path,
    outputs: tuple[Path, ...],
    cues: Path | None,
    given: tuple[tuple[str, int], ...],
    at_shots: bool,
    script: Path | None,
    duck: float,
    attack: int,
    release: int,
    audio_track: int | None,
    footnotes: Mode | None,
    encoding: str | None,
    force: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """VOICE, recorded or from `narrate`, laid onto VIDEO: the film's sound goes down under it.

    One OUT is a film (.mp4, .mov, .mkv); the picture is copied, not encoded again. The others hold the cues of VOICE
    (--cues) as they are in the film.

    VOICE goes on as a whole, or in pieces: --at WORDS=TIME begins a piece with the sentence in which the words are
    said, --at-shots one with each paragraph. Pieces never overlap, and none is cut inside a sentence.

    The sound is brought to -23 LUFS with true peaks up to -1 dBTP (EBU R 128). That is measured in what was made,
    and nothing is written if it is not so.

    \b
    Examples:
      subtool lay voice.wav film.mp4 --at 0:05 -o film-narrated.mp4
      subtool lay voice.wav film.mp4 --cues voice.cues.json --at "first words=0:05" --at "others=1:12" -o out.mp4
      subtool lay voice.wav film.mp4 --cues voice.cues.json --at-shots -o out.mp4 -o out.cues.json
    """
    film, sheets = filing.parted(outputs, LAID, "a film")
    moments = tuple(subtool.Quoted(words, at_ms) for words, at_ms in given if words)
    whole = [at_ms for words, at_ms in given if not words]
    if len(whole) > 1 or (moments and (whole or at_shots)):
        raise click.UsageError("Give --at once with a time, or with words each time and without --at-shots.")
    filing.claim_cues(sheets, force=force)
    filing.claim([film], force=force)
    sheet = filing.read(cues, encoding=encoding, quiet=quiet) if cues else None
    text = subtool.read_script(script) if script else None
    with progress_bar(quiet=quiet) as progress:
        result = subtool.lay(
            voice,
            video,
            film,
            places=subtool.Places(whole[0] if whole else 0, moments, at_shots, text),
            sheet=sheet,
            sheets=sheets,
            ducking=subtool.Ducking(duck, attack, release),
            audio_track=audio_track,
            footnotes=footnotes,
            force=force,
            progress=progress,
        )
    printing.tell_kept(result.backups, quiet=quiet)
    if as_json:
        terminal.say_json(_figures(result, outputs))
    elif not quiet:
        _say(result, outputs)


def _figures(result: LaidOn, outputs: tuple[Path, ...]) -> dict[str, object]:
    """What `--json` prints: when the pieces are said, and what was measured in the film."""
    return {
        "frames": result.frames,
        "loudness_lufs": result.loudness.integrated,
        "true_peak_dbtp": result.loudness.peak,
        "loudness_range_lu": result.loudness.range,
        "pieces": [
            {"start_ms": piece.span.start_ms, "end_ms": piece.span.end_ms, "text": piece.passage.text}
            for piece in result.pieces
        ],
        "subtitle_tracks_left_out": result.subtitles_left_out,
        "outputs": [str(output) for output in outputs],
    }


def _say(result: LaidOn, outputs: tuple[Path, ...]) -> None:
    for piece in result.pieces:
        when = f"{clock(piece.span.start_ms)} to {clock(piece.span.end_ms)}"
        terminal.say(f"{when}: {piece.passage.text}", err=True)
    sound = result.loudness
    terminal.say(
        f"measured: {sound.integrated:.1f} LUFS, true peak {sound.peak:.1f} dBTP, range {sound.range:.1f} LU; "
        f"{counted(result.frames, 'frame')}, copied",
        err=True,
    )
    if result.subtitles_left_out:
        terminal.say(f"left out: subtitle tracks of the film ({result.subtitles_left_out})", err=True)
    terminal.say(f"written: {', '.join(map(str, outputs))}", err=True)
