"""The bytes of a script file: the only place in this room that touches the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.errors import Place, ScriptError

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_BYTES = 20_000_000


def read_bytes(path: Path) -> bytes:
    """What is in a file that may be a script.

    Raises:
        ScriptError: it cannot be read, or is larger than any script.
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
        hint = "name a script, one episode a file, without large pictures in it"
        raise ScriptError(f"is larger than {LARGEST_BYTES // 1_000_000} MB", at=at, hint=hint)
    return data
