"""Plain text: blank rows part paragraphs, and everything else is found out from the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.script.manuscript import Manuscript

if TYPE_CHECKING:
    from subtool.errors import Place


def read(text: str, _place: Place) -> Manuscript:
    return Manuscript.plain(text)
