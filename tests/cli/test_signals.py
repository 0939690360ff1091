"""Whatever signal ends a command: children are ended, private folders gone, the old file is there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from support.ffmpeg import ffmpeg

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for children in /proc")
ENDS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


def children(number):
    found = Path(f"/proc/{number}/task/{number}/children").read_text().split()
    return [int(child) for child in found]


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """A minute, so that its burning takes seconds: two seconds again and again, which are soon made."""
    folder = tmp_path_factory.mktemp("film")
    card = ("-f", "lavfi", "-i", "testsrc2=s=1280x720:r=25:d=2")
    ffmpeg(*card, "-preset", "ultrafast", "-pix_fmt", "yuv420p", "short.mp4", folder=folder)
    ffmpeg("-stream_loop", 29, "-i", "short.mp4", "-c", "copy", "f.mp4", folder=folder)
    return folder / "f.mp4"


@contextmanager
def burning(folder, film, *options):
    """A run of `burn` whose encoding has begun."""
    (folder / "a.srt").write_text("1\n00:00:01,000 --> 00:00:03,000\nhello there\n")
    call = [sys.executable, "-m", "subtool", "burn", "a.srt", film, "-o", "o.mp4", "--quiet", *options]
    with subprocess.Popen(
        call,
        cwd=folder,
        stderr=subprocess.PIPE,
        preexec_fn=heeding,  # noqa: PLW1509
        start_new_session=True,
    ) as child:
        while not any(folder.glob(".subtool-*/new.mp4")) and child.poll() is None:
            with suppress(subprocess.TimeoutExpired):
                child.wait(0.01)
        yield child


@pytest.mark.parametrize("number", ENDS)
def test_an_ended_clip_leaves_nothing(tmp_path, film, number):
    (tmp_path / "o.mp4").write_text("old")
    with burning(tmp_path, film, "--force") as child:
        ffmpegs = children(child.pid)
        child.send_signal(number)
        said = child.stderr.read()
    assert child.returncode == 128 + number
    assert b"interrupted" in said
    assert ffmpegs
    assert not [one for one in ffmpegs if Path(f"/proc/{one}").exists()]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.srt", "o.mp4"]
    assert (tmp_path / "o.mp4").read_text() == "old"


def test_ctrl_c_to_a_command_and_all_its_children_leaves_no_file(tmp_path, film):
    with burning(tmp_path, film) as child:
        os.killpg(child.pid, signal.SIGINT)
        said = child.stderr.read()
    assert child.returncode == 128 + signal.SIGINT
    assert said.decode().strip() == "subtool: interrupted; nothing was written"
    assert [path.name for path in tmp_path.iterdir()] == ["a.srt"]


def heeding():
    for number in ENDS:
        signal.signal(number, signal.SIG_DFL if number != signal.SIGINT else signal.default_int_handler)
