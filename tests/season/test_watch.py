"""A season that is watched is built again when something changes, also what people edit, also the project file."""

from __future__ import annotations

import threading

import subtool
from support.season import ONE, contents, edit, season


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
