"""Nothing is lost: the old file or the new one, never half, and no litter."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

import subtool
from subtool.disk.atomic import refuse_existing, replacing, save_all, save_text
from subtool.errors import OutputError
from subtool.model import Cue, Timing

posix = pytest.mark.skipif(os.name != "posix", reason="kills, links, pipes and permissions are POSIX's")


def sheet(text="The harbour was quiet.", timing=Timing.HEARD):
    return subtool.Sheet((Cue(subtool.Span(200, 1800), (text,), timing=timing),))


def die_at(call):
    """Kill this process with -9 right before its 1st, 2nd, 3rd … call into the system."""
    calls = 0

    def watch(_frame, event, function):
        nonlocal calls
        modules = {
            getattr(function, "__module__", None),
            type(getattr(function, "__self__", None)).__module__,
        }
        if event == "c_call" and modules & {"posix", "fcntl", "_io"}:
            calls += 1
            if calls == call:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(watch)


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
    with pytest.raises(OutputError, match="shorter"):
        refuse_existing(tmp_path / ("a" * 300 + ".srt"), force=True)
    target.chmod(0o444)
    with pytest.raises(OutputError, match="read-only"):
        refuse_existing(target, force=True)
    target.chmod(0o644)


def test_the_longest_name(tmp_path):
    target = tmp_path / ("é" * 125 + "a.srt")  # 255 bytes
    save_text(target, "new")
    assert list(tmp_path.iterdir()) == [target]


def test_an_output_named_twice_is_refused(tmp_path):
    with pytest.raises(OutputError, match="twice"):
        subtool.write_all(sheet(), [tmp_path / "a.srt", tmp_path / "b" / ".." / "a.srt"])
    assert list(tmp_path.iterdir()) == []


class TestSeveralOutputs:
    def test_a_failure_while_they_are_made_leaves_all_old(self, tmp_path):
        first, second = tmp_path / "a.srt", tmp_path / "no" / "b.vtt"
        first.write_text("old")
        with pytest.raises(OutputError, match=r"b\.vtt"):
            save_all({first: b"new", second: b"new"})
        assert first.read_text() == "old"
        assert list(tmp_path.iterdir()) == [first]

    def test_a_failure_while_they_are_named_leaves_all_old(self, tmp_path):
        old, new, taken = tmp_path / "a.srt", tmp_path / "b.srt", tmp_path / "c.srt"
        old.write_text("old")
        taken.mkdir()
        with pytest.raises(OutputError, match=r"c\.srt"):
            save_all({old: b"new", new: b"new", taken: b"new"})
        taken.rmdir()
        assert old.read_text() == "old"
        assert list(tmp_path.iterdir()) == [old]


class TestHandEdits:
    def test_edits_that_would_be_lost_are_kept(self, tmp_path):
        path = tmp_path / "film.cues.json"
        subtool.write(sheet("By hand.", Timing.EDITED), path)
        by_hand = path.read_bytes()
        assert subtool.write(sheet(), path, force=True) == tmp_path / "film.cues.json.bak"
        assert (tmp_path / "film.cues.json.bak").read_bytes() == by_hand
        assert subtool.read(path) == sheet()
        assert subtool.write(sheet(), path, force=True) is None

    def test_an_older_backup_is_never_written_over(self, tmp_path):
        path = tmp_path / "film.cues.json"
        for number in range(3):
            subtool.write(sheet(f"By hand, {number}.", Timing.EDITED), path, force=True)
        subtool.write(sheet(), path, force=True)
        held = {each.name: subtool.read(each.replace(tmp_path / "x.cues.json")).cues[0].text
                for each in tmp_path.glob("*.bak*")}  # fmt: skip
        assert held == {
            "film.cues.json.bak": "By hand, 0.",
            "film.cues.json.bak2": "By hand, 1.",
            "film.cues.json.bak3": "By hand, 2.",
        }

    def test_edits_that_the_new_sheet_has_need_no_backup(self, tmp_path):
        path = tmp_path / "film.cues.json"
        subtool.write(sheet("By hand.", Timing.EDITED), path)
        assert subtool.write(sheet("By hand.", Timing.EDITED), path, force=True) is None

    def test_a_broken_sheet_is_kept(self, tmp_path):
        path = tmp_path / "film.cues.json"
        path.write_text('{"subtool": 1, "cues": [', encoding="utf-8")
        assert subtool.write(sheet(), path, force=True) == tmp_path / "film.cues.json.bak"

    def test_the_same_content_is_kept_once(self, tmp_path):
        path = tmp_path / "film.cues.json"
        path.write_text("mine", encoding="utf-8")
        for _ in range(2):
            assert save_all({}, keep=[path]) == [tmp_path / "film.cues.json.bak"]

    def test_a_backup_has_the_mode_of_the_file(self, tmp_path):
        path = tmp_path / "film.cues.json"
        path.write_text("mine", encoding="utf-8")
        path.chmod(0o600)
        assert subtool.write(sheet(), path, force=True).stat().st_mode == path.stat().st_mode


@posix
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

    def test_extended_attributes_are_kept(self, tmp_path):
        target = tmp_path / "a.srt"
        target.write_text("old")
        try:
            os.setxattr(target, "user.reel", b"4")
        except (AttributeError, OSError):
            pytest.skip("no extended attributes here")
        save_text(target, "new")
        assert os.getxattr(target, "user.reel") == b"4"

    def test_a_new_file_has_the_mode_that_the_umask_leaves(self, tmp_path):
        before = os.umask(0o027)
        try:
            save_text(tmp_path / "a.srt", "new")
        finally:
            os.umask(before)
        assert (tmp_path / "a.srt").stat().st_mode & 0o777 == 0o640

    @pytest.mark.skipif(os.name != "posix" or os.geteuid(), reason="only root gives files away")
    def test_the_owner_is_kept(self, tmp_path):
        target = tmp_path / "a.srt"
        target.write_text("old")
        os.chown(target, 1234, 4321)
        save_text(target, "new")
        assert (target.stat().st_uid, target.stat().st_gid) == (1234, 4321)

    def test_a_dangling_link_is_written_where_it_points(self, tmp_path):
        link = tmp_path / "link.srt"
        link.symlink_to("real.srt")
        save_text(link, "new")
        assert link.is_symlink()
        assert (tmp_path / "real.srt").read_text() == "new"

    def test_links_in_a_circle_are_refused(self, tmp_path):
        link = tmp_path / "a.srt"
        link.symlink_to("a.srt")
        with pytest.raises(OutputError, match="symbolic links"):
            subtool.write(sheet(), link, force=True)

    def test_another_hard_link_keeps_the_old_content(self, tmp_path):
        target, other = tmp_path / "a.srt", tmp_path / "b.srt"
        target.write_text("old")
        other.hardlink_to(target)
        save_text(target, "new")
        assert (target.read_text(), other.read_text()) == ("new", "old")

    def test_a_name_that_is_no_unicode(self, tmp_path):
        target = tmp_path / os.fsdecode(b"caf\xe9.srt")
        save_text(target, "new")
        assert list(tmp_path.iterdir()) == [target]

    def test_a_pipe_is_written_straight_and_needs_no_force(self, tmp_path):
        pipe = tmp_path / "pipe.srt"
        os.mkfifo(pipe)
        with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
            subtool.write(sheet(), pipe)
            assert b"The harbour was quiet." in reader.communicate()[0]
        assert pipe.is_fifo()
        assert list(tmp_path.iterdir()) == [pipe]

    def test_devices_stay_what_they_are(self, tmp_path):
        link = tmp_path / "null.srt"
        link.symlink_to("/dev/null")
        subtool.write(sheet(), link)
        assert link.is_char_device()
        assert list(tmp_path.iterdir()) == [link]

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="Linux has it")  # noqa: PTH110
    def test_a_full_device(self, tmp_path):
        link = tmp_path / "full.srt"
        link.symlink_to("/dev/full")
        with pytest.raises(OutputError, match="no space left"):
            subtool.write(sheet(), link)

    def test_stdout_is_added_to_not_replaced(self, tmp_path):
        log, link = tmp_path / "log.txt", tmp_path / "out.srt"
        link.symlink_to("/dev/stdout")
        log.write_text("before\n")
        code = "import sys; from pathlib import Path; from subtool.disk.atomic import refuse_existing, save_text\n"
        code += "refuse_existing(Path(sys.argv[1]), force=False)\n"
        with log.open("ab") as stdout:
            code += "save_text(Path(sys.argv[1]), 'after')"
            subprocess.run([sys.executable, "-c", code, link], stdout=stdout, check=True)
        assert log.read_text() == "before\nafter"

    def test_a_file_size_limit_leaves_the_old_file(self, tmp_path):
        import resource

        target = tmp_path / "a.srt"
        save_text(target, "old")
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
        try:
            with pytest.raises(OutputError, match="file too large"):
                save_all({tmp_path / "b.srt": b"new", target: bytes(1001)})
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert target.read_text() == "old"
        assert list(tmp_path.iterdir()) == [target]

    def test_the_folder_goes_away_meanwhile(self, tmp_path):
        folder = tmp_path / "folder"
        folder.mkdir()
        with pytest.raises(OutputError, match="no such file"), replacing(folder / "a.srt"):
            folder.rename(tmp_path / "elsewhere")
        assert not folder.exists()

    @pytest.mark.filterwarnings(
        "ignore:.*fork.*:DeprecationWarning"
    )  # libraries loaded elsewhere may have threads
    @pytest.mark.parametrize("several", [False, True], ids=["one output", "several"])
    def test_a_kill_at_any_call_leaves_old_or_new(self, tmp_path, several):
        paths = [tmp_path / "a.srt", tmp_path / "b.srt"][: 1 + several]
        save_all(dict.fromkeys(paths, b"old"))
        states, survived = set(), False
        for call in range(1, 10_000):
            child = os.fork()
            if not child:
                try:
                    die_at(call)
                    save_all(dict.fromkeys(paths, b"new"))
                    sys.setprofile(None)
                    os._exit(0)
                finally:
                    os._exit(1)
            _, status = os.waitpid(child, 0)
            survived = os.WIFEXITED(status)
            states.add(tuple(path.read_bytes() for path in paths))
            if survived:
                break
            if call % 10 == 0:  # what the next run finds may be of one run or of several
                save_all(dict.fromkeys(paths, b"old"))
                assert sorted(tmp_path.iterdir()) == paths
        assert survived
        assert os.WEXITSTATUS(status) == 0
        assert states <= {(a, b)[: len(paths)] for a in (b"old", b"new") for b in (b"old", b"new")}
        assert len(states) >= 2
        assert sorted(tmp_path.iterdir()) == paths

    @pytest.mark.parametrize("tick", range(6))
    def test_a_kill_leaves_the_old_file_or_the_new_one(self, tmp_path, tick):
        target = tmp_path / "a.srt"
        target.write_text("0" * 3_000_000)
        code = (
            "import sys; from pathlib import Path; from subtool.disk.atomic import save_text\n"
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
