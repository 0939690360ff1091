"""What the author of a script says of its lines is obeyed; what was perhaps read wrong is said."""

import tomllib

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import subtool
from subtool.cli import subtool as command
from subtool.errors import Place, ScriptError
from subtool.model import OUTLINE_SUFFIX
from subtool.script import sidecar
from subtool.script.outline import outline
from subtool.script.understand.decisions import Decision, opening_of
from subtool.script.understand.understand import parse
from subtool.verbs.outline import write_outline
from support.paths import DATA

VALID = sorted(
    path for path in (DATA / "scripts" / "valid").iterdir() if path.suffix not in {".json", ".message"}
)
FERRY = """The Ferry

The ferry crossed twice a day.
SOUND: an engine

Nobody paid for the crossing, and nobody asked.

THE THIRD WINTER

In the third winter it sank.[1]

[1] H. Moe, Ferries, 1931, p. 4.
"""


def spoken(script):
    return [sentence.text for sentence in script.sentences]


def run(*args):
    return CliRunner().invoke(command, list(map(str, args)), catch_exceptions=False)


@pytest.fixture
def ferry(tmp_path):
    path = tmp_path / "ferry.txt"
    path.write_text(FERRY, encoding="utf-8")
    return path


def corrected(path, old, new):
    """The outline beside a script with one word of it changed."""
    beside = path.with_name(path.name + OUTLINE_SUFFIX)
    text = beside.read_text("utf-8")
    assert old in text
    beside.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_a_comment_says_what_is_not_spoken(tmp_path, suffix):
    text = (
        "<p>One comes.</p>\n\n<!-- subtool: skip -->\n<p>Two goes.</p>\n\n<p>Three stays.</p>\n\n"
        "<p>Four goes. <!-- subtool: skip --></p>\n\n<!-- subtool: skip -->\n\n<p>Five goes.</p>\n\n"
        "<p>Six goes.</p>\n\n"
        "<!--subtool:end-->\n\n<p>Seven stays and ends it.</p>\n"
    )
    path = tmp_path / f"script{suffix}"
    page = (
        f"<html><body>{text}</body></html>"
        if suffix == ".html"
        else text.replace("<p>", "").replace("</p>", "")
    )
    path.write_text(page, encoding="utf-8")
    script = subtool.read_script(path)
    assert spoken(script) == ["One comes.", "Three stays.", "Seven stays and ends it."]
    assert [aside.text for aside in script.asides] == ["Two goes.", "Four goes.", "Five goes.", "Six goes."]


def test_a_comment_has_spoken_what_looks_like_something_else():
    text = (
        "The Ferry\n\nIt sank.\n\nSOUND: an engine\n\n<!-- subtool: speak -->\n© 2020 is what the paper said."
    )
    assert spoken(parse(text)) == ["It sank.", "© 2020 is what the paper said."]
    text = text.replace("SOUND", "<!-- subtool: speak -->\nSOUND")
    assert spoken(parse(text)) == ["It sank.", "SOUND: an engine", "© 2020 is what the paper said."]


def test_a_word_processor_may_make_a_dash_of_two_hyphens():
    assert spoken(parse("It sank.\n\nIt burned. <!– subtool: skip –>\n\nIt rose.")) == [
        "It sank.",
        "It rose.",
    ]


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.name)
def test_an_outline_that_nobody_changed_changes_nothing(path, tmp_path):
    script = tmp_path / path.name
    script.write_bytes(path.read_bytes())
    before = subtool.read_script(script)
    beside, _ = write_outline(script)
    tomllib.loads(beside.read_text("utf-8"))
    assert outline(subtool.read_script(script)) == outline(before)


def test_a_corrected_line_is_obeyed_by_every_verb(ferry):
    write_outline(ferry)
    corrected(ferry, 'is = "heading", text = "THE THIRD', 'is = "speech", text = "THE THIRD')
    corrected(ferry, 'is = "speech", text = "Nobody paid', 'is = "skip", text = "Nobody paid')
    said = ["The ferry crossed twice a day.", "THE THIRD WINTER", "In the third winter it sank."]
    assert spoken(subtool.read_script(ferry)) == said
    assert " ".join(cue.text for cue in subtool.draft(ferry).cues) == " ".join(said)


def test_a_correction_is_kept_when_the_outline_is_written_again(ferry):
    beside, _ = write_outline(ferry)
    corrected(ferry, 'is = "speech", text = "Nobody paid', 'is = "skip", text = "Nobody paid')
    with pytest.raises(subtool.OutputError, match="exists"):
        write_outline(ferry)
    write_outline(ferry, force=True)
    assert 'is = "editor\'s note", text = "Nobody paid' in beside.read_text("utf-8")


def test_lines_are_found_again_where_the_script_has_changed(ferry):
    write_outline(ferry)
    corrected(ferry, 'is = "speech", text = "Nobody paid', 'is = "skip", text = "Nobody paid')
    ferry.write_text(
        FERRY.replace("The ferry crossed", "A new one.\n\nThe old ferry crossed"), encoding="utf-8"
    )
    script = subtool.read_script(ferry)
    assert spoken(script)[:2] == ["A new one.", "The old ferry crossed twice a day."]
    assert not any("Nobody" in text for text in spoken(script))
    (remark,) = script.remarks
    assert "1 lines, first line 3 “The ferry crossed" in remark.message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lines = 3", "no list of lines"),
        ("lines = [\n", "is not TOML"),
        ("lines = [ 3 ]", "a line that cannot be read: 3"),
        ('lines = [ { line = 0, is = "speech", text = "" } ]', "cannot be read"),
        ('lines = [ { line = 2, is = "shouted", text = "x" } ]', "line 2 is 'shouted'"),
    ],
)
def test_a_wrong_outline_is_refused_with_its_place(ferry, text, said):
    beside = ferry.with_name("ferry.txt.outline.toml")
    beside.write_text(text, encoding="utf-8")
    with pytest.raises(ScriptError, match=said) as refusal:
        subtool.read_script(ferry)
    assert str(refusal.value).startswith(str(beside))
    assert refusal.value.hint


lines = st.builds(
    Decision, st.integers(1, 999), st.text(max_size=80).map(opening_of), st.sampled_from(sidecar.KINDS)
)


@given(st.lists(lines, max_size=5))
def test_an_outline_comes_back_as_it_was_written(said):
    assert sidecar.read(sidecar.write(said, "a \x7f name\n"), Place("x")) == said


def test_it_is_said_what_looks_wrong_and_what_was_taken_as_marks():
    script = parse(
        "The Ferry\n\nIt sank.[1] See https://example.org now.\n\nA Harbour\nIn brackets [the old one] it lay."
        "\n\nHe said so.[1]\n\n[1] H. Moe, Ferries, 1931, p. 4.\n\nCredits\n\n"
        "The crew of the ferry thanks everybody for all."
    )
    doubts = [
        (doubt.code, doubt.message.split(": ")[1].split(",")[0], doubt.source.line) for doubt in script.doubts
    ]
    assert ("unspoken", "holds an address", 3) in doubts
    assert ("unspoken", "holds brackets", 5) in doubts
    assert script.marks == (("[1]", 2),)


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("It sank.(1) It rose.(2) It lay.(3)\n\nNotes\n(1) A.\n(2) B.\n(3) C.", "(1)"),
        ("It sank.¹ It rose.²\n\n¹ One.\n² Two.", "¹"),
        ("It sank [CLM-0001]. It rose [CLM-0002]. It lay [CLM-0003].", "[CLM-1]"),
        ("It sank [Moe 1931]. It rose [Lie 1932]. It lay [Moe 1931].", "[Author 2001]"),
    ],
)
def test_the_shape_of_marks_is_said(text, shape):
    assert [found for found, _ in parse(text).marks] == [shape]


def test_the_outline_ends_with_numbers(ferry):
    shown = run("outline", ferry).output.split("In numbers\n")[1]
    assert shown.splitlines()[0] == "spoken: 20 words in 3 sentences"
    assert "left out: 1 picture (labelled SOUND)\n" in shown
    assert "taken as footnote marks: [1] 1 time\ndoubtful: 0\n" in shown


def test_strict_refuses_a_doubt(ferry, tmp_path):
    assert run("outline", ferry, "--strict", "--quiet").exit_code == 0
    ferry.write_text(FERRY.replace("twice a day", "twice [or so] a day"), encoding="utf-8")
    for verb in (["outline", ferry], ["draft", ferry, "-o", tmp_path / "x.srt"]):
        with pytest.raises(ScriptError, match=r"--strict allows no doubt: .*ferry\.txt:3:1: looks unspoken"):
            run(*verb, "--strict", "--quiet")
    assert not (tmp_path / "x.srt").exists()
    assert run("outline", ferry, "--quiet").exit_code == 0
