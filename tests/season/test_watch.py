"""A season that is watched is built again when something changes, also what people edit, also the project file."""

from __future__ import annotations

import threading

import subtool
from subtool.checks.context import CheckContext
from subtool.cues.timing.frame_grid import Grid
from subtool.model import DEFAULT_FPS
from subtool.review.edits import edits_of
from subtool.styles import houses
from subtool.verbs.review import Review
from support.season import ONE, contents, edit, season

CONTEXT = CheckContext(houses.house_style("netflix-en"), Grid(DEFAULT_FPS), houses.word_classes("en"))


def next_made(rounds):
    """The next round in which something was made: what a build writes is a change itself."""
    return next(built.made for built in rounds if built.made)


def test_each_change_is_built(tmp_path):
    stop, errors = threading.Event(), []

    def mend(error):
        errors.append(str(error))
        edit(tmp_path / "subtool.toml", 'titel = "The Sound"', 'outputs = ["cues.json", "ass"]')

    rounds = subtool.watch(season(tmp_path), options=ONE, stop=stop, failed=mend)
    assert len(next_made(rounds)) == 5
    edit(tmp_path / "scripts/ferry.txt", "larch and iron", "iron and larch")
    assert "ferry/cues" in next_made(rounds)
    edit(tmp_path / "subtitles/ferry.srt", "Nobody waits", "No one waits")
    assert "ferry/vtt" in next_made(rounds)
    assert "No one waits" in contents(tmp_path)["ferry.vtt"].decode()
    edit(tmp_path / "subtool.toml", "title", "titel")
    assert next_made(rounds) == ("ferry/ass",)
    assert "did you mean title?" in errors[0]
    stop.set()
    assert [built.made for built in rounds if built.made] == []


def test_a_sheet_open_in_a_review_is_built_into_and_the_review_follows(tmp_path):
    stop = threading.Event()
    rounds = subtool.watch(season(tmp_path), options=ONE, stop=stop)
    assert len(next_made(rounds)) == 5
    path = tmp_path / "subtitles/ferry.cues.json"
    with Review(path) as review:
        first = next(name for name, cue in review.document.cues.items() if "Every morning" in cue.text)
        review.edit(edits_of([{"edit": "text", "cue": first, "lines": ["Each morning"]}]), CONTEXT)
        assert review.save()
        assert "ferry/srt" in next_made(rounds)
        assert "Each morning" in contents(tmp_path)["ferry.srt"].decode()
        edit(tmp_path / "scripts/ferry.txt", "larch and iron", "iron and larch")
        assert "ferry/cues" in next_made(rounds)
        review.look_outside()
        shown = " ".join(cue.text for cue in review.document.cues.values()).replace("\n", " ")
        assert "iron and larch" in shown
        assert "Each morning" in shown
        assert not review.conflicts
    stop.set()
