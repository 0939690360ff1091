"""Reports are pages that need nothing else, and show text as text."""

from __future__ import annotations

from html.parser import HTMLParser

from subtool.model import Cue, Media, Sheet, Source, Span, Timing, Unspoken, Word
from subtool.reports.alignment import page

HOSTILE = "<script>alert(1)</script> & “so”"


def cue(start_ms, text, timing=Timing.HEARD, confidence=0.97, line=1):
    words = tuple(Word(word, Span(start_ms, start_ms + 1), confidence) for word in text.split())
    span = Span(start_ms, start_ms + 2000)
    return Cue(span, (text,), timing=timing, confidence=confidence, words=words, source=Source(line, 1))


SHEET = Sheet(
    (
        cue(1000, "It rained."),
        cue(4000, HOSTILE, Timing.GUESSED, 0.0, 3),
        cue(400_000, "Nobody came.", line=9),
    ),
    title=HOSTILE,
    media=Media("film.mp4", 500_000),
    unspoken=(Unspoken(f"Left out {HOSTILE}", Source(5, 1)),),
    unscripted=(Span(9000, 12_000),),
)


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.ids, self.links, self.texts = [], set(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        values = dict(attrs)
        self.ids.add(values.get("id"))
        self.links += [values[name] for name in ("href", "src") if name in values]

    def handle_data(self, data):
        self.texts.append(data)


def test_the_page_shows_what_is_doubtful_and_what_is_missing():
    text = page(SHEET, [(1000, 0), (4000, 2500), (400_000, 9000)])
    read = Page(text)
    said = " ".join(read.texts)
    assert "script" not in read.tags
    assert all(link.startswith("#") and link[1:] in read.ids for link in read.links)
    assert f"Left out {HOSTILE}" in said
    assert "0:09.0" in said
    assert "guessed, 0%" in said
    assert (
        read.tags.count("svg") >= 4
    )  # two strips of five minutes, the place of what was left out, the drift
    assert "<mark>" in text


def test_a_sheet_without_doubts_has_no_table_of_them():
    text = page(Sheet((cue(0, "It rained."),), media=Media("film.mp4", 5000)))
    assert "Doubtful" not in text
    assert "Drift" not in text
    assert "100.0% of the script heard" in text
