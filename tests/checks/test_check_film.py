"""Checks against a real film: its shot changes, its frames, its end."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from subtool.cli import subtool as cli
from support import shots_footage
from support.shots_footage import Reel, Shot

# 25 frames a second: shots begin at 0, 2 and 4.8 s; the film ends at 8 s.
REEL = Reel("film", (Shot(50, 1), Shot(70, 2), Shot(80, 3)))
CUES = """\
1
00:00:00,400 --> 00:00:01,840
Nobody came.

2
00:00:02,120 --> 00:00:04,600
The harbour stood for years.

3
00:00:06,000 --> 00:00:08,200
It fell.
"""


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    return shots_footage.make(REEL, tmp_path_factory.mktemp("film") / "film.mp4", (192, 108))


def run(*args):
    return CliRunner().invoke(cli, ["check", *map(str, args)])


def test_times_near_a_shot_change_and_beyond_the_end_are_found(film, tmp_path):
    subtitles = tmp_path / "film.srt"
    subtitles.write_text(CUES, "utf-8")
    result = run(subtitles, "--video", film, "--json", "--ignore", "gap-to-close")
    problems = json.loads(result.output)["problems"]
    assert [(p["cue"], p["code"], p["measured"], p["limit"], p["unit"]) for p in problems] == [
        (1, "shot-out", 4, 12, "frames"),
        (2, "shot-in", 3, 12, "frames"),
        (2, "shot-out", 5, 12, "frames"),
        (3, "past-the-end", 0.2, 0, "s"),
    ]
    assert result.exit_code == 1
    assert run(subtitles, "--ignore", "gap-to-close").exit_code == 0


def test_times_are_moved_to_the_shot_changes(film, tmp_path):
    subtitles, mended = tmp_path / "film.srt", tmp_path / "mended.srt"
    subtitles.write_text(CUES, "utf-8")
    result = run(subtitles, "--video", film, "--fix", "-o", mended, "--json")
    report = json.loads(result.output)
    assert report["problems"] == []
    assert result.exit_code == 0
    assert [line for line in mended.read_text("utf-8").splitlines() if "-->" in line] == [
        "00:00:00,400 --> 00:00:01,920",
        "00:00:02,000 --> 00:00:04,720",
        "00:00:06,000 --> 00:00:08,000",
    ]
    assert [(change["cue"], change["codes"]) for change in report["changes"]] == [
        (1, ["gap-to-close", "shot-in"]), (2, ["shot-in", "shot-out"]), (3, ["past-the-end"]),
    ]  # fmt: skip


def test_a_film_without_a_picture_is_refused(tmp_path):
    subtitles = tmp_path / "film.srt"
    subtitles.write_text(CUES, "utf-8")
    assert "no such" in str(run(subtitles, "--video", tmp_path / "none.mp4").exception)
