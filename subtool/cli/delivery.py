"""The options of how a film is encoded: one keyword, `delivery`, to the command."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from subtool.media.delivery import Delivery

if TYPE_CHECKING:
    from collections.abc import Callable


def deliveries(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command the options, and their choices as a `Delivery`."""

    @wraps(command)
    def with_delivery(**others: Any) -> None:  # noqa: ANN401 - click's values
        command(delivery=Delivery(), **others)

    return with_delivery
