"""A number of thousands of digits wherever a stranger may write one, and a word without end."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

import subtool
from subtool.cli.values import milliseconds, pair, size, time_ms
from subtool.errors import SubtoolError
from subtool.model import Cue, Role, Sheet, Span
from subtool.onscreen import placement
from subtool.script.understand.hyphens import Hyphens
from subtool.season.found import natural
from subtool.timecode import clock_ms
from subtool.verbs.cache import bytes_in
from subtool.verbs.review import Review

MANY = "9" * 5000  # Python refuses to make a number of more than 4300
CUES = Sheet(
    (Cue(Span(0, 2000), (f"There were {MANY} lamps,",)), Cue(Span(2500, 5000), ("and they were lit.",)))
)


def test_a_number_in_a_text_is_checked_and_mended():
    assert subtool.check(CUES, "netflix-en")
    assert subtool.fix(CUES, "netflix-en").sheet.cues


@pytest.mark.parametrize("text", [MANY, f"{MANY}:00", f"0:{MANY}", f"1.{MANY}"])
def test_no_time_has_so_many_digits(text):
    assert clock_ms(text) is None


@pytest.mark.parametrize(
    ("read", "text"),
    [(time_ms, MANY), (milliseconds, f"{MANY}ms"), (pair, f"{MANY}=1"), (pair, "0=1"), (size, f"{MANY}x90")],
)
def test_a_value_with_so_many_digits_is_refused(read, text):
    from click import BadParameter

    with pytest.raises(BadParameter):
        read(text)


def test_a_size_with_so_many_digits_is_refused():
    with pytest.raises(SubtoolError):
        bytes_in(f"{MANY}GB")


def test_a_worksheet_whose_numbers_have_so_many_digits_is_read(tmp_path):
    path = tmp_path / "w.xlf"
    subtool.write(Sheet((Cue(Span(0, 1000), ("The lamp",)), Cue(Span(1500, 3000), ("was lit.",)))), path)
    path.write_text(path.read_text("utf-8").replace('"1"', f'"{MANY}"'), "utf-8")
    with pytest.raises(SubtoolError):
        subtool.transfer(CUES, path, language="de")


def test_footnotes_whose_numbers_have_so_many_digits_are_placed():
    cues = [Cue(Span(0, 1000), ("a",), role=Role.NOTE, footnotes=(number,)) for number in (MANY, "1")]
    assert placement._in_order(cues) == cues  # noqa: SLF001 - burning a film for it takes seconds


def test_a_list_of_clips_with_such_a_time_is_refused(tmp_path):
    path = tmp_path / "c.csv"
    path.write_text(f"from,to\n0:00,0:{MANY}\n")
    from subtool.verbs import clip_list

    with pytest.raises(SubtoolError, match="not a time"):
        list(clip_list.read(path, CUES, clip_list.Manner(None, exact=False, film=None)))


def test_spaces_without_end_in_an_open_document_are_one(tmp_path):
    made = io.BytesIO()
    text = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
        f'<text:p>The lamp<text:s text:c="{MANY}"/>was lit.</text:p>'
        "</office:text></office:body></office:document-content>"
    )
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        file.writestr("content.xml", text)
    (tmp_path / "s.odt").write_bytes(made.getvalue())
    assert subtool.read_script(tmp_path / "s.odt").sentences[0].text == "The lamp was lit."


def test_raised_figures_in_a_name_are_no_number():
    assert natural("1²") < natural("2")


def test_names_are_in_the_order_of_their_numbers_whatever_their_length():
    names = ["lamp 0", "lamp 1", "lamp 02", "lamp 10", f"lamp {MANY}", "lamp b"]
    assert sorted(set(names), key=natural) == names


@pytest.mark.parametrize(
    "line", [{"n": float("inf"), "saved": ""}, {"n": 1, "edit": "", "cues": []}, 5, {"journal": 1}, []]
)
def test_a_journal_of_another_shape_is_refused(tmp_path, line):
    path = tmp_path / "a.cues.json"
    subtool.write(Sheet(CUES.cues[1:]), path)
    path.with_name("a.cues.json.journal").write_text(json.dumps(line) + "\n")
    with pytest.raises(SubtoolError, match="not a line of a journal"), Review(path):
        pass


def test_a_word_torn_at_every_row_is_not_put_together_for_ever(tmp_path):
    hyphens = Hyphens(())
    assert hyphens.joined("har-", "bour") == "harbour"
    assert hyphens.joined("har" * 100 + "-", "bour") == ""
    (tmp_path / "s.txt").write_text("The lamp was lit.\n\n" + "a-\n" * 5000)
    assert subtool.read_script(tmp_path / "s.txt").sentences
