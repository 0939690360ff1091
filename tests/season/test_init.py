"""`init` finds what belongs together, says what it is not sure of, and writes a file that builds."""

from __future__ import annotations

import os
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

import subtool
from subtool.season.pairing import FoundBy, pairings
from support.season import TEXT, build


def write(root, *names, text=TEXT):
    for name in names:
        target = root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text if not name.endswith((".mp4", ".mov")) else "", "utf-8")


def found(pairs):
    return [(pair.film, pair.how) for pair in pairs]


def test_names_numbers_and_lengths_tell_in_this_order():
    lengths = {"scripts/nets.txt": 600_000, "films/third.mov": 640_000, "films/extra.mov": 60_000}
    pairs = pairings(
        [
            "scripts/ferry.txt",
            "scripts/Episode 02 - The Lamp (final).docx",
            "scripts/nets.txt",
            "scripts/quay.txt",
        ],
        ["films/ferry.mp4", "films/S01E02_mix.mov", "films/third.mov", "films/extra.mov"],
        lambda path: lengths.get(path, 0),
    )
    assert found(pairs) == [
        ("films/ferry.mp4", FoundBy.NAME),
        ("films/S01E02_mix.mov", FoundBy.NUMBER),
        ("films/third.mov", FoundBy.LENGTH),
        ("", FoundBy.NOTHING),
    ]
    assert [pair.is_sure for pair in pairs] == [True, True, False, False]


def test_two_films_of_a_name_are_both_offered_and_none_is_taken():
    (pair,) = pairings(["ferry.txt"], ["a/ferry.mp4", "b/ferry.mov"])
    assert (pair.film, pair.others) == ("", ("a/ferry.mp4", "b/ferry.mov"))


def test_two_films_of_a_number_are_both_offered_unless_one_has_the_length():
    films = ["e05a.mov", "e05b.mov"]
    (pair,) = pairings(["Episode 5.txt"], films)
    assert (pair.film, pair.others) == ("", ("e05a.mov", "e05b.mov"))
    lengths = {"Episode 5.txt": 60_000, "e05a.mov": 61_000, "e05b.mov": 3_000}
    (pair,) = pairings(["Episode 5.txt"], films, lengths.__getitem__)
    assert (pair.film, pair.how) == ("e05a.mov", FoundBy.LENGTH)


@given(st.permutations(range(1, 13)))
def test_numbers_are_paired_whatever_the_order(order):
    scripts = [f"Folge {number}.docx" for number in order]
    films = [f"X_e{number:02}_v3.mov" for number in range(1, 13)]
    assert [pair.film for pair in pairings(scripts, films)] == [f"X_e{number:02}_v3.mov" for number in order]


def test_a_folder_becomes_a_project_that_builds(tmp_path):
    write(tmp_path, "README.md", "scripts/ferry.txt", "scripts/quay.txt", "films/quay.mp4", "docs/about.md")
    made = subtool.init(tmp_path, title="The Sound")
    assert [pair.script for pair in made.episodes] == ["scripts/ferry.txt", "scripts/quay.txt"]
    said = tomllib.loads(made.text)
    assert said["subtool"] == 1
    assert said["season"]["scripts"] == "scripts/{episode}.*"
    assert said["season"]["films"] == "films/{episode}.*"
    (tmp_path / "films/quay.mp4").unlink()
    built, _ = build(tmp_path)
    assert not built.failed
    with pytest.raises(subtool.OutputError, match="exists already"):
        subtool.init(tmp_path)


def test_scripts_among_other_files_and_films_of_other_names_are_written_down_one_by_one(tmp_path):
    write(tmp_path, "E1 ferry.txt", "E2 quay.txt", "notes.txt", "Episode_1.mp4")
    write(tmp_path, "todo.md", "shopping.txt", text="milk and bread")
    made = subtool.init(tmp_path)
    said = tomllib.loads(made.text)
    assert said["season"]["scripts"] == ""
    assert [(one["script"], one.get("film")) for one in said["episode"]] == [
        ("E1 ferry.txt", "Episode_1.mp4"), ("E2 quay.txt", None),
    ]  # fmt: skip
    assert "found by the number of the episode" in made.text
    assert [path for path, _ in made.left] == ["shopping.txt"]
    assert [one.name for one in subtool.status(tmp_path).episodes] == ["E1 ferry", "E2 quay"]


def test_a_folder_without_scripts_is_refused(tmp_path):
    with pytest.raises(subtool.ProjectError, match="no script is found here"):
        subtool.init(tmp_path)
    with pytest.raises(subtool.ProjectError, match="no such folder"):
        subtool.init(tmp_path / "nowhere")
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "the ferry.txt").write_text("The ferry left at dawn.\n", encoding="utf-8")
    with pytest.raises(
        subtool.ProjectError, match=r"scripts/the ferry\.txt: only 5 words of it would be spoken"
    ):
        subtool.init(tmp_path)


@pytest.mark.parametrize("other", ["ferry.md", "FERRY.txt"])
def test_of_two_scripts_of_a_name_one_is_built_and_the_file_names_the_other(tmp_path, other):
    write(tmp_path, "scripts/ferry.txt", f"scripts/{other}", "scripts/quay.txt")
    if len(list((tmp_path / "scripts").iterdir())) == 2:
        pytest.skip("one name on this disk")
    result = subtool.init(tmp_path)
    (left,) = (path for path, _ in result.left)
    assert f"# not sure: it could also be {left}" in result.text
    built, _ = build(tmp_path)
    assert not built.failed
    assert {name.partition("/")[0].casefold() for name in built.made} == {"ferry", "quay"}


@pytest.mark.skipif(os.name == "nt", reason="no such names")
def test_names_that_no_project_file_can_hold_are_left_out_and_said(tmp_path):
    odd = ["scripts/a\\b.txt", "scripts/new\nline.txt", "films/c\\d.mp4", "films/\x1b[2J.mp4"]
    write(tmp_path, 'scripts/ferry {episode} "x" #1.txt', *odd)
    result = subtool.init(tmp_path)
    assert {path for path, _ in result.left} == set(odd)
    built, _ = build(tmp_path)
    assert 'ferry {episode} "x" #1/cues' in built.made
