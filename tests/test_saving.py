"""Nothing is lost: the old file or the new one, never half, and no litter."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from subtool.errors import OutputError
from subtool.saving import refuse_existing, replacing, save_text


def test_a_save_replaces_the_file(tmp_path):
    target = tmp_path / "a.srt"
    save_text(target, "old\n")
    save_text(target, "new\n")
    assert target.read_bytes() == b"new\n"
    assert list(tmp_path.iterdir()) == [target]


def test_a_failed_save_leaves_the_old_file(tmp_path):
    target = tmp_path / "a.srt"
    save_text(target, "old")

    def fill(made):
        made.write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match="no space"), replacing(target) as made:
        fill(made)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_existing_outputs_are_refused(tmp_path):
    target = tmp_path / "a.srt"
    target.write_text("old")
    with pytest.raises(OutputError, match="--force"):
        refuse_existing(target, force=False)
    refuse_existing(target, force=True)
    with pytest.raises(OutputError, match="folder"):
        refuse_existing(tmp_path, force=True)
    with pytest.raises(OutputError, match="not there"):
        refuse_existing(tmp_path / "no" / "a.srt", force=True)


@pytest.mark.skipif(os.name != "posix", reason="kills, links and permissions are POSIX's")
class TestPosix:
    def test_permissions_and_links_are_kept(self, tmp_path):
        target, link = tmp_path / "a.srt", tmp_path / "link.srt"
        target.write_text("old")
        target.chmod(0o640)
        link.symlink_to(target)
        save_text(link, "new")
        assert link.is_symlink()
        assert target.read_text() == "new"
        assert target.stat().st_mode & 0o777 == 0o640

    @pytest.mark.parametrize("tick", range(12))
    def test_a_kill_leaves_the_old_file_or_the_new_one(self, tmp_path, tick):
        target = tmp_path / "a.srt"
        target.write_text("0" * 3_000_000)
        code = (
            "import sys; from pathlib import Path; from subtool.saving import save_text\n"
            "for n in range(1, 10**6): print(n % 10, flush=True); save_text(Path(sys.argv[1]), str(n % 10) * 3_000_000)"
        )
        child = subprocess.Popen([sys.executable, "-c", code, target], stdout=subprocess.PIPE)
        for _ in range(tick + 1):
            child.stdout.readline()
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        found = target.read_text()
        assert len(found) == 3_000_000
        assert len(set(found)) == 1
        save_text(target, "next")
        assert list(tmp_path.iterdir()) == [target]
