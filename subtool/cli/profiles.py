"""`subtool profiles`."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import date
from itertools import zip_longest
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from subtool.cli import options, terminal
from subtool.cli.terminal import ABOUT, WIDTH
from subtool.styles import describe_house, houses

if TYPE_CHECKING:
    from subtool.styles.house_style import HouseStyle


@click.command()
@click.argument("name", required=False, shell_complete=options.house_names)
@click.option(
    "--audit", is_flag=True, help="The values that are second hand, unclear, or read over a year ago."
)
@options.as_json
def command(name: str | None, audit: bool, as_json: bool) -> None:
    """The house styles there are; with NAME, the rules of one in words, and their sources.

    NAME may be a file of your own, ending in .toml; `extends = "netflix-en"` in it takes over what it does not set.

    \b
    Examples:
      subtool profiles
      subtool profiles bbc
      subtool profiles netflix-de+children
      subtool profiles --audit
      subtool profiles my-house.toml --json
    """
    if audit:
        _audit([name] if name else list(houses.names()), as_json=as_json)
        return
    styles = [houses.house_style(style) for style in ([name] if name else houses.names())]
    if name and as_json:
        terminal.say_json({**asdict(styles[0]), "rules": [asdict(rule) for rule in _rules(name)]})
    elif name:
        _in_words(name, styles[0])
    elif as_json:
        terminal.say_json([asdict(style) for style in styles])
    else:
        _table(styles)


def _audit(names: list[str], *, as_json: bool) -> None:
    """What somebody should hold against its guide, a line a value; how many stand beside it."""
    from subtool.styles.audit import Origin, provenance

    found = [value for name in names for value in provenance(name, date.today())]  # noqa: DTZ011 - a day is enough
    wanted = [value for value in found if value.needs_a_look]
    if as_json:
        terminal.say_json([asdict(value) for value in wanted])
        return
    for value in wanted:
        why = f"{value.origin}: " if value.origin is not Origin.GUIDE else ""
        old = f" (read {value.read or 'nobody says when'})" if value.is_old else ""
        terminal.say(f"{value.style}: {value.key} = {value.value}: {why}{value.source}{old}")
    counts = Counter(value.origin for value in found)
    old_values = sum(value.is_old for value in found)
    said = ", ".join(f"{counts[origin]} {origin}" for origin in Origin if counts[origin])
    terminal.say(f"{len(found)} values in {len(names)} styles: {said}; {old_values} read over a year ago")


def _rules(name: str) -> tuple[describe_house.HouseRule, ...]:
    return describe_house.rules(houses.house_style(name), houses.comments(name))


def _in_words(name: str, style: HouseStyle) -> None:
    language = f", for {style.language}" if style.language else ""
    terminal.say(f"{style.name}: {style.title}{language}")
    terminal.say()
    for rule in _rules(name):
        for about, line in zip_longest([rule.about], wrap(rule.says, WIDTH - ABOUT), fillvalue=""):
            terminal.say(f"{about:{ABOUT}}{line}")
        for line in wrap(rule.source, WIDTH - ABOUT - 2):
            terminal.say(f"{'':{ABOUT}}  {line}")
    terminal.say()
    for about, line in zip_longest(["source"], wrap(style.source, WIDTH - ABOUT), fillvalue=""):
        terminal.say(f"{about:{ABOUT}}{line}")
    terminal.say(f"{'as of':{ABOUT}}{style.date}{f', read {style.read}' if style.read else ''}")
    if variants := houses.variants(name):
        base = name.partition("+")[0]
        terminal.say(f"{'variants':{ABOUT}}{', '.join(f'{base}+{variant}' for variant in variants)}")


def _table(styles: list[HouseStyle]) -> None:
    """A row a style."""
    rows = [("name", "lines", "a second", "a minute", "duration", "gap", "what it is")]
    rows += [
        (
            style.name, f"{style.max_lines} of {style.max_cpl}", _figure(style.max_cps, "characters"),
            _figure(style.max_wpm, "words"),
            f"{style.min_duration_ms / 1000:.3g}-{style.max_duration_ms / 1000:g} s", _gap(style), style.title,
        )
        for style in styles
    ]  # fmt: skip
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        terminal.say("  ".join(cell.ljust(size) for cell, size in zip(row, widths, strict=True)).rstrip())


def _figure(limit: float, unit: str) -> str:
    return f"{limit:g} {unit}" if limit else ""


def _gap(style: HouseStyle) -> str:
    if style.min_gap_ms:
        return f"{style.min_gap_ms} ms"
    return (
        f"{style.min_gap_frames} frame{'s' * (style.min_gap_frames != 1)}" if style.min_gap_frames else "none"
    )
