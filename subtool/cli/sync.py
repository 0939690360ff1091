"""`subtool sync`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from subtool.cli import filing, options, terminal
from subtool.cli.progress import progress_bar
from subtool.cli.values import duration_ms, frames_a_second, moment, ratio
from subtool.retime import warp
from subtool.text.counting import counted
from subtool.timecode import clock
from subtool.verbs import sync

FEW = 8  # cues that nothing confirms are named

if TYPE_CHECKING:
    from fractions import Fraction
    from pathlib import Path

    from subtool.cues.footnotes import Mode
    from subtool.model import Sheet
    from subtool.verbs.sync import Synced


@click.command()
@click.argument("subtitles", type=options.PATH)
@click.argument("reference", type=options.PATH, required=False)
@options.outputs
@click.option("--old", type=options.PATH, metavar="FILM", help="REFERENCE is a new cut of this film.")
@click.option(
    "--shift",
    "shift_ms",
    type=duration_ms,
    metavar="TIME",
    help="Move all of it, later or earlier: 1.5s, -0:02.",
)
@click.option(
    "--scale", "rate", type=ratio, metavar="RATIO", help="Make all of it slower or faster, as in 25/23.976."
)
@click.option(
    "--at",
    "known",
    type=moment,
    multiple=True,
    metavar="WORDS=TIME",
    help="When words are said; give it twice or more.",
)
@click.option(
    "--fps",
    type=frames_a_second,
    is_eager=True,
    default="25",
    show_default=True,
    metavar="RATE",
    help="Frames a second of a .edl, and of times such as 00:03:10:12.",
)
@click.option("--audio-track", type=click.IntRange(1), metavar="N", help="Which audio track, counted from 1.")
@options.channel
@click.option(
    "--anyway",
    is_flag=True,
    help="Write the result even if it fits no better than before, or no better than chance.",
)
@click.option(
    "--language", metavar="TAG", shell_complete=options.language_tags,
    help="Language of the subtitles, where the file does not say it.",
)  # fmt: skip
@options.footnotes
@options.encoding
@options.force
@options.quiet
@options.as_json
def command(
    subtitles: Path,
    reference: Path | None,
    outputs: tuple[Path, ...],
    old: Path | None,
    shift_ms: int | None,
    rate: Fraction | None,
    known: tuple[tuple[str, int], ...],
    fps: Fraction,
    audio_track: int | None,
    channel: str | None,
    anyway: bool,
    language: str | None,
    footnotes: Mode | None,
    encoding: str | None,
    force: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """Existing subtitles, re-timed. No script is needed; text, edits and footnotes stay.

    REFERENCE is a film or a sound (offset, frame rate and splits are found by the words or the voice heard), another
    subtitle file (of any language), or a new cut of --old FILM, found by the sound of both or by its edit list
    (.edl, .otio). Without REFERENCE: --shift, --scale, or --at.

    \b
    Examples:
      subtool sync film.srt film.mp4 -o film-synced.srt
      subtool sync film.cues.json new-cut.mp4 --old film.mp4 -o new-cut.cues.json
      subtool sync film.srt --shift 1.5s -o later.srt
      subtool sync film.srt --at "the first words=0:12" --at "the last words=24:01" -o film-synced.srt
    """
    by_hand = [shift_ms is not None, rate is not None, bool(known)].count(True)
    if (reference is None) != (by_hand == 1) or by_hand > 1:
        raise click.UsageError("Name a REFERENCE, or give one of --shift, --scale and --at.")
    if old is not None and reference is None:
        raise click.UsageError("--old goes with the new cut as REFERENCE.")
    filing.claim_cues(outputs, force=force)
    sheet = filing.read(subtitles, encoding=encoding, quiet=quiet)
    if language:
        sheet = replace(sheet, language=language)
    if reference is None:
        result = sync.retime(sheet, _by_hand(sheet, shift_ms, rate, known))
    else:
        with progress_bar(quiet=quiet) as progress, filing.about(subtitles):
            result = sync.sync(
                sheet,
                reference,
                old=old,
                fps=fps,
                audio_track=audio_track,
                channel=channel,
                anyway=anyway,
                progress=progress,
            )
    filing.write(result.sheet, outputs, footnotes=footnotes, force=force, quiet=quiet)
    if as_json:
        terminal.say_json(_data(result, outputs))
    elif not quiet:
        _say(result, outputs)


def _by_hand(
    sheet: Sheet, shift_ms: int | None, rate: Fraction | None, known: tuple[tuple[str, int], ...]
) -> warp.Warp:
    if shift_ms is not None:
        return warp.shift(shift_ms)
    return warp.scale(rate) if rate is not None else sync.moments(sheet, known)


def _data(result: Synced, outputs: tuple[Path, ...]) -> dict[str, object]:
    """What `--json` prints: how the cues moved (a piece a stretch of the old time line), and what is gone and new."""
    return {
        "by": result.by.name.lower(),
        "cues": len(result.sheet.cues),
        "fit": None
        if result.after is None
        else {"before": result.before, "after": result.after, "chance": result.chance},
        **({"sound": result.sound} if result.sound else {}),
        "support": [
            {
                "old_ms": one.cue.span.start_ms,
                "start_ms": one.start_ms,
                "away_ms": one.away_ms,
                "supported": one.supported,
                "text": one.cue.text,
            }
            for one in result.support
        ],
        "pieces": [
            {
                "from_ms": piece.old.start_ms,
                "to_ms": min(piece.old.end_ms, 1 << 53),
                "new_ms": piece.new_ms,
                "rate": float(piece.rate),
            }
            for piece in result.warp.pieces
        ],
        "gone": [
            {"start_ms": cue.span.start_ms, "end_ms": cue.span.end_ms, "text": cue.text}
            for cue in result.gone
        ],
        "new": [{"start_ms": span.start_ms, "end_ms": span.end_ms} for span in result.new],
        "outputs": [str(output) for output in outputs],
    }


def _say(result: Synced, outputs: tuple[Path, ...]) -> None:
    terminal.say(f"{counted(len(result.sheet.cues), 'cue')} moved by {result.by.value}", err=True)
    if result.before is not None and result.after is not None:
        chance = f" ({result.chance:.0%} would by chance)" if result.chance else ""
        terminal.say(
            f"begin where speech does: {result.before:.0%} before, {result.after:.0%} now{chance}", err=True
        )
    for piece in result.warp.pieces:
        by = (piece.new_ms - round(piece.old.start_ms * piece.rate)) / 1000
        rate = "" if piece.rate == 1 else f", {float(piece.rate):.5f} times as long"
        terminal.say(f"from {clock(piece.old.start_ms)}: {by:+.3f} s{rate}", err=True)
    gone = {cue.span for cue in result.gone}
    alone = [one for one in result.support if not one.supported and one.cue.span not in gone]
    for one in alone[:FEW]:
        terminal.say(f"not confirmed: {clock(one.start_ms or 0)} {one.cue.text}", err=True)
    if len(alone) > FEW:
        terminal.say(f"… and {counted(len(alone) - FEW, 'cue')} more; --json names all", err=True)
    for cue in result.gone:
        terminal.say(f"gone: {clock(cue.span.start_ms)} {cue.text}", err=True)
    for span in result.new:
        terminal.say(f"new: {clock(span.start_ms)} to {clock(span.end_ms)}", err=True)
    terminal.say(f"written: {', '.join(map(str, outputs))}", err=True)
