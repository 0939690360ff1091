"""Running ffmpeg, in this one place: watched while it works, ended when we are, understood when it fails."""

from __future__ import annotations

import os
import subprocess
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import TextIOWrapper
from logging import getLogger
from threading import Thread
from typing import IO, TYPE_CHECKING

from subtool.disk.borrowed import borrowed
from subtool.errors import EngineError
from subtool.media.failures import failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from subtool.errors import SubtoolError

ALWAYS = ("-nostdin", "-v", "error", "-nostats", "-progress", "pipe:1")
REPEATABLE = {"fflags": "+bitexact"}  # of what is written: Matroska numbers its parts by chance otherwise
FILM = "the film"  # in a call stands for its path, which may be no Unicode: ffmpeg-python takes nothing else
LAST_WORDS = 50  # lines of its log that are kept


@dataclass(frozen=True, slots=True)
class FfmpegCall:
    """A call of ffmpeg that is to make `frames` frames, or `length_ms` of sound where there are none.

    Where it says `FILM`, ffmpeg opens `film`. `film` and `out` are named when it fails.
    """

    arguments: Sequence[str]
    frames: int
    film: Path
    out: Path
    length_ms: int = 0

    @property
    def words(self) -> list[str]:
        """The arguments with the path of the film."""
        return [
            f"file:{self.film.resolve()}" if argument == FILM else argument for argument in self.arguments
        ]


def run(what: FfmpegCall, room: Path, progress: Callable[[float], None]) -> tuple[str, ...]:
    """Run ffmpeg in the folder `room`; returns the last lines of its log.

    Raises:
        EngineError: it failed.
        OutputError: the disk is full.
    """
    log: deque[str] = deque(maxlen=LAST_WORDS)
    with _started(what.words, room, log) as child:
        assert child.stdout
        for done in _done(child.stdout, what):
            progress(min(1.0, done))
        child.wait()
    if child.returncode:
        raise _failure(what, child.returncode, log)
    return tuple(log)


def feed(what: FfmpegCall, frames: Iterable[bytes], room: Path, progress: Callable[[float], None]) -> None:
    """Run ffmpeg in the folder `room` with frames made on the way as its standard input.

    Raises:
        EngineError: it failed.
        OutputError: the disk is full.
    """
    log: deque[str] = deque(maxlen=LAST_WORDS)
    with _started(what.words, room, log, fed=True) as child:
        assert child.stdout
        reader = Thread(target=deque[str](maxlen=0).extend, args=(child.stdout,), daemon=True)
        reader.start()
        assert isinstance(child.stdin, TextIOWrapper)
        with suppress(BrokenPipeError), child.stdin.buffer as pipe:  # its log says why it has gone
            for number, frame in enumerate(frames):
                pipe.write(frame)
                progress(min(1.0, (number + 1) / max(1, what.frames)))
        reader.join()
        child.wait()
    if child.returncode:
        raise _failure(what, child.returncode, log)


@contextmanager
def _started(
    arguments: Sequence[str], room: Path, log: deque[str], *, fed: bool = False
) -> Iterator[subprocess.Popen[str]]:
    """The process, without a shell, its log kept in `log`; killed when the block is left early."""
    from imageio_ffmpeg import get_ffmpeg_exe

    getLogger("subtool").debug("ffmpeg %s", " ".join(map(str, arguments)))

    def start() -> subprocess.Popen[str]:
        return subprocess.Popen(  # noqa: S603 - arguments are a list, made in `burn`
            [get_ffmpeg_exe(), *ALWAYS, *arguments],
            cwd=room,
            env={**_environment(), "FONTCONFIG_FILE": str(room / "fonts.conf")},
            stdin=subprocess.PIPE if fed else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            restore_signals=False,  # a file grown too large is then a message, not a death
        )

    with borrowed(start, _end) as child:
        assert child.stderr
        listener = Thread(target=log.extend, args=(child.stderr,), daemon=True)
        try:
            listener.start()
            yield child
        finally:
            if child.poll() is None:
                child.kill()
            if listener.ident:
                listener.join()


def _end(child: subprocess.Popen[str]) -> None:
    if child.poll() is None:
        child.kill()
    with suppress(BrokenPipeError), child:  # its pipes are closed, and it is waited for
        pass


def asked(*arguments: str) -> str:
    """What ffmpeg says of itself on standard output, as in `asked("-version")`.

    Raises:
        EngineError: there is none, or it does not start.
    """
    from imageio_ffmpeg import get_ffmpeg_exe

    try:
        done = subprocess.run(  # noqa: S603 - a list, without a shell
            [get_ffmpeg_exe(), "-nostdin", "-v", "error", *arguments],
            capture_output=True, text=True, errors="replace", check=True, env=_environment(),
        )  # fmt: skip
    except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
        raise EngineError(
            f"ffmpeg does not start: {error}", hint="install the package imageio-ffmpeg again"
        ) from error
    return done.stdout


def _environment() -> dict[str, str]:
    """Ours, without what has ffmpeg write a log of its own beside the film."""
    return {name: value for name, value in os.environ.items() if name != "FFREPORT"}


def _done(lines: IO[str], what: FfmpegCall) -> Iterator[float]:
    counted, all_of_it = ("frame", what.frames) if what.frames else ("out_time_us", what.length_ms * 1000)
    for line in lines:
        name, _, value = line.partition("=")
        if name == counted and value.strip().isdigit():
            yield int(value) / max(1, all_of_it)


def _failure(what: FfmpegCall, code: int, log: Iterable[str]) -> SubtoolError | KeyboardInterrupt:
    lines = list(log)
    for line in lines:
        getLogger("subtool").debug("ffmpeg: %s", line.rstrip())
    return failure(what.film, what.out, code, lines)
