"""A script file to what it means: what is spoken, what is not, and which footnote hangs on which sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from subtool.model import Remark, Source
from subtool.script.decode import read_text
from subtool.script.reading import parse

if TYPE_CHECKING:
    from subtool.model import Script

__all__ = ["parse", "read_script"]


def read_script(path: str | Path, *, encoding: str | None = None, language: str = "en") -> Script:
    """The script in a text file; the encoding is found out unless it is named.

    Raises:
        ScriptError: the file cannot be read, is not text, or holds nothing to speak.
    """
    decoded = read_text(Path(path), encoding=encoding, language=language)
    script = parse(decoded.text, path, encoding=decoded.encoding, language=language)
    if not decoded.guessed:
        return script
    remark = Remark(
        f"the encoding was guessed to be {decoded.encoding}; --encoding names another", Source(1, 1)
    )
    return replace(script, remarks=(remark, *script.remarks))
