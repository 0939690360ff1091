"""`subtool convert`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

import subtool
from subtool.cli import filing, options, terminal
from subtool.cli.values import time_ms
from subtool.errors import OutputError, Place
from subtool.formats import format_for
from subtool.formats.rolling import unrolled
from subtool.text.counting import counted
from subtool.verbs.files import content

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction
    from pathlib import Path

    from subtool.cues.footnotes import Mode
    from subtool.model import Sheet


@click.command()
@click.argument("files", metavar="IN… OUT", type=options.PATH, nargs=-1, required=True)
@click.option(
    "--from", "read_as", metavar="FORMAT", shell_complete=options.format_names,
    help="The format of standard input, as in srt, where it cannot be told.",
)  # fmt: skip
@click.option(
    "--to", "write_as", metavar="FORMAT", shell_complete=options.format_names,
    help="What to write to standard output or into a folder, as in vtt.",
)  # fmt: skip
@click.option(
    "--for", "taker", metavar="NAME", shell_complete=options.delivery_names,
    help="As NAME wants it: format, file name, frame rate, start, house style and check in one word.",
)  # fmt: skip
@click.option(
    "--start", "start_ms", type=time_ms, metavar="TIME",
    help="With --for: the time code of the film's first frame, as in 10:00:00:00.",
)  # fmt: skip
@click.option(
    "--sdh",
    is_flag=True,
    help="With --for: speakers are named where they change, and its limits for the deaf.",
)
@click.option(
    "--script", type=options.PATH, metavar="SCRIPT",
    help="With --sdh: the sounds that this script names stand where nobody speaks.",
)  # fmt: skip
@options.footnotes
@options.fps
@options.encoding
@options.force
@options.quiet
def command(
    files: tuple[Path, ...],
    read_as: str | None,
    write_as: str | None,
    taker: str | None,
    start_ms: int | None,
    sdh: bool,
    script: Path | None,
    footnotes: Mode | None,
    fps: Fraction | None,
    encoding: str | None,
    force: bool,
    quiet: bool,
) -> None:
    """From one subtitle format to another; what the other cannot hold is said.

    Several files, or a folder of them, go into the folder OUT, in the format named with --to; without OUT, beside
    the files themselves. A - is standard input or output.

    Where a format counts frames (see `formats`), --fps says how many a second has: 25 unless the file does.

    With --for, a file is mended as the house style asks (no word is altered), written as it is taken in, and checked:
    exit code 1 if problems are left. NAME is netflix, bbc, arte, youtube, premiere, resolve, avid or fcp, or a file of
    your own (my-broadcaster.toml) that extends one.

    \b
    Examples:
      subtool convert film.cues.json film.vtt --footnotes captions
      subtool convert film.cues.json film.stl --fps 25
      subtool convert film.cues.json --for arte
      subtool convert season/ web/ --to vtt
      subtool convert *.ass --to srt
      cat film.srt | subtool convert - - --to vtt
    """
    if taker:
        from subtool.cli.handing_in import Taking, hand_in

        if write_as or footnotes or read_as:
            raise click.UsageError(
                "--for decides the format and the footnotes: leave --from, --to and --footnotes out."
            )
        hand_in(files, Taking(taker, start_ms, fps, encoding, sdh, script, force), quiet=quiet)
        return
    if sdh or script or start_ms is not None:
        raise click.UsageError("--sdh, --script and --start go with --for.")
    pairs = _pairs(files, write_as)
    if any(filing.is_pipe(target) for _, target in pairs) and not write_as:
        raise click.UsageError("Say with --to which format goes to standard output, as in --to vtt.")
    filing.claim_cues([target for _, target in pairs if not filing.is_pipe(target)], force=force)
    _convert(pairs, read_as, write_as, Conversion(footnotes, fps, encoding, force=force), quiet=quiet)


@dataclass(frozen=True, slots=True)
class Conversion:
    """How all the files are read and written."""

    footnotes: Mode | None
    fps: Fraction | None
    encoding: str | None
    force: bool


def _convert(
    pairs: Sequence[tuple[Path, Path]],
    read_as: str | None,
    write_as: str | None,
    how: Conversion,
    *,
    quiet: bool,
) -> None:
    fps, footnotes = how.fps, how.footnotes
    sheets = [
        filing.read(source, encoding=how.encoding, quiet=quiet, fps=fps, form=read_as) for source, _ in pairs
    ]
    for read, (source, target) in zip(sheets, pairs, strict=True):
        named = filing.named(write_as or "") if filing.is_pipe(target) else target
        origin = filing.named(read_as) if filing.is_pipe(source) and read_as else source
        sheet = read if _is_same_form(origin, named) else _each_line_once(read, source, quiet=quiet)
        if filing.is_pipe(target):
            terminal.write_file(content(sheet, named, footnotes, fps))
        else:
            filing.write(sheet, [target], footnotes=footnotes, force=how.force, quiet=quiet, fps=fps)
        lost = subtool.losses(sheet, named, footnotes=footnotes, fps=fps)
        if lost and not quiet:
            terminal.say(f"{target}: cannot hold {', '.join(lost)}", err=True)
    if len(pairs) > 1 and not quiet:
        terminal.say(f"{counted(len(pairs), 'file')} written", err=True)


def _is_same_form(source: Path, target: Path) -> bool:
    return not filing.is_pipe(source) and format_for(source) is format_for(target)


def _each_line_once(sheet: Sheet, source: Path, *, quiet: bool) -> Sheet:
    """The sheet without what rolling captions repeat; what goes out as it came in keeps that."""
    once = unrolled(sheet)
    if once is not sheet and not quiet:
        were, are = len(sheet.cues), len(once.cues)
        fewer = f" ({counted(were, 'cue')} become {are})" if are < were else ""
        terminal.say(f"{source}: its captions roll, so each line is taken once{fewer}", err=True)
    return once


def _pairs(files: Sequence[Path], write_as: str | None) -> list[tuple[Path, Path]]:
    """What is read, and where it is written.

    Raises:
        UsageError: the files do not say where to write.
        OutputError: two would be written under one name.
    """
    suffix = filing.named(write_as).name.removeprefix("standard") if write_as else ""
    *sources, last = files
    into_folder = filing.is_folder(last)
    if len(files) == 2 and not (into_folder or sources[0].is_dir()) and _is_output(last, suffix):
        return [(sources[0], last)]
    if not suffix:
        raise click.UsageError(
            "Name a file and where to write it, as in film.srt film.vtt; several files want --to, as in --to vtt."
        )
    folder = last if into_folder and sources else None
    read = filing.subtitles_in(sources if folder else files)
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    pairs = [(path, (folder or path.parent) / f"{_stem(path)}{suffix}") for path in read]
    pairs = [(source, target) for source, target in pairs if source != target]
    targets = [target for _, target in pairs]
    if twice := next((target for target in targets if targets.count(target) > 1), None):
        hint = "convert them one by one, each to a name of its own"
        raise OutputError(
            "two of the files would be written under this name", at=Place(str(twice)), hint=hint
        )
    return pairs


def _is_output(path: Path, suffix: str) -> bool:
    """Whether the last of two files is where to write, and not one more to read: with --to, both may be."""
    return (
        not suffix or filing.is_pipe(path) or not path.is_file() or path.name.lower().endswith(suffix.lower())
    )


def _stem(path: Path) -> str:
    """The name without the whole suffix of its format: `film` of `film.cues.json`."""
    name = path.name.lower()
    known = [suffix for suffix in format_for(path).suffixes if name.endswith(suffix.lower())]
    return path.name[: -len(max(known, key=len))] if known else path.stem
