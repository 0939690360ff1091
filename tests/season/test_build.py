"""A build makes what changed, and nothing else; the same season gives the same bytes."""

from __future__ import annotations

import json
import sqlite3
import zlib
from contextlib import closing

import pytest
from click.testing import CliRunner

import subtool
from subtool.cli import subtool as command
from subtool.season import code, state
from subtool.verbs.build import plan, project_of
from support.season import TEXT, build, contents, edit, season


def test_every_step_is_made_once_and_then_none(tmp_path):
    folder = season(tmp_path, ["ferry", "quay"])
    built, _ = build(folder)
    assert set(built.made) == {
        f"{name}/{step}" for name in ("ferry", "quay") for step in ("outline", "cues", "check", "srt", "vtt")
    }
    assert set(contents(folder)) == {
        f"{name}.{end}" for name in ("ferry", "quay") for end in ("cues.json", "srt", "vtt")
    }
    assert build(folder)[0].made == ()


def test_the_style_that_was_taken_is_said_where_none_is_named(tmp_path):
    folder = season(tmp_path, ["ferry", "quay"])
    assert build(folder)[0].styles == {"netflix-en": ("ferry", "quay")}
    assert build(folder)[0].styles == {}
    edit(folder / "scripts/ferry.txt", "rings the bell twice", "rings the bell three times")
    done = CliRunner().invoke(command, ["build", str(folder), "--jobs", "1"])
    assert (
        "ferry: made for netflix-en, the style of the text's language; profile in subtool.toml" in done.stderr
    )
    assert build(folder, options={"profile": "bbc"})[0].styles == {}


def test_what_it_writes_is_what_the_verbs_write(tmp_path):
    folder = season(tmp_path)
    build(folder)
    sheet = subtool.draft(folder / "scripts/ferry.txt")
    assert contents(folder)["ferry.srt"].decode() == subtool.writes(sheet, "srt")
    assert contents(folder)["ferry.vtt"].decode() == subtool.writes(sheet, "vtt")
    assert subtool.read(folder / "subtitles/ferry.cues.json").cues == sheet.cues


def test_two_folders_with_the_same_season_have_the_same_bytes(tmp_path):
    for name in ("here", "there"):
        build(season(tmp_path / name, ["ferry", "quay"], more="report = true\n"))
    assert contents(tmp_path / "here") == contents(tmp_path / "there")


def test_a_changed_sentence_makes_only_its_episode_again_and_leaves_its_other_cues(tmp_path):
    folder = season(tmp_path, ["ferry", "quay"])
    build(folder)
    before = subtool.read(folder / "subtitles/ferry.cues.json")
    quay = contents(folder)["quay.cues.json"]
    edit(folder / "scripts/ferry.txt", "of larch and iron", "of iron and larch")
    built, seen = build(folder)
    assert built.made == ("ferry/outline", "ferry/cues", "ferry/check", "ferry/srt", "ferry/vtt")
    assert seen.made["ferry/outline"] == ("scripts/ferry.txt is changed",)
    assert seen.made["ferry/cues"] == ("outline came out otherwise",)
    after = subtool.read(folder / "subtitles/ferry.cues.json")
    same = [cue for cue in after.cues if "larch" not in cue.text]
    assert same == [cue for cue in before.cues if "larch" not in cue.text]
    assert len(same) >= len(after.cues) - 2
    assert contents(folder)["quay.cues.json"] == quay


def test_dates_alone_change_nothing_and_neither_does_what_the_script_does_not_say(tmp_path):
    folder = season(tmp_path)
    build(folder)
    script = folder / "scripts/ferry.txt"
    script.write_bytes(script.read_bytes())
    assert build(folder)[0].made == ()
    script.write_text(TEXT + "\n\n", "utf-8")
    assert build(folder)[0].made == ("ferry/outline",)


def test_an_option_makes_the_steps_that_read_it(tmp_path):
    folder = season(tmp_path)
    build(folder)
    built, seen = build(folder, options={"footnotes": "markers"})
    assert built.made == ("ferry/srt", "ferry/vtt")
    assert seen.made["ferry/srt"] == ("footnotes is markers, was not said",)
    assert "Sound, 1930" not in contents(folder)["ferry.vtt"].decode()


def test_a_missing_output_is_made_again_alone(tmp_path):
    folder = season(tmp_path)
    build(folder)
    before = contents(folder)
    (folder / "subtitles/ferry.vtt").unlink()
    built, seen = build(folder)
    assert built.made == ("ferry/vtt",)
    assert seen.made["ferry/vtt"] == ("subtitles/ferry.vtt is missing",)
    assert contents(folder) == before


def test_other_code_makes_its_steps_again(tmp_path, monkeypatch):
    folder = season(tmp_path)
    build(folder)
    monkeypatch.setitem(code.ROOMS, "format", (("formats",), ()))
    built, seen = build(folder)
    assert built.made == ("ferry/srt", "ferry/vtt")
    assert seen.made["ferry/srt"] == ("the code that makes it is another",)


def test_an_episode_that_fails_stops_no_other(tmp_path):
    folder = season(tmp_path, ["ferry", "mast", "quay"])
    (folder / "scripts/mast.txt").write_bytes(b"\x00\x01\x02" * 50)
    built, _ = build(folder)
    assert list(built.failed) == ["mast/outline"]
    assert built.failed["mast/outline"].startswith("scripts/mast.txt: ")
    assert "mast/cues" in built.waiting
    assert {"ferry.srt", "quay.srt"} <= set(contents(folder))
    folder.joinpath("scripts/mast.txt").write_text(TEXT, "utf-8")
    built, _ = build(folder)
    assert not built.failed
    assert {step.partition("/")[0] for step in built.made} == {"mast"}


def test_only_the_episodes_that_are_named(tmp_path):
    folder = season(tmp_path, ["ferry", "quay"])
    assert {step.partition("/")[0] for step in build(folder, only=["quay"])[0].made} == {"quay"}
    with pytest.raises(subtool.ProjectError, match=r"there is no episode 'quai' \(did you mean quay\?\)"):
        build(folder, only=["quai"])


def test_what_would_be_made_of_one_episode_is_what_is_made(tmp_path):
    folder = season(tmp_path, ["ferry", "quay"], more="report = true\n")
    for _ in range(2):
        planned = plan(project_of(folder), ["quay"])
        built, _ = build(folder, only=["quay"])
        assert [name for name, one in planned.items() if not one.is_current] == list(built.made)
    assert built.made == ()


def test_the_season_page_has_every_source_once_with_its_places(tmp_path):
    folder = season(tmp_path, ["ferry", "quay"], more="report = true\n")
    build(folder)
    page = contents(folder)["season.html"].decode()
    assert page.count("Timetables of the Sound") == 1
    assert "ferry [1] " in page
    assert "quay [1] " in page
    edit(folder / "scripts/quay.txt", "Timetables", "Time Tables")
    assert "/season" in build(folder)[0].made
    assert "Time Tables" in contents(folder)["season.html"].decode()


def test_the_season_page_says_how_many_sources_there_are_and_what_was_not_made(tmp_path):
    folder = season(tmp_path, ["ferry", "quay"], more="report = true\n")
    folder.joinpath("scripts/quay.txt").write_text("", "utf-8")
    build(folder)
    page = contents(folder)["season.html"].decode()
    assert "<dt>sources</dt><dd>2</dd>" in page
    assert '<p class="verdict bad">1 episode not made</p>' in page


def test_the_state_that_is_damaged_is_made_again(tmp_path):
    folder = season(tmp_path)
    build(folder)
    before = contents(folder)
    [path] = folder.glob(".subtool/build-*.sqlite")
    for damaged in (b"no database at all" * 100, path.read_bytes().replace(b"STRICT", b"\xf8" * 6)):
        path.write_bytes(damaged)
        built, _ = build(folder)
        assert "was damaged" in built.remarks[0]
        assert contents(folder) == before


def test_pages_of_the_state_that_are_damaged_are_made_again_too(tmp_path):
    folder = season(tmp_path)
    build(folder)
    before = contents(folder)
    (path,) = folder.glob(".subtool/build-*.sqlite")
    whole = path.read_bytes()
    for begin in range(100, len(whole), len(whole) // 12):
        path.write_bytes(whole[:begin] + b"\xff\x00damage" * 40 + whole[begin + 320 :])
        build(folder)
        assert contents(folder) == before
    with sqlite3.connect(path) as file:
        file.executescript("DROP TABLE facts; CREATE TABLE facts (other TEXT) STRICT;")
    file.close()
    assert "was damaged" in build(folder)[0].remarks[0]
    with sqlite3.connect(path) as file:
        file.execute("UPDATE steps SET record = '[1]'")
        file.execute("UPDATE facts SET facts = 'no JSON'")
        file.execute("UPDATE written SET content = x'00'")
    file.close()
    assert not build(folder)[0].failed
    assert contents(folder) == before


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"cues": null}', '{"a": {"b": 1e400}}', "5"], ids=lambda text: text[:5]
)
@pytest.mark.parametrize(("table", "column"), [("steps", "record"), ("facts", "facts")])
def test_what_is_remembered_of_a_step_is_checked_as_it_is_read(tmp_path, table, column, text):
    folder = season(tmp_path)
    build(folder)
    before = contents(folder)
    (path,) = folder.glob(".subtool/build-*.sqlite")
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(f"UPDATE {table} SET {column} = ?", (text,))
    assert subtool.status(folder).episodes[0].stands == "not made"
    assert build(folder)[0].made
    assert contents(folder) == before
    assert subtool.status(folder).episodes[0].stands == "up to date"


def test_a_bomb_in_the_state_is_taken_for_no_content(tmp_path, monkeypatch):
    monkeypatch.setattr(state, "LARGEST", 1000)
    folder = season(tmp_path)
    build(folder)
    before = contents(folder)
    (path,) = folder.glob(".subtool/build-*.sqlite")
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE written SET content = ?", (zlib.compress(bytes(100_000)),))
    assert not build(folder)[0].failed
    assert contents(folder) == before


def test_status_tells_of_each_episode_what_stands_and_what_it_amounts_to(tmp_path):
    folder = season(tmp_path, ["ferry", "quay"])
    assert [one.stands for one in subtool.status(folder).episodes] == ["not made", "not made"]
    build(folder, only=["ferry"])
    edit(folder / "subtitles/ferry.srt", "Nobody waits", "No one waits")
    ferry, quay = subtool.status(folder).episodes
    assert (ferry.stands, quay.stands) == ("up to date", "not made")
    assert ferry.edited == ("subtitles/ferry.srt",)
    assert ferry.facts["footnotes"] == 2
    assert ferry.heard is None
    assert json.dumps(dict(ferry.facts))
