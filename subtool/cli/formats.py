"""`subtool formats`."""

from __future__ import annotations

import json

import click

from subtool.cli import options
from subtool.formats import FORMATS


@click.command()
@options.as_json
def command(as_json: bool) -> None:
    """The formats there are, and what each can hold besides times and text.

    \b
    Example:
      subtool formats
    """
    if as_json:
        rows = [{"suffix": form.suffix, "name": form.name, "holds": sorted(form.holds)} for form in FORMATS]
        click.echo(json.dumps(rows, indent=1))
        return
    for form in FORMATS:
        holds = ", ".join(sorted(form.holds)) or "times and text"
        click.echo(f"{form.suffix:<11} {form.name:<10} {holds}")
