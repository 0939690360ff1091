"""Files with one thing missing or otherwise: read with a remark, never refused whole and never changed in silence."""

from fractions import Fraction

import pytest

import subtool
from subtool.formats.holding import losses
from subtool.formats.registry import all_formats
from subtool.formats.rolling import unrolled


def shown(sheet):
    return [(cue.span.start_ms, cue.span.end_ms, " ".join(cue.lines)) for cue in sheet.cues]


CUES = [(1000, 3000, "It burned."), (4000, 6000, "It cooled.")]


@pytest.mark.parametrize(
    "table",
    [
        "#,TC In,TC Out,Dialogue\n1,00:00:01:00,00:00:03:00,It burned.\n2,00:00:04:00,00:00:06:00,It cooled.\n",
        "Start Time;End Time;Caption\n00:00:01.000;00:00:03.000;It burned.\n00:00:04.000;00:00:06.000;It cooled.\n",
        "start (s),duration,text\n1.0,2.0,It burned.\n4.0,2.0,It cooled.\n",
        "In-time,Out-time,Subtitle text\n0:00:01,0:00:03,It burned.\n0:00:04,0:00:06,It cooled.\n",
    ],
)
def test_a_table_is_known_by_headings_as_editing_programs_write_them(tmp_path, table):
    path = tmp_path / "spots.csv"
    path.write_text(table, encoding="utf-8")
    assert shown(subtool.read(path, fps=Fraction(25))) == CUES


def test_a_cue_of_srt_without_an_end_ends_with_the_next():
    text = (
        "1\n00:00:01,000 -->\nIt burned.\n\n2\n00:00:03,000 --> 00:00:06,000\nIt cooled.\n\n"
        "3\n00:00:07,000 -->\nNobody.\n"
    )
    sheet = subtool.reads(text, format="srt")
    assert shown(sheet) == [(1000, 3000, "It burned."), (3000, 6000, "It cooled."), (7000, 12_000, "Nobody.")]
    assert [remark.source.line for remark in sheet.remarks if "end is missing" in remark.message] == [2, 10]


EBU_TT = """<?xml version="1.0" encoding="UTF-8"?>
<tt:tt xmlns:tt="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter"
  xmlns:ebuttm="urn:ebu:tt:metadata" ttp:timeBase="smpte" ttp:frameRate="25" xml:lang="de"><tt:head><tt:metadata>
<ebuttm:documentMetadata><ebuttm:documentStartOfProgramme>10:00:00:00</ebuttm:documentStartOfProgramme>
</ebuttm:documentMetadata></tt:metadata></tt:head><tt:body><tt:div>
<tt:p begin="{0}:00:01:00" end="{0}:00:03:00">It burned.</tt:p>
<tt:p begin="{0}:00:04:00" end="{0}:00:06:00">It cooled.</tt:p></tt:div></tt:body></tt:tt>
"""


def test_ebu_tt_counts_from_the_start_of_its_programme(tmp_path):
    path = tmp_path / "film.xml"
    path.write_text(EBU_TT.format("10"), encoding="utf-8")
    sheet = subtool.read(path)
    assert shown(sheet) == CUES
    assert any("10:00:00" in remark.message for remark in sheet.remarks)
    again = tmp_path / "later.ttml"
    subtool.write(sheet.shifted(1000), again)
    assert again.read_text("utf-8") == (
        EBU_TT.format("10")
        .replace(':04:00"', ':05:00"')
        .replace(':06:00"', ':07:00"')
        .replace(':03:00"', ':04:00"')
        .replace(':01:00"', ':02:00"')
    )


def test_ebu_tt_whose_times_are_before_its_start_stays_as_it_is(tmp_path):
    path = tmp_path / "film.xml"
    path.write_text(EBU_TT.format("00"), encoding="utf-8")
    assert shown(subtool.read(path)) == CUES


def test_captions_that_are_painted_on_word_by_word_are_said_once():
    lines = (
        "IT",
        "IT BURNED",
        "IT BURNED FOR DAYS",
        "IT BURNED FOR DAYS\nTHEN",
        "IT BURNED FOR DAYS\nTHEN IT COOLED",
    )
    text = "".join(
        f"{at}\n00:00:0{at},000 --> 00:00:0{at + 1},000\n{line}\n\n" for at, line in enumerate(lines, start=1)
    )
    assert shown(unrolled(subtool.reads(text, format="srt"))) == [
        (1000, 4000, "IT BURNED FOR DAYS"),
        (4000, 6000, "THEN IT COOLED"),
    ]


def test_a_refrain_does_not_roll():
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\nNo!\n\n2\n00:00:02,500 --> 00:00:03,000\nNo!\n\n"
        "3\n00:00:04,000 --> 00:00:05,000\nGo.\n"
    )
    sheet = subtool.reads(text, format="srt")
    assert unrolled(sheet) == sheet


def test_an_stl_that_breaks_off_is_read_up_to_there(tmp_path):
    path = tmp_path / "film.stl"
    srt = "1\n00:00:01,000 --> 00:00:03,000\nIt burned.\n\n2\n00:00:04,000 --> 00:00:06,000\nIt cooled.\n"
    subtool.write(subtool.reads(srt, format="srt"), path, fps=Fraction(25))
    for cut, cues in ((-60, CUES), (-120, CUES[:1])):
        torn = tmp_path / f"torn{cut}.stl"
        torn.write_bytes(path.read_bytes()[:cut])
        sheet = subtool.read(torn)
        assert shown(sheet) == cues
        assert any("breaks off" in remark.message for remark in sheet.remarks)


def test_colours_that_srt_holds_are_not_said_to_be_lost(tmp_path):
    text = "WEBVTT\n\n00:01.000 --> 00:03.000\nIt <c.yellow>burned</c>.\n"
    sheet = subtool.reads(text, format="vtt")
    assert '<font color="yellow">burned</font>' in subtool.writes(sheet, format="srt")
    assert losses(sheet, next(form for form in all_formats() if form.module == "srt")) == ()
