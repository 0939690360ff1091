"""`subtool papercut`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import subtool
from subtool.cli import filing, options, terminal
from subtool.cli.progress import progress_bar
from subtool.cli.values import time_ms
from subtool.cues import find
from subtool.text.counting import counted
from subtool.timecode import clock
from subtool.verbs.marked_passages import commented, marked_in
from subtool.verbs.papercut import EDITS

if TYPE_CHECKING:
    from pathlib import Path

    from subtool.model import Sheet, Span


@click.command()
@click.argument("cues", type=options.PATH)
@click.argument("video", type=options.PATH, is_eager=True)  # time codes count its frames
@options.outputs
@click.option(
    "--by", type=options.PATH, metavar="FILE",
    help="A script with marks in it (.docx, .md, .txt), or a table of passages (.csv).  [default: cues whose comment "
    "begins with “cut”]",
)  # fmt: skip
@click.option(
    "--handles", "handles_ms", type=time_ms, default="0", metavar="TIME",
    help="How much more of the film, before and after each passage, is in the edit, to trim there.",
)  # fmt: skip
@options.encoding
@options.force
@options.quiet
@options.as_json
def command(
    cues: Path,
    video: Path,
    outputs: tuple[Path, ...],
    by: Path | None,
    handles_ms: int,
    encoding: str | None,
    force: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """Cut VIDEO by its text: what is marked in the script becomes the edit, with its sound and its sources.

    Mark what to keep: highlight it in Word, write ==it between equals signs== in text and Markdown, begin the comment
    of its cues with “cut” in `review`, or list it in a table with the columns of `clip --list`. Passages come in the
    order of the marks.

    An output is an edit (.edl, .otio, .fcpxml), a film to look at (.mp4, without the handles), or the cues of the cut
    (.cues.json, .srt …) beside that film.

    \b
    Examples:
      subtool papercut film.cues.json film.mp4 --by script-marked.docx -o cut.edl -o cut.otio
      subtool papercut film.cues.json film.mp4 -o cut.fcpxml -o cut.mp4 -o cut.cues.json --handles 1s
    """
    sheet = filing.read(cues, encoding=encoding, quiet=quiet)
    spans, missing = _chosen(sheet, video, by)
    edits = [path for path in outputs if path.suffix.lower() in EDITS]
    others = [path for path in outputs if path not in edits]
    filing.claim(edits, force=force)
    if others:
        out, beside = filing.parted(others, filing.films(), "a film")
        filing.claim([out, *beside], force=force)
        with progress_bar(quiet=quiet) as progress:
            subtool.clip(sheet, video, out, spans=spans, beside=beside, force=force, progress=progress)
    if edits:
        subtool.papercut(sheet, video, edits, spans, handles_ms=handles_ms, force=force)
    length_ms = sum(span.duration_ms for span in spans)
    if as_json:
        passages = [{"start_ms": span.start_ms, "end_ms": span.end_ms} for span in spans]
        data = {"passages": passages, "missing": missing, "outputs": [str(path) for path in outputs]}
        terminal.say_json(data)
    elif not quiet:
        for sentence in missing:
            terminal.say(f"marked, and not in the film: {sentence}", err=True)
        terminal.say(f"{counted(len(spans), 'passage')}, {clock(length_ms)} of the film", err=True)
        terminal.say(f"written: {', '.join(map(str, outputs))}", err=True)


def _chosen(sheet: Sheet, video: Path, by: Path | None) -> tuple[list[Span], list[str]]:
    """The passages in the order of the marks, and marked sentences that are not in the film."""
    if by is None:
        return [find.span_of(sheet, cues, find.LEAD_MS) for cues in commented(sheet)], []
    if by.suffix.lower() == ".csv":
        from subtool.media.read.probe import probe
        from subtool.timecode import standard
        from subtool.verbs import clip_list

        rate = probe(video).fps
        choices = clip_list.read(by, sheet, clip_list.Manner(fps=standard(rate) if rate else None))
        return [span for choice in choices for span in choice.spans], []
    marked = marked_in(by, sheet)
    return [find.span_of(sheet, cues, find.LEAD_MS) for cues in marked.passages], list(marked.missing)
