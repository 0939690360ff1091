"""`subtool layouts`."""

from __future__ import annotations

from dataclasses import asdict
from textwrap import wrap

import click

from subtool.cli import options, terminal
from subtool.cli.terminal import ABOUT, WIDTH
from subtool.styles import describe_layout, layouts


@click.command()
@click.argument("name", required=False, shell_complete=options.layout_names)
@options.as_json
def command(name: str | None, as_json: bool) -> None:
    """The layouts of burned-in text there are; with NAME, what one says in words, and why.

    NAME may be a file of your own, ending in .toml; `extends = "documentary"` in it takes over what it does not set.

    \b
    Examples:
      subtool layouts
      subtool layouts broadcast
      subtool layouts my-house.toml --json
    """
    shown = [layouts.layout(layout_name) for layout_name in ([name] if name else layouts.names())]
    if as_json:
        terminal.say_json(asdict(shown[0]) if name else [*map(asdict, shown)])
    elif name:
        _in_words(name)
    else:
        for layout in shown:
            terminal.say(f"{layout.name:{ABOUT}}{layout.title}")


def _in_words(name: str) -> None:
    layout = layouts.layout(name)
    terminal.say(f"{layout.name}: {layout.title}")
    terminal.say()
    for rule in describe_layout.rules(layout, layouts.comments(name)):
        terminal.say(f"{rule.about:{ABOUT}}{rule.says}")
        for line in wrap(rule.reason, WIDTH - ABOUT - 2):
            terminal.say(f"{'':{ABOUT}}  {line}")
    terminal.say()
    for number, line in enumerate(wrap(layout.source, WIDTH - ABOUT)):
        terminal.say(f"{'' if number else 'source':{ABOUT}}{line}")
