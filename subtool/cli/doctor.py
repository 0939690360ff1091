"""`subtool doctor`."""

from __future__ import annotations

from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING

import click

import subtool
from subtool.cli import options, terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.verbs.doctor import Fact


@click.command()
@options.quiet
@options.as_json
def command(quiet: bool, as_json: bool) -> None:
    """What is installed, what works, and where things are kept; exit code 3 where something is broken.

    It is made to be put into a bug report: home folders are ~, no file of yours is named, and of environment
    variables only the names are given.

    \b
    Examples:
      subtool doctor
      subtool doctor --json > doctor.json

    \b
    --json prints a list of {about, name, says, wrong, mend}.
    """
    found = subtool.doctor()
    wrong = [fact for fact in found if fact.wrong]
    if as_json:
        terminal.say_json([asdict(fact) for fact in found])
    elif not quiet:
        _report_in_words(found)
    if wrong:
        terminal.say(f"subtool: {wrong[0].name}: {wrong[0].says} ({wrong[0].mend})", err=True)
    elif not (quiet or as_json):
        terminal.say("All that is needed is there and works.")
    click.get_current_context().exit(3 if wrong else 0)


def _report_in_words(found: Sequence[Fact]) -> None:
    width = max(len(fact.name) for fact in found)
    for about, group in groupby(found, key=lambda fact: fact.about):
        terminal.styled(about, bold=True)
        for fact in group:
            terminal.styled("!" if fact.wrong else " ", fg="red", nl=False)
            terminal.say(f" {fact.name:{width}}  {fact.says}")
            if fact.mend:
                terminal.say(f"  {'':{width}}  mend: {fact.mend}")
