"""Pipes and devices that bear the name of a file are waited for by nobody; what is too long is not read at all."""

import os
import subprocess
import sys

import pytest

import subtool
from subtool.disk import reading
from subtool.errors import FormatError, ProjectError
from support.season import season

pytestmark = pytest.mark.skipif(
    not hasattr(os, "mkfifo"), reason="there are no pipes in the file system here"
)
CUE = "1\n00:00:01,000 --> 00:00:03,000\nThe lamp.\n\n"


def test_a_pipe_that_nobody_writes_into_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "PATIENCE_S", 0.0)
    os.mkfifo(tmp_path / "a.srt")
    with pytest.raises(FormatError, match=r"a\.srt: is a pipe, and nobody writes into it"):
        subtool.read(tmp_path / "a.srt")


def test_a_pipe_is_read_to_the_end_of_what_is_written_into_it(tmp_path):
    pipe = tmp_path / "a.srt"
    os.mkfifo(pipe)
    code = f"open({str(pipe)!r}, 'w').write({CUE!r} + '\\n' * 200_000)"  # more than a pipe holds
    with subprocess.Popen([sys.executable, "-c", code]):
        assert subtool.read(pipe).cues[0].lines == ("The lamp.",)


def test_standard_input_by_its_name_is_read(tmp_path):
    command = [sys.executable, "-m", "subtool", "check", "/dev/stdin"]
    done = subprocess.run(command, input=CUE, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "in 1 cue" in done.stdout, done.stderr


def test_a_season_waits_for_no_pipe_and_reads_no_device(tmp_path):
    folder = season(tmp_path, ["ferry"])
    os.mkfifo(folder / "scripts" / "quay.txt")
    (folder / "scripts" / "zero.txt").symlink_to("/dev/zero")
    assert [one.name for one in subtool.status(folder).episodes] == ["ferry"]
    project = folder / "subtool.toml"
    for name in ("quay", "zero"):
        text = f'[season]\n[[episode]]\nname = "{name}"\nscript = "scripts/{name}.txt"\n'
        project.write_text(text)
        with pytest.raises(ProjectError, match="is a pipe or a device"):
            subtool.status(folder)
    project.unlink()
    assert [one.script for one in subtool.init(folder).episodes] == ["scripts/ferry.txt"]


def test_what_is_too_long_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "a.srt"
    with path.open("wb") as file:
        file.truncate(1 << 40)  # a hole: nothing stands on the disk
    with pytest.raises(FormatError, match="is larger than 100 MB"):
        reading.read_bytes(path, most=100_000_000)
    path.write_bytes(b"abc")
    assert reading.read_bytes(path, most=3) == b"abc"
