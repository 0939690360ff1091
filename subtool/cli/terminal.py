"""The one way out for text: what steers a terminal is shown, not obeyed, and what cannot be printed spoils no work.

Names, texts and messages come from files of strangers. Whatever is printed passes `GuardedStream`, which stands where
standard output and standard error stood. A control character comes out as in JSON (`\\u001b`), so that JSON that is
printed stays the same JSON; so do the marks that turn the direction of text around. subtool's own colours and
progress go past it (`styled`, `console`). A line is said by `say`: a break in it is a stranger's, who would begin a
line that says something else, and is shown as well.
"""

from __future__ import annotations

import io
import os
import re
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TextIO, cast

import click

from subtool.errors import OutputError, Place

if TYPE_CHECKING:
    from rich.console import Console

WIDTH, ABOUT = 100, 15  # columns of a line of prose, and of a field before it; chosen by eye
# C0 but tab and line feed, DEL, C1; line separators; whatever steers the direction (Bidi_Control of UAX 9).
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """A text in one line, with whatever would steer a terminal written out."""
    return _steerless(text).replace("\n", "\\n")


def _steerless(text: str) -> str:
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def say(line: str = "", *, err: bool = False, nl: bool = True) -> None:
    """A line of ours, on standard output or on standard error."""
    click.echo(visible(line), err=err, nl=nl)


def say_json(data: object) -> None:
    """Data on standard output, for programs."""
    import json

    click.echo(_steerless(json.dumps(data, ensure_ascii=False, indent=1)))


class GuardedStream:
    """A stream of text that shows what steers; once it cannot be written, what follows is dropped.

    `failed` is why, then. `past` is the same stream for what subtool itself steers with.
    """

    def __init__(self, stream: TextIO, past: GuardedStream | None = None) -> None:
        self._stream = stream
        self._whole = past  # of a stream that goes past, the one that knows whether it failed
        self.failed: OSError | None = None

    @property
    def past(self) -> GuardedStream:
        return GuardedStream(self._stream, self)

    def write(self, text: str) -> int:
        owner = self._whole or self
        if not owner.failed:
            try:
                self._stream.write(text if self._whole else _steerless(text))
            except OSError as error:
                owner.failed = error
        return len(text)

    def flush(self) -> None:
        owner = self._whole or self
        if not owner.failed:
            try:
                self._stream.flush()
            except OSError as error:
                owner.failed = error

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as the stream has it
        return getattr(self._stream, name)


def guard() -> None:
    """Print through `GuardedStream` from now on; a stream that is closed leads nowhere, and no file gets its number."""
    while (number := os.open(os.devnull, os.O_RDWR)) < 3:
        os.set_inheritable(number, True)  # noqa: FBT003
    os.close(number)
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115 - open as long as we run
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            stream = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - open as long as we run
        stream = _whole(stream)
        ascii_only = stream.encoding.lower() in {"ascii", "ansi_x3.4-1968"}
        if hasattr(stream, "reconfigure"):  # a name may be no Unicode; what knows ASCII alone is given UTF-8
            stream.reconfigure(errors="backslashreplace", encoding="utf-8" if ascii_only else None)
        setattr(sys, name, GuardedStream(stream))


def _whole(stream: TextIO) -> TextIO:
    """A stream that writes all of a text or fails: with PYTHONUNBUFFERED a full disk takes a part without a word."""
    if not isinstance(getattr(stream, "buffer", None), io.RawIOBase):
        return stream
    buffered = open(stream.fileno(), "wb", closefd=False)  # noqa: SIM115 - open as long as we run
    return io.TextIOWrapper(buffered, encoding=stream.encoding, errors=stream.errors, line_buffering=True)


def write_file(data: bytes) -> None:
    """A file on standard output, byte by byte; on a terminal its text is shown as everything is.

    Raises:
        OutputError: it is not text, and a terminal would be steered by it; or standard output is closed.
    """
    if getattr(sys.stdout, "name", None) == os.devnull:  # what `guard` puts in its place
        raise OutputError("standard output is closed", at=Place("-"), hint="send it on, or name a file")
    if not sys.stdout.isatty():
        _write_bytes(data)
        return
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        hint = "send it on, as in > NAME, or name a file"
        raise OutputError("a file of this kind is not for a terminal", at=Place("-"), hint=hint) from None
    click.echo(text, nl=False)


def _write_bytes(data: bytes) -> None:
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError as error:
        if not isinstance(sys.stdout, GuardedStream):
            raise
        sys.stdout.failed = error


def unprinted() -> OSError | None:
    """Why standard output could not be written, unless its reader has gone: that is not an error."""
    failed = None
    for name in ("stderr", "stdout"):
        stream = getattr(sys, name)
        if isinstance(stream, GuardedStream):
            stream.flush()
            failed = stream.failed
            if failed:  # what is left in it must not be tried again when Python ends
                with suppress(OSError, ValueError):
                    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    return None if isinstance(failed, BrokenPipeError) else failed


def styled(text: str, *, nl: bool = True, **style: Any) -> None:  # noqa: ANN401 - as click has them
    """A line on standard output in colour, where it is a terminal and NO_COLOR is not set (no-color.org)."""
    shown = visible(text) if os.environ.get("NO_COLOR") else click.style(visible(text), **style)
    click.echo(shown, file=_past(sys.stdout), nl=nl)


def console(*, stderr: bool = False, **settings: Any) -> Console:  # noqa: ANN401 - as rich has them
    """A console of rich; texts of strangers go through `visible` before they are given to it."""
    from rich.console import Console

    return Console(file=_past(sys.stderr if stderr else sys.stdout), **settings)


def _past(stream: TextIO) -> TextIO:
    return cast("TextIO", stream.past) if isinstance(stream, GuardedStream) else stream
