"""The command with all that `main` does, but in this process: to start one takes a third of a second."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest

from subtool.cli import main
from subtool.cli.signals import ENDING


@dataclass(frozen=True)
class Done:
    """What a command left with, and what came out of it and of the libraries that it calls."""

    returncode: int
    stdout: str
    stderr: str


def run(*words, cwd=None) -> Done:
    """A run of `subtool` with these words, in a folder."""
    with ExitStack() as stack, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        files = {1: out, 2: err}
        stack.enter_context(mock.patch.dict(os.environ))
        stack.enter_context(mock.patch.object(sys, "argv", ["subtool", *map(str, words)]))
        stack.enter_context(_handlers())
        stack.enter_context(_folder(cwd or Path.cwd()))
        stack.enter_context(_streams(files))
        with pytest.raises(SystemExit) as left:
            main()
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        texts = []
        for file in files.values():
            file.seek(0)
            texts.append(file.read().decode("utf-8"))
        return Done(int(left.value.code or 0), *texts)


@contextmanager
def _streams(files):
    """Standard input is empty, output and errors go into files, also those of libraries that know no Python."""
    names, kept = ("stdin", "stdout", "stderr"), [os.dup(number) for number in range(3)]
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123
        for number, file in {0: nothing, **files}.items():
            os.dup2(file.fileno(), number)
    streams = [open(number, "rw"[number > 0], encoding="utf-8", closefd=False) for number in range(3)]  # noqa: SIM115
    try:
        with ExitStack() as stack:
            for name, stream in zip(names, streams, strict=True):
                stack.enter_context(mock.patch.object(sys, name, stream))
            yield
    finally:
        for number, (stream, before) in enumerate(zip(streams, kept, strict=True)):
            stream.close()
            os.dup2(before, number)
            os.close(before)


@contextmanager
def _handlers():
    numbers = [getattr(signal, name) for name in ENDING if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _folder(path):
    before = Path.cwd()
    os.chdir(path)
    try:
        yield
    finally:
        os.chdir(before)
