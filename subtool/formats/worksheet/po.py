"""A worksheet as gettext's PO file: the number of a unit is its context."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from subtool.errors import FormatError
from subtool.formats.worksheet.units import Filled, units_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from subtool.model import Sheet

_LINE = re.compile(r'(?:(msgctxt|msgid|msgstr)[ \t]+)?"((?:[^"\\]|\\.)*)"[ \t]*')
_ESCAPED = re.compile(r"\\(.)")
_MEANS = {"n": "\n", "t": "\t"}


def write(sheet: Sheet) -> str:
    """Each unit with its time, its speaker and the characters that can be read as comments for the translator."""
    parts = [
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
    ]
    for unit in units_of(sheet):
        notes = [unit.time, *([unit.speaker] if unit.speaker else []), f"{unit.room} characters can be read"]
        parts.append(
            f'#. {"; ".join(notes)}\nmsgctxt {_quoted(str(unit.number))}\nmsgid {_quoted(unit.source)}\nmsgstr ""\n'
        )
    return "\n".join(parts)


def _quoted(text: str) -> str:
    return (
        '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'
    )


def read_filled(text: str) -> tuple[Filled, ...]:
    """The units that came back.

    Raises:
        FormatError: it is not a PO file.
    """
    entries = list(_entries(text.removeprefix("\ufeff")))
    if not entries:
        raise FormatError(
            "is not a PO file with units of a sheet", hint="export it once more, with its contexts"
        )
    return tuple(
        Filled(entry["msgctxt"], entry.get("msgid", ""), entry.get("msgstr", "").strip()) for entry in entries
    )


def _entries(text: str) -> Iterator[dict[str, str]]:
    entry: dict[str, str] = {}
    key = ""
    for line in [*text.split("\n"), ""]:
        match = _LINE.fullmatch(line.strip())
        if not match:
            if not line.strip() and "msgctxt" in entry:
                yield entry
            entry, key = (entry, key) if line.strip() else ({}, "")
            continue
        key = match[1] or key
        entry[key] = entry.get(key, "") + _ESCAPED.sub(lambda found: _MEANS.get(found[1], found[1]), match[2])
