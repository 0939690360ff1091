"""The readers of other programs' files: nothing that is thrown at them makes them fail, or take for ever."""

from __future__ import annotations

import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

import subtool
from subtool.errors import FormatError, Place, ScriptError, SubtoolError
from subtool.script.read import final_draft, latex, pdf, restructured_text, rich_text, wiki
from support.paths import DATA

VALID = DATA / "scripts" / "valid"
HERE = Place("script")
TEXT_READERS = {
    "latex": (
        latex.read,
        ["\\", "{", "}", "[", "]", "\\footnote{", "\\begin{quote}", "\\end{document}", "%", "~", "\\'e", "x"],
    ),
    "rst": (restructured_text.read, ["..", "[1]_", ".. [#] x", "`", "*", "|", "====", "a_", "::", ":b:"]),
    "wiki": (
        wiki.read,
        ["[[", "]]", "{{", "}}", "<ref>", "</ref>", "<ref name=a/>", "==", "'''", "{|", "|}", "x", "<!--"],
    ),
}


@pytest.mark.parametrize("kind", TEXT_READERS)
@given(data=st.data())
def test_no_markup_breaks_a_reader(kind, data):
    read, pieces = TEXT_READERS[kind]
    text = "".join(data.draw(st.lists(st.sampled_from([*pieces, " ", "\n"]), max_size=60)))
    with suppress(ScriptError):
        lines = [line.number for line in read(text, HERE).lines]
        assert lines == sorted(lines)


@given(
    st.lists(
        st.sampled_from(
            [
                b"{",
                b"}",
                b"\\par ",
                b"\\'e9",
                b"\\u8364?",
                b"\\cell",
                b"\\row ",
                b"{\\footnote ",
                b"\\b ",
                b"\\strike ",
                b"x",
                b"\\uc0 ",
                b"\\*",
            ]
        )
    )
)
def test_no_rich_text_breaks_its_reader(pieces):
    rich_text.read(b"{\\rtf1 " + b"".join(pieces), HERE)


@given(st.binary(max_size=400), st.integers(0, 1400))
def test_no_damaged_pdf_breaks_its_reader(noise, at):
    data = (VALID / "printed.pdf").read_bytes()
    with suppress(SubtoolError):
        pdf.read(data[:at] + noise + data[at + len(noise) :], HERE)


@pytest.mark.parametrize("cut", [1, 2, 3, 5, 8])
def test_a_broken_screenplay_is_refused(cut):
    text = (VALID / "night-shift.fdx").read_text("utf-8")
    with pytest.raises(ScriptError, match="damaged"):
        final_draft.read(text[: len(text) * cut // 9], HERE)


def test_a_damaged_open_document_is_refused(tmp_path):
    path = tmp_path / "broken.odt"
    path.write_bytes((VALID / "open.odt").read_bytes()[:-300])
    with pytest.raises(ScriptError, match="damaged"):
        subtool.read_script(path)


def test_an_umlaut_typed_in_latex_is_a_letter():
    lines = latex.read(
        "\\begin{document}M\\\"uller, Andr\\'{e}, \\c{c}a, Stra\\ss e.\\end{document}", HERE
    ).lines
    assert [line.text for line in lines if line.text] == ["Müller, André, ça, Straße."]


def test_a_book_and_foreign_xml_are_called_what_they_are(tmp_path):
    book, play = tmp_path / "book.epub", tmp_path / "play.xml"
    with zipfile.ZipFile(book, "w") as file:
        file.writestr("mimetype", "application/epub+zip")
        file.writestr("META-INF/container.xml", "<container/>")
    play.write_text('<?xml version="1.0"?>\n<play><line>Nobody is here.</line></play>')
    with pytest.raises(ScriptError, match=r"an e-book \(EPUB\), not a script"):
        subtool.read_script(book)
    with pytest.raises(FormatError, match="is XML, but no TTML: its root is <play>") as refused:
        subtool.read_script(play)
    assert "plain text" in refused.value.hint
