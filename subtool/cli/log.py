"""What a command does while it works, for a bug report: on stderr with `--verbose`, in a file with `--log`.

Both options are given to every command here, in one place. Files are named by their last two parts, the home folder
is ~, and words of scripts and cues are not in it: it can be sent to a stranger.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable
    from logging import Logger
    from typing import TextIO

ON = "subtool.log"  # where a command's context keeps that somebody reads


def options() -> Iterable[click.Option]:
    """The two options, as parameters that no command is handed."""
    yield click.Option(
        ["--verbose"], is_flag=True, expose_value=False, is_eager=True, callback=_on_stderr,
        help="Say on stderr what is being done.",
    )  # fmt: skip
    yield click.Option(
        ["--log"], type=click.Path(dir_okay=False), metavar="FILE", expose_value=False, is_eager=True,
        callback=_in_file, envvar="SUBTOOL_LOG", help="Add the same to FILE, for a bug report; see also `doctor`.",
    )  # fmt: skip


def logger() -> Logger:
    """The package's logger."""
    from logging import getLogger

    return getLogger("subtool")


def is_on() -> bool:
    """Whether anybody reads what is done."""
    context = click.get_current_context(silent=True)
    return context is not None and ON in context.meta


def _on_stderr(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted:
        _begin(ctx, sys.stderr)


def _in_file(ctx: click.Context, _param: click.Parameter, path: str | None) -> None:
    if path is None:
        return
    try:
        stream = open(path, "a", encoding="utf-8")  # noqa: PTH123, SIM115 - pathlib costs `--help` a tenth; closed below
    except OSError as error:
        raise click.BadParameter(f"{path}: {(error.strerror or str(error)).lower()}") from error
    ctx.call_on_close(stream.close)
    _begin(ctx, stream)


def _begin(ctx: click.Context, stream: TextIO) -> None:
    from subtool.cli import log_lines

    ctx.meta[ON] = True
    ctx.call_on_close(log_lines.begin(stream))
