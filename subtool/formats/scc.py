"""Scenarist captions (CEA-608), read through ttconv."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from subtool.errors import FormatError, Place
from subtool.formats.timedtext import understood

if TYPE_CHECKING:
    from subtool.model import Sheet


def read(text: str) -> Sheet:
    """The captions as cues, at their places on the picture as far as top, middle and bottom.

    Raises:
        FormatError: it is no such file, or holds no caption.
    """
    if not text.removeprefix("\ufeff").lstrip().startswith("Scenarist_SCC"):
        hint = "its first row is Scenarist_SCC V1.0"
        raise FormatError("is no file of Scenarist captions", at=Place("", 1), hint=hint)

    def document() -> Any:  # noqa: ANN401 - ttconv's
        from ttconv.scc.reader import to_model

        return to_model(text)

    return understood(document, "SCC")
