"""The site says everything that there is, and what its tutorials tell people to do works."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import os
import re
import shlex

import click
import pytest
from click.testing import CliRunner

import subtool
from subtool.checks.problem import rules
from subtool.cli import Verbs
from subtool.cli import subtool as command_line
from subtool.demo import footage
from subtool.formats import FORMATS
from subtool.model import silent
from subtool.season.keys import KEYS
from subtool.styles import deliveries, houses, layouts
from support.paths import ROOT

DOCS = ROOT / "docs"
TUTORIALS = sorted(path.stem for path in (DOCS / "tutorials").glob("*.md"))
SCRIPT = """A Series: The Lamp

The tower was built in the spring of 1861. Ingeborg Tveitane sold her boat and her nets. The lamp was lit
for the first time in October, and it could be seen from far away. [1]

She kept it herself for nineteen years. Nobody in the village ever asked her why. Three times she asked for oil,
and three times the answer was silence. [2]

[1] A. Author, A Book, 1996, Page 12.
[2] Ibid., Page 14.
"""
POOR = """1
00:00:01,000 --> 00:00:01,200
The lamp  was lit at dusk, and nobody in the whole village saw it at all.

2
00:00:04,000 --> 00:00:06,000
It was  seen from far away.
"""
EDL = """TITLE: CUT
FCM: NON-DROP FRAME

001  FILM     V     C        00:00:04:00 00:00:20:00 01:00:00:00 01:00:16:00
"""


@pytest.fixture(scope="module")
def generated():
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def pages(generated):
    return generated.pages()


@pytest.mark.parametrize("name", Verbs.known)
def test_every_command_and_option_is_documented(name, pages):
    text = pages[f"reference/commands/{name}.md"]
    context = click.Context(command_line)
    command = command_line.get_command(context, name)
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    assert all(option.help for option in options)
    assert all(f"{option.opts[0]}" in text for option in options)
    assert f"({name}.md)" in pages["reference/commands/index.md"]


def test_every_format_rule_style_layout_and_delivery_is_documented(pages):
    assert all(f"## {form.name}\n" in pages["reference/formats.md"] for form in FORMATS)
    assert all(f"## {code}\n" in pages["reference/rules.md"] for code in rules())
    assert all(rule.title and rule.mend for rule in rules().values())
    assert all(f"## {name}\n" in pages["reference/house-styles.md"] for name in houses.names())
    assert all(f"## {name}\n" in pages["reference/layouts.md"] for name in layouts.names())
    assert all(f"## {name}\n" in pages["reference/deliveries.md"] for name in deliveries.names())
    assert all(f"| `{key.name}` | " in pages["reference/project-file.md"] for key in KEYS)


def test_every_public_name_is_documented(pages):
    text = pages["reference/library.md"]
    names = [name for name in subtool.__all__ if not name.startswith("__")]
    assert [name for name in names if f"### {name}\n" not in text] == []
    assert " at 0x" not in text


def test_every_library_has_its_licence(generated, pages):
    text = pages["reference/licences.md"]
    assert "not said" not in text
    assert "| pysrt |" in text
    assert {"av", "numpy", "click"} <= generated.depended_on()


def test_the_readme_is_short_and_what_it_shows_is_there():
    text = ROOT.joinpath("README.md").read_text("utf-8")
    assert len(text.splitlines()) <= 200
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
        assert (ROOT / target).exists(), target


def test_every_page_is_in_the_table_of_contents(pages):
    index = (DOCS / "index.md").read_text("utf-8")
    here = [path.relative_to(DOCS).with_suffix("").as_posix() for path in DOCS.rglob("*.md")]
    here = [name for name in here if not name.startswith(("reference/commands/", "_build", "index"))]
    assert [name for name in here if f"\n{name}\n" not in index] == []


@pytest.fixture(scope="module")
def material(tmp_path_factory):
    """A script, a film of it, subtitles from elsewhere and an edit list, as the tutorials call them."""
    folder = tmp_path_factory.mktemp("episode")
    (folder / "script.txt").write_text(SCRIPT, "utf-8")
    script = subtool.read_script(folder / "script.txt")
    footage.film(script, footage.take(script), folder / "film.mp4", silent, (320, 180))
    (folder / "from-elsewhere.srt").write_text(POOR, "utf-8")
    (folder / "cut.edl").write_text(EDL, "utf-8")
    subtool.write(subtool.align(script, folder / "film.mp4"), folder / "film.cues.json")
    return folder


@pytest.fixture
def there(material, tmp_path, monkeypatch):
    for path in material.iterdir():
        os.link(path, tmp_path / path.name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", TUTORIALS)
def test_what_a_tutorial_tells_people_to_do_works(name, there):
    if name == "editor":
        (there / "film.cues.json").unlink()
    values = {"print": lambda *_words: None}
    done = 0
    for kind, said, body in FENCE.findall((DOCS / "tutorials" / f"{name}.md").read_text("utf-8")):
        if kind == "python":
            exec(compile(body, f"{name}.md", "exec"), values)
            done += 1
        wanted = int(said.partition("exit=")[2] or 0)
        for line in re.findall(r"^\$ subtool (.*)$", body, re.MULTILINE) if kind == "console" else ():
            with contextlib.redirect_stdout(io.StringIO()):
                result = CliRunner().invoke(command_line, shlex.split(line))
            assert result.exit_code == wanted, (line, result.output, result.exception)
            done += 1
    assert done >= 4
