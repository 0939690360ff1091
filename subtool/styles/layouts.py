"""Layouts of burned-in text as data: one TOML file each, with the reason or the source of each value."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from subtool.styles.layout import Layout
from subtool.styles.loader import Shelf

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT = "documentary"
_SHELF = Shelf("layouts", Layout, "layout", "layout", "layouts", DEFAULT)


def names() -> tuple[str, ...]:
    """The layouts there are."""
    return _SHELF.names()


@cache
def layout(name: str) -> Layout:
    """The layout called `name`, or the one in the user's file of that name (`my-house.toml`).

    Raises:
        StyleError: there is no such layout, or its file does not hold one.
    """
    return _SHELF.load(name)


def comments(name: str) -> Mapping[str, str]:
    """What the file of a layout, or of one it extends, says beside each value.

    Raises:
        StyleError: there is no such layout.
    """
    return _SHELF.comments(name)
