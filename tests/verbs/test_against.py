"""`check --against`: a translation beside its source, paired by time or by what it says."""

from __future__ import annotations

import json
import re

import click
import pytest
from click.testing import CliRunner

import subtool
from subtool.cli import subtool as command_line

SPAN = "00:00:{:02d},000 --> 00:00:{:02d},000"
GERMAN = (
    "Im Jahr 1862 kam Kapitän Rydgård auf die Insel.",
    "Der Leuchtturm war 23 Meter hoch und kostete 2.140 Taler.",
    "Am 4. Oktober brannte das Licht zum ersten Mal.",
    "Jede Nacht schrieb Rydgård in sein Logbuch.",
    "Dreihundert Schiffe zählte er im ersten Winter.",
    "Der Leuchtturmwärter blieb vierzig Jahre lang allein.",
)
ENGLISH = (
    "In 1862, Captain Rydgård came to the island.",
    "The lighthouse stood 23 metres tall and cost 2,140 thalers.",
    "On October 4, the light burned for the first time.",
    "Every night, Rydgård wrote in his log.",
    "He counted three hundred ships that first winter.",
    "The keeper of the lighthouse stayed alone for 40 years.",
)


def srt(texts, left_out=()):
    cues = [
        f"{n}\n{SPAN.format(5 * n, 5 * n + 4)}\n{text}\n"
        for n, text in enumerate(texts, 1)
        if n not in left_out
    ]
    return "\n".join(cues)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "film.de.srt").write_text(srt(GERMAN), "utf-8")
    (tmp_path / "script.de.txt").write_text("\n\n".join(GERMAN) + "\n", "utf-8")
    return tmp_path


def checked(*options, code=None):
    result = CliRunner().invoke(command_line, ["check", "film.en.srt", "--json", *options])
    if code is not None:
        assert result.exit_code == code, result.output
    return json.loads(result.stdout)


def rules(found):
    return [
        (problem["rule"], problem["cue"])
        for problem in found["problems"]
        if problem["rule"] != "line-too-long"
    ]


@pytest.mark.parametrize(("source", "by"), [("film.de.srt", "time"), ("script.de.txt", "text")])
def test_a_faithful_translation_has_no_problem_and_a_false_one_has(folder, source, by):
    (folder / "film.en.srt").write_text(srt(ENGLISH), "utf-8")
    found = checked("--against", source, "--ignore", "row-too-long", code=0)
    assert found["against"]["paired_by"] == by
    assert found["against"]["language"] == "de"
    wrong = [text.replace("1862", "1826").replace("three hundred ships", "ships") for text in ENGLISH]
    (folder / "film.en.srt").write_text(srt(wrong), "utf-8")
    assert rules(checked("--against", source, code=1)) == [("number-differs", 1), ("number-missing", 5)]


def test_terms_come_from_a_glossary_beside_the_source_or_from_one_that_is_named(folder):
    (folder / "film.en.srt").write_text(srt(ENGLISH), "utf-8")
    (folder / "terms.csv").write_text("source;target\nLeuchtturm;tower\n", "utf-8")
    assert rules(checked("--against", "film.de.srt", "--glossary", "terms.csv")) == [("term-differs", 2)]
    (folder / "glossary.csv").write_text("de,en,note\nLogbuch,diary,of the keeper\n", "utf-8")
    found = checked("--against", "film.de.srt")
    assert rules(found) == [("term-differs", 4)]
    assert found["against"]["glossary"].endswith("glossary.csv")


def test_what_is_left_out_or_left_as_it_was_is_found(folder):
    (folder / "film.en.srt").write_text(srt([*ENGLISH[:5], GERMAN[5]], left_out={3}), "utf-8")
    found = rules(checked("--against", "film.de.srt"))
    assert ("left-out", 2) in found
    assert ("same-as-source", 5) in found


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--against", "film.en.srt"], "holds the same text"),
        (["--against", "none.srt"], "no such file"),
        (["--against", "empty.srt"], "empty.srt: has no cue with speech in it"),
        (["--glossary", "terms.csv"], "--glossary goes with --against SOURCE"),
        (
            ["--against", "film.de.srt", "--glossary", "film.de.srt"],
            "has no column for de and en",
        ),
    ],
)
def test_what_cannot_be_compared_is_told(folder, options, message):
    (folder / "film.en.srt").write_text(srt(ENGLISH), "utf-8")
    (folder / "empty.srt").touch()
    with pytest.raises((subtool.SubtoolError, click.UsageError), match=re.escape(message)):
        CliRunner().invoke(
            command_line, ["check", "film.en.srt", *options], catch_exceptions=False, standalone_mode=False
        )


def test_the_report_holds_what_differs(folder):
    (folder / "film.en.srt").write_text(srt([text.replace("1862", "1826") for text in ENGLISH]), "utf-8")
    checked("--against", "film.de.srt", "--report", "r.html", "--report", "r.csv", "--report", "r.txt")
    for name in ("r.html", "r.csv", "r.txt"):
        assert "has “1826” where the source says “1862”" in (folder / name).read_text("utf-8")


def test_chinese_subtitles_without_full_stops_are_paired_cue_by_cue(folder):
    chinese = (
        "一八六二年 吕德高船长来到岛上", "灯塔高二十三米 造价2140塔勒", "十月四日 灯第一次亮了", "每天夜里他都写日志",
        "第一个冬天他数了三百艘船", "守灯人独自待了四十年",
    )  # fmt: skip
    (folder / "film.zh.srt").write_text(srt(chinese), "utf-8")
    (folder / "english.txt").write_text("\n\n".join(ENGLISH) + "\n", "utf-8")
    made = subtool.transfer("film.zh.srt", "english.txt")
    assert [cue.span.start_ms for cue in made.cues if cue.pair and cue.pair.chance >= 0.5][:2] == [
        5000,
        10000,
    ]
    (folder / "film.en.srt").write_text(
        srt([text.replace("40 years", "14 years") for text in ENGLISH]), "utf-8"
    )
    found = checked("--against", "film.zh.srt")
    assert found["against"]["compared"] == 6
    assert rules(found) == [("number-differs", 6)]


@pytest.mark.parametrize(("options", "style"), [([], "bbc"), (["--profile", "ard"], "ard")])
def test_a_sheet_is_checked_by_the_style_it_was_made_for_before_that_of_the_environment(
    folder, monkeypatch, options, style
):
    subtool.write(subtool.draft("script.de.txt", profile="bbc"), "film.cues.json")
    monkeypatch.setenv("SUBTOOL_PROFILE", "ted")
    result = CliRunner().invoke(command_line, ["check", "film.cues.json", "--json", *options])
    assert json.loads(result.stdout)["profile"] == style
    (folder / "film.en.srt").write_text(srt(ENGLISH), "utf-8")
    assert checked()["profile"] == "ted"
