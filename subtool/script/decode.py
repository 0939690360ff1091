"""The bytes of a script file: the only place in this room that touches the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.decoding import SAVE_AS_TEXT, Decoded, decode
from subtool.errors import Place, ScriptError

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_BYTES = 20_000_000
_OTHER_FILES = {
    b"PK\x03\x04": "a Word or other zipped file",
    b"\xd0\xcf\x11\xe0": "an old Word file",
    b"%PDF": "a PDF file",
    b"{\\rtf": "a rich text (RTF) file",
}


def read_text(path: Path, *, encoding: str | None, language: str) -> Decoded:
    """The text of a script file.

    Raises:
        ScriptError: the file cannot be read, or is not text.
    """
    at = Place(str(path))
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_BYTES + 1)
    except FileNotFoundError:
        raise ScriptError("there is no such file", at=at, hint="check the name and the folder") from None
    except IsADirectoryError:
        raise ScriptError("this is a folder", at=at, hint="name a script in it") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise ScriptError(f"cannot be read: {reason.lower()}", at=at, hint="check who may read it") from error
    if len(data) > LARGEST_BYTES:
        raise ScriptError(
            f"is larger than {LARGEST_BYTES // 1_000_000} MB", at=at, hint="name a script, one episode a file"
        )
    for opening, kind in _OTHER_FILES.items():
        if data.startswith(opening):
            raise ScriptError(f"is {kind}, not plain text", at=at, hint=SAVE_AS_TEXT)
    return decode(data, encoding=encoding, place=at, language=language, error=ScriptError)
