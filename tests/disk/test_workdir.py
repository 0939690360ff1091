"""Private folders: gone after their block, and after a kill with the next run; never one that is in use."""

import os
import stat
import subprocess
import sys
import tempfile

import pytest

from subtool.disk.workdir import private_folder, private_place

HOLDER = """
import sys
from subtool.disk.workdir import private_folder
with private_folder() as folder:
    (folder / "half.mkv").write_bytes(b"half")
    print(folder, flush=True)
    sys.stdin.read()
"""
NEXT = """
from subtool.disk.workdir import private_folder
with private_folder():
    pass
"""


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("TEMP", str(tmp_path))
    return tmp_path


def holder():
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    return child, child.stdout.readline().strip()


def test_it_is_gone_after_its_block(temporary):
    with private_folder() as folder:
        assert folder.parent == temporary
        assert folder.stat().st_mode & 0o077 == 0
    assert list(temporary.iterdir()) == []


def test_what_a_killed_run_left_goes_with_the_next_and_what_is_in_use_stays(temporary):
    killed, left = holder()
    alive, used = holder()
    with killed, alive:
        killed.kill()
        killed.wait()
        subprocess.run([sys.executable, "-c", NEXT], check=True)
        assert not (temporary / left).exists()
        assert (temporary / used / "half.mkv").exists()
        alive.stdin.close()
        alive.wait()
    assert list(temporary.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_what_is_kept_lies_where_nobody_else_reads(tmp_path):
    private_place(tmp_path / "cache" / "subtool" / "review")
    private_place(tmp_path / "cache" / "subtool" / "review")
    for folder in ("cache/subtool", "cache/subtool/review"):
        assert stat.S_IMODE((tmp_path / folder).stat().st_mode) == 0o700


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_a_cache_that_an_older_version_left_open_is_closed(tmp_path):
    folder = tmp_path / "subtool" / "review"
    folder.mkdir(parents=True)
    for part in (folder, folder.parent):
        part.chmod(0o755)
    private_place(folder)
    assert [stat.S_IMODE(part.stat().st_mode) for part in (folder, folder.parent)] == [0o700, 0o700]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in the file system here")
def test_what_a_killed_run_made_for_a_pipe_goes_with_the_next(temporary):
    pipe = temporary / "pipe"
    os.mkfifo(pipe)
    code = f"""
import sys
from pathlib import Path
from subtool.disk.atomic import replacing
with replacing(Path({str(pipe)!r})) as file:
    file.write_text("half")
    print(file, flush=True)
    sys.stdin.read()
"""
    child = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout.readline().strip().startswith(str(temporary))
    child.kill()
    child.communicate()
    subprocess.run([sys.executable, "-c", NEXT], check=True)
    assert list(temporary.iterdir()) == [pipe]
