"""Whatever signal ends a command: children are ended, private folders gone, the old file is there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import imageio_ffmpeg
import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for children in /proc")
ENDS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


def children(number):
    found = Path(f"/proc/{number}/task/{number}/children").read_text().split()
    return [int(child) for child in found]


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """A minute, so that its burning takes seconds."""
    path = tmp_path_factory.mktemp("film") / "f.mp4"
    source = [
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=1280x720:r=25:d=60",
        "-preset",
        "ultrafast",
        "-pix_fmt",
        "yuv420p",
    ]
    subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", *source, path], check=True)
    return path


@pytest.mark.parametrize("number", ENDS)
def test_an_ended_clip_leaves_nothing(tmp_path, film, number):
    (tmp_path / "a.srt").write_text("1\n00:00:01,000 --> 00:00:03,000\nhello there\n")
    (tmp_path / "o.mp4").write_text("old")
    call = [sys.executable, "-m", "subtool", "burn", "a.srt", film, "-o", "o.mp4", "--force", "--quiet"]
    with subprocess.Popen(call, cwd=tmp_path, stderr=subprocess.PIPE, preexec_fn=heeding) as child:  # noqa: PLW1509
        while not any(tmp_path.glob(".subtool-*/new.mp4")) and child.poll() is None:
            os.sched_yield()
        ffmpegs = children(child.pid)
        child.send_signal(number)
        said = child.stderr.read()
    assert child.returncode == 128 + number
    assert b"interrupted" in said
    assert ffmpegs
    assert not [one for one in ffmpegs if Path(f"/proc/{one}").exists()]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.srt", "o.mp4"]
    assert (tmp_path / "o.mp4").read_text() == "old"


def heeding():
    for number in ENDS:
        signal.signal(number, signal.SIG_DFL if number != signal.SIGINT else signal.default_int_handler)
