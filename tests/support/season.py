"""Seasons of tiny scripts, without films: they are drafted, which takes no time."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass, field
from pathlib import Path

import subtool
from subtool.season.step import Outcome

ONE = {"jobs": 1}
TEXT = """The Ferry

Every morning the ferry leaves the quay at six. Nobody waits for it on the other side. [1]

It was built in 1931, of larch and iron. The captain has forgotten who ordered it.

When the fog comes, he rings the bell twice. Then the gulls answer, and the water is quiet again. [2]

Bibliography
[1] Harbour Board, Timetables of the Sound, 1930, Page 4.
[2] Anna Brekke, Birds and Bells, Nordhav Press, 1968, Page 57.
"""


@dataclass
class Seen:
    """What a build said, and the steps it made, with why."""

    made: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    def began(self, step, reasons, _seconds):
        self.made[step.id] = tuple(reasons)

    def ended(self, _step, record):
        self.lines += record.warnings

    def failed(self, _step, message):
        self.lines.append(message)

    def said(self, _episode, message):
        self.lines.append(message)


def season(folder, names=("ferry",), *, more="", text=TEXT):
    """A folder with a project file and a script for each name."""
    (folder / "scripts").mkdir(parents=True, exist_ok=True)
    for name in names:
        folder.joinpath("scripts", f"{name}.txt").write_text(text.replace("Ferry", name.title()), "utf-8")
    folder.joinpath("subtool.toml").write_text(
        f'subtool = 1\n\n[season]\ntitle = "The Sound"\n{more}', "utf-8"
    )
    return folder


def build(folder, **choices):
    """Build in this process; what was made and said."""
    seen = Seen()
    options = {**ONE, **choices.pop("options", {})}
    built = subtool.build(folder, options=options, watcher=seen, **choices)
    return built, seen


def edit(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def contents(folder):
    """What lies in the outputs of a season."""
    return {
        path.name: path.read_bytes() for path in sorted((folder / "subtitles").iterdir()) if path.is_file()
    }


def dies_once(task):
    """A step whose process is killed the first time it is made."""
    marker = Path(task.step.options["marker"])
    if not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return Outcome(result="done")


def dies_beside(task):
    """A step of two that meet at the pipe `meeting` when they are first made: one is killed there, one waits for it.

    The one dies as often as its option `deaths` says, the other, whose `deaths` are 0, with it.
    """
    options = task.step.options
    tries = Path(options["meeting"]).with_name(task.step.episode)
    before = tries.stat().st_size if tries.exists() else 0
    tries.write_bytes(b"." * (before + 1))
    if not before:
        os.open(options["meeting"], os.O_RDONLY if options["deaths"] else os.O_WRONLY)
        if not options["deaths"]:
            signal.pause()
    if before < options["deaths"]:
        os.kill(os.getpid(), signal.SIGKILL)
    return Outcome(result="done")
