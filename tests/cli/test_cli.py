"""The command line as people meet it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from click.testing import CliRunner

from subtool.cli import Verbs, subtool
from support.command import run
from support.paths import ROOT

README = ROOT.joinpath("README.md").read_text("utf-8")


@pytest.mark.parametrize("name", Verbs.known)
def test_every_command_has_help_with_an_example_and_stands_in_the_readme(name):
    result = CliRunner().invoke(subtool, [name, "--help"])
    assert result.exit_code == 0
    assert f"subtool {name}" in result.output.split("Example")[1]
    assert f"subtool {name}" in README


def test_help_lists_every_command():
    result = CliRunner().invoke(subtool, ["--help"])
    assert all(f"  {name} " in result.output for name in Verbs.known)


def test_help_loads_no_stage():
    code = (
        "import sys; from subtool.cli import subtool; subtool(['--help'], standalone_mode=False);"
        "sys.exit(any(name in sys.modules for name in ('numpy', 'rich', 'av', 'pysrt', 'subtool.verbs')))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize(
    "args", [["drafts"], ["draft"], ["draft", "a.txt"], ["align", "a.txt", "-o", "b.srt"]]
)
def test_a_wrong_call_ends_in_2_without_a_traceback(args):
    result = run(*args)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    assert "Usage" in result.stderr
