"""The bytes of a file that somebody names: read in one place, refused in one sentence."""

from __future__ import annotations

import os
import re
import select
import stat
from typing import TYPE_CHECKING

from subtool.errors import FormatError, Place, SubtoolError

if TYPE_CHECKING:
    from io import BufferedReader
    from pathlib import Path

# Bytes. A million cues are 60 to 90 MB in SRT or WebVTT, and take 1 GB of memory (benchmarks/files.py).
LARGEST = 100_000_000
PATIENCE_S = 5.0  # that a pipe which somebody names is waited for; one from `<(…)` has its writer already
OPEN_PIPES = ("/proc/", "/dev/")  # where those lie that are open: standard input, `<(…)`
# How films and sounds begin: MP4 and QuickTime (not pictures of that family), Matroska, WAVE and AVI, Ogg, FLAC, MP3,
# MXF, MPEG. No script or subtitle file does.
FILM = re.compile(
    rb"\0.{3}(?:ftyp(?!avif|heic|heix|mif1)|moov|mdat|wide)|\x1aE\xdf\xa3|RIFF.{4}(?:WAVE|AVI )|OggS\0|fLaC\0"
    rb"|ID3[\x02-\x04]|\xff[\xf2\xf3\xfb]|\x06\x0e\x2b\x34|\0\0\x01\xba",
    re.DOTALL,
)
FILM_HEAD = 16  # bytes in which that is seen
FILM_HINT = (
    "name the script or the subtitles first, then the film; `subtool extract` takes subtitles out of a film"
)


def read_bytes(path: Path, *, error: type[SubtoolError] = FormatError, most: int = LARGEST) -> bytes:
    """What is in a file.

    Raises:
        SubtoolError: of the kind `error`: it is missing, a folder, unreadable, a film, or longer than `most` bytes.
    """
    place = Place(str(path))
    try:
        with _opened(path) as file:
            if FILM.match(file.peek(FILM_HEAD)):
                raise error("is a film or a sound, not text", at=place, hint=FILM_HINT)
            too_long = os.fstat(file.fileno()).st_size > most  # known at once of what is no pipe
            data = b"" if too_long else file.read(most + 1)
    except FileNotFoundError:
        raise error("no such file", at=place, hint="check the name and the folder") from None
    except IsADirectoryError:
        raise error("this is a folder", at=place, hint="name a file in it") from None
    except TimeoutError:
        hint = "begin to write into it first, or name a file"
        raise error("is a pipe, and nobody writes into it", at=place, hint=hint) from None
    except (OSError, ValueError) as problem:  # ValueError: a NUL in the name
        reason = getattr(problem, "strerror", None) or str(problem)
        raise error(f"cannot be read: {reason.lower()}", at=place, hint="check who may read it") from problem
    if too_long or len(data) > most:
        raise error(f"is larger than {most // 1_000_000} MB", at=place, hint="name a smaller file")
    return data


def _opened(path: Path) -> BufferedReader:
    """A file to read; a pipe in the file system only when somebody writes into it.

    Raises:
        TimeoutError: nobody writes into it.
        OSError: it cannot be read.
    """
    if os.name != "posix" or not stat.S_ISFIFO(path.stat().st_mode):
        return path.open("rb")
    if os.path.realpath(path).startswith(OPEN_PIPES):
        return path.open("rb")
    file = open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb")  # noqa: PTH123, SIM115 - of a handle; handed over
    if not select.select([file], [], [], PATIENCE_S)[0]:
        file.close()
        raise TimeoutError
    os.set_blocking(file.fileno(), True)
    return file
