"""The times of a finished sheet carried to its translation: text, footnotes, speakers and titles."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import subtool
from subtool.formats import placing, runs
from subtool.model import Cue, Footnote, Role, Span, Timing
from support.translated import LANGUAGES, STORY, german


@pytest.fixture
def english(tmp_path):
    def write(column="en", name="english.txt", edit=lambda text: text):
        texts = [unit[LANGUAGES.index(column)] for unit in STORY]
        path = tmp_path / name
        path.write_text(edit(" ".join(texts[:5]) + "\n\n" + " ".join(texts[5:]) + "\n"), "utf-8")
        return path

    return write


@pytest.mark.parametrize("language", ["en", "ru", "zh"])
def test_each_sentence_begins_with_its_original(english, language):
    made = subtool.transfer(german(), subtool.read_script(english(language), language=language))
    starts = {cue.pair.sentence: cue for cue in reversed(made.cues)}
    assert {number: cue.span.start_ms for number, cue in starts.items()} == {
        number: 1000 + 4000 * (number - 1) for number in range(1, len(STORY) + 1)
    }
    assert all(cue.timing is Timing.HEARD for cue in starts.values() if cue.pair.chance >= 0.9)
    assert made.language == language
    assert [one.text for one in made.original] == [unit[1] for unit in STORY]


def test_what_the_sheet_cites_is_cited_by_the_translation(english):
    sheet = german(footnotes=(Footnote("1", "A book", "A book"), Footnote("2", "A journal", "A journal")))
    cues = list(sheet.cues)
    cues[5] = replace(cues[5], footnotes=("2",))
    made = subtool.transfer(replace(sheet, cues=tuple(cues)), english())
    assert [note.full for note in made.footnotes] == ["A journal"]
    assert [cue.text for cue in made.cues if cue.footnotes == ("1",)] == ["Her journal does not say."]


def test_titles_keep_their_times(english):
    title = Cue(Span(500, 3000), ("Die Lampe",), role=Role.TITLE)
    sheet = german()
    sheet = replace(sheet, cues=(title, *sheet.cues))
    made = subtool.transfer(sheet, english(edit=lambda text: "ON SCREEN: The lamp\n\n" + text))
    shown = [cue for cue in made.cues if cue.role is Role.TITLE]
    assert [(cue.text, cue.span) for cue in shown] == [("The lamp", Span(500, 3000))]
    left = subtool.transfer(sheet, english())
    assert [remark.message for remark in left.remarks] == [
        "has no translation of the title “Die Lampe”; it is left out"
    ]


def test_a_translation_of_a_translation_is_heard_where_both_pairs_are_sure(english):
    first, russian = subtool.transfer(german(), english()), english("ru", "russian.txt")
    heard = [cue for cue in subtool.transfer(first, russian).cues if cue.timing is Timing.HEARD]
    assert len(heard) >= len(STORY) // 2
    assert all(cue.span.start_ms % 4000 == 1000 for cue in heard)
    doubted = replace(first, cues=tuple(replace(cue, timing=Timing.GUESSED) for cue in first.cues))
    assert {cue.timing for cue in subtool.transfer(doubted, russian).cues} == {Timing.GUESSED}


def test_a_corrected_translation_keeps_hand_edits(english):
    first = subtool.transfer(german(), english())
    cues = list(first.cues)
    cues[2] = replace(
        cues[2], span=Span(cues[2].span.start_ms + 120, cues[2].span.end_ms), timing=Timing.EDITED
    )
    edited = replace(first, cues=tuple(cues))
    corrected = english(
        name="corrected.txt", edit=lambda text: text.replace("nine men came", "nine people came")
    )
    made = subtool.transfer(german(), corrected, keep=edited)
    assert cues[2] in made.cues
    assert any("nine people" in cue.text for cue in made.cues)


def test_a_subtitle_file_without_words_is_believed_in_part(english, tmp_path):
    path = tmp_path / "film.de.srt"
    subtool.write(german(), path)
    made = subtool.transfer(replace(subtool.read(path), language="de"), english())
    begins = [cue for cue in made.cues if cue.pair and cue.pair.chance >= 0.9]
    assert begins
    assert {cue.timing for cue in made.cues} <= {Timing.PARTLY, Timing.GUESSED}


def test_the_same_text_is_no_translation(english):
    with pytest.raises(subtool.ScriptError, match="holds the same text as the original"):
        subtool.transfer(german(), subtool.read_script(english("de"), language="de"))


def test_a_translation_of_another_film_is_refused(tmp_path):
    from subtool.demo.episode import sample

    with pytest.raises(
        subtool.ScriptError, match="is not a translation of the original: hardly any of 58 sentences"
    ):
        subtool.transfer(german(), sample())


def test_a_pair_named_by_hand_and_the_report_of_all(english, tmp_path):
    script = subtool.read_script(english())
    made = subtool.transfer(german(), script, pairs=[(3, 5)])
    assert {cue.span.start_ms for cue in made.cues if cue.text == "Was she ever afraid?"} == {9000}
    with pytest.raises(subtool.ScriptError, match="the original has no sentence 9, but 8"):
        subtool.transfer(german(), script, pairs=[(9, 1)])
    page = tmp_path / "pairs.html"
    subtool.report_alignment(subtool.transfer(german(), script), script, page)
    lines = [
        line
        for line in page.read_text("utf-8").splitlines()
        if line.startswith("<tr") and 'lang="de"' in line
    ]
    assert len(lines) == len(STORY)
    assert all(
        unit[1] in line and unit[0] in line and "%" in line for unit, line in zip(STORY, lines, strict=True)
    )


def test_an_original_of_another_film_is_refused_before_anything_is_heard(english, tmp_path):
    steamer = tmp_path / "steamer.txt"
    units = (Path(__file__).parents[2] / "benchmarks" / "translated_story_2.txt").read_text("utf-8")
    steamer.write_text("\n\n".join(re.findall(r"(?m)^en: (.+)", units)), "utf-8")
    (tmp_path / "film.mp4").write_bytes(b"no film")
    with pytest.raises(subtool.ScriptError, match="holds the same text as the original"):
        subtool.align(english(), tmp_path / "film.mp4", original=english(name="again.txt"))
    with pytest.raises(subtool.ScriptError, match="is not a translation of the original"):
        subtool.align(steamer, tmp_path / "film.mp4", original=english("de", "german.txt"))


LOOKS = """WEBVTT
Language: en

STYLE
::cue(.loud) { color: red }

NOTE for the translator

one
00:00:01.000 --> 00:00:03.000 line:0 align:start
The harbour is quiet.

00:00:04.000 --> 00:00:06.500
<c.yellow><i>No boat goes out.</i></c>

00:00:07.000 --> 00:00:09.000 line:0
<v Anna>We <b>wait</b> for the lamp.
"""
GERMAN = "Der Hafen ist still.\nKein Boot fährt hinaus.\nWir warten auf die Lampe.\n"


@pytest.mark.parametrize("suffix", ["vtt", "ass", "ttml", "stl", "cues.json"])
def test_a_translation_stands_and_looks_as_its_original(tmp_path, suffix):
    text, sheet, out = tmp_path / "film.txt", tmp_path / f"film.{suffix}", tmp_path / f"film.de.{suffix}"
    text.write_text(GERMAN, "utf-8")
    original = subtool.write(subtool.reads(LOOKS, "vtt"), sheet) or subtool.read(sheet)
    subtool.write(subtool.transfer(original, subtool.read_script(text, language="de")), out)
    result = subtool.read(out)
    assert [cue.text for cue in result.cues] == GERMAN.split("\n")[:3]
    assert [placing.of(cue) for cue in result.cues] == [placing.of(cue) for cue in original.cues]
    looks = [{run.look for run in runs.of(cue)} for cue in result.cues]
    assert looks[:2] == [{run.look for run in runs.of(cue)} for cue in original.cues[:2]]
    assert looks[1] == {runs.TextLook(italic=True, colour="#ffff00")}
    assert looks[2] == {runs.TextLook()}
    assert result.language == "de" or suffix in {"vtt", "ass"}  # which name none


def test_the_file_around_a_translation_stays_as_it_was(tmp_path):
    text = tmp_path / "film.txt"
    text.write_text(GERMAN, "utf-8")
    made = subtool.transfer(subtool.reads(LOOKS, "vtt"), subtool.read_script(text, language="de"))
    written = subtool.writes(made, "vtt")
    assert written.partition("one\n")[0] == LOOKS.partition("one\n")[0].replace(
        "Language: en", "Language: de"
    )
    assert "one\n00:00:01.000 --> " in written
    assert "<v Anna>Wir warten auf die Lampe." in written
    document = subtool.writes(subtool.reads(LOOKS, "vtt"), "ass").replace("Arial", "Verdana")
    from_ass = subtool.transfer(subtool.reads(document, "ass"), subtool.read_script(text, language="de"))
    assert subtool.writes(from_ass, "ass").count("Verdana") == 3


def test_a_sentence_in_two_cues_has_two_paragraphs_alike(tmp_path):
    long = "Der Hafen ist still, und niemand auf der ganzen Insel weiß, wann das nächste Boot hinausfährt, "
    text = tmp_path / "film.txt"
    text.write_text(f"{long * 3}sagt sie.\nKein Boot fährt hinaus.\n", "utf-8")
    cues = (
        Cue(Span(0, 20_000), ("The harbour is quiet.",), settings="line:0"),
        Cue(Span(21_000, 23_000), ("No boat.",)),
    )
    sheet, out = tmp_path / "film.ttml", tmp_path / "film.de.ttml"
    subtool.write(subtool.Sheet(cues), sheet)
    sheet.write_bytes(sheet.read_bytes().replace(b"<body>", b"<!-- ours --><body>"))
    subtool.write(subtool.Sheet(cues), tmp_path / "film.stl")
    for suffix in (".ttml", ".stl"):
        made = subtool.transfer(sheet.with_suffix(suffix), subtool.read_script(text, language="de"))
        subtool.write(made, out.with_suffix(suffix))
        result = subtool.read(out.with_suffix(suffix))
        assert len(result.cues) > 2
        assert {placing.height(placing.of(cue)) for cue in result.cues[:-1]} == {"top"}
        assert [cue.lines for cue in result.cues] == [cue.lines for cue in made.cues]
    assert b"<!-- ours -->" in out.read_bytes()
