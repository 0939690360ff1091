"""A script file to what it means: what is spoken, what is not, and which footnote hangs on which sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from subtool.errors import Place, ScriptError
from subtool.model import Remark, Source
from subtool.script.disk import read_bytes
from subtool.script.read.kinds import WORD, declared_encoding, kind_of, refuse_other_files
from subtool.script.understand.understand import parse, understand
from subtool.text.encoding import decode

if TYPE_CHECKING:
    from subtool.model import Script

__all__ = ["parse", "read_bytes", "read_script", "script_of", "understand"]


def read_script(path: str | Path, *, encoding: str | None = None, language: str | None = None) -> Script:
    """The script in a text, Markdown, Word, Fountain or HTML file, or a table.

    What it is, is found by what is in it before its suffix; so is the encoding, unless it is named.

    Raises:
        ScriptError: the file cannot be read, is no script, or holds nothing to speak.
    """
    return script_of(read_bytes(Path(path)), path, encoding=encoding, language=language)


def script_of(
    data: bytes, path: str | Path, *, encoding: str | None = None, language: str | None = None
) -> Script:
    """The script in the bytes of a file; `path` names it in messages and by its suffix says what it may be.

    Raises:
        ScriptError: they are no script, or hold nothing to speak.
    """
    place = Place(str(path))
    refuse_other_files(data, place)
    if data.startswith(WORD):
        from subtool.script.read import word

        return understand(word.read(data, place), path, language=language)
    decoded = decode(
        data, encoding=encoding or declared_encoding(data), place=place, language=language, error=ScriptError
    )
    manuscript = kind_of(decoded.text, str(path)).read(decoded.text, place)
    script = understand(manuscript, path, encoding=decoded.encoding, language=language)
    if not decoded.guessed:
        return script
    said = f"the encoding was guessed to be {decoded.encoding}; --encoding names another"
    return replace(script, remarks=(Remark(said, Source(1, 1)), *script.remarks))
