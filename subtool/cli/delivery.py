"""The options of how a film is encoded: one keyword, `delivery`, to the command."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from subtool.media.delivery import Codec, Delivery, Quality

if TYPE_CHECKING:
    from collections.abc import Callable


def deliveries(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command the options, and their choices as a `Delivery`."""

    @click.option(
        "--codec",
        type=click.Choice([each.value for each in Codec]),
        help="How the picture is encoded; without it h264, and h265 for more than 8 bits.",
    )
    @click.option(
        "--quality",
        type=click.Choice([each.value for each in Quality]),
        default=Quality.NORMAL.value,
        show_default=True,
        help="How much of the picture is kept: the more, the larger the file.",
    )
    @wraps(command)
    def with_delivery(codec: str | None, quality: str, **others: Any) -> None:  # noqa: ANN401 - click's values
        command(delivery=Delivery(Codec(codec) if codec else None, Quality(quality)), **others)

    return with_delivery
