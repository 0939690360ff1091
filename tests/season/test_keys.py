"""What a step opens, and the code that makes it, are in its key: a change of any of it makes the step again."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

import subtool
from subtool.errors import ProjectError
from subtool.season.code import ROOMS
from subtool.verbs import build_steps
from subtool.verbs.build import project_of
from subtool.verbs.outline import write_outline
from support.season import build, contents, edit, season

DRAFTED = ("outline", "draft", "check", "format", "report", "season")
# What every step stands on and no result hangs on: how files are opened, how errors are said, who asks for the step.
NO_RESULT = ("disk", "plugins.py", "season")


@contextmanager
def opened(root):
    """The files below a folder that are opened in the block, from the folder."""
    found, top = set(), f"{os.path.realpath(root)}{os.sep}"
    is_over = []

    def look(event, args):
        if event == "open" and not is_over and isinstance(args[0], str | bytes):
            path = os.path.realpath(os.fsdecode(args[0]))
            if path.startswith(top):
                found.add(path.removeprefix(top))

    sys.addaudithook(look)
    yield found
    is_over.append(True)


@pytest.fixture
def styled(tmp_path):
    """A season with whatever a step without a film may read beside its script."""
    folder = season(
        tmp_path,
        ["ferry"],
        more='profile = "styles/ours.toml"\noutputs = ["cues.json", "srt"]\nreport = true\n',
    )
    (folder / "styles").mkdir()
    (folder / "styles/ours.toml").write_text('extends = "base/sound.toml"\nmax_cpl = 37\n', "utf-8")
    (folder / "styles/base").mkdir()
    (folder / "styles/base/sound.toml").write_text('extends = "netflix-en"\nmax_lines = 2\n', "utf-8")
    write_outline(folder / "scripts/ferry.txt")
    return folder


def test_whatever_a_step_opens_is_among_what_it_reads(styled, monkeypatch):
    beyond = {}

    def watched(kind, make):
        def perform(task):
            with opened(styled) as found:
                outcome = make(task)
            named = {*task.step.reads, *task.step.uses}
            beyond[kind] = {path for path in found if path not in named and not path.startswith(".subtool")}
            return outcome

        return perform

    steps = {kind: watched(kind, make) for kind, make in build_steps.STEPS.items()}
    monkeypatch.setattr(build_steps, "STEPS", steps)
    built, _ = build(styled)
    assert not built.failed
    assert beyond == {kind: set() for kind in DRAFTED}


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("scripts/ferry.txt.outline.toml", 'is = "speech"', 'is = "skip"'),
        ("styles/ours.toml", "37", "20"),
        ("styles/base/sound.toml", "max_lines = 2", "max_lines = 1"),
    ],
)
def test_a_change_of_it_makes_the_cues_again(styled, path, old, new):
    build(styled)
    before = contents(styled)
    edit(styled / path, old, new)
    built, seen = build(styled)
    assert "ferry/cues" in built.made
    assert contents(styled)["ferry.srt"] != before["ferry.srt"]
    assert any(f"{path} is changed" in why for why in seen.made.values())


def test_a_file_that_comes_beside_a_script_is_obeyed_and_so_is_its_going(tmp_path):
    folder = season(tmp_path)
    build(folder)
    before = contents(folder)
    path, _ = write_outline(folder / "scripts/ferry.txt")
    text = path.read_text("utf-8")
    line = next(line for line in text.splitlines() if "It was built" in line)
    path.write_text(text.replace(line, line.replace('"speech"', '"skip"')), "utf-8")
    _, seen = build(folder)
    assert seen.made["ferry/outline"] == ("scripts/ferry.txt.outline.toml is new",)
    assert b"It was built" not in contents(folder)["ferry.srt"]
    path.unlink()
    _, seen = build(folder)
    assert seen.made["ferry/outline"] == ("scripts/ferry.txt.outline.toml is gone",)
    assert contents(folder) == before


def test_what_is_read_beside_an_original_is_in_the_key_too(tmp_path):
    folder = season(tmp_path, more='originals = "originals/{episode}.*"\n')
    for name in ("originals/ferry.txt", "films/ferry.wav"):
        (folder / name).parent.mkdir()
        (folder / name).write_bytes(b"")
    (cues,) = (step for step in project_of(folder).steps if step.kind == "align")
    assert {"originals/ferry.txt", "originals/ferry.txt.outline.toml"} < set(cues.reads)
    assert set(cues.uses) == {"scripts/ferry.txt", "scripts/ferry.txt.outline.toml"}


def test_a_house_style_that_extends_a_file_outside_is_refused(tmp_path):
    folder = season(tmp_path / "here", more='profile = "ours.toml"\n')
    (folder / "ours.toml").write_text('extends = "../theirs.toml"\n', "utf-8")
    (tmp_path / "theirs.toml").write_text('extends = "bbc"\n', "utf-8")
    with pytest.raises(ProjectError, match=r"ours\.toml.*'\.\./theirs\.toml' lies outside the project"):
        project_of(folder)


def test_a_variant_of_a_file_is_looked_up_in_the_project(tmp_path, monkeypatch):
    folder = season(tmp_path, more='profile = "ours.toml+sdh"\n')
    (folder / "ours.toml").write_text('extends = "netflix-en"\n[sdh]\nmax_cpl = 20\n', "utf-8")
    monkeypatch.chdir("/")
    built, _ = build(folder)
    assert not built.failed
    cues = subtool.read(folder / "subtitles/ferry.srt").cues
    assert max(len(line) for cue in cues for line in cue.lines) <= 20


def test_a_style_changed_under_a_watching_build_counts(styled):
    """One process, as with --watch: nothing of the file is remembered."""
    build(styled)
    edit(styled / "styles/ours.toml", "37", "20")
    build(styled)
    in_one = contents(styled)
    for path in (styled / "subtitles").iterdir():
        path.unlink()
    build(styled, force=True)
    assert contents(styled) == in_one


@pytest.mark.parametrize("kind", DRAFTED)
def test_the_code_that_runs_for_a_step_is_in_its_key(styled, monkeypatch, kind):
    package, run = Path(subtool.__file__).parent, set()

    def note(frame, event, _argument):
        if event == "call":
            run.add(frame.f_code.co_filename)

    def watched(task):
        make(task)  # what it imports runs once, and is no part of it
        sys.setprofile(note)
        try:
            return make(task)
        finally:
            sys.setprofile(None)

    make = build_steps.STEPS[kind]
    monkeypatch.setattr(build_steps, "STEPS", {**build_steps.STEPS, kind: watched})
    build(styled)
    names = {Path(file).relative_to(package).as_posix() for file in run if Path(file).is_relative_to(package)}
    rooms = (*ROOMS[kind][0], *NO_RESULT)
    assert names
    assert {
        name for name in names if not any(name == room or name.startswith(f"{room}/") for room in rooms)
    } == set()
