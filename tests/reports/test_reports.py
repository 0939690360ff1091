"""Reports are pages that need nothing else, and show text as text."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from importlib.resources import files

from subtool.model import Cue, Media, Sheet, Source, Span, Timing, Unspoken, Word
from subtool.reports.alignment import page
from subtool.text.page_shell import PageShell, film_time

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
    inside = [link for link in read.links if not link.startswith(f"{SHEET.media.name}#t=")]
    assert all(link.startswith("#") and link[1:] in read.ids for link in inside)
    assert len(inside) < len(read.links)  # times lead into the film
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


def _luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one, other):
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_bars_stand_out_from_the_page_by_day_and_by_night():
    css = files("subtool.reports").joinpath("report.css").read_text("utf-8")
    themes = [
        dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", block))
        for block in re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    ]
    assert len(themes) == 2
    for theme in themes:
        for ground in ("page", "card"):
            assert all(_contrast(theme[bar], theme[ground]) >= 3 for bar in ("fine", "fast", "other", "good"))
            assert all(_contrast(theme[text], theme[ground]) >= 4.5 for text in ("ink", "dim"))


def test_a_shell_shows_texts_as_texts_and_leads_into_the_film():
    page = PageShell("<b>&", "p {}", "check").page("<p>x</p>")
    assert "<title>&lt;b&gt;&amp;</title>" in page
    assert "<p>x</p>" in page
    assert "Made by subtool check." in page
    assert (
        film_time("a film?.mp4", 61_240, "1:01")
        == '<a class="moment" href="a%20film%3F.mp4#t=61.24">1:01</a>'
    )
    assert film_time("", 61_240, "1:01") == "1:01"
