"""Texts of strangers in every format: XML stays well-formed, no cell begins a formula, no page has their elements."""

from __future__ import annotations

import io
import re
import zipfile
from html.parser import HTMLParser
from xml.parsers import expat

import pytest

from subtool.errors import SubtoolError
from subtool.formats import FORMATS
from subtool.formats.worksheet import docx_table, xliff, xlsx
from subtool.model import Cue, Footnote, Media, Sheet, Span

STEERS = "\x1b]0;t\x07\x1b[2J\u202eevil\u2066\x9b31m\x7f\x08\x01\ufffe"
ELEMENT = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><svg onload=1>]]>"
FORMULA = '=HYPERLINK("http://x","y")'
TEXTS = (STEERS + "a", ELEMENT, FORMULA, "+1+1", "@SUM(1)", "-2+3", "\t=1")
SHEET = Sheet(
    tuple(
        Cue(Span(12_000 * n, 12_000 * n + 1500), (text,), speaker=text, footnotes=("1",), comment=text, id=f"c{n}")
        for n, text in enumerate(TEXTS)
    ),
    title=STEERS + ELEMENT,
    media=Media(STEERS + ELEMENT, 100_000),
    footnotes=(Footnote("1", "".join(TEXTS), "".join(TEXTS)),),
)  # fmt: skip
WRITTEN = [form for form in FORMATS if "write" in form.ways]
WORKSHEETS = [(name, form.write) for name, form in (("xlsx", xlsx), ("docx", docx_table), ("xlf", xliff))]


def parts(data):
    """The XML that a file is or holds."""
    data = data.encode() if isinstance(data, str) else data
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return {name: file.read(name) for name in file.namelist() if name.endswith((".xml", ".rels"))}
    return {"": data} if data.removeprefix(b"\xef\xbb\xbf").startswith(b"<?xml") else {}


@pytest.mark.parametrize(
    ("name", "write"),
    [*((form.suffix, form.write) for form in WRITTEN), *WORKSHEETS],
    ids=[*(form.suffix for form in WRITTEN), "xlsx", "docx", "xlf"],
)
def test_what_is_written_is_well_formed(name, write):
    try:
        data = write(SHEET)
    except SubtoolError:  # what a format cannot hold at all
        return
    for part, content in parts(data).items():
        expat.ParserCreate().Parse(content, True)  # noqa: FBT003 - the last piece
        assert not re.search(rb"<f>(?!\d+-LEN\()", content), (name, part)


@pytest.mark.parametrize("form", [form for form in WRITTEN if form.suffix in {".csv", ".tsv"}])
def test_no_cell_begins_a_formula(form):
    import csv

    text = form.write(SHEET).decode("utf-8-sig") if form.form != "text" else form.write(SHEET)
    lines = csv.reader(
        io.StringIO(text.removeprefix("\ufeff")), delimiter="," if form.suffix == ".csv" else "\t"
    )
    cells = [cell for line in lines for cell in line]
    assert not [cell for cell in cells if cell.lstrip()[:1] in {"=", "+", "@", "-"} and cell[:1] != "'"]


def test_no_page_has_an_element_of_a_text():
    found = set()

    class Elements(HTMLParser):
        def handle_starttag(self, tag, attrs):
            found.update((tag, *(name for name, _ in attrs if name.startswith("on"))))

    for form in WRITTEN:
        if form.suffix == ".html":
            Elements().feed(form.write(SHEET))
    assert not found & {"script", "img", "svg", "onload", "onerror"}
    assert "html" in found
