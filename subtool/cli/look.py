"""The options of how burned-in text looks: one keyword, `look`, to the command."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from subtool.cli import options
from subtool.screen.look import Look, Place

if TYPE_CHECKING:
    from collections.abc import Callable

fonts = click.option(
    "--font", "fonts", type=options.PATH, multiple=True, metavar="FILE",
    help="A font file that comes before subtool's own; several for bold and italic.",
)  # fmt: skip
layout = click.option(
    "--layout", default="documentary", show_default=True, metavar="NAME|FILE.toml",
    help="How text looks (see `layouts`).",
)  # fmt: skip
place = click.option(
    "--place", type=click.Choice([each.value for each in Place]), default=Place.TOP.value, show_default=True,
    help="Where footnotes stand: at the top, above the subtitles, or on a closing card.",
)  # fmt: skip
second = click.option(
    "--second",
    type=options.PATH,
    metavar="OTHER.srt",
    help="Subtitles of a second language, shown with these.",
)


def looks(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command the options, and their choices as a `Look`."""

    @fonts
    @layout
    @place
    @second
    @wraps(command)
    def with_look(*, fonts: Any, layout: str, place: str, second: Any, **others: Any) -> None:  # noqa: ANN401 - click's values
        command(look=Look(fonts, layout, Place(place), second), **others)

    return with_look
