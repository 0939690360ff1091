"""A progress bar on a terminal, silence in a pipe."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from subtool.cli import log, terminal
from subtool.model import silent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from subtool.model import Progress


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Progress]:
    """Draws on stderr what is being done and how far it is; draws nothing when nobody would see it."""
    watched = log.is_on()
    if quiet or watched or not sys.stderr.isatty():
        yield _noted() if watched else silent
        return
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=terminal.console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)

        def show(doing: str, fraction: float, /) -> None:
            bar.update(task, description=terminal.visible(doing), completed=fraction)

        yield show


def _noted() -> Progress:
    """Progress that writes each step into the log when it begins."""
    lines, last = log.logger(), ""

    def note(doing: str, _fraction: float, /) -> None:
        nonlocal last
        if doing != last:
            last = doing
            lines.info("%s", doing)

    return note
