"""A film cut by its text: marks of three kinds, and the edit as editing systems read it."""

from __future__ import annotations

import json
from fractions import Fraction
from xml.etree import ElementTree as ET

import docx
import pytest
from click.testing import CliRunner
from docx.enum.text import WD_COLOR_INDEX

import subtool
from subtool.cli import subtool as command
from subtool.errors import SheetError
from subtool.formats import edl_events, otio_timeline
from subtool.verbs.marked_passages import marked_in
from support import footage

SAID = (
    "The lamp was lit at dusk.",
    "Nobody in the village saw it.",
    "Three times the answer was silence.",
    "The fourth time, a clerk wrote back.",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cut")
    footage.make(footage.KINDS["25"], folder, "film.mp4")
    cues = tuple(
        subtool.Cue(
            subtool.Span(number * 1000, number * 1000 + 800), (text,), footnotes=("7",) if number == 2 else ()
        )
        for number, text in enumerate(SAID)
    )
    notes = (subtool.Footnote("7", "Ibid.", "A. Author, A Book, 1996."),)
    subtool.write(subtool.Sheet(cues, "Lamp", footnotes=notes), folder / "film.cues.json")
    return folder


def cut(folder, *args):
    call = ["papercut", folder / "film.cues.json", folder / "film.mp4", *args]
    return CliRunner().invoke(command, [*map(str, call)])


def marked(tmp_path):
    path = tmp_path / "script.md"
    path.write_text(
        "# Lamp\n\nNARRATOR: ==Three times the answer was silence.[7] The fourth time,\na clerk wrote back.== More.\n\n"
        "==The lamp was lit at dusk. Nobody ever says this.==\n",
        "utf-8",
    )
    return path


def test_marks_in_text_become_an_edit_in_their_order(folder, tmp_path):
    out = tmp_path / "cut.edl"
    result = cut(folder, "--by", marked(tmp_path), "-o", out)
    assert result.exit_code == 0, result.output
    assert "2 passages" in result.stderr
    assert "marked, and not in the film: Nobody ever says this." in result.stderr
    text = out.read_text("utf-8")
    first, second = edl_events.events(text, Fraction(25))
    assert first.source_ms == (1920, 3800)  # in the middle of the gap before it, on a frame
    assert second.source_ms == (0, 880)
    assert first.record_ms == (3_600_000, 3_601_880)
    assert second.record_ms[0] == first.record_ms[1]
    assert "AA/V" in text
    assert "* FROM CLIP NAME: film.mp4" in text
    assert "* SOURCE: 7: A. Author, A Book, 1996." in text


def test_a_sentence_that_speaks_of_times_is_missing_as_any_other(folder, tmp_path):
    path = tmp_path / "script.md"
    path.write_text("==The lamp was lit at dusk. He asked many times.==\n", "utf-8")
    result = cut(folder, "--by", path, "-o", tmp_path / "cut.edl")
    assert result.exit_code == 0, result.output
    assert "marked, and not in the film: He asked many times." in result.stderr


def test_what_is_said_more_than_once_is_refused_with_the_file(tmp_path):
    path = tmp_path / "script.md"
    path.write_text("==Again.==\n", "utf-8")
    twice = subtool.Sheet(tuple(subtool.Cue(subtool.Span(at, at + 500), ("Again.",)) for at in (0, 1000)))
    with pytest.raises(SheetError, match=r"script\.md: “Again\.” is said 2 times"):
        marked_in(path, twice)


def test_highlights_in_word_are_marks(folder, tmp_path):
    made = docx.Document()
    paragraph = made.add_paragraph("The lamp was lit at dusk. ")
    for text in ("Nobody in the ", "village saw it."):
        paragraph.add_run(text).font.highlight_color = WD_COLOR_INDEX.YELLOW
    made.save(tmp_path / "script.docx")
    result = cut(folder, "--by", tmp_path / "script.docx", "-o", tmp_path / "cut.otio", "--json")
    assert result.exit_code == 0, result.output
    [passage] = json.loads(result.stdout)["passages"]
    assert passage["start_ms"] < 1000
    assert 1800 < passage["end_ms"] < 2000
    _, (picture, sound) = otio_timeline.tracks((tmp_path / "cut.otio").read_text("utf-8"))
    assert (picture["kind"], sound["kind"]) == ("Video", "Audio")
    [clip] = picture["children"]
    assert clip["media_references"]["DEFAULT_MEDIA"]["target_url"].endswith("/film.mp4")
    assert clip["name"] == SAID[1]


def test_comments_of_a_review_and_handles(folder, tmp_path):
    sheet = json.loads((folder / "film.cues.json").read_text("utf-8"))
    for number in (1, 2):
        sheet["cues"][number]["comment"] = "cut: the heart of it"
    path = tmp_path / "chosen.cues.json"
    path.write_text(json.dumps(sheet), "utf-8")
    out = tmp_path / "cut.fcpxml"
    call = ["papercut", path, folder / "film.mp4", "-o", out, "--handles", "0.4s"]
    result = CliRunner().invoke(command, [*map(str, call)])
    assert result.exit_code == 0, result.output
    [clip] = ET.parse(out).iter("asset-clip")
    assert clip.get("start") == "12/25s"  # half a second: 0.9 s, less the handle
    assert [marker.get("value") for marker in clip.iter("marker")] == ["7: A. Author, A Book, 1996."]


def test_a_film_and_the_cues_of_the_cut_go_along(folder, tmp_path):
    film, cues = tmp_path / "cut.mp4", tmp_path / "cut.cues.json"
    result = cut(folder, "--by", marked(tmp_path), "-o", tmp_path / "cut.edl", "-o", film, "-o", cues)
    assert result.exit_code == 0, result.output
    assert [cue.text for cue in subtool.read(cues) if cue.role == "speech"] == [SAID[2], SAID[3], SAID[0]]
    assert [note.full for note in subtool.read(cues).footnotes] == ["A. Author, A Book, 1996."]
    assert film.stat().st_size > 0


def test_clip_writes_the_edit_itself(folder, tmp_path):
    out = tmp_path / "one.edl"
    call = [
        "clip",
        folder / "film.cues.json",
        folder / "film.mp4",
        "--quote",
        "the answer was silence",
        "-o",
        out,
    ]
    result = CliRunner().invoke(command, [*map(str, call)])
    assert result.exit_code == 0, result.output
    assert len(edl_events.events(out.read_text("utf-8"), Fraction(25))) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Nothing is marked here.", "nothing is marked"),
        ("==Not a word of it.==", "nothing that is marked is said"),
    ],
)
def test_without_marks_nothing_is_cut(folder, tmp_path, text, said):
    path = tmp_path / "script.txt"
    path.write_text(text, "utf-8")
    result = cut(folder, "--by", path, "-o", tmp_path / "cut.edl")
    assert said in str(result.exception)
    assert not (tmp_path / "cut.edl").exists()


def test_without_a_choice_the_ways_to_choose_are_named(folder, tmp_path):
    assert "no cue is chosen" in str(cut(folder, "-o", tmp_path / "cut.edl").exception)
