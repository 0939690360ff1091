"""What a build is doing: on a terminal a line an episode and the time left, in a pipe what has to be said."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from subtool.cli import terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.live import Live
    from rich.table import Table

    from subtool.season.step import BuildStep, StepRecord

DOING = {
    "outline": "reading the script", "draft": "timing by the text", "align": "listening", "check": "checking",
    "format": "writing", "report": "writing the report", "clips": "cutting clips", "season": "writing the page",
}  # fmt: skip


class Teller:
    """Says what a build does as it happens; with `explain` also why each step is made."""

    def __init__(self, *, explain: bool, quiet: bool) -> None:
        self.explain, self.quiet = explain, quiet
        self.running: dict[str, tuple[BuildStep, float, float]] = {}
        self.live: Live | None = None

    def began(self, step: BuildStep, reasons: Sequence[str], seconds: float, /) -> None:
        self.running[step.id] = step, time.monotonic(), seconds
        if self.explain:
            self._print(f"{step.id.removeprefix('/')}: {'; '.join(reasons)}")
        self._draw()

    def ended(self, step: BuildStep, record: StepRecord, /) -> None:
        self.running.pop(step.id, None)
        for warning in record.warnings:
            self.said(step.episode, warning)
        self._draw()

    def failed(self, step: BuildStep, _message: str, /) -> None:
        self.running.pop(step.id, None)
        self._draw()

    def said(self, episode: str, message: str, /) -> None:
        if not self.quiet:
            self._print(f"{episode}: {message}" if episode else message)

    def _print(self, line: str) -> None:
        if self.live:
            self.live.console.print(terminal.visible(line), markup=False, highlight=False)
        else:
            terminal.say(line, err=True)

    def _draw(self) -> None:
        if self.live:
            self.live.update(self.table())

    def table(self) -> Table:
        """A line an episode: what is done, and how long it will take by what it took last time."""
        from rich.table import Table
        from rich.text import Text

        grid = Table.grid(padding=(0, 2))
        now = time.monotonic()
        for step, began, seconds in self.running.values():
            left = f"about {max(1, round(seconds - (now - began)))} s left" if seconds > now - began else ""
            grid.add_row(
                Text(terminal.visible(step.episode)), DOING[step.kind], f"{now - began:.0f} s", left
            )  # a Text knows no markup
        return grid


@contextmanager
def watching(*, explain: bool, quiet: bool, as_json: bool) -> Iterator[Teller]:
    """What to tell a build to tell."""
    teller = Teller(explain=explain, quiet=quiet)
    if quiet or as_json or not sys.stderr.isatty():
        yield teller
        return
    from rich.live import Live

    with Live(
        get_renderable=teller.table, console=terminal.console(stderr=True), transient=True
    ) as teller.live:
        yield teller
