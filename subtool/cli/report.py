"""What a command says when it is done: on stderr for people, on stdout as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from subtool.cues import summary

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from subtool.model import Script, Sheet
    from subtool.workflow import Clip


def remarks(script: Script, made: Sheet, *, quiet: bool) -> None:
    """What the script's author should look at, in it and in the sheet made of it, a line each."""
    for remark in () if quiet else (*script.remarks, *made.remarks):
        click.echo(f"{script.path}:{remark.source.line}:{remark.source.column}: {remark.message}", err=True)


def sheet(made: Sheet, outputs: Sequence[Path], *, quiet: bool, as_json: bool) -> None:
    """The verdicts on the cues, and where they were written."""
    if as_json:
        data = {**summary.figures(made), "outputs": [str(output) for output in outputs]}
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
    elif not quiet:
        for line in summary.sentences(made):
            click.echo(line, err=True)
        click.echo(f"written: {', '.join(map(str, outputs))}", err=True)


def film(made: Clip, *, quiet: bool, as_json: bool) -> None:
    """What was burned in, and where it was written."""
    if as_json:
        span = {"start_ms": made.span.start_ms, "end_ms": made.span.end_ms}
        counts = {"frames": made.frames, "cues": made.cues, "footnotes": made.footnotes}
        click.echo(json.dumps({"output": str(made.path), **span, **counts}, ensure_ascii=False, indent=1))
    elif not quiet:
        held = f"{summary.clock(made.span.start_ms)} to {summary.clock(made.span.end_ms)}"
        click.echo(f"{held}: {made.frames} frames, {made.cues} cues, {made.footnotes} footnotes", err=True)
        click.echo(f"written: {made.path}", err=True)
