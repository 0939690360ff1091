"""Where no house style is named the language's is taken, it is said, and what is drafted keeps it."""

import pytest
from click.testing import CliRunner

import subtool
from subtool.cli import subtool as command
from support.paths import DATA

CHINESE = "印刷厂\n\n第一台机器是乘船来的，它在港口等了三年，没有人知道是谁付的钱，也没有人来取。它很旧。\n"


def test_a_chinese_script_is_made_for_the_chinese_style(tmp_path):
    path = tmp_path / "zh.txt"
    path.write_text(CHINESE, "utf-8")
    done = CliRunner().invoke(command, ["draft", str(path), "-o", str(tmp_path / "zh.srt")])
    assert done.exit_code == 0
    assert "netflix-zh-Hans" in done.stderr
    sheet = subtool.read(tmp_path / "zh.srt")
    assert max(len(line) for cue in sheet.cues for line in cue.lines) <= 16


def test_a_style_that_is_named_is_kept(tmp_path):
    path = tmp_path / "zh.txt"
    path.write_text(CHINESE, "utf-8")
    done = CliRunner().invoke(
        command, ["draft", str(path), "-o", str(tmp_path / "zh.srt"), "--profile", "netflix-en"]
    )
    assert "made for" not in done.stderr


def test_a_draft_has_nothing_that_its_own_check_would_mend(tmp_path):
    path = tmp_path / "print.txt"
    path.write_text(
        "Print\n\nThe press came... and stood. It -- nobody knew why -- broke... Then it rained.\n", "utf-8"
    )
    sheet = subtool.draft(path)
    assert [problem.code for problem in subtool.check(sheet) if problem.fixable] == []


def test_an_ellipsis_between_spaces_is_a_word(tmp_path):
    path = tmp_path / "print.txt"
    path.write_text("Print\n\nThe press stood ... and broke. Then it rained.\n", "utf-8")
    assert " ".join(" ".join(cue.lines) for cue in subtool.draft(path).cues).count(" ... ") == 1


@pytest.mark.parametrize(
    "name", ["head-and-tail.txt", "night-shift.fdx", "transitions-french.txt", "dialogue.fountain"]
)
def test_a_draft_with_a_named_narrator_satisfies_its_own_check(name):
    sheet = subtool.draft(DATA / "scripts" / "valid" / name)
    language = sheet.language if sheet.language in {"en", "de", "fr"} else "en"
    problems = subtool.check(sheet, f"netflix-{language}")
    assert [problem.code for problem in problems if problem.fixable] == []
