"""What `subtool outline` shows."""

import json
import re

import pytest
from click.testing import CliRunner

from subtool.cli import subtool
from subtool.cli.outline import _print_styled
from subtool.script.outline import outline_lines
from subtool.script.understand.understand import parse
from support.paths import SAMPLE

CONTROL = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f\u2028]")
TRAP = (
    "Title [bold]x[/]\n\nThe \x1b]0;t\x07 trees \x9b1m [red]stood[/] :smile: \\[x]. [1]\u2028 So. [7]\n\n"
    "[1] A \x1b book.\n"
)


def run(*args):
    return CliRunner().invoke(subtool, ["outline", *map(str, args)], catch_exceptions=False)


def test_it_says_what_is_spoken_what_is_not_and_the_sources():
    shown = run(SAMPLE).output
    assert "    1  web left-over: Skip to content" in shown
    assert "   10  At the western end of Skarvholm" in shown
    assert "“The lamp tells me that somebody knows.” [8]\n" in shown
    assert "[8] Yearbook of the Coastal Lights Authority, CLA Press, 2019 edition, Page 52.\n" in shown


def test_json_has_every_sentence_with_its_footnotes():
    data = json.loads(run(SAMPLE, "--json", "--quiet").output)
    assert list(data) == [
        "path", "title", "language", "encoding", "counts", "spoken", "unspoken", "footnotes", "remarks",
        "on_screen", "kind", "counted", "marks", "left_out", "doubts",
    ]  # fmt: skip
    for note in data["footnotes"]:
        assert [note["number"] in data["spoken"][index]["footnotes"] for index in note["sentences"]] == [True]
    assert data["counts"]["sentences"] == len(data["spoken"])


def test_quiet_says_nothing():
    assert not run(SAMPLE, "--quiet").output


@pytest.fixture
def trap(tmp_path):
    path = tmp_path / "trap.txt"
    path.write_text(TRAP, encoding="utf-8")
    return path


def test_a_remark_names_its_place(trap):
    column = TRAP.split("\n")[2].index("[7]") + 1
    assert f"{trap}:3:{column}: footnote 7 is cited but not listed\n" in run(trap).output


@pytest.mark.parametrize("args", [[], ["--json"]])
def test_the_script_cannot_command_the_terminal(trap, args):
    shown = run(trap, *args).output
    assert not CONTROL.search(shown)
    assert "[red]stood[/] :smile:" in shown


def test_json_keeps_what_it_must_not_print(trap):
    assert "\x9b1m" in json.loads(run(trap, "--json").output)["spoken"][0]["text"]


def test_on_a_terminal_markup_is_text(capsys):
    _print_styled(outline_lines(parse(TRAP, "trap.txt")))
    shown = capsys.readouterr().out
    assert "Title [bold]x[/]" in shown
    assert "[red]stood[/] :smile: \\[x]. [1]" in shown
    assert not CONTROL.search(shown)
