"""Two runs never write one file; what a killed run left goes, what a live one uses stays."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

import subtool
from subtool.disk import locks
from subtool.disk.atomic import replacing, save_text
from subtool.disk.locks import mark
from subtool.errors import OutputError

SUBTOOL = [sys.executable, "-c", "from subtool.cli import main; main()"]
HOLD = """
import sys
from pathlib import Path
from subtool.disk.atomic import replacing
with replacing(Path(sys.argv[1])) as made:
    made.write_text("half")
    print("ready", flush=True)
    sys.stdin.read()
    made.write_text("theirs")
"""


AS_NOBODY = """
import os, sys
from pathlib import Path
from subtool.disk.atomic import save_text
import encodings.idna, tempfile, shutil
os.seteuid(65534)
save_text(Path(sys.argv[1], "a.srt"), "ours")
"""


@contextmanager
def another_run(path):
    """A process in the middle of writing `path`, which it completes when the block is left."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout.readline().strip() == b"ready"
        yield child


def test_the_second_writer_is_refused_and_the_first_completes(tmp_path):
    target = tmp_path / "a.srt"
    with another_run(target):
        with pytest.raises(OutputError, match="another run"):
            save_text(target, "ours")
        save_text(tmp_path / "b.srt", "ours")
        assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == 1  # theirs was not swept
    assert target.read_text() == "theirs"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.srt", "b.srt"]


@pytest.mark.skipif(os.name != "posix", reason="links are POSIX's")
def test_a_link_is_the_same_output(tmp_path):
    link = tmp_path / "link.srt"
    link.symlink_to("a.srt")
    with another_run(link), pytest.raises(OutputError, match="another run"):
        save_text(tmp_path / "a.srt", "ours")


def test_a_command_is_refused_before_its_work(tmp_path):
    target = tmp_path / "a.srt"
    with another_run(target):
        said = subprocess.run(
            [*SUBTOOL, "draft", "no-such-script.txt", "-o", target],
            capture_output=True,
            text=True,
            check=False,
        )
    assert said.returncode == 2
    assert "a.srt: cannot be written: another run of subtool is writing it (wait" in said.stderr
    assert len(said.stderr.splitlines()) == 1


def test_one_process_may_claim_again(tmp_path):
    target = tmp_path / "a.srt"
    with subtool.claim([target]):
        with replacing(target) as made:
            made.write_text("1")
            assert made.exists()
        assert target.read_text() == "1"
        save_text(target, "2")
        assert len(list(tmp_path.iterdir())) == 2  # the claim is held to its end
    assert [path.name for path in tmp_path.iterdir()] == ["a.srt"]


def test_names_that_may_be_one_file_have_one_mark(tmp_path):
    assert mark(tmp_path / "Café.SRT") == mark(tmp_path / "cafe\u0301.srt")
    assert mark(tmp_path / "a.srt") != mark(tmp_path / "b.srt")


@pytest.mark.skipif(os.name != "posix", reason="a kill -9 is POSIX's")
@pytest.mark.parametrize("next_name", ["a.srt", "b.srt"])
def test_what_a_killed_run_left_goes_with_the_next(tmp_path, next_name):
    foreign = tmp_path / ".subtool-notes"
    foreign.mkdir()
    with another_run(tmp_path / "a.srt") as child:
        child.send_signal(signal.SIGKILL)
    assert len(list(tmp_path.iterdir())) == 3  # a room, its lock
    save_text(tmp_path / next_name, "ours")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".subtool-notes", next_name]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can be two users")
@pytest.mark.parametrize(("mode", "code"), [(0o644, 0), (0o600, 1)])
def test_the_lock_of_another_user_who_has_gone_is_no_lock(mode, code):
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to others
        folder = Path(name)
        folder.chmod(0o777)
        lock = folder / f"{mark(folder / 'a.srt')}.lock"
        lock.touch()
        lock.chmod(mode)
        done = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, name], capture_output=True, text=True, check=False
        )
        assert (done.returncode, (folder / "a.srt").exists()) == (code, not code), done.stderr
        assert not code or f"another user's run left {lock.name} there" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="locks of POSIX")
@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EIO, errno.ESTALE, errno.ENOTSUP, errno.EACCES])
def test_without_proof_nothing_is_taken_for_left_behind(tmp_path, monkeypatch, number):
    def none(_handle):
        raise OSError(number, os.strerror(number))

    theirs = tmp_path / f"{mark(tmp_path / 'b.srt')}-abc"
    ours = tmp_path / f"{mark(tmp_path / 'a.srt')}-abc"
    theirs.mkdir()
    ours.mkdir()
    monkeypatch.setattr(locks, "_lock", none)  # a share without locks
    save_text(tmp_path / "a.srt", "ours")
    assert theirs.is_dir()
    assert ours.is_dir()
    monkeypatch.undo()
    save_text(tmp_path / "a.srt", "ours")
    assert [path.name for path in tmp_path.iterdir()] == ["a.srt"]


@pytest.mark.skipif(os.name != "posix", reason="links and their errors are POSIX's")
@pytest.mark.parametrize("what", ["link", "folder"])
def test_what_stands_where_a_lock_would_is_named_and_stays(tmp_path, what):
    lock = tmp_path / f"{mark(tmp_path / 'a.srt')}.lock"
    theirs = tmp_path / "theirs"
    theirs.write_text("theirs")
    lock.symlink_to(theirs) if what == "link" else lock.mkdir()
    with pytest.raises(OutputError, match=rf"{lock.name} there is no lock"):
        save_text(tmp_path / "a.srt", "ours")
    assert theirs.read_text() == "theirs"
    assert os.path.lexists(lock)
