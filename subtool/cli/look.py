"""The options of how burned-in text looks: one keyword, `look`, to the command."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from subtool.cli import options
from subtool.screen.look import Look

if TYPE_CHECKING:
    from collections.abc import Callable


def looks(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command the options, and their choices as a `Look`."""

    @options.font
    @wraps(command)
    def with_look(*, font: Any, **others: Any) -> None:  # noqa: ANN401 - click's values
        command(look=Look(font=font), **others)

    return with_look
