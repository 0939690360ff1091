"""Outputs of a command: claimed before its work, written after it."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

import subtool
from subtool.cli import printing
from subtool.errors import OutputError, Place
from subtool.verbs.files import read_data

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from fractions import Fraction

    from subtool.cues.footnotes import Mode
    from subtool.model import Sheet


def claim(outputs: Sequence[Path], *, force: bool) -> None:
    """Refuse what cannot be written, and keep other runs from writing it until the command ends.

    What is written can be read by nobody who could not read all that the command was given.
    """
    _hide_as(_inputs(click.get_current_context().params.values(), set(outputs)))
    click.get_current_context().with_resource(subtool.claim(outputs, force=force))


def _inputs(values: Iterable[object], outputs: Collection[Path]) -> Iterator[Path]:
    for value in values:
        if isinstance(value, Path) and value not in outputs:
            yield value
        elif isinstance(value, tuple | list):
            yield from _inputs(value, outputs)


def _hide_as(inputs: Iterable[Path]) -> None:
    for path in inputs:
        with suppress(OSError):
            there = path.stat()
            if stat.S_ISREG(there.st_mode):
                os.umask(os.umask(0o077) | (~there.st_mode & 0o077))


def claim_cues(outputs: Sequence[Path], *, force: bool) -> None:
    """The same for outputs that hold cues: one that bears no format's suffix is refused too."""
    from subtool.formats import format_for

    for output in outputs:
        format_for(output).refuse_unless("write", output)
    claim(outputs, force=force)


def is_pipe(path: Path) -> bool:
    """Whether it stands for standard input or output."""
    return str(path) == "-"


def named(form: str) -> Path:
    """A name with the suffix of a format that is called `vtt` or `.vtt`."""
    from subtool.formats import format_for

    path = Path(f"standard.{form.removeprefix('.')}")
    format_for(path)  # refuses one that does not exist
    return path


def read(
    path: Path, *, encoding: str | None, quiet: bool, fps: Fraction | None = None, form: str | None = None
) -> Sheet:
    """The cues of a file, or of standard input; what was odd in it, and mended, is said with its line."""
    if is_pipe(path):
        data = sys.stdin.buffer.read()
        sheet = read_data(data, named(form) if form else Path("-"), encoding=encoding, fps=fps)
    else:
        sheet = subtool.read(path, encoding=encoding, fps=fps)
    for line in () if quiet else printing.mended(path, sheet):
        click.echo(line, err=True)
    return sheet


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
    made = [path for path in outputs if path.suffix.lower() in media]
    made = made or [path for path in outputs if path.suffix.lower() in or_else]
    if not made:
        hint = f"use one of {', '.join((*media, *or_else))}"
        raise OutputError(f"the suffix is not that of {what}", at=Place(str(outputs[0])), hint=hint)
    if len(made) > 1:
        raise click.UsageError(f"One -o names {what}; the others hold its cues.")
    return made[0], [path for path in outputs if path not in made]


def sounds() -> Collection[str]:
    """The suffixes of the sounds that can be made."""
    from subtool.media.make import sound_file

    return sound_file.CODECS


def films() -> Collection[str]:
    """The suffixes of the films that can be made."""
    from subtool.media.make.encoding import HOLDS

    return HOLDS


def previews() -> Collection[str]:
    """Those of moving pictures without sound."""
    from subtool.media.make.encoding import PREVIEWS

    return PREVIEWS
