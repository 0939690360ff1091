"""Sheets to subtitle files and back: a module a format, and what each can hold. Pure.

A format is a module with `read(data) -> Sheet`, `write(sheet) -> data`, or both; data is text, or bytes where the
format is binary. Where times are frames, both take the frame rate as well. Errors name a line, the caller the file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from subtool.errors import FormatError, Place
from subtool.formats.form import Footnotes, Form, Format
from subtool.formats.holding import FACETS, losses
from subtool.formats.registry import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FACETS", "FORMATS", "Footnotes", "Form", "Format", "format_for", "format_of", "losses"]

HEAD = 4096  # how much of a file tells what it is


def format_for(path: Path) -> Format:
    """The format that the suffix of `path` names; of several, the longest.

    Raises:
        FormatError: none does.
    """
    form = _by_suffix(path)
    if form is None:
        known = ", ".join(suffix for form in FORMATS for suffix in form.suffixes)
        raise FormatError("the suffix names no format", at=Place(str(path)), hint=f"use one of {known}")
    return form


def format_of(path: Path, data: bytes) -> Format:
    """The format that a file is in: by its suffix, unless the content is plainly another's.

    Raises:
        FormatError: neither tells.
    """
    named, head = _by_suffix(path), _head(data)
    if named and "read" in named.ways and named.tells(head):
        return named
    looks = next((form for form in FORMATS if "read" in form.ways and form.tells(head)), None)
    return looks or format_for(path)


def _by_suffix(path: Path) -> Format | None:
    name = path.name.lower()
    named = [
        (len(suffix), form) for form in FORMATS for suffix in form.suffixes if name.endswith(suffix.lower())
    ]
    return max(named, key=lambda pair: pair[0])[1] if named else None


def _head(data: bytes) -> str:
    """The first of a file as text, whatever its encoding, to look for the marks of formats."""
    head = data[:HEAD]
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = head.decode("utf-16" if wide else "utf-8", "replace")
    return re.sub(r"\r\n?", "\n", text.removeprefix("\ufeff"))
