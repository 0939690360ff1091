"""A build that is killed, two at once, processes that die: nothing lost, nothing half, nothing made twice."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import subprocess
import sys
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path

import pytest

import subtool
from subtool.season.pools import local
from subtool.season.run import BuildRun, Craft, Means
from subtool.season.state import BuildState
from subtool.season.step import BuildStep, Outcome
from support.season import Seen, build, contents, dies_beside, edit, season

if sys.platform != "win32":
    import fcntl

CLI = [sys.executable, "-c", "from subtool.cli import main; main()"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills by signals")
def test_builds_that_are_killed_leave_whole_files_and_the_last_ends_as_if_none_had_been(tmp_path):
    for name in ("killed", "warm", "undisturbed"):
        season(tmp_path / name, ["ferry", "quay"])
    program = [
        sys.executable,
        Path(__file__).parents[1] / "support" / "killing.py",
        tmp_path / "killed",
        "16",
    ]
    killed = subprocess.run(program, capture_output=True, text=True, check=True)
    build(tmp_path / "undisturbed")
    assert int(killed.stdout) >= 6  # of 100 changes of the disk or so
    assert contents(tmp_path / "killed") == contents(tmp_path / "undisturbed")


def test_two_builds_at_once_share_the_work(tmp_path):
    names = ["ferry", "mast", "quay"]
    folder = season(tmp_path / "both", names)
    command = [*CLI, "build", folder, "--json", "--jobs", "1"]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
    made = [json.loads(run.communicate()[0])["made"] for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    assert sorted(made[0] + made[1]) == sorted(
        f"{name}/{step}" for name in names for step in ("outline", "cues", "check", "srt", "vtt")
    )
    build(season(tmp_path / "one", names))
    assert contents(folder) == contents(tmp_path / "one")


def test_many_processes_make_the_same_bytes_as_one(tmp_path):
    for name, jobs in (("one", 1), ("two", 2)):
        build(season(tmp_path / name, ["ferry", "quay"], more="report = true\n"), options={"jobs": jobs})
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="kills by signals")
@pytest.mark.parametrize("deaths", [1, 2])
def test_a_step_whose_process_is_killed_is_made_again_alone(tmp_path, deaths):
    """What was made beside it, and was killed with it, is made again too, and fails for none of its deaths."""
    options = {"meeting": str(tmp_path / "meeting")}
    os.mkfifo(options["meeting"])
    steps = [
        BuildStep(f"{name}/outline", "outline", name, options={**options, "deaths": of_it})
        for name, of_it in (("ferry", deaths), ("quay", 0))
    ]
    with BuildState(tmp_path) as state, local(2) as pool:
        craft = Craft(dies_beside, lambda *_: (), lambda *_: False, lambda _: 1)
        run = BuildRun(tmp_path, state, craft, Seen())
        run.run({step.episode: [step] for step in steps}, steps, Means(pool, 100, 2))
    done = {step.episode for step in run.made}
    assert (done, set(run.failed)) == (
        ({"ferry", "quay"}, set()) if deaths == 1 else ({"quay"}, {"ferry/outline"})
    )


def test_the_last_episode_may_take_the_processors_that_the_others_leave(tmp_path):
    """Four processors, two places: two each, and at the end one episode has all of them."""
    steps = [BuildStep(f"{name}/outline", "outline", name) for name in ("ferry", "mast", "quay")]
    cores = []

    class InTurn:
        places = 2

        def submit(self, perform, task):
            cores.append(task.cores)
            future = Future()
            future.set_result(perform(task))
            return future

    with BuildState(tmp_path) as state:
        craft = Craft(lambda _: Outcome(result="done"), lambda *_: (), lambda *_: False, lambda _: 1)
        run = BuildRun(tmp_path, state, craft, Seen())
        run.run({step.episode: [step] for step in steps}, steps, Means(InTurn(), 100, 4))
    assert cores == [2, 2, 4]


def test_long_episodes_are_begun_first_even_if_none_was_ever_built(tmp_path):
    folder = season(tmp_path, ["ferry", "mast", "quay"])
    long = folder / "scripts/mast.txt"
    long.write_text(
        long.read_text("utf-8").replace("\nBibliography", "Nobody came. " * 40 + "\nBibliography")
    )
    _, seen = build(folder)
    assert next(iter(seen.made)) == "mast/outline"


def test_an_edit_saved_while_a_build_runs_is_kept(tmp_path):
    """The output is edited after the build has looked at it, and before it writes."""
    folder = season(tmp_path)
    build(folder)
    srt = folder / "subtitles/ferry.srt"

    class Editor(Seen):
        def began(self, step, reasons, seconds):
            super().began(step, reasons, seconds)
            if step.kind == "format" and step.id.endswith("srt"):
                edit(srt, "Nobody waits", "No one waits")

    edit(folder / "scripts/ferry.txt", "larch and iron", "iron and larch")
    subtool.build(folder, options={"jobs": 1}, watcher=Editor())
    assert "No one waits" in (folder / "subtitles/ferry.srt.bak").read_text("utf-8")
    assert "iron and larch" in srt.read_text("utf-8").replace("\n", " ")


@pytest.mark.skipif(sys.platform == "win32", reason="locks of POSIX")
def test_a_disk_without_locks_keeps_what_builds_remember(tmp_path, monkeypatch):
    def none(*_):
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "lockf", none)
    with BuildState(tmp_path) as state:
        state.announce("a.srt", "digest", b"text")
        assert state.remarks == [
            f"{tmp_path / '.subtool'}: this disk knows no locks; let one build run at a time"
        ]
    with closing(sqlite3.connect(tmp_path / ".subtool" / "build-1.sqlite")) as other:
        other.execute("BEGIN EXCLUSIVE")  # what the server of the disk says for ever
        with BuildState(tmp_path) as state:
            assert state.announced("a.srt") == ("digest", b"text")
