"""Processes that work for us are killed with all that they started, and leave nothing, on bare systems too."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
CODE = """
import os, subprocess, tempfile
from subtool.disk.workdir import private_folder
from subtool.speech.workers import workers

def work(pipe):
    with private_folder() as folder:
        child = subprocess.Popen(["/bin/sleep", "60"])
        with open(pipe, "w") as file:
            print(child.pid, folder, tempfile.gettempdir(), file=file)
        child.wait()

if __name__ == "__main__":
    os.mkfifo("said")
    with workers(1) as pool:
        pool.submit(work, os.path.abspath("said"))
        with open("said") as file:
            print(file.read(), flush=True)
"""


def test_workers_go_with_their_children_and_their_folders(tmp_path):
    (tmp_path / "tmp").mkdir()
    (tmp_path / "run.py").write_text(CODE)
    environment = {
        **os.environ,
        "TMPDIR": str(tmp_path / "tmp"),
        "PATH": "/nonexistent",
    }  # no pgrep, as in a container
    done = subprocess.run(
        [sys.executable, "run.py"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    child, folder, temporary = done.stdout.split()
    assert Path(folder).is_relative_to(temporary)
    assert Path(temporary).is_relative_to(tmp_path / "tmp")
    assert not list((tmp_path / "tmp").iterdir())
    if Path("/proc", child).exists():
        ended = os.pidfd_open(int(child))
        assert select.select([ended], [], [], 20)[0]
        os.close(ended)
    assert done.stderr == ""


def test_a_worker_that_outlived_its_parent_ends_as_it_begins():
    code = "import signal; from subtool.speech.workers import _end_with_parent; _end_with_parent(1); signal.pause()"
    done = subprocess.run([sys.executable, "-c", code], check=False, timeout=50)
    assert done.returncode == 1
