"""Transcripts are read by people: paragraphs, times, speakers, and footnotes that lead there and back."""

from __future__ import annotations

import io
import zipfile
from fractions import Fraction
from html.parser import HTMLParser

import pytest
from docx import Document

from subtool.errors import FormatError
from subtool.formats import broadcast, chapters, transcript, webpage
from subtool.model import Cue, Footnote, Role, Sheet, Source, Span

SHEET = Sheet(
    (
        Cue(Span(0, 2000), ("The Lamp",), role=Role.TITLE),
        Cue(Span(62_100, 64_000), ("The keeper wrote", "it down"), footnotes=("9",), source=Source(3, 1)),
        Cue(Span(64_100, 66_000), ("every evening.",), footnotes=("9",), source=Source(3, 30)),
        Cue(
            Span(66_500, 69_000),
            ("I did <b>not</b> {\\an8} & {{7*7}}.",),
            speaker="Ann",
            source=Source(3, 60),
        ),
    ),
    title="The Lamp & the Point",
    footnotes=(Footnote("9", "Ibid.", "A. Keeper, Logs, 1902, Page 8."), Footnote("10", "x", "never cited")),
)


class Links(HTMLParser):
    """What a page links to, and what can be linked to."""

    def __init__(self):
        super().__init__()
        self.ids, self.links, self.tags = set(), set(), []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append(tag)
        if "id" in given:
            assert given["id"] not in self.ids
            self.ids.add(given["id"])
        if tag == "a":
            self.links.add(given["href"])


def test_a_page_has_links_to_times_and_footnotes_both_ways():
    page = webpage.write(SHEET)
    links = Links()
    links.feed(page)
    assert {"#t=62.1", "#source-1", "#mark-1-1"} <= links.links
    assert all(link[1:] in links.ids for link in links.links)
    assert {"main", "header", "h1", "h2"} <= set(links.tags)
    assert "script" not in links.tags
    assert "&lt;b&gt;not&lt;/b&gt; {\\an8} &amp; {{7*7}}" in page
    assert "every evening.<sup>" in page
    assert "never cited" not in page
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">')


def test_a_plain_transcript_is_read_as_it_stands():
    assert transcript.write(SHEET) == (
        "The Lamp & the Point\n====================\n\n[0:00]\n“The Lamp” (on screen)\n\n"
        "[1:02]\nThe keeper wrote it down every evening.[9]\n\n[1:06] Ann:\nI did <b>not</b> {\\an8} & {{7*7}}.\n\n"
        "Sources\n-------\n\n[9] A. Keeper, Logs, 1902, Page 8.\n"
    )


def test_the_script_as_broadcast_is_a_table_of_word():
    made = broadcast.write(SHEET, Fraction(25))
    [table] = Document(io.BytesIO(made)).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[2] == [
        "00:01:02:02",
        "",
        "The keeper wrote it down every evening.9",
        "9  A. Keeper, Logs, 1902, Page 8.",
    ]
    assert rows[3][1:3] == ["Ann", "I did <b>not</b> {\\an8} & {{7*7}}."]
    assert made == broadcast.write(SHEET, Fraction(25))
    assert {part.date_time[0] for part in zipfile.ZipFile(io.BytesIO(made)).infolist()} == {1980}


def titles(*seconds):
    return Sheet(
        tuple(Cue(Span(at * 1000, at * 1000 + 500), (f"Part {at}",), role=Role.TITLE) for at in seconds),
        title="The film",
    )


def test_chapters_begin_at_nought_and_are_long_enough():
    assert chapters.write(titles(12, 15, 40, 4000)) == (
        "0:00 The film\n0:12 Part 12\n0:40 Part 40\n1:06:40 Part 4000\n"
    )
    back = chapters.read(chapters.write(titles(0, 40, 80)))
    assert [(cue.span.start_ms, cue.lines) for cue in back.cues] == [
        (0, ("Part 0",)), (40_000, ("Part 40",)), (80_000, ("Part 80",)),
    ]  # fmt: skip


def test_too_few_chapters_are_refused():
    with pytest.raises(FormatError, match="wants 3 chapters"):
        chapters.write(titles(0, 5, 20))
