"""Contact sheets: each cue with a frame of its own, captioned, and with its text beside it."""

import base64
import json
import re
from html.parser import HTMLParser
from io import BytesIO

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import subtool
from subtool.cli import subtool as cli
from subtool.errors import OutputError, SheetError
from subtool.model import Cue, Footnote, Role, Sheet, Span, Timing
from subtool.onscreen import fonts
from subtool.reports.contact_sheet import picture
from subtool.reports.contact_sheet.tile import Heading, Tile
from support import footage

NOTE = Footnote("1", "A. Writer, A Book.", "A. Writer, A Book, 1996, Page 2.")
CUES = (
    Cue(Span(200, 900), ("It was quiet",), footnotes=("1",), timing=Timing.HEARD),
    Cue(Span(950, 1700), ("<b>and</b> {nobody}", "came & went."), timing=Timing.GUESSED),
    Cue(Span(1200, 1500), ("The Yard",), role=Role.TITLE, timing=Timing.ESTIMATED),
    Cue(Span(2000, 2600), ("Later it rained.",), timing=Timing.PARTLY),
)


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    return footage.make(footage.KINDS["25"], tmp_path_factory.mktemp("film"), "a 'film' [1].mp4")


@pytest.fixture
def sheet():
    return Sheet(CUES, title="Ships & <Sails>", footnotes=(NOTE,))


def frames_of(page):
    data = re.findall(r'src="data:image/jpeg;base64,([^"]+)"', page)
    return [np.asarray(Image.open(BytesIO(base64.b64decode(one))).convert("L")) for one in data]


def test_each_cue_has_a_frame_of_its_own_with_its_text_on_it(film, sheet, tmp_path):
    made = subtool.contacts(sheet, film, tmp_path / "sheet.html")
    page = made.paths[0].read_text("utf-8")
    frames = frames_of(page)
    assert (made.shown, made.cues, len(frames)) == (4, 4, 4)
    for cue, frame in zip(CUES, frames, strict=True):
        assert cue.span.start_ms <= footage.number_on(frame) * 40 < cue.span.end_ms
        assert footage.has_subtitle(frame)
    assert [footage.has_note(frame) for frame in frames] == [True, True, True, True]  # it is long to read
    bare = subtool.contacts(sheet, film, tmp_path / "bare.html", footnotes="off").paths[0]
    assert not any(map(footage.has_note, frames_of(bare.read_text("utf-8"))))


def test_the_page_is_well_formed_inert_and_whole(film, sheet, tmp_path):
    page = subtool.contacts(sheet, film, tmp_path / "sheet.html", columns=2).paths[0].read_text("utf-8")
    open_tags = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, _attrs):
            if tag not in {"meta", "img", "br"}:
                open_tags.append(tag)

        def handle_endtag(self, tag):
            assert open_tags.pop() == tag

    Reader().feed(page)
    assert not open_tags
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert page.count('loading="lazy"') == page.count("alt=") == 4
    assert "&lt;b&gt;and&lt;/b&gt; {nobody}<br>came &amp; went." in page
    assert "<h1>Ships &amp; &lt;Sails&gt;</h1>" in page
    assert [*re.findall(r'class="verdict (\w+)"', page)] == ["heard", "guessed", "title", "partly"]


def test_the_same_film_gives_the_same_sheet(film, sheet, tmp_path):
    for suffix in (".html", ".png", ".webp"):
        one, other = (
            subtool.contacts(sheet, film, tmp_path / f"{name}{suffix}").paths[0].read_bytes()
            for name in ("one", "other")
        )
        assert one == other


def test_many_cues_go_on_on_other_pages(film, tmp_path):
    cues = tuple(Cue(Span(at * 80, at * 80 + 70), (f"Cue {at + 1}.",)) for at in range(45))
    made = subtool.contacts(Sheet(cues), film, tmp_path / "sheet.png", columns=4)
    a_page = picture.TileGrid.of(4, 180 / 320).a_page
    assert [path.name for path in made.paths] == [f"sheet-0{n + 1}.png" for n in range(-(-45 // a_page))]
    with pytest.raises(OutputError, match="exists already"):
        subtool.contacts(Sheet(cues), film, tmp_path / "sheet.png", columns=4)
    fewer = subtool.contacts(Sheet(cues), film, tmp_path / "sheet.jpg", every=20)
    assert (fewer.shown, [path.name for path in fewer.paths]) == (3, ["sheet.jpg"])
    with Image.open(fewer.paths[0]) as image:
        assert image.format == "JPEG"
        x, y = picture.MARGIN, picture.HEAD
        across = [
            np.asarray(image.crop((x + at, y, x + at + 480, y + 270)).convert("L")) for at in (0, 508, 1016)
        ]
    assert [footage.number_on(frame) // 2 for frame in across] == [0, 20, 40]


def test_what_cannot_be_is_refused(film, sheet, tmp_path):
    with pytest.raises(OutputError, match="names no picture"):
        subtool.contacts(sheet, film, tmp_path / "sheet.pdf")
    with pytest.raises(SheetError, match="no cues"):
        subtool.contacts(Sheet(()), film, tmp_path / "sheet.png")
    assert not list(tmp_path.iterdir())


@given(
    st.lists(st.text(st.characters(blacklist_categories=["Cs"]), max_size=400), min_size=1, max_size=3),
    st.integers(1, 6),
)
def test_any_text_fits_its_tile(texts, columns):
    grid = picture.TileGrid.of(columns, 0.1)
    tiles = [
        Tile(at, Cue(Span(0, 1000), (text,)), Image.new("RGB", (64, 36))) for at, text in enumerate(texts, 1)
    ]
    made = picture.page(tiles, grid, Heading(texts[0], "film.mp4", 3), (1, 1), fonts.load().notes)
    beyond = made.crop((made.width - picture.MARGIN // 2, 0, made.width, made.height))
    assert beyond.getcolors() == [(beyond.width * beyond.height, picture.PAPER)]


def called(*arguments):
    return CliRunner().invoke(cli, [str(one) for one in arguments])


def test_the_commands_say_what_they_made(film, sheet, tmp_path):
    cues = tmp_path / "film.cues.json"
    subtool.write(sheet, cues)
    told = called("still", cues, film, "--quote", "it rained", "-o", tmp_path / "a.jpg", "--json")
    data = json.loads(told.stdout)
    assert data.pop("film")["audio"][0]["codec"] == "aac"
    assert (data.pop("timecode"), data.pop("warnings")) == (None, [])
    assert data == {
        "output": str(tmp_path / "a.jpg"), "at_ms": 2280, "width": 320, "height": 180, "cues": 1, "footnotes": 1,
    }  # fmt: skip
    told = called(
        "contacts", cues, film, "-o", tmp_path / "a.html", "--every", "2", "--layout", "boxed", "--json"
    )
    assert json.loads(told.stdout) == {"outputs": [str(tmp_path / "a.html")], "shown": 2, "cues": 4}
    assert "4 of 4 cues" in called("contacts", cues, film, "-o", tmp_path / "b.png").output
    assert (
        "0:00.5: 320 × 180, 1 cue,"
        in called("still", cues, film, "--cue", "1", "-o", tmp_path / "b.png", "--force").output
    )


@pytest.mark.parametrize("options", [(), ("--at", "1", "--cue", "1"), ("--quote", "x", "--cue", "1")])
def test_a_still_is_of_one_frame(film, sheet, tmp_path, options):
    cues = tmp_path / "film.cues.json"
    subtool.write(sheet, cues)
    refused = called("still", cues, film, *options, "-o", tmp_path / "a.png")
    assert refused.exit_code == 2
    assert "Say which frame" in refused.output
