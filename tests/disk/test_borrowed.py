"""A signal at any moment: what was made for a while is gone when the program has ended."""

from __future__ import annotations

import subprocess
import sys

import pytest

from subtool.disk.borrowed import borrowed, unbroken

# Every step of the interpreter in which a handler of signals may run is taken for the moment, one after the other.
ENDED_ANYWHERE = """
import gc, os, signal, sys
from pathlib import Path
from subtool.cli import signals
from subtool.disk.atomic import save_text
from subtool.disk.borrowed import _settle_all
from subtool.disk.workdir import private_folder

signals.PATIENCE_S = -1.0
signals.heed()
gc.disable()  # what an ended run left in cycles would be closed, and counted, in a later one
room = Path(sys.argv[1])
target = room / "a.srt"

def work():
    if sys.argv[2] == "save":
        save_text(target, "new")
    else:
        with private_folder() as folder:
            (folder / "half").write_text("half")

def ended_after(steps):
    left = steps
    def watch(frame, event, _):
        nonlocal left
        if event == "call":
            return watch
        if event == "line":
            left -= 1
            if left == 0:
                sys.settrace(None)
                os.kill(os.getpid(), signal.SIGTERM)
        return watch
    sys.settrace(watch)
    try:
        work()
        return left > 0
    except signals.EndedError:
        return False
    finally:
        sys.settrace(None)

work()
steps = 1
while True:
    target.write_text("old")
    whole = ended_after(steps)
    _settle_all()  # as when the program ends
    left = sorted(path.name for path in room.iterdir())
    assert left == ["a.srt"], (steps, left)
    assert target.read_text() in ("old", "new"), steps
    if whole:
        break
    steps += 1
print(steps)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a signal there ends a process at once")
@pytest.mark.parametrize("what", ["save", "private folder"])
def test_whatever_is_made_for_a_while_goes_at_whatever_moment_a_signal_comes(tmp_path, what, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    call = [sys.executable, "-c", ENDED_ANYWHERE, str(tmp_path), what]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 100


def test_a_signal_waits_for_the_end_of_a_step():
    happened = []

    def make():
        assert unbroken.put_off(KeyboardInterrupt("came early"))
        happened.append("made")
        return "thing"

    with pytest.raises(KeyboardInterrupt, match="came early"), borrowed(make, happened.append):
        happened.append("body")
    assert happened == ["made", "thing"]
    assert not unbroken.put_off(KeyboardInterrupt())


def test_what_cannot_be_made_is_not_taken_away():
    def refuse():
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"), borrowed(refuse, lambda _: pytest.fail("there is nothing")):
        pytest.fail("there is nothing")
