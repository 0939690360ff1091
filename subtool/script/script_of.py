"""A script file to what it means: what is spoken, what is not, and which footnote hangs on which sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from subtool.errors import Place, ScriptError
from subtool.script.read.kinds import (
    binary_kind_of,
    declared_encoding,
    kind_of,
    refuse_markup,
    refuse_other_files,
)
from subtool.script.understand.understand import understand
from subtool.text.encoding import decode

if TYPE_CHECKING:
    from pathlib import Path

    from subtool.model import Script
    from subtool.script.manuscript import Manuscript


def script_of(
    data: bytes, path: str | Path, *, encoding: str | None = None, language: str | None = None
) -> Script:
    """The script in the bytes of a file; `path` names it in messages and by its suffix says what it may be.

    Raises:
        ScriptError: they are not a script, or hold nothing to speak.
    """
    manuscript, encoding = manuscript_of(data, path, encoding=encoding, language=language)
    return understand(manuscript, path, encoding=encoding, language=language)


def manuscript_of(
    data: bytes, path: str | Path, *, encoding: str | None = None, language: str | None = None
) -> tuple[Manuscript, str]:
    """The lines in the bytes of a file, before it is asked what they mean; and the encoding they are in.

    Raises:
        ScriptError: they are not a script.
    """
    place = Place(str(path))
    refuse_other_files(data, place)
    binary = binary_kind_of(data)
    if binary:
        return binary.read(data, place).in_language(language), "utf-8"
    decoded = decode(
        data, encoding=encoding or declared_encoding(data), place=place, language=language, error=ScriptError
    )
    kind = kind_of(decoded.text, str(path))
    refuse_markup(decoded.text, kind, place)
    manuscript = kind.read(decoded.text, place)
    odd = decoded.odd(f"the encoding was guessed to be {decoded.encoding}; --encoding names another")
    manuscript = replace(manuscript, remarks=(*odd, *manuscript.remarks))
    return manuscript.in_language(language), decoded.encoding
