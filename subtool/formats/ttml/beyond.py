"""What a TTML document has that no sheet holds, counted from the document, so that it is said when it is lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from subtool.model import SourceFile

_NAME = r"<(?:[\w.-]{1,40}:)?"
_COUNTED = {
    "fonts and sizes of styles": re.compile(
        _NAME + r"(?:style|region|initial)\b[^<>]{0,2000}\b(?:fontFamily|fontSize|textOutline)="
    ),
    "backgrounds": re.compile(r"\b(?:backgroundColor)=[\"'](?!transparent)"),
    "regions": re.compile(_NAME + r"region\b[^<>]{0,2000}\b(?:origin|extent|position)="),
    "animations": re.compile(_NAME + r"(?:set|animate)\b"),
    "pictures": re.compile(_NAME + r"image\b|backgroundImage="),
    "ruby": re.compile(r"\bruby=[\"']text[\"']"),
    "comments": re.compile(r"<!--"),
}


def beyond(file: SourceFile) -> dict[str, int]:
    """What of a file no sheet holds, and another format loses."""
    assert isinstance(file.content, bytes), "TTML is bytes"
    text = file.content.decode("utf-8", "replace")
    return {what: len(form.findall(text)) for what, form in _COUNTED.items()}
