"""A script is understood: golden files, and what holds for any text."""

import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import subtool
from subtool.errors import Place, SubtoolError
from subtool.model import joined
from subtool.script.outline import outline
from subtool.script.understand.understand import parse
from subtool.text.encoding import decode
from subtool.verbs import files
from support.paths import DATA, SAMPLE

FOLDER = DATA / "scripts"


def named(folder):
    samples = (path for path in (FOLDER / folder).iterdir() if path.suffix not in {".json", ".message"})
    return [pytest.param(path, id=path.name) for path in sorted(samples)]


def words(script):
    return joined(token for sentence in script.sentences for token in sentence.tokens).split(" ")


@pytest.mark.parametrize("path", named("valid"))
def test_it_is_understood(path):
    understood = outline(subtool.read_script(path))
    del understood["path"]
    assert understood == json.loads(path.with_suffix(".json").read_text("utf-8"))


@pytest.mark.parametrize("path", named("invalid"))
def test_it_is_refused_with_place_and_mend(path):
    with pytest.raises(SubtoolError) as refusal:
        subtool.read_script(path)
    message = str(refusal.value).replace(str(path), path.name)
    assert f"{message}\n" == path.with_suffix(".message").read_text("utf-8")
    assert refusal.value.hint


MARK = re.compile(
    r"\s*(?:\[[^\]]*\]|[(（〔【][^()（）〔〕【】]*[)）〕】]|[⁰¹²³⁴-⁹]+|\s\d(?=[.,]))"
)  # which may stand inside a word, and before its stop


@pytest.mark.parametrize("path", sorted((FOLDER / "valid").glob("*.txt")), ids=lambda path: path.name)
def test_every_word_stands_where_it_says(path):
    text = decode(path.read_bytes(), encoding=None, place=Place("x"), language="en").text
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for sentence in subtool.read_script(path).sentences:
        for token in sentence.tokens:
            there = rows[token.source.line - 1][token.source.column - 1 :]
            assert there[0] == token.text[0]
            assert there.startswith(token.text) or MARK.sub("", there).startswith(token.text)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nowhere.txt", "no such file"),
        ("", "folder"),
        ("a\0b", "cannot be read"),
        ("x" * 300, "cannot be read"),
    ],
)
def test_what_is_not_there_is_said(tmp_path, name, said):
    with pytest.raises(SubtoolError, match=said):
        subtool.read_script(tmp_path / name)


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(files.LARGEST_SCRIPT * 50)
    with pytest.raises(SubtoolError, match="larger than 20 MB"):
        subtool.read_script(path)


@pytest.mark.parametrize("encoding", ["utf-99", "rot13", "undefined", "ascii", "utf-16"])
def test_an_encoding_that_does_not_fit_is_said(tmp_path, encoding):
    path = tmp_path / "script.txt"
    path.write_bytes("Title\n\nThe trees stood in “rows”.".encode())
    with pytest.raises(SubtoolError, match=encoding):
        subtool.read_script(path, encoding=encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "mac_roman"])
def test_typographic_quotes_come_out_right(tmp_path, encoding):
    text = SAMPLE.read_text("utf-8")
    path = tmp_path / "script.txt"
    path.write_bytes(text.encode(encoding))
    script = subtool.read_script(path)
    assert words(script) == words(parse(text))
    assert script.encoding == encoding


def test_the_sample_is_understood_without_a_remark():
    script = subtool.read_script(SAMPLE)
    assert script.title.endswith("The Lamp on the Point")
    assert len(script.footnotes) == 8
    assert script.footnotes[7].full.startswith("Yearbook of the Coastal Lights Authority")
    assert script.footnotes[7].full.endswith("Page 52.")
    assert not script.remarks
    assert {number for sentence in script.sentences for number in sentence.footnotes} == set("12345678")


# Words as scripts have them, and all that could be mistaken for something else.
PIECES = (
    "The trees stood. “Yes,” he said. “No one.” 1911 2.9 U.S. Mr. Gen. — … [Russian] [sic] a}b {c} "
    "C:\\new <i>x</i> naïve I. art. (so far) don’t '"
)
PLAIN = st.characters(exclude_categories=["Z", "Cc", "Cf", "Cs"], exclude_characters="[]{}*†‡⁰¹²³⁴⁵⁶⁷⁸⁹")
WORDS = st.sampled_from(PIECES.split()) | st.text(PLAIN, min_size=1)
MARKS = st.sampled_from(["", "", "", "[1]", " [2]", "\u00a0[3]", "  [1][2]", " [3] [1]"])


@given(st.lists(st.lists(st.tuples(WORDS, MARKS), min_size=1, max_size=12), min_size=1, max_size=6))
def test_every_word_of_the_narration_is_kept_in_order(paragraphs):
    # "So" and "on." keep a paragraph from looking like a left-over, a heading or an entry of a list.
    lines = ["So " + " ".join(word + mark for word, mark in line) + " on." for line in paragraphs]
    text = "\n\n".join(["A Title", *lines, "[1] One.\n[2] Two.\n[3] Ibid."])
    script = parse(text)
    expected = [word for line in paragraphs for word in ["So", *(word for word, _ in line), "on."]]
    assert words(script) == expected
    cited = [n for line in paragraphs for _, mark in line for n in mark if n.isdigit()]
    assert [n for sentence in script.sentences for n in sentence.footnotes] == cited
    assert script.sentences[-1].paragraph == len(paragraphs) - 1
    assert script.title == "A Title"


ROWS = st.sampled_from(
    """
    [1] A, B, Page 3.|[1] Ibid., Page|[2] ibid|[2]|{note|note}|{a b c} d|Notes|Menu|***|The end. [1]
    “Open|“Go on.”|[3] [1] x|by me|\ufeff| \u200b|\t[01].|((||[2] Two.
    """.replace("\n    ", "|").split("|")
)


@given(st.lists(ROWS | st.text(max_size=60), max_size=25).map("\n".join))
@example("[1] \u200b")
@example("{" * 50 + "}" * 49)
def test_no_text_breaks_it(text):
    try:
        script = parse(text)
    except SubtoolError:
        return
    assert all(sentence.tokens for sentence in script.sentences)
    places = [token.source for sentence in script.sentences for token in sentence.tokens]
    assert places == sorted(set(places))


@given(st.binary(max_size=300))
def test_no_bytes_break_it(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "bytes.txt"
    path.write_bytes(data)
    try:
        subtool.read_script(path)
    except SubtoolError as error:
        refusal = error
    else:
        return
    assert refusal.at is not None
    assert refusal.hint


@pytest.mark.parametrize(
    "flood",
    [
        " " * 200_000, "[" * 50_000, "{\n" * 10_000, "[1] " * 10_000, "[1] x\n\ny\n\n" * 1500,
        "(" * 20_000, "“" * 20_000, "." * 20_000, "* " * 20_000, "\u200b\n" * 20_000,
        "a.\n[1] b\n" * 2500, "[1] Ibid.\n" * 1500, "» " * 20_000,
    ],
)  # fmt: skip
def test_a_flood_is_read_in_one_go(flood):
    script = parse(f"Title\n\nThe narration.\n\n{flood}")
    assert script.sentences[0].text.startswith("The narration.")


def test_ibid_is_resolved_by_what_changes(tmp_path):
    """A tape, a reel or a box takes the place of the one above, and of what lay in it; a page comes after them."""
    entries = (
        "A. Writer, Interviews, Coastal Archive, Tape 3, Side A.", "Ibid., Tape 4.", "Ibid., Side B.", "Ibid., Reel 2.",
        "B. Keeper, Papers, Harbour Archive, Box 7, Folder 2, Item 5.", "Ibid., Folder 3.", "Ibid., p. 12.",
        "Ibid., Box 8.",
    )  # fmt: skip
    marks = " ".join(f"Sentence number {n} is here. [{n}]" for n in range(1, 9))
    listed = "\n".join(f"[{n}] {entry}" for n, entry in enumerate(entries, 1))
    path = tmp_path / "script.txt"
    path.write_text(f"# A Title\n\n{marks}\n\n{listed}\n", "utf-8")
    above, papers = "A. Writer, Interviews, Coastal Archive", "B. Keeper, Papers, Harbour Archive"
    assert [note.full for note in subtool.read_script(path).footnotes] == [
        f"{above}, Tape 3, Side A.", f"{above}, Tape 4.", f"{above}, Tape 4, Side B.", f"{above}, Reel 2.",
        f"{papers}, Box 7, Folder 2, Item 5.", f"{papers}, Box 7, Folder 3.", f"{papers}, Box 7, Folder 3, p. 12.",
        f"{papers}, Box 8.",
    ]  # fmt: skip
