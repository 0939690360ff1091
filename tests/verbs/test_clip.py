"""Ways to choose what is cut, and what is saved beside it."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import subtool
from subtool.model import Cue, Footnote, Media, Sheet, Span, Word
from subtool.retime.warp import Piece, excerpt
from subtool.verbs.passages import plain_name
from support import footage
from support.command import run


def said(start_ms, text, *footnotes):
    """A word every 250 ms, with a gap of 50 before the next."""
    words = tuple(
        Word(word, Span(start_ms + at * 250, start_ms + at * 250 + 200), 1.0)
        for at, word in enumerate(text.split())
    )
    return Cue(Span(start_ms, words[-1].span.end_ms), (text,), words=words, footnotes=footnotes)


SHEET = Sheet(
    (
        said(200, "The light went out", "9"),
        said(1500, "and nobody came", "9"),
        said(2500, "The boat came later"),
    ),
    title="The Light",
    media=Media("film.mp4", 4000),
    footnotes=(Footnote("9", "Ibid.", "A. Keeper, Log, p. 3"),),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("clips")
    footage.make(footage.KINDS["25"], made, "film.mp4")
    subtool.write(SHEET, made / "film.cues.json")
    return made


def clip(folder, *options, code=0):
    done = run("clip", folder / "film.cues.json", folder / "film.mp4", "--json", *options)
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout) if code == 0 else done.stderr


def test_a_footnote_chooses_the_sentence_it_documents(folder, tmp_path):
    made = clip(folder, "--footnote", "9", "--pad", "0s", "-o", tmp_path / "clip.mp4")
    assert (made["start_ms"], made["end_ms"], made["cues"], made["footnotes"]) == (200, 2200, 2, 1)


def test_choices_are_joined_in_the_order_in_which_they_are_named(folder, tmp_path):
    options = ("--cues", "3,1", "--from", "1.7", "--to", "2.1", "--quote", "nobody came", "--pad", "0s")
    made = clip(folder, *options, "-o", tmp_path / "clip.mp4")
    held = [(passage["start_ms"], passage["end_ms"]) for passage in made["passages"]]
    assert held == [(2520, 3440), (200, 1160), (1720, 1960), (1520, 2200)]


def test_times_move_into_gaps_between_words_unless_they_are_to_be_exact(folder, tmp_path):
    asked = ("--from", "1.55", "--to", "2.1", "-o", tmp_path / "clip.mp4", "--force")
    assert clip(folder, *asked)["start_ms"] == 1400
    assert clip(folder, *asked, "--ends", "exact")["start_ms"] == 1560


def test_the_clips_cues_are_saved_in_its_own_time(folder, tmp_path):
    outs = [tmp_path / name for name in ("clip.mp4", "clip.srt", "clip.cues.json")]
    options = [part for out in outs for part in ("-o", out)]
    made = clip(folder, "--cues", "3", "--footnote", "9", "--pad", "0s", *options)
    assert made["beside"] == [str(out) for out in outs[1:]]
    beside = subtool.read(outs[2])
    assert [(cue.text, cue.span) for cue in beside.cues] == [
        ("The boat came later", Span(0, 920)),
        ("The light went out", Span(920, 1880)),
        ("and nobody came", Span(2240, 2920)),
    ]
    assert beside.media == Media("clip.mp4", 2920)
    assert [cue.span for cue in subtool.read(outs[1]).cues] == [cue.span for cue in beside.cues]
    words = [word.span for cue in beside.cues for word in cue.words]
    assert words == sorted(words)


def test_all_files_are_made_or_none(folder, tmp_path):
    (tmp_path / "clip.srt").write_text("mine", encoding="utf-8")
    options = ("--cues", "1", "-o", tmp_path / "clip.mp4", "-o", tmp_path / "clip.srt")
    assert "clip.srt: exists already" in clip(folder, *options, code=2)
    assert [path.name for path in tmp_path.iterdir()] == ["clip.srt"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "Say which passage"),
        (("--from", "1"), "--from and --to go together"),
        (("--from", "2", "--to", "1"), "the earlier time first"),
        (("--footnote", "7"), "no sentence in the film carries footnote 7 (footnotes there: 9)"),
        (("--cues", "1,x"), "'1,x' is not a range of cues"),
    ],
)
def test_a_faulty_choice_is_told(options, told, folder, tmp_path):
    assert told in clip(folder, *options, "-o", tmp_path / "clip.mp4", code=2)
    assert not list(tmp_path.iterdir())


def test_a_poster_is_the_frame_in_the_middle_of_the_first_subtitle(folder, tmp_path):
    clip(folder, "--quote", "the boat came", "-o", tmp_path / "clip.mp4", "-o", tmp_path / "clip.png")
    with Image.open(tmp_path / "clip.png") as picture:
        assert picture.size == (320, 180)
        light = np.asarray(picture.convert("L"))
    assert footage.number_on(light) == 74  # the cue is on the frames from 63 to 86
    assert footage.has_subtitle(light)


def test_all_footnotes_and_all_chapters_fill_a_folder(folder, tmp_path):
    made = clip(folder, "--all-footnotes", "--files", ".mp4,.srt,png", "-o", tmp_path / "notes")
    names = sorted(path.name for path in (tmp_path / "notes").iterdir())
    assert names == [f"footnote-9-a-keeper-log-p-3.{suffix}" for suffix in ("mp4", "png", "srt")]
    assert [(each["cues"], each["footnotes"]) for each in made] == [(2, 1)]
    clip(folder, "--chapters", "-o", tmp_path / "chapters")
    assert [path.name for path in (tmp_path / "chapters").iterdir()] == [
        "1-the-light-went-out-and-nobody-came-the-boat-came-later.mp4"
    ]


GOOD = 'name,quote,cues,from,to,footnote\nboat,The boat came,,,,\n\n,,,,,9\nlast two,,"2,3",,,\nNo. 4,,,0:01.3,2.3,\n'


@pytest.mark.parametrize("text", [GOOD, GOOD.replace("\n", "\r\n"), f"\ufeff{GOOD}"])
def test_a_list_names_clips(text, folder, tmp_path):
    table = tmp_path / "clips.csv"
    table.write_bytes(text.encode())
    made = clip(folder, "--list", table, "--pad", "0s", "-o", tmp_path / "clips")
    names = [Path(each["output"]).name for each in made]
    assert names == ["boat.mp4", "9.mp4", "last two.mp4", "No. 4.mp4"]
    assert [each["cues"] for each in made] == [1, 2, 2, 1]
    assert sorted(path.name for path in (tmp_path / "clips").iterdir()) == sorted(names)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("name,quote\na,The light\nb,never said", "clips.csv:3: “never said” is not said"),
        ("name,cues\na,1\na,2", "clips.csv:3: the name “a” stands in line 2 already"),
        ("name,cues\n\na,1-9", "clips.csv:3: there are no cues 1-9"),
        ("name,cues\n../a,1", "clips.csv:2: “../a” is not a name for a file"),
        ("name,cues,footnote\na,1,9", "clips.csv:2: does not say in one way"),
        ("name,from\na,1", "clips.csv:2: does not say in one way"),
        ("name,from,to\na,1,soon", "clips.csv:2: 'soon' is not a time"),
        ("name,from,to\na,0:03,0:02", "clips.csv:2: ends at 0:02, before it begins"),
        ("name,from,to\nb,1,2\na,3,9", "clips.csv:3: {film}: has no passage from 0:03.0 to 0:09.0"),
        ("name,footnote\na,10", "clips.csv:2: no sentence in the film carries footnote 10"),
        ("name,qoute\na,x", "clips.csv:1: has a column 'qoute'"),
        ("name\na", "clips.csv:1: does not say what is to be cut"),
        ("name,quote\na,The boat, later", "clips.csv:2: has 3 columns in place of 2"),
        ('name,quote\na,"The boat', "clips.csv:2: is not a table"),
        ("name,quote\n", "clips.csv: lists no clip"),
        ("", "clips.csv:1: does not say what is to be cut"),
    ],
)
def test_a_faulty_row_is_told_with_its_line_and_nothing_is_made(rows, told, folder, tmp_path):
    (tmp_path / "clips.csv").write_text(rows, encoding="utf-8")
    said = clip(
        folder, "--list", tmp_path / "clips.csv", "-o", tmp_path / "clips", code=3 if "passage" in told else 2
    )
    assert told.format(film=folder / "film.mp4") in said
    assert [path.name for path in tmp_path.iterdir()] == ["clips.csv"]


def test_many_clips_are_not_begun_when_one_of_them_is_there(folder, tmp_path):
    (tmp_path / "clips").mkdir()
    (tmp_path / "clips" / "b.mp4").write_text("mine", encoding="utf-8")
    (tmp_path / "clips.csv").write_text("name,cues\na,1\nb,2\n", encoding="utf-8")
    call = ("--list", tmp_path / "clips.csv", "-o", tmp_path / "clips")
    assert "b.mp4: exists already" in clip(folder, *call, code=2)
    assert [path.name for path in (tmp_path / "clips").iterdir()] == ["b.mp4"]


@pytest.mark.parametrize(
    "options",
    [("--all-footnotes", "--chapters"), ("--chapters", "--cues", "1"), ("--chapters", "--files", ".srt")],
)
def test_ways_to_cut_many_stand_alone(options, folder, tmp_path):
    clip(folder, *options, "-o", tmp_path / "clips", code=2)
    assert not list(tmp_path.iterdir())


@given(st.text(max_size=300))
def test_a_name_suits_every_system(text):
    name = plain_name(text)
    assert len(name.encode()) < 245
    assert not set(name) & set('/\\:*?"<>|. \0\n')
    assert plain_name(name) == name


def test_a_name_keeps_whole_words_in_any_script():
    assert plain_name("V. Author, “A Book’s End”, 1996, p. 282") == "v-author-a-books-end-1996-p-282"
    assert plain_name("मेरा देश") == "मेरा-देश"
    assert plain_name("word " * 30) == "-".join(["word"] * 12)


def test_a_neighbours_cue_does_not_flash_up(folder, tmp_path):
    """It begins a moment before its first word, and is left out where that is cut off."""
    early = replace(SHEET.cues[2], span=Span(2400, 3450))
    subtool.write(replace(SHEET, cues=(*SHEET.cues[:2], early)), tmp_path / "film.cues.json")
    sheet = subtool.read(tmp_path / "film.cues.json")
    made = subtool.clip(sheet, folder / "film.mp4", tmp_path / "clip.mp4", spans=[Span(1500, 2560)])
    assert made.cues == 1
    assert [subtitle for _, subtitle, _ in footage.seen(tmp_path / "clip.mp4")][-5:] == [False] * 5


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_clips_that_are_done_stay_when_the_rest_is_interrupted(folder, tmp_path):
    more_than_can_be_done_meanwhile = range(1, 61)
    rows = "".join(f"{number},{number % 3 + 1}\n" for number in more_than_can_be_done_meanwhile)
    (tmp_path / "clips.csv").write_text(f"name,cues\n{rows}", encoding="utf-8")
    call = ["clip", folder / "film.cues.json", folder / "film.mp4", "--list", tmp_path / "clips.csv"]
    # who runs the tests may have told to ignore it
    heeding = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    code = f"{heeding}; from subtool.cli import main; main()"
    program = [sys.executable, "-c", code, *map(str, call)]
    folder_to_fill = tmp_path / "clips"
    with subprocess.Popen(
        [*program, "-o", folder_to_fill], stderr=subprocess.PIPE, encoding="utf-8"
    ) as child:
        assert child.stderr
        first = child.stderr.readline(), child.stderr.readline()
        child.send_signal(signal.SIGINT)
        said = child.stderr.read()
    assert child.returncode == 130, said
    assert "1.mp4" in first[1]
    assert re.search(r"1 clip is done|\d clips are done", said)
    assert "and whole" in said
    # a folder that was being made or taken away goes with the next run
    there = sorted(path for path in folder_to_fill.iterdir() if not path.name.startswith(".subtool-"))
    assert all(len(footage.seen(path)) > 10 for path in there)
    assert folder_to_fill / "1.mp4" in there
    assert {path.suffix for path in there} == {".mp4"}


PIECES = st.lists(st.tuples(st.integers(0, 3900), st.integers(1, 2000)), min_size=1, max_size=5)


@given(PIECES)
def test_cues_of_joined_passages_stand_in_their_passage(cut):
    pieces, at_ms = [], 0
    for start_ms, length_ms in cut:
        pieces.append(Piece(Span(start_ms, start_ms + length_ms), at_ms))
        at_ms += length_ms
    made = excerpt(SHEET, pieces, "clip.mp4")
    assert made.media == Media("clip.mp4", at_ms)
    assert [cue.span for cue in made.cues] == sorted(cue.span for cue in made.cues)
    texts = [cue.text for cue in SHEET.cues]
    for cue in made.cues:
        piece = next(piece for piece in reversed(pieces) if piece.new_ms <= cue.span.start_ms)
        assert cue.span.end_ms <= piece.new_ms + piece.old.duration_ms
        old = SHEET.cues[texts.index(cue.text)]
        assert cue.span.shifted(piece.old.start_ms - piece.new_ms) == old.span.within(piece.old)
        assert all(cue.span.start_ms <= word.span.start_ms <= cue.span.end_ms for word in cue.words)
    assert {note.number for note in made.footnotes} == {n for cue in made.cues for n in cue.footnotes}


def test_a_passage_that_is_all_of_the_film_is_the_sheet():
    made = excerpt(SHEET, [Piece(Span(0, 4000), 0)], "film.mp4")
    assert made == SHEET
