"""The translator's way out and back: every kind of worksheet, whatever became of its lines."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml import OxmlElement
from openpyxl import load_workbook

import subtool
from subtool.formats.worksheet.xliff import CORE
from support.paths import SAMPLE
from support.translated import LANGUAGES, STORY, german
from support.worksheets import FILLING

ENGLISH = [unit[LANGUAGES.index("en")] for unit in STORY]


@pytest.mark.parametrize("name", FILLING)
def test_a_filled_in_worksheet_has_the_times_of_its_sheet(name, tmp_path):
    sheet, path = german(), tmp_path / name
    subtool.write(sheet, path)
    FILLING[name](path, ENGLISH)
    made = subtool.transfer(sheet, path, language="en")
    starts = {cue.pair.sentence: cue.span.start_ms for cue in reversed(made.cues)}
    assert starts == {number: 1000 + 4000 * (number - 1) for number in range(1, len(STORY) + 1)}
    assert " ".join(cue.text for cue in made.cues) == " ".join(ENGLISH)
    assert made.remarks == ()


@pytest.mark.parametrize("name", FILLING)
def test_the_same_sheet_gives_the_same_worksheet(name, tmp_path):
    one, other = tmp_path / name, tmp_path / f"again-{name}"
    subtool.write(german(), one)
    subtool.write(german(), other)
    if not name.endswith((".xlsx", ".docx")):  # zip files bear the time of their making
        assert one.read_bytes() == other.read_bytes()


def _table(path, edit):
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    for row, text in zip(rows[1:], ENGLISH, strict=True):
        row[4] = text
    edit(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def _moved(rows):
    rows.insert(2, rows.pop(5))


def _joined(rows):
    rows[5][0], rows[5][4] = "5+6", "Was she ever afraid? Her journal does not say."
    del rows[6]


def _split(rows):
    rows[4][4] = "Every night she climbed the forty-four steps."
    rows.insert(5, [*rows[4][:4], "Every morning she came down again.", ""])


def _emptied(rows):
    rows[3][4] = ""


def _joined_as_a_day(rows):
    rows[5][0], rows[5][3] = "2026-06-05 00:00:00", rows[5][3] + " " + rows[6][3]
    rows[5][4] = "Was she ever afraid? Her journal does not say."
    del rows[6]


def _numbered_again(rows):
    del rows[7]
    rows[7][0] = "7"


def _without_a_number(rows):
    rows[2][0] = ""


def _as_decimals(rows):
    for row in rows[1:]:
        row[0] += ".0"


def _source_changed(rows):
    rows[2][3] = "1863 zündete sie zum ersten Mal die Lampe an."


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (_moved, "line 5 was moved; it is taken by its number"),
        (_joined, "lines 5+6 are joined"),
        (_split, "line 4 is split into 2; its parts are put together"),
        (_emptied, "line 3 is empty: “Sie war einundfünfzig.” has no translation"),
        (lambda rows: rows.insert(3, list(rows[2])), "line 2 stands there twice; it is taken once"),
        (_without_a_number, "line 2 bears no number; it is taken by its source"),
        (
            _source_changed,
            "line 2 was translated from another source: “1863 zündete sie zum ersten Mal die Lampe an.”",
        ),
        (
            lambda rows: rows.append(["99", "", "", "", "More.", ""]),
            "there is no line “99” in the sheet: More.",
        ),
    ],
)
def test_what_became_of_the_lines_is_said(edit, message, tmp_path):
    sheet, path = german(), tmp_path / "work.csv"
    subtool.write(sheet, path)
    _table(path, edit)
    made = subtool.transfer(sheet, path, language="en")
    assert [remark.message for remark in made.remarks] == [message]
    at = {cue.text: cue.span.start_ms for cue in made.cues}
    assert at["None of them ever learned her name."] == 29_000


@pytest.mark.parametrize(
    ("edit", "messages"),
    [
        (_as_decimals, []),
        (
            _joined_as_a_day,
            [
                "line 5+6 bears the number 2026-06-05 00:00:00; it is taken by its source",
                "lines 5+6 are joined",
            ],
        ),
        (
            _numbered_again,
            [
                f"line 7 is empty: “{STORY[6][LANGUAGES.index('de')]}” has no translation",
                "line 8 bears the number 7; it is taken by its source",
            ],
        ),
    ],
)
def test_numbers_that_a_spreadsheet_made_others_are_no_loss(edit, messages, tmp_path):
    sheet, path = german(), tmp_path / "work.csv"
    subtool.write(sheet, path)
    _table(path, edit)
    made = subtool.transfer(sheet, path, language="en")
    assert [remark.message for remark in made.remarks] == messages
    starts = {cue.text: cue.span.start_ms for cue in made.cues}
    assert starts["None of them ever learned her name."] == 29_000


def test_a_table_as_excel_saves_it_in_german_keeps_its_letters(tmp_path):
    sheet, path = german(), tmp_path / "work.csv"
    subtool.write(sheet, path)
    _table(path, lambda rows: rows[3].__setitem__(4, "She said: “Für Öl” – naïve."))
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    with path.open("w", encoding="cp1252", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    made = subtool.transfer(sheet, path, language="en", encoding="cp1252")
    assert "She said: “Für Öl” – naïve." in [cue.text for cue in made.cues]
    guessed = subtool.transfer(sheet, path, language="en")
    assert guessed.cues == made.cues
    assert "which is a guess" in guessed.remarks[0].message


def test_words_typed_while_changes_are_tracked_count_and_merged_cells_count_once(tmp_path):
    sheet, path = german(), tmp_path / "film.work.docx"
    subtool.write(sheet, path)
    FILLING["film.work.docx"](path, ENGLISH)
    document = Document(str(path))
    rows = document.tables[0].rows
    inserted = OxmlElement("w:ins")
    paragraph = rows[3].cells[4].paragraphs[0]
    inserted.append(paragraph.runs[0]._r)  # noqa: SLF001 - python-docx tracks no changes itself
    paragraph._p.append(inserted)  # noqa: SLF001
    rows[5].cells[4].merge(rows[6].cells[4])
    document.save(str(path))
    made = subtool.transfer(sheet, path, language="en")
    assert " ".join(cue.text for cue in made.cues) == " ".join(ENGLISH)
    assert [remark.message for remark in made.remarks] == [
        f"line 6 is empty: “{STORY[5][LANGUAGES.index('de')]}” has no translation"
    ]


def test_a_page_of_notes_before_the_worksheet_is_passed_over(tmp_path):
    sheet, path = german(), tmp_path / "film.xlsx"
    subtool.write(sheet, path)
    FILLING["film.xlsx"](path, ENGLISH)
    book = load_workbook(path)
    book.create_sheet("notes", 0)["A1"] = "Please keep the names."
    book.save(path)
    assert len(subtool.transfer(sheet, path, language="en").cues) >= len(STORY)


def test_suggestions_of_a_translation_memory_are_no_translation(tmp_path):
    sheet, path = german(), tmp_path / "film.xlf"
    subtool.write(sheet, path)
    FILLING["film.xlf"](path, ENGLISH)
    tree = ET.parse(path)
    unit = next(tree.iter(f"{{{CORE}}}unit"))
    match = ET.SubElement(ET.SubElement(unit, "{urn:oasis:names:tc:xliff:matches:2.0}matches"), "match")
    for tag in ("source", "target"):
        ET.SubElement(match, f"{{{CORE}}}{tag}").text = "Another sentence."
    tree.write(path, encoding="utf-8")
    made = subtool.transfer(sheet, path, language="en")
    assert made.cues[0].text == ENGLISH[0]
    assert made.remarks == ()


def test_the_worksheet_of_another_sheet_is_refused(tmp_path):
    path = tmp_path / "work.csv"
    subtool.write(subtool.draft(SAMPLE), path)
    with pytest.raises(subtool.SheetError, match="is the worksheet of another sheet: 0 of its"):
        subtool.transfer(german(), path)


def test_an_empty_worksheet_is_refused(tmp_path):
    path = tmp_path / "work.po"
    subtool.write(german(), path)
    with pytest.raises(subtool.SheetError, match="has no translation in it"):
        subtool.transfer(german(), path)


def test_an_excel_file_needs_no_temporary_file(tmp_path, monkeypatch):
    """Those of openpyxl are cut short without an error where the disk is full."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    subtool.write(german(), tmp_path / "work.xlsx")
    assert len(list(load_workbook(tmp_path / "work.xlsx").active.rows)) == len(STORY) + 1


@pytest.mark.parametrize("name", FILLING)
def test_a_sheet_without_cues_has_a_worksheet_without_lines(name, tmp_path):
    subtool.write(subtool.Sheet(()), tmp_path / name)
    with pytest.raises(subtool.SubtoolError, match=re.escape(name)):
        subtool.transfer(german(), tmp_path / name)


def test_openpyxl_prints_nothing(tmp_path, capsys):
    whole, path = tmp_path / "whole.xlsx", tmp_path / "work.xlsx"
    subtool.write(german(), whole)
    with ZipFile(whole) as old, ZipFile(path, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode()
            new.writestr(name, re.sub("<cellStyleXfs.*</cellStyleXfs>", "<cellStyleXfs/>", part))
    with pytest.raises(subtool.FormatError, match="not an Excel file that can be read"):
        subtool.transfer(german(), path)
    assert capsys.readouterr().out == ""


CHINESE = (
    "灯塔矗立在岛的尽头，四面是海。1862年，她第一次点亮了灯。她问：“谁会看见它？”"
    "没有人回答，直到那年冬天，一条船从雾里驶来。\n"
)
ENGLISH_OF_IT = (
    "The lighthouse stands at the end of the island, with the sea on every side. In 1862 she lit the lamp for the "
    "first time. “Who will see it?” she asked. Nobody answered until, that winter, a ship came out of the fog.\n"
)


def test_a_sentence_is_one_where_the_style_writes_no_full_stops(tmp_path):
    script, path = tmp_path / "灯.txt", tmp_path / "film.cues.json"
    script.write_text(CHINESE, "utf-8")
    subtool.write(subtool.draft(script), path)
    sheet = subtool.read(path)
    assert not any(mark in cue.text for cue in sheet.cues for mark in "，。")
    subtool.write(sheet, tmp_path / "work.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "work.csv").read_text("utf-8-sig"), newline="")))
    assert "".join(row[3] for row in rows[1:]) == CHINESE.strip()
    assert [row[3][-1] for row in rows[1:]] == ["。", "。", "”", "。"]
    english = tmp_path / "english.txt"
    english.write_text(ENGLISH_OF_IT, "utf-8")
    starts = [cue.span.start_ms for cue in subtool.transfer(sheet, english).cues if cue.pair]
    assert {cue.span.start_ms for cue in sheet.cues if cue.text.startswith(("灯塔", "1862", "没有"))} <= set(
        starts
    )
