"""The bytes of a file that somebody names: read in one place, refused in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.errors import FormatError, Place, SubtoolError

if TYPE_CHECKING:
    from pathlib import Path

# Bytes. A million cues are 60 to 90 MB in SRT or WebVTT, and take 1 GB of memory (benchmarks/files.py).
LARGEST = 100_000_000


def read_bytes(path: Path, *, error: type[SubtoolError] = FormatError, most: int = LARGEST) -> bytes:
    """What is in a file.

    Raises:
        SubtoolError: of the kind `error`: it is missing, a folder, unreadable, or longer than `most` bytes.
    """
    place = Place(str(path))
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except FileNotFoundError:
        raise error("no such file", at=place, hint="check the name and the folder") from None
    except IsADirectoryError:
        raise error("this is a folder", at=place, hint="name a file in it") from None
    except (OSError, ValueError) as problem:  # ValueError: a NUL in the name
        reason = getattr(problem, "strerror", None) or str(problem)
        raise error(f"cannot be read: {reason.lower()}", at=place, hint="check who may read it") from problem
    if len(data) > most:
        raise error(f"is larger than {most // 1_000_000} MB", at=place, hint="name a smaller file")
    return data
