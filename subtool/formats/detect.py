"""Which format a file is in: by its suffix, unless its content is plainly another's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from subtool.errors import FormatError, Place
from subtool.formats.registry import all_formats
from subtool.text.nearest import did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

    from subtool.formats.form import Format

USUAL = (".srt", ".vtt", ".ass", ".ttml", ".cues.json")  # named to somebody whose suffix is not known
HEAD_BYTES = 4096  # how much of a file tells what it is


def format_for(path: Path) -> Format:
    """The format that the suffix of `path` names; of several, the longest.

    Raises:
        FormatError: none does.
    """
    form = _by_suffix(path)
    if form is None:
        known = [suffix for form in all_formats() for suffix in form.suffixes]
        meant = did_you_mean(path.suffix, known)
        hint = f"{meant} use {', '.join(USUAL)} or another one that `subtool formats` lists".lstrip()
        raise FormatError("the suffix names no format", at=Place(str(path)), hint=hint)
    return form


def format_of(path: Path, data: bytes) -> Format:
    """The format that a file is in: by its suffix, unless the content is plainly another's.

    Raises:
        FormatError: neither tells.
    """
    named, head = _by_suffix(path), _head(data)
    if named and "read" in named.ways and named.tells(head):
        return named
    looks = next((form for form in all_formats() if "read" in form.ways and form.tells(head)), None)
    return looks or format_for(path)


def _by_suffix(path: Path) -> Format | None:
    name = path.name.lower()
    named = [
        (len(suffix), form)
        for form in all_formats()
        for suffix in form.suffixes
        if name.endswith(suffix.lower())
    ]
    return max(named, key=lambda pair: pair[0])[1] if named else None


def _head(data: bytes) -> str:
    """The first of a file as text, whatever its encoding, to look for the marks of formats."""
    head = data[:HEAD_BYTES]
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = head.decode("utf-16" if wide else "utf-8", "replace")
    return re.sub(r"\r\n?", "\n", text.removeprefix("\ufeff"))
