"""The same input gives the same bytes: on any day, in any time zone, under any hash seed, in any language."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from subtool.formats import FORMATS

# Everything a sheet can hold, and a draft, in every format there is; the bytes go to stdout as one digest a file.
WRITE = """
import datetime, hashlib, sys, time

# Another day, for whoever asks: set before anything else is loaded.
class Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.datetime.fromtimestamp(time.time(), tz)

    utcnow = today = now

late_s, now, local = int(sys.argv[3]), time.time, time.localtime
time.time = lambda: now() + late_s
time.localtime = lambda at=None: local(time.time() if at is None else at)
datetime.datetime = Later

from pathlib import Path
import subtool
from subtool.formats import FORMATS
from subtool.model import Cue, Footnote, Media, Role, Source, Word, Timing, Unspoken

folder = Path(sys.argv[1])
full = subtool.Sheet(
    cues=(
        Cue(subtool.Span(40, 1800), ("The Harbour",), role=Role.TITLE),
        Cue(subtool.Span(2000, 4000), ("It was quiet <b>& {still}</b>", "that morning.\\u2019"), speaker="Narrator",
            footnotes=("9", "1"), timing=Timing.HEARD, confidence=0.97, source=Source(3, 1),
            words=(Word("It", subtool.Span(2000, 2100), 0.99), Word("was", subtool.Span(2100, 2300), 0.0))),
        Cue(subtool.Span(4000, 6000), ("\\u6e2f\\u5f88\\u5b89\\u9759", "\\u05e9\\u05dc\\u05d5\\u05dd")),
    ),
    title="The Harbour", language="en", media=Media("film.mp4", 9000),
    footnotes=(Footnote("9", "Ibid., p. 2.", "A. Author, A Book, p. 2."), Footnote("1", "A Book.", "A Book.")),
    unspoken=(Unspoken("Nobody came.", Source(4, 1)),), unscripted=(subtool.Span(7000, 8000),),
)
drafted = subtool.draft(subtool.read_script(sys.argv[2]))
for name, sheet in ("full", full), ("draft", drafted):
    paths = [folder / f"{name}{form.suffix}" for form in FORMATS]
    for path in paths:
        try:
            subtool.write(sheet, path)
        except subtool.errors.FormatError as error:  # some formats cannot hold some text, and say so
            print(path.name, error.message)
        else:
            print(path.name, hashlib.sha256(path.read_bytes()).hexdigest())
"""
SCRIPT = "The Harbour\n\nIt was quiet that morning. [1] Nobody came to the pier, and the boats lay.\n\n[1] A Book.\n"


def written(folder, late_s, **environment):
    script = folder / "script.txt"
    script.write_text(SCRIPT, encoding="utf-8")
    said = subprocess.run(
        [sys.executable, "-c", WRITE, folder, script, str(late_s)], env={**os.environ, **environment},
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    return dict(line.split(maxsplit=1) for line in said.stdout.splitlines())


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """What the same calls wrote in three different surroundings."""
    surroundings = (
        {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "1"},
        {"PYTHONHASHSEED": "77", "TZ": "America/St_Johns", "LANG": "tr_TR.UTF-8", "PYTHONUTF8": "0"},
    )
    days = (0, 86_400, 10**8)
    return [
        written(tmp_path_factory.mktemp("run"), late_s, **each)
        for late_s, each in zip(days, surroundings, strict=True)
    ]


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.suffix)
def test_every_format_writes_the_same_bytes_anywhere(runs, form):
    for name in ("full", "draft"):
        assert len({run[f"{name}{form.suffix}"] for run in runs}) == 1
