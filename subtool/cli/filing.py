"""Outputs of a command: claimed before its work, written after it."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

import subtool
from subtool.cli import printing, terminal
from subtool.disk.reading import LARGEST
from subtool.errors import FormatError, OutputError, Place, SheetError
from subtool.formats.detect import HEAD_BYTES
from subtool.text.nearest import did_you_mean
from subtool.verbs.files import read_data

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from fractions import Fraction

    from subtool.cues.footnotes import Mode
    from subtool.model import Sheet
    from subtool.verbs.build import Project

COMMON = {".csv", ".tsv", ".xml"}  # suffixes that many other files have
EXCHANGE = {
    ".edl",
    ".otio",
    ".fcpxml",
}  # edits, of which few hold cues: taken where they are named, not from a folder


def claim(outputs: Sequence[Path], *, force: bool) -> None:
    """Refuse what cannot be written, and keep other runs from writing it until the command ends.

    What is written can be read by nobody who could not read all that the command was given.
    """
    hide_as_inputs(outputs)
    click.get_current_context().with_resource(subtool.claim(outputs, force=force))


def hide_as_inputs(outputs: Collection[Path]) -> None:
    """Hide whatever is written from now on from those who cannot read all that the command was given."""
    hide_as(_inputs(click.get_current_context().params.values(), set(outputs)))


def _inputs(values: Iterable[object], outputs: Collection[Path]) -> Iterator[Path]:
    for value in values:
        if isinstance(value, Path) and value not in outputs:
            yield value
        elif isinstance(value, tuple | list):
            yield from _inputs(value, outputs)


def hide_as(inputs: Iterable[Path]) -> None:
    """Hide whatever is written from now on from those who cannot read all of these files."""
    for path in inputs:
        with suppress(OSError):
            there = path.stat()
            if stat.S_ISREG(there.st_mode):
                hidden = ~there.st_mode & 0o066
                os.umask(os.umask(0o077) | hidden | (hidden & 0o044) >> 2)  # nor enter a folder


def hide_as_season(season: Project) -> None:
    """The same, of all that the steps of a season read."""
    hide_as({season.season.root / path for step in season.steps for path in step.reads})


def claim_cues(outputs: Sequence[Path], *, force: bool) -> None:
    """Claim outputs that hold cues; one that bears no format's suffix is refused too."""
    from subtool.formats import format_for

    for output in outputs:
        format_for(output).refuse_unless("write", output)
    claim(outputs, force=force)


def subtitles_in(paths: Iterable[Path]) -> list[Path]:
    """The files, and for a folder the subtitles in it and below it, in the order of their names.

    Raises:
        FormatError: a folder holds none.
    """
    return [file for path in paths for file in _expanded(path, _is_subtitle, "subtitles")]


def scripts_in(paths: Iterable[Path]) -> list[Path]:
    """The files, and for a folder the scripts in it and below it.

    Raises:
        FormatError: a folder holds none.
    """
    from subtool.script.read.kinds import SUFFIXES

    return [
        file
        for path in paths
        for file in _expanded(path, lambda found: found.suffix.lower() in SUFFIXES, "scripts")
    ]


def _expanded(path: Path, wanted: Callable[[Path], bool], what: str) -> list[Path]:
    if not path.is_dir():
        return [path]
    visible = (
        file for file in path.rglob("*") if not any(p.startswith(".") for p in file.relative_to(path).parts)
    )
    files = sorted(file for file in visible if file.is_file() and wanted(file))
    if not files:
        raise FormatError(
            f"the folder holds no {what}", at=Place(str(path)), hint="name the files themselves"
        )
    return files


def _is_subtitle(path: Path) -> bool:
    """Whether its suffix names a format that is read; what a table or XML holds, its content says."""
    from subtool.formats import format_for

    try:
        form = format_for(path)
    except FormatError:
        return False
    if path.suffix.lower() in EXCHANGE:
        return False
    if path.suffix.lower() not in COMMON:
        return "read" in form.ways
    with path.open("rb") as file:
        return "read" in form.ways and form.tells(file.read(HEAD_BYTES).decode("utf-8", "replace"))


def is_folder(path: Path) -> bool:
    """Whether it is a folder, or would be one: a name without a suffix that is not there."""
    return path.is_dir() or not (path.suffix or path.exists() or is_pipe(path))


def is_pipe(path: Path) -> bool:
    """Whether it stands for standard input or output."""
    return str(path) == "-"


def named(form: str) -> Path:
    """A name with the suffix of a format that is called `vtt` or `.vtt`."""
    from subtool.formats import format_for

    path = Path(f"standard.{form.removeprefix('.')}")
    try:
        format_for(path)
    except FormatError as error:
        from subtool.formats import all_formats

        names = [suffix.removeprefix(".") for form in all_formats() for suffix in form.suffixes]
        hint = f"{did_you_mean(form, names)} `subtool formats` has all".lstrip()
        raise FormatError(f"there is no format '{form}'", hint=hint) from error
    return path


def read(
    path: Path, *, encoding: str | None, quiet: bool, fps: Fraction | None = None, form: str | None = None
) -> Sheet:
    """The cues of a file, or of standard input; what was odd in it, and mended, is said with its line."""
    if is_pipe(path):
        data = sys.stdin.buffer.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise FormatError(
                f"is larger than {LARGEST // 1_000_000} MB", at=Place("-"), hint="part it first"
            )
        sheet = read_data(data, named(form) if form else Path("-"), encoding=encoding, fps=fps)
    else:
        sheet = subtool.read(path, encoding=encoding, fps=fps)
    for line in () if quiet else printing.mended(path, sheet):
        terminal.say(line, err=True)
    return sheet


@contextmanager
def about(path: Path) -> Iterator[None]:
    """What cues cannot do is told with the file they were read from, which those who take a sheet do not know."""
    try:
        yield
    except SheetError as error:
        raise error.located(None if error.at else Place(str(path))) from error


def write(
    sheet: Sheet,
    outputs: Sequence[Path],
    *,
    footnotes: Mode | None,
    force: bool,
    quiet: bool,
    fps: Fraction | None = None,
) -> None:
    """Write all outputs or none, and say where hand edits are kept that were written over."""
    printing.tell_kept(
        subtool.write_all(sheet, outputs, footnotes=footnotes, force=force, fps=fps), quiet=quiet
    )


def parted(
    outputs: Sequence[Path], media: Collection[str], what: str, *, or_else: Collection[str] = ()
) -> tuple[Path, list[Path]]:
    """The one output whose suffix is that of a sound or a film, and those that hold its cues."""
    result = [path for path in outputs if path.suffix.lower() in media]
    result = result or [path for path in outputs if path.suffix.lower() in or_else]
    if not result:
        hint = f"use one of {', '.join((*media, *or_else))}"
        raise OutputError(f"the suffix is not that of {what}", at=Place(str(outputs[0])), hint=hint)
    if len(result) > 1:
        raise click.UsageError(f"One -o names {what}; the others hold its cues.")
    return result[0], [path for path in outputs if path not in result]


def sounds() -> Collection[str]:
    """The suffixes of the sounds that can be made."""
    from subtool.media.make import sound_file

    return sound_file.CODECS


def films() -> Collection[str]:
    """The suffixes of the films that can be made."""
    from subtool.media.make.encoding import HOLDS

    return HOLDS


def previews() -> Collection[str]:
    """The suffixes of moving pictures without sound."""
    from subtool.media.make.encoding import PREVIEWS

    return PREVIEWS
