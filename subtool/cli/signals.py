"""Signals that end a program end a command as Ctrl-C does: children are ended, private folders go, old files stay."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

from subtool.disk.borrowed import unbroken

if TYPE_CHECKING:
    from types import FrameType

ENDING = ("SIGINT", "SIGTERM", "SIGHUP", "SIGXCPU")  # Ctrl-C; a job's end; a closed terminal; `ulimit -t`
# `timeout` and shells send a signal to a whole group, some twice: cleaning up is not broken off.
PATIENCE_S = 2.0


class EndedError(KeyboardInterrupt):
    """A signal came; `exit_code` is what a shell expects then."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.exit_code = 128 + number


def heed() -> None:
    """Raise EndedError when one of these signals comes; what is ignored from outside (`nohup`) stays ignored."""
    last = -PATIENCE_S

    def end(number: int, _frame: FrameType | None) -> None:
        nonlocal last
        before, last = last, time.monotonic()
        if last - before < PATIENCE_S:
            return
        error = EndedError(number)
        if not unbroken.put_off(error):
            raise error

    for name in ENDING:
        number = getattr(signal, name, None)  # Windows has the first two
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, end)


def exit_code(error: BaseException | None) -> int:
    """That of the signal which ended a command."""
    return error.exit_code if isinstance(error, EndedError) else 128 + signal.SIGINT
