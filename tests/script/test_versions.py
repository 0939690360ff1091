"""A table with the narration in two languages: each is a script of its own."""

from __future__ import annotations

import csv
import io

import pytest
from docx import Document
from openpyxl import Workbook

import subtool
from subtool.errors import ScriptError
from subtool.script.understand.versions import heading_of
from support.translated import LANGUAGES, STORY


def column(language):
    return [unit[LANGUAGES.index(language)] for unit in STORY]


def as_csv(path, lines):
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    path.write_text(text.getvalue(), encoding="utf-8")


def as_markdown(path, lines):
    rows = ["| " + " | ".join(line) + " |" for line in lines]
    path.write_text("\n".join([rows[0], "|" + " --- |" * len(lines[0]), *rows[1:]]), encoding="utf-8")


def as_word(path, lines):
    document = Document()
    table = document.add_table(len(lines), len(lines[0]))
    for cells, line in zip(table.rows, lines, strict=True):
        for cell, text in zip(cells.cells, line, strict=True):
            cell.text = text
    document.save(path)


def as_excel(path, lines):
    book = Workbook()
    for line in lines:
        book.active.append(line)
    book.save(path)


WRITERS = {"csv": as_csv, "md": as_markdown, "docx": as_word, "xlsx": as_excel}
HEADINGS = [
    ("English", "中文"),
    ("Translation", "Original"),
    ("Narration (English)", "Narration (Chinese)"),
    ("EN", "zh-Hans"),
    ("target", "source"),
    ("Английский", "Китайский"),
]


@pytest.mark.parametrize(
    ("kind", "headings"),
    [*((kind, HEADINGS[0]) for kind in WRITERS), *(("csv", headings) for headings in HEADINGS[1:])],
)
def test_each_language_of_a_table_is_a_script_of_its_own(kind, headings, tmp_path):
    path = tmp_path / f"both.{kind}"
    WRITERS[kind](path, [headings, *zip(column("en"), column("zh"), strict=True)])
    script, original = subtool.read_translation(path, path, spoken="zh")
    assert (script.language, original.language) == ("en", "zh")
    assert [one.text for one in script.sentences] == column("en")
    assert [one.text for one in original.sentences] == column("zh")


def test_headings_say_which_is_the_translation_and_times_belong_to_both(tmp_path):
    path = tmp_path / "both.csv"
    times = [f"00:00:{second:02}" for second in range(1, 1 + len(STORY))]
    as_csv(path, [("TC", "Übersetzung", "Original"), *zip(times, column("de"), column("ru"), strict=True)])
    script, original = subtool.read_translation(path, path)
    assert (script.language, original.language) == ("de", "ru")
    assert [one.at_ms for one in script.sentences] == [one.at_ms for one in original.sentences]
    assert script.sentences[1].at_ms == 2000


def test_without_headings_the_original_stands_to_the_left_and_that_is_said(tmp_path):
    path = tmp_path / "both.csv"
    as_csv(path, list(zip(column("zh"), column("en"), strict=True)))
    script, original = subtool.read_translation(path, path)
    assert (script.language, original.language) == ("en", "zh")
    assert any("--spoken" in remark.message for remark in script.remarks)


def test_a_table_of_two_languages_is_one_script_where_one_is_asked_for(tmp_path):
    path = tmp_path / "both.csv"
    as_csv(path, [("Deutsch", "English"), *zip(column("de"), column("en"), strict=True)])
    assert [one.text for one in subtool.read_script(path, language="de").sentences] == column("de")
    default = subtool.read_script(path)
    assert default.language == "en"
    assert any("--language" in remark.message for remark in default.remarks)


def test_the_other_column_of_a_table_is_the_original_of_a_script_in_one_of_its_languages(tmp_path):
    path, script = tmp_path / "both.csv", tmp_path / "english.txt"
    as_csv(path, [("Original", "Translation"), *zip(column("ru"), column("en"), strict=True)])
    script.write_text(" ".join(column("en")), encoding="utf-8")
    assert subtool.read_translation(script, path)[1].language == "ru"


def test_pictures_and_voice_in_one_language_are_no_two_languages(tmp_path):
    path = tmp_path / "script.csv"
    pictures = ["A wide shot of the coast.", "The lamp is lit at dusk, slowly."]
    as_csv(path, list(zip(pictures, column("en")[:2], strict=True)))
    assert [one.text for one in subtool.read_script(path).sentences] == column("en")[:2]


@pytest.mark.parametrize(
    ("lines", "more", "message"),
    [
        ([("Narration",), ("So it was, then.",)], {}, "both as script and as original"),
        ([("English", "中文"), *zip(column("en"), column("zh"), strict=True)], {"spoken": "de"}, "no column in de"),
        (
            [("English", "中文"), *zip(column("en"), column("zh"), strict=True)],
            {"spoken": "zh", "language": "zh"},
            "named for both",
        ),
    ],
)  # fmt: skip
def test_what_is_no_pair_of_columns_is_refused(lines, more, message, tmp_path):
    path = tmp_path / "one.csv"
    as_csv(path, lines)
    with pytest.raises(ScriptError, match=message) as refusal:
        subtool.read_translation(path, path, **more)
    assert refusal.value.hint


@pytest.mark.parametrize("heading", ["Shot", "Scene 4", "", "It was a long and quiet evening, in English"])
def test_other_headings_name_no_language(heading):
    assert heading_of(heading) is None
