"""How burned-in text is to look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Look:
    """The choices there are; each has a default that suits a documentary.

    `font` is a font file in place of the one subtool brings along.
    """

    font: Path | None = None
