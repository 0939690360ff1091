"""`convert --for`: format, name, frame rate, start, style and check in one word."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

import subtool
from subtool.cli import subtool as command
from subtool.styles import deliveries
from support.paths import SAMPLE

NAMES = ("arte", "avid", "bbc", "fcp", "netflix", "premiere", "resolve", "youtube")


@pytest.fixture(scope="module")
def sheet():
    return subtool.draft(SAMPLE)


@pytest.fixture
def film(tmp_path, sheet):
    subtool.write(sheet, tmp_path / "film.cues.json")
    return tmp_path / "film.cues.json"


def test_who_takes_subtitles_in():
    assert deliveries.names() == NAMES
    for name in NAMES:
        assert deliveries.delivery(name).source
        assert "form" in deliveries.comments(name)


@pytest.mark.parametrize(
    ("name", "file", "begin_ms"),
    [
        ("netflix", "film_en.netflix.xml", 0),
        ("bbc", "film.bbc.xml", 0),
        ("arte", "film_en.stl", 36_000_000),
        ("youtube", "film.en.srt", 0),
        ("premiere", "film.en.srt", 0),
        ("resolve", "film.en.srt", 3_600_000),
        ("avid", "film.en.stl", 3_600_000),
        ("fcp", "film.en.itt", 0),
    ],
)
def test_one_word_makes_the_file(name, file, begin_ms, film, sheet):
    result = CliRunner().invoke(command, ["convert", str(film), "--for", name])
    assert result.exit_code in {0, 1}, result.output
    assert "against" in result.stderr
    there = subtool.read(film.parent / file)
    assert len(there) == len(sheet)
    assert abs(there[0].span.start_ms - begin_ms - sheet[0].span.start_ms) <= 40


def test_what_was_made_for_a_style_is_handed_in_without_problems(film):
    result = CliRunner().invoke(command, ["convert", str(film), "--for", "youtube"])
    assert (result.exit_code, "no problems" in result.stderr) == (0, True), result.stderr


def test_problems_are_counted_and_the_exit_code_says_so(tmp_path):
    (tmp_path / "a.srt").write_text("1\n00:00:01,000 --> 00:00:01,200\n" + "very long " * 20, "utf-8")
    result = CliRunner().invoke(command, ["convert", str(tmp_path / "a.srt"), "--for", "arte"])
    assert result.exit_code == 1
    assert "against arte: " in result.stderr
    assert "`subtool check" in result.stderr


def test_a_name_and_a_start_of_ones_own(film, sheet):
    out = film.parent / "mine.stl"
    call = ["convert", str(film), str(out), "--for", "avid", "--fps", "24", "--start", "00:58:00:00"]
    result = CliRunner().invoke(command, call)
    assert result.exit_code in {0, 1}, result.output
    assert abs(subtool.read(out)[0].span.start_ms - 3_480_000 - sheet[0].span.start_ms) <= 42


def test_a_broadcaster_of_ones_own(film, tmp_path):
    (tmp_path / "house.toml").write_text(
        'extends = "arte"\ntitle = "Ours"\nform = ".vtt"\nfile = "{stem}-final.vtt"\nstart = ""\n', "utf-8"
    )
    result = CliRunner().invoke(command, ["convert", str(film), "--for", str(tmp_path / "house.toml")])
    assert result.exit_code in {0, 1}, result.output
    assert (tmp_path / "film-final.vtt").is_file()


def test_one_that_there_is_not_is_guessed(film):
    result = CliRunner().invoke(command, ["convert", str(film), "--for", "nettflix"])
    assert "did you mean netflix?" in str(result.exception)


def test_speakers_are_named_where_they_change(tmp_path):
    cues = [
        ("anna", "I lit the lamp."),
        ("anna", "It was dusk."),
        ("ben", "And nobody saw it?"),
        (None, "Nobody did."),
    ]
    made = [
        {"start_ms": n * 3000, "end_ms": n * 3000 + 2500, "lines": [text], "speaker": who and who.upper()}
        for n, (who, text) in enumerate(cues)
    ]
    path = tmp_path / "talk.cues.json"
    path.write_text(json.dumps({"subtool": 1, "cues": made}), "utf-8")
    result = CliRunner().invoke(command, ["convert", str(path), "--for", "youtube", "--sdh"])
    assert result.exit_code in {0, 1}, result.output
    said = [cue.text for cue in subtool.read(tmp_path / "talk.en.srt")]
    assert said == ["[Anna] I lit the lamp.", "It was dusk.", "[Ben] And nobody saw it?", "Nobody did."]


def test_sounds_of_the_script_stand_where_nobody_speaks(tmp_path):
    script = tmp_path / "script.txt"
    script.write_text(
        "A Title\n\n(MUSIC)\n\nThe lamp was lit at dusk.\n\n[door slams]\n\nNobody in the village saw it.\n\n"
        "[Wide shot of the harbour]\n\nThe end came soon.\n\n(SOUND: waves)\n\nIt was dark.\n",
        "utf-8",
    )
    said = subtool.read_script(script).sentences
    starts = (5000, 10_000, 13_000, 16_000)
    cues = tuple(
        subtool.Cue(subtool.Span(ms, ms + 2000), (sentence.text,), source=sentence.source)
        for ms, sentence in zip(starts, said, strict=True)
    )
    path = tmp_path / "film.cues.json"
    subtool.write(subtool.Sheet(cues), path)
    call = ["convert", str(path), "--for", "youtube", "--sdh", "--script", str(script)]
    result = CliRunner().invoke(command, call)
    assert result.exit_code in {0, 1}, result.output
    there = subtool.read(tmp_path / "film.en.srt")
    assert [cue.text for cue in there] == [
        "[music]",
        "The lamp was lit at dusk.",
        "[door slams]",
        "Nobody in the village saw it.",
        "The end came soon.",
        "It was dark.",
    ]
    assert there[2].span.start_ms >= 7000
    assert "no room for [waves]" in result.stderr
