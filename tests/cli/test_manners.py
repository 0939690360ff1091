"""Manners of the command line: several files and folders, suggestions, completion, a log, and where to begin."""

from __future__ import annotations

import json
import logging
import os

import pytest
from click.testing import CliRunner

from subtool.cli import subtool
from subtool.text.counting import counted
from subtool.text.nearest import nearest

GOOD = "1\n00:00:01,000 --> 00:00:03,000\nThe lamp was lit at dusk.\n"
POOR = (
    "1\n00:00:01,000 --> 00:00:01,200\nThe lamp was lit at dusk, and nobody in the village saw it at all.\n"
)


@pytest.fixture
def season(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "season"
    (folder / "two").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    (folder / "one.srt").write_text(GOOD, "utf-8")
    (folder / "two" / "two.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:03.000\nNobody saw it.\n", "utf-8")
    (folder / "notes.csv").write_text("a,b\n1,2\n", "utf-8")
    (folder / ".hidden" / "three.srt").write_text(POOR, "utf-8")
    return folder


def run(*args, **settings):
    return CliRunner().invoke(subtool, [*map(str, args)], **settings)


def test_without_anything_it_says_where_to_begin():
    result = run()
    assert result.exit_code == 0
    assert "subtool demo --quick" in result.stdout
    assert "subtool align" in result.stdout


@pytest.mark.parametrize(
    ("args", "meant"),
    [
        (["alig", "x"], "align"),
        (["check", "--profil", "x"], "--profile"),
        (["profiles", "netflx-en"], "netflix-en"),
        (["profiles", "bbbc"], "bbc"),
        (["layouts", "brodcast"], "broadcast"),
        (["convert", "a.srt", "b.vt"], ".vtt"),
        (["convert", "a.srt", "-", "--to", "vt"], "vtt"),
    ],
)
def test_what_is_misspelt_is_guessed(args, meant, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.srt").write_text(GOOD, "utf-8")
    result = run(*args)
    said = result.output + str(result.exception)
    assert "id you mean" in said
    assert meant in said


def test_what_is_like_nothing_is_not_guessed():
    assert nearest("qqqq", ["align", "draft"]) == []


def test_a_folder_is_checked_with_all_that_is_in_it(season):
    result = run("check", season)
    assert result.exit_code == 0
    assert "one.srt" in result.stdout
    assert "two.vtt" in result.stdout
    assert "three" not in result.stdout
    assert "2 files: none with problems" in result.stdout


def test_one_file_that_cannot_be_read_does_not_keep_the_others_from_being_checked(season):
    (season / "poor.srt").write_text(POOR, "utf-8")
    result = run("check", season / "gone.srt", season / "poor.srt")
    assert result.exit_code == 2
    assert "gone.srt: no such file" in result.stderr
    assert "2 files: 1 with problems, 1 could not be read" in result.stdout
    listed = json.loads(run("check", season / "gone.srt", season / "poor.srt", "--json", "--quiet").stdout)
    assert "no such file" in listed[0]["error"]
    assert listed[1]["counts"]


def test_a_folder_without_subtitles_is_refused(tmp_path):
    result = run("check", tmp_path)
    assert "holds no subtitles" in str(result.exception)


def test_a_folder_is_converted_into_another(season):
    result = run("convert", season, "web/", "--to", "sbv")
    assert result.exit_code == 0
    assert sorted(path.name for path in (season.parent / "web").iterdir()) == ["one.sbv", "two.sbv"]
    assert "2 files written" in result.stderr


def test_files_are_converted_beside_themselves(season):
    one, two = season / "one.srt", season / "two" / "two.vtt"
    assert run("convert", one, two, "--to", "cues.json").exit_code == 0
    assert (season / "one.cues.json").is_file()
    assert (season / "two" / "two.cues.json").is_file()
    assert run("convert", season / "one.cues.json", "--to", "vtt").exit_code == 0
    assert (season / "one.vtt").is_file()


def test_two_files_of_one_name_are_not_written_over_each_other(season):
    (season / "two" / "one.srt").write_text(GOOD, "utf-8")
    result = run("convert", season, "web/", "--to", "vtt")
    assert "two of the files" in str(result.exception)
    assert not list((season.parent / "web").iterdir())


def test_a_folder_of_scripts_is_outlined(tmp_path):
    (tmp_path / "one.txt").write_text("The lamp was lit at dusk.\n", "utf-8")
    (tmp_path / "two.md").write_text("# Two\n\nNobody in the village saw it.\n", "utf-8")
    listed = json.loads(run("outline", tmp_path, "--json").stdout)
    assert [row["spoken"][0]["text"] for row in listed] == [
        "The lamp was lit at dusk.",
        "Nobody in the village saw it.",
    ]
    assert "two.md:" in run("outline", tmp_path).stdout


def complete(*words):
    typed = " ".join(("subtool", *words))
    env = {"_SUBTOOL_COMPLETE": "bash_complete", "COMP_WORDS": typed, "COMP_CWORD": str(len(words))}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in env.items():
            patch.setenv(name, value)
        return CliRunner().invoke(subtool, [], prog_name="subtool", complete_var="_SUBTOOL_COMPLETE").output


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["check", "--profile", "ne"], "netflix-en"),
        (["profiles", "ar"], "arte"),
        (["burn", "--layout", "bo"], "boxed"),
        (["layouts", "so"], "social"),
        (["convert", "a.srt", "-", "--to", "eb"], "ebuttd.xml"),
        (["draft", "--language", "pt"], "pt-BR"),
        (["alig"], "align"),
    ],
)
def test_values_are_completed(words, offered):
    assert offered in complete(*words)


def test_the_numbers_of_the_cues_are_completed(season):
    said = complete("clip", str(season / "one.srt"), "film.mp4", "--cues", "")
    assert said.splitlines() == ["plain,1"]


def test_a_variable_stands_for_an_option(season):
    result = run("check", season / "one.srt", env={"SUBTOOL_CHECK_ONLY": "no-such-rule"})
    assert result.exit_code == 2
    assert "there is no rule" in result.stderr


def test_the_log_names_nobody(season, monkeypatch):
    monkeypatch.setenv("HOME", str(season.parent))
    logger = logging.getLogger("subtool")
    before = logger.level, logger.propagate, list(logger.handlers)
    result = run("check", season / "one.srt", "--verbose", "--log", season / "log.txt")
    assert (logger.level, logger.propagate, logger.handlers) == before
    assert result.exit_code == 0
    assert "subtool 0." in result.stderr
    log = (season / "log.txt").read_text("utf-8")
    assert "subtool 0." in log
    assert str(season.parent) not in log
    assert "The lamp" not in log


def test_doctor_finds_everything_here(monkeypatch):
    monkeypatch.setenv("SUBTOOL_SECRET", "hush")
    result = run("doctor", "--json")
    assert result.exit_code == 0, result.output
    found = {row["name"]: row for row in json.loads(result.stdout)}
    assert "libx264" in found["encoders"]["says"]
    assert "SUBTOOL_SECRET" in found["variables"]["says"]
    assert "hush" not in result.stdout
    assert os.path.expanduser("~") not in result.stdout  # noqa: PTH111 - as text


def test_colours_are_left_out_where_nobody_wants_them(season):
    poor = season / "poor.srt"
    poor.write_text(POOR, "utf-8")
    assert "\x1b" in run("check", poor, color=True).output
    assert "\x1b" not in run("check", poor, color=True, env={"NO_COLOR": "1"}).output


def test_one_is_one():
    assert [counted(1, "cue"), counted(2, "cue"), counted(0, "box", "boxes")] == [
        "1 cue",
        "2 cues",
        "0 boxes",
    ]
