"""Checks against a house style: a bad file for each rule, and what holds for any sheet."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from fractions import Fraction

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import subtool
from subtool.checks import check
from subtool.checks.context import CheckContext
from subtool.checks.problem import rules
from subtool.cli import subtool as cli
from subtool.cues.timing.frame_grid import Grid
from subtool.model import Cue, Role, Sheet, Span
from subtool.styles import houses
from subtool.verbs.check import profile_of
from support.paths import DATA

FOLDER = DATA / "check"
FILES = sorted(path for path in FOLDER.iterdir() if path.suffix in {".srt", ".vtt", ".json"})


def run(*args):
    return CliRunner().invoke(cli, ["check", *map(str, args)])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_bad_file_is_found_out_and_mended(path, monkeypatch, tmp_path):
    """A file of `tests/data/check` gives the text beside it; options of the call stand in a file of their own."""
    monkeypatch.chdir(FOLDER)
    args = path.with_name(path.name.partition(".")[0] + ".args")
    given_args = args.read_text("utf-8").split() if args.exists() else []
    mended = tmp_path / path.name
    checked, fixed = run(path.name, *given_args), run(path.name, *given_args, "--fix", "-o", mended)
    assert {type(result.exception) for result in (checked, fixed)} <= {type(None), SystemExit}
    told = f"{checked.stdout}\n== --fix\n{fixed.stdout}"
    expected = path.with_name(path.name + ".expected")
    if "SUBTOOL_WRITE_EXPECTED" in os.environ:
        expected.write_text(told, "utf-8")
    assert told == expected.read_text("utf-8")
    assert checked.exit_code == (0 if checked.stdout.startswith("no problems") else 1)
    assert fixed.exit_code == (0 if "\nno problems" in fixed.stdout else 1)
    assert fixed.stdout.strip().endswith(run(mended, *given_args).stdout.partition("; --fix")[0].strip())


STYLE = houses.house_style("netflix-en")
DELIVERY = CheckContext(STYLE, Grid(Fraction(25)), houses.word_classes("en"))

rows = st.text(st.sampled_from("abcTW .,…-–“”()?!\u00a0\u200b\té"), max_size=50)
cues = st.builds(
    lambda start, length, lines, role: Cue(Span(start, start + length), tuple(lines), role=role),
    st.integers(0, 20_000), st.integers(0, 9000), st.lists(rows, min_size=1, max_size=3), st.sampled_from(Role),
)  # fmt: skip
sheets = st.lists(cues, max_size=12).map(lambda made: Sheet(tuple(made)))


@given(sheets, st.integers(0, 10**7))
def test_a_shift_changes_no_verdict(sheet, by_ms):
    moved = replace(sheet, cues=tuple(replace(cue, span=cue.span.shifted(by_ms)) for cue in sheet.cues))
    found, after = check(sheet, DELIVERY), check(moved, DELIVERY)
    assert [replace(problem, start_ms=problem.start_ms + by_ms) for problem in found] == after


@given(sheets)
def test_problems_name_their_cue_and_rule_in_the_order_of_the_cues(sheet):
    found = check(sheet, DELIVERY)
    assert [problem.cue for problem in found] == sorted(problem.cue for problem in found)
    for problem in found:
        assert sheet.cues[problem.cue - 1].span.start_ms == problem.start_ms
        assert not problem.fixable or rules()[problem.code].fix
        assert "{" not in problem.message


def test_only_and_ignore_choose_among_the_rules():
    path = FOLDER / "dashes.srt"
    assert run(path, "--only", "lone-dash").stdout.startswith("lone-dash (1)")
    assert "lone-dash" not in run(path, "--ignore", "lone-dash, dash-form").output
    assert run(path, "--only", "long-dash").exit_code == 2


def test_codes_that_rules_had_before_still_choose_them():
    path = FOLDER / "line-too-long.srt"
    assert run(path, "--only", "row-too-long").output == run(path, "--only", "line-too-long").output
    assert "line-too-long" not in run(path, "--ignore", "row-too-long").output
    [problem, *_] = json.loads(run(path, "--only", "row-too-long", "--json").stdout)["problems"]
    assert (problem["code"], problem["rule"], problem["row"]) == ("row-too-long", "line-too-long", 1)


def test_the_list_explains_every_code():
    result = run("--list")
    assert result.exit_code == 0
    assert all(f"{code}\n  finds" in result.output for code in rules())


BROKEN = """1
00:00:05,000 --> 00:00:08,000
He never came back home.

2
00:00:01,000 --> 00:00:04,500
I always wanted to go back.

3
00:00:10,000 --> 00:00:12,000


4
00:00:16,000 --> 00:00:13.000
<i>Nobody ever did.
"""


def test_a_file_is_checked_as_it_lies_on_the_disk(tmp_path):
    path, mended = tmp_path / "film.srt", tmp_path / "mended.srt"
    path.write_text(BROKEN, "utf-8")
    result = run(path, "--json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)["problems"]
    wanted = {"out-of-order", "empty-cue", "unclosed-tag", "ends-before-start", "malformed-times"}
    assert wanted <= {problem["code"] for problem in found}
    assert all("of the file" in problem["message"] for problem in found if problem["code"] in wanted)
    assert run(path, "--fix", "-o", mended).exit_code == 0
    assert run(mended).exit_code == 0


def test_what_is_called_fixable_is_fixed(tmp_path):
    """Two full stops may stand for one or for three: nobody promises to mend them."""
    path = tmp_path / "film.srt"
    path.write_text("1\n00:00:01,000 --> 00:00:05,000\nHe never came back..  Nobody did.\n", "utf-8")
    problems = json.loads(run(path, "--json", "--profile", "netflix-en").stdout)["problems"]
    assert {problem["code"]: problem["fixable"] for problem in problems} == {
        "doubled-mark": False,
        "double-space": True,
    }


def test_a_sheet_is_held_against_the_style_it_was_made_for(tmp_path):
    path = tmp_path / "film.cues.json"
    text = (
        '{"subtool": 1, "profile": "ted", "cues": [{"start_ms": 0, "end_ms": 2000, "lines": ["One two."]}]}'
    )
    path.write_text(text, encoding="utf-8")
    assert profile_of(subtool.read(path)) == "ted"
    assert profile_of(subtool.read(path), "de") == "ted"
    path.write_text(text.replace("ted", "nobody's"), encoding="utf-8")
    with pytest.raises(subtool.StyleError, match="nobody's"):
        profile_of(subtool.read(path))


@pytest.mark.parametrize(
    ("style", "language", "text"),
    [
        ("netflix-en", "en", "He is 5'9\" tall."),
        ("ard", "de", "Am 3. Mai kam er."),
        ("ard", "de", "Es war im 3. Stock."),
    ],
)
def test_inches_and_ordinals_are_no_breach(style, language, text):
    sheet = Sheet((Cue(Span(1000, 4000), (text,)),), language=language)
    assert subtool.check(sheet, style) == []
