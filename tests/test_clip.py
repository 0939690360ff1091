"""Ways to choose what is cut, and what is saved beside it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import subtool
from subtool.model import Cue, Footnote, Media, Sheet, Span, TimedWord

sys.path.insert(0, str(Path(__file__).parent))
import footage


def said(start_ms, text, *footnotes):
    """A word every 250 ms, with a gap of 50 before the next."""
    words = tuple(
        TimedWord(word, Span(start_ms + at * 250, start_ms + at * 250 + 200), 1.0)
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
    call = ["clip", folder / "film.cues.json", folder / "film.mp4", "--json", *options]
    program = [sys.executable, "-c", "from subtool.cli import main; main()", *map(str, call)]
    done = subprocess.run(program, capture_output=True, encoding="utf-8", check=False)
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
        (("--cues", "1,x"), "'x' is no range of cues"),
    ],
)
def test_a_faulty_choice_is_told(options, told, folder, tmp_path):
    assert told in clip(folder, *options, "-o", tmp_path / "clip.mp4", code=2)
    assert not list(tmp_path.iterdir())
