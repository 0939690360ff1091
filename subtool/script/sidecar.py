"""`SCRIPT.outline.toml`: what each line of a script is, to be corrected by hand where it was read wrong; pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from subtool.disk.toml import parse_toml
from subtool.errors import Place, ScriptError, StyleError
from subtool.model import AsideKind
from subtool.script.understand.decisions import LABEL, SKIP, SPEECH, Decision

if TYPE_CHECKING:
    from collections.abc import Iterable

KINDS = (SPEECH, SKIP, *(kind.value for kind in AsideKind), LABEL)
_HEAD = """\
# How subtool reads {name}: what each of its lines is.
# Where that is wrong, change `is`; every command obeys. It may be
# {kinds}.
# A line is found by how it begins; one that is not listed, or has left the list, is read as it looks.
"""


def write(lines: Iterable[Decision], name: str) -> str:
    """The file for the script of that name."""
    shown = ", ".join(f'"{kind}"' for kind in KINDS[:-1])
    head = _HEAD.format(name=_quoted(name), kinds=shown)
    source_lines = (
        f'  {{ line = {line.line}, is = "{line.what}", text = {_quoted(line.text)} }},\n' for line in lines
    )
    return f"{head}\nlines = [\n{''.join(source_lines)}]\n"


def read(text: str, place: Place) -> list[Decision]:
    """What the file says.

    Raises:
        ScriptError: it is not TOML, or not what `write` makes.
    """
    try:
        values = parse_toml(text, place)
    except StyleError as error:
        raise ScriptError(error.message, at=error.at, hint=error.hint) from error
    lines = values.get("lines")
    if not isinstance(lines, list):
        raise ScriptError("has no list of lines", at=place, hint="`subtool outline --write` makes one")
    return [_decision(line, place) for line in lines]


def _decision(line: object, place: Place) -> Decision:
    known = isinstance(line, dict)
    number, what, text = (
        (line.get(key) for key in ("line", "is", "text")) if isinstance(line, dict) else (0, "", "")
    )
    if not known or not isinstance(number, int) or not isinstance(text, str) or number < 1:
        hint = 'write { line = 1, is = "speech", text = "how it begins" }'
        raise ScriptError(f"holds a line that cannot be read: {str(line)[:60]}", at=place, hint=hint)
    if what not in KINDS:
        hint = f"it may be {', '.join(KINDS[:-1])}"
        raise ScriptError(f"says that line {number} is {what!r}, which nothing is", at=place, hint=hint)
    return Decision(number, text, str(what))


def _quoted(text: str) -> str:
    """A string of TOML: that of JSON, but for the one control character which JSON lets stand."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
