"""The options of how burned-in text looks: one keyword, `look`, to the command."""

from __future__ import annotations

from dataclasses import fields
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from subtool.cli import options
from subtool.cli.values import focus_of, shape_of
from subtool.onscreen.look import Look, NotePosition

if TYPE_CHECKING:
    from collections.abc import Callable

fonts = click.option(
    "--font", "fonts", type=options.PATH, multiple=True, metavar="FILE",
    help="A font file that comes before subtool's own; several for bold and italic.",
)  # fmt: skip
layout = click.option(
    "--layout", default="documentary", show_default=True, metavar="NAME|FILE.toml",
    shell_complete=options.layout_names,
    help="How text looks (see `layouts`).",
)  # fmt: skip
place = click.option(
    "--place", type=click.Choice([position.value for position in NotePosition]), default=NotePosition.TOP.value,
    show_default=True,
    callback=lambda _context, _option, value: NotePosition(value),
    help="Where footnotes stand: at the top, above the subtitles, or on a closing card.",
)  # fmt: skip
second = click.option(
    "--second",
    type=options.PATH,
    metavar="OTHER.srt",
    help="Subtitles of a second language, shown with these.",
)


shape = click.option(
    "--shape", type=shape_of, metavar="W:H",
    help="Bring the film into this shape, as in 9:16; text keeps clear of what phones lay over it.",
)  # fmt: skip
focus = click.option(
    "--focus", type=focus_of, default="centre", show_default=True, metavar="left|centre|right|x=0.3|blur",
    help="What is kept of a wider film: around here, or all of it before a blurred ground.",
)  # fmt: skip


def looks(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command the options, and their choices as a `Look`."""

    @fonts
    @layout
    @place
    @second
    @shape
    @focus
    @wraps(command)
    def with_look(**given: Any) -> None:  # noqa: ANN401 - click's values
        look = Look(**{choice.name: given.pop(choice.name) for choice in fields(Look)})
        command(look=look, **given)

    return with_look
