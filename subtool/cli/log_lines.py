"""The lines of a log: seconds since the command began, how bad, and what; loaded only where somebody reads them."""

from __future__ import annotations

import logging
import os
import platform
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import subtool
from subtool.cli import terminal

if TYPE_CHECKING:
    from collections.abc import Callable


class LogLines(logging.Formatter):
    """A line of the log, without the name of the home folder, which is that of a person."""

    def __init__(self) -> None:
        super().__init__()
        self._began = time.monotonic()

    def format(self, record: logging.LogRecord) -> str:
        said = terminal.visible(private(super().format(record)))
        return f"{time.monotonic() - self._began:8.2f} s  {record.levelname.lower():8} {said}"


def begin(stream: TextIO) -> Callable[[], None]:
    """Write what the package does to a stream from now on; returns what ends it.

    The logger is then as it was: the command may have been called by a program of its own.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(LogLines())
    lines = logging.getLogger("subtool")
    before = lines.level, lines.propagate
    lines.addHandler(handler)
    lines.setLevel(logging.DEBUG)
    lines.propagate = False
    where = f"Python {platform.python_version()}, {platform.platform()}"
    lines.info("subtool %s, %s: %s", subtool.__version__, where, called(sys.argv[1:]))

    def end() -> None:
        lines.removeHandler(handler)
        level, lines.propagate = before
        lines.setLevel(level)

    return end


def called(words: list[str]) -> str:
    """The words of the call; a path keeps its last two parts, a quotation none of its words."""
    return " ".join(_short(word) for word in words)


def _short(word: str) -> str:
    if " " in word and os.sep not in word:
        return "“…”"
    parts = Path(word).parts
    return str(Path("…", *parts[-2:])) if len(parts) > 2 else word


def private(text: str) -> str:
    """The text with the home folder as ~."""
    home = str(Path.home())
    return text.replace(home, "~") if len(home) > 1 else text
