"""Captions for editing programs: Final Cut's FCPXML and Avid DS."""

from fractions import Fraction
from xml.etree import ElementTree as ET

import subtool
from subtool.formats import avid_ds, fcpxml
from subtool.model import Cue, CueStyle, Role, Sheet, Span

FPS = Fraction(25)
SHEET = Sheet((
    Cue(Span(1000, 3000), ("The ferry crossed", "twice a day."), markup=("The <i>ferry</i> crossed", "twice a day."),
        style=CueStyle(color="#ffff00")),
    Cue(Span(2000, 4000), ("BERGEN, 1702",), Role.TITLE),
    Cue(Span(2000, 5000), ("H. Moe, Ferries.",), Role.NOTE),
    Cue(Span(3000, 4000), ("Nobody <paid> & left",), settings="line:0"),
))  # fmt: skip


def test_final_cut_gets_captions_titles_and_markers():
    data = fcpxml.write(SHEET, FPS)
    gap = next(ET.fromstring(data).iter("gap"))
    assert [child.tag for child in gap] == ["caption", "title", "caption", "marker"]
    captions = gap.findall("caption")
    assert [caption.get("offset") for caption in captions] == ["1s", "3s"]
    assert captions[1].find("text").get("placement") == "top"
    assert {caption.get("lane") for caption in captions} == {"1"}
    read = fcpxml.read(data, FPS)
    assert sorted((cue.span, cue.lines, cue.role) for cue in read.cues) == sorted(
        (cue.span, cue.lines, cue.role) for cue in SHEET.cues
    )
    assert read.cues[0].style.color == "#ffff00" or "<c.yellow>" in "".join(read.cues[0].markup)
    assert "<i>" in "".join(read.cues[0].markup)


def test_captions_that_overlap_are_in_lanes_of_their_own():
    cues = tuple(Cue(Span(at, at + 2000), (str(at),)) for at in (0, 1000, 2000))
    gap = next(ET.fromstring(fcpxml.write(Sheet(cues), FPS)).iter("gap"))
    assert [caption.get("lane") for caption in gap] == ["1", "2", "1"]


def test_avid_captions_are_read_and_written():
    text = avid_ds.write(SHEET, FPS)
    assert "<begin subtitles>\n\n00:00:01:00 00:00:03:00\nThe ferry crossed\ntwice a day.\n\n" in text
    assert [cue.lines for cue in avid_ds.read(text, FPS).cues] == [cue.lines for cue in SHEET.cues]
    assert subtool.reads(text, "avid.txt").cues == avid_ds.read(text, None).cues
