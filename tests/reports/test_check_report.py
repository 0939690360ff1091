"""The page of a check: it needs nothing else, and what a cue says stays text."""

from __future__ import annotations

import csv
from dataclasses import replace
from fractions import Fraction
from io import StringIO

from bs4 import BeautifulSoup
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from subtool.checks import check, listing
from subtool.checks.context import CheckContext
from subtool.checks.fix import fix
from subtool.cli import subtool as cli
from subtool.cues.timing.frame_grid import Grid
from subtool.model import Cue, Sheet, Span
from subtool.reports.check import Findings, form, page, table
from subtool.styles import houses

DELIVERY = CheckContext(houses.house_style("netflix-en"), Grid(Fraction(25)), houses.word_classes("en"))
HOSTILE = [
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '"><b>',
    "&lt;&#60;",
    "]]>",
    "{{7*7}}",
]

text = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60))
cues = st.builds(
    lambda start, length, lines: Cue(Span(start, start + length), tuple(lines)),
    st.integers(0, 400_000), st.integers(0, 9000), st.lists(text, min_size=1, max_size=3),
)  # fmt: skip
TAGS = {
    "html", "head", "meta", "title", "style", "body", "main", "header", "footer", "section", "h1", "h2", "p", "b",
    "dl", "div", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td", "code", "span", "i", "ul", "li", "br", "a",
    "svg", "line", "text", "rect", "figure", "figcaption",
}  # fmt: skip


def drawn(sheet, name="film.srt"):
    found = tuple(check(sheet, DELIVERY))
    return found, BeautifulSoup(page(Findings(name, sheet, DELIVERY, found)), "html.parser")


@settings(max_examples=40)
@given(st.lists(cues, max_size=8), text)
def test_what_cues_say_is_inert(made, name):
    _, soup = drawn(Sheet(tuple(made)), name)
    assert {tag.name for tag in soup.select("*")} <= TAGS
    assert len(soup.find_all("style")) == 1
    for tag in soup.select("*"):
        assert not any(attribute.startswith("on") for attribute in tag.attrs)
        assert tag.get("src") is None
        assert (tag.get("href") or "#").startswith("#")


@settings(max_examples=40)
@given(st.lists(cues, max_size=8))
def test_every_problem_and_every_cue_with_one_is_on_the_page(made):
    found, soup = drawn(Sheet(tuple(made)))
    told = [item.get_text() for item in soup.select(".cues li")]
    assert sorted(told) == sorted(f"{problem.code} {problem.message}" for problem in found)
    assert {row["id"] for row in soup.select(".cues tbody tr")} == {f"cue-{problem.cue}" for problem in found}
    ids = {tag["id"] for tag in soup.select("[id]")}
    assert all(link["href"][1:] in ids for link in soup.select("a[href]"))


def test_each_cue_is_a_bar_over_its_time_and_the_fast_ones_stand_out():
    slow, fast = (
        Cue(Span(15_000, 18_000), ("Nobody came.",)),
        Cue(Span(30_000, 30_900), ("It stood for ninety years.",)),
    )
    far = Cue(Span(460_000, 463_000), ("It fell.",))
    _, soup = drawn(Sheet((slow, fast, far)))
    strips = soup.select("svg.strip")
    assert len(strips) == 2
    bars = strips[0].select("rect:not(.cut)")
    assert [bar["class"] for bar in bars] == [["fine"], ["fast"]]
    assert (bars[0]["x"], bars[0]["width"]) == ("5.000%", "1.000%")
    assert bars[1].title.string == "cue 2, 0:30.0: 28.9 characters a second; too-fast"
    assert strips[0]["aria-label"] == "Reading speed from 0:00 to 5:00: 2 cues, 1 too fast"


def test_what_was_mended_is_told():
    sheet = Sheet((Cue(Span(0, 3000), ("Nobody  came.",)), Cue(Span(3000, 6000), ("Nobody went.",))))
    fixed = fix(sheet, DELIVERY)
    soup = BeautifulSoup(page(Findings("a", fixed.sheet, DELIVERY, fixed.left, fixed.changes)), "html.parser")
    assert soup.select_one(".verdict").get_text() == "no problems"
    [row] = soup.select(".changes tbody tr")
    assert [cell.get_text() for cell in row.find_all(["th", "td"])] == [
        "1", "0:00.000 to 0:03.000Nobody  came.", "0:00.000 to 0:02.920Nobody came.", "short-gap double-space",
    ]  # fmt: skip


def test_the_command_writes_it_and_does_not_write_over(tmp_path):
    film, report = tmp_path / "film.srt", tmp_path / "film.html"
    film.write_text("1\n00:00:01,000 --> 00:00:03,000\nNobody came.\n", "utf-8")
    assert CliRunner().invoke(cli, ["check", str(film), "--report", str(report)]).exit_code == 0
    first = report.read_bytes()
    again = CliRunner().invoke(cli, ["check", str(film), "--report", str(report)])
    assert "exists already" in str(again.exception)
    assert CliRunner().invoke(cli, ["check", str(film), "--report", str(report), "--force"]).exit_code == 0
    assert report.read_bytes() == first


def test_an_empty_sheet_has_a_page_too():
    _, soup = drawn(replace(Sheet(())))
    assert soup.select_one(".verdict").get_text() == "no problems"


def test_a_style_that_counts_words_has_its_chart_in_words_a_minute():
    cue = Cue(Span(0, 1000), ("one two three four",))
    sheet = Sheet((cue,))
    style = houses.house_style("bbc")
    made = page(Findings("a.srt", sheet, CheckContext(style, Grid(Fraction(25))), ()))
    assert "240.0 words a minute" in made
    assert "the limit of 200" in made


def test_the_page_says_what_is_asked_for_in_the_words_of_the_style():
    _, soup = drawn(Sheet((Cue(Span(0, 3000), ("I have 3 brothers.",)),)))
    [row] = soup.select(".rules tbody tr")
    assert "Numbers up to 10 are spelled out" in row.get_text()
    assert "English guide, Numbers" in row.select_one(".source").get_text()


def test_the_table_has_a_row_a_problem_and_no_formula():
    sheet = Sheet((Cue(Span(0, 3000), ("=1+1", "I have 3 brothers .")),))
    found = tuple(check(sheet, DELIVERY))
    rows = list(csv.DictReader(StringIO(table(Findings("film.srt", sheet, DELIVERY, found)))))
    assert [row["rule"] for row in rows] == [
        problem.code for group in listing.groups(found) for problem in group.problems
    ]
    assert {row["text"] for row in rows} == {"'=1+1 / I have 3 brothers ."}
    assert {row["decision"] for row in rows} == {""}


def test_the_form_has_a_box_for_each_problem():
    sheet = Sheet(
        (Cue(Span(0, 3000), ("I have 3 brothers .",)), Cue(Span(4000, 6000), ("Nobody\x07 came.",)))
    )
    found = tuple(check(sheet, DELIVERY))
    made = form(Findings("film.srt", sheet, DELIVERY, found))
    assert made.count("[ ] mended") == len(found)
    assert "\x07" not in made
    assert "Numbers up to 10 are spelled out" in made


def test_the_suffix_decides_what_the_report_is(tmp_path):
    film = tmp_path / "film.srt"
    film.write_text("1\n00:00:01,000 --> 00:00:03,000\nNobody  came.\n", "utf-8")
    outs = [tmp_path / name for name in ("a.html", "a.csv", "a.txt")]
    options = [word for out in outs for word in ("--report", str(out))]
    assert CliRunner().invoke(cli, ["check", str(film), "--profile", "bbc", *options]).exit_code == 1
    assert [out.read_text("utf-8")[:9] for out in outs] == ["<!DOCTYPE", "cue,in,ou", "SUBTITLE "]
    result = CliRunner().invoke(cli, ["check", str(film), "--report", str(tmp_path / "a.docx")])
    assert "suffix is not that of a report" in str(result.exception)
