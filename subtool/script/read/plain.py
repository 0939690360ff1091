"""Plain text: empty lines part paragraphs, spaces columns, and everything else is found out from the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.script.manuscript import Manuscript
from subtool.script.read import aligned
from subtool.script.source_lines import lines_of

if TYPE_CHECKING:
    from subtool.errors import Place


def read(text: str, _place: Place) -> Manuscript:
    plain = Manuscript.plain(text)
    if "        " not in text or plain.pages:  # no column is narrower
        return plain
    return aligned.read(lines_of(text)) or plain
