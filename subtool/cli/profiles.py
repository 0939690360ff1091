"""`subtool profiles`."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from subtool import profiles
from subtool.cli import options


@click.command()
@options.as_json
def command(as_json: bool) -> None:
    """The house styles there are, with their limits and sources.

    \b
    Example:
      subtool profiles
    """
    styles = [profiles.house_style(name) for name in profiles.names()]
    if as_json:
        click.echo(json.dumps([asdict(style) for style in styles], indent=1))
        return
    for style in styles:
        click.echo(
            f"{style.name}: {style.title}\n"
            f"  lines     {style.max_rows} of at most {style.max_cpl} characters\n"
            f"  speed     at most {style.max_cps:g} characters a second\n"
            f"  duration  {style.min_duration_ms / 1000:.3g} to {style.max_duration_ms / 1000:g} s\n"
            f"  gap       at least {style.min_gap_frames} frames; up to {style.close_gap_frames} are closed\n"
            f"  source    {style.source}"
        )
