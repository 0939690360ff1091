"""Scripts in every kind of file: understood alike, found by what is in them, and none does harm."""

import io
import json
import zipfile
from dataclasses import replace

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import subtool
from subtool.cli import subtool as command
from subtool.cues import footnotes
from subtool.errors import ScriptError, SubtoolError
from subtool.model import Cue, Role, Sheet, Span
from subtool.script import script_of
from subtool.script.read import subtitles
from subtool.script.read.kinds import kind_of
from subtool.script.understand.understand import understand
from support.paths import DATA
from support.wordfile import W, docx, note, paragraph, table

FOLDER = DATA / "scripts"
SAME = sorted((FOLDER / "same").iterdir())
FERRY = FOLDER / "same" / "ferry.txt"


def drafted(path, **options):
    """The cue sheet of a script without its places; the times a file gives itself are left out."""
    script = subtool.read_script(path)
    script = replace(script, sentences=tuple(replace(sentence, at_ms=None) for sentence in script.sentences))
    sheet = subtool.draft(script, **options)
    return replace(sheet, title="", cues=tuple(replace(cue, source=None) for cue in sheet.cues))


@pytest.mark.parametrize("path", SAME, ids=lambda path: path.name)
def test_the_same_script_makes_the_same_cue_sheet_from_every_kind_of_file(path):
    assert drafted(path) == drafted(FERRY)
    if path.suffix != ".vtt":  # which has neither titles nor a title
        assert drafted(path, titles=True) == drafted(FERRY, titles=True)
        assert subtool.read_script(path).title == "The Last Ferry to Holmsund"
    assert not subtool.read_script(path).remarks


def test_every_kind_of_file_is_among_the_same():
    kinds = {subtool.read_script(path).kind for path in SAME}
    assert kinds == {"plain text", "Markdown", "Word", "table", "Fountain", "web page", "WebVTT"}


@pytest.mark.parametrize("suffix", [".txt", "", ".docx", ".old", ".csv"])
@pytest.mark.parametrize("path", SAME, ids=lambda path: path.name)
def test_the_kind_is_found_by_content_before_suffix(path, suffix, tmp_path):
    if path == FERRY and suffix == ".csv":
        return  # a plain text looks like nothing else, so its suffix is believed
    renamed = tmp_path / f"script{suffix}"
    renamed.write_bytes(path.read_bytes())
    assert subtool.read_script(renamed).kind == subtool.read_script(path).kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.md", "Markdown"),
        ("a.fountain", "Fountain"),
        ("a.csv", "table"),
        ("a.html", "web page"),
        ("a", "plain text"),
    ],
)
def test_a_text_that_looks_like_nothing_else_is_what_its_suffix_says(name, kind):
    assert kind_of("The trees stood in rows.\n", name).name == kind


@pytest.mark.parametrize("suffix", [".srt", ".vtt", ".cues.json"])
def test_subtitles_are_split_anew(suffix, tmp_path):
    made = tmp_path / f"ferry{suffix}"
    subtool.write(subtool.draft(subtool.read_script(FERRY)), made)
    again = subtool.read_script(made)
    original = subtool.read_script(FERRY)
    assert [sentence.text for sentence in again.sentences] == [
        sentence.text for sentence in original.sentences
    ]
    assert again.sentences[0].at_ms == 0


def test_voice_tags_say_who_speaks():
    cue = Cue(
        Span(0, 900),
        ("No, he said.", "Yes."),
        markup=("<v.loud Olga Berg>No, <i>he</i> said.</v>", "<v IVANOV>Yes."),
    )
    after = Cue(Span(1000, 2000), ("I was there.",), markup=("<v IVANOV>I was there.",))
    script = understand(subtitles.manuscript(Sheet((cue, after)), "WebVTT"))
    assert [(sentence.speaker, sentence.text) for sentence in script.sentences] == [
        ("Olga Berg", "No, he said."), ("IVANOV", "Yes."), ("IVANOV", "I was there."),
    ]  # fmt: skip


def test_subtitles_that_cannot_be_read_are_refused(tmp_path):
    path = tmp_path / "film.txt"
    path.write_text("Scenarist_SCC V1.0\n\n00:00:01:00\t9420\n", encoding="utf-8")
    with pytest.raises(SubtoolError, match="film"):
        subtool.read_script(path)


class TestTitles:
    @pytest.fixture
    def made(self):
        script = subtool.read_script(FOLDER / "valid" / "columns.tsv")
        return subtool.draft(script, titles=True)

    def test_a_title_stands_where_the_script_puts_it(self, made):
        titles = [cue for cue in made.cues if cue.role is Role.TITLE]
        starts = {cue.text: cue.span.start_ms for cue in titles}
        assert list(starts) == sorted(starts, key=starts.__getitem__)
        spoken = next(cue for cue in made.cues if cue.text == "In 1952 it stopped.")
        assert starts == {"Narrow Gauge": 9480, "1952": spoken.span.start_ms}

    def test_it_can_be_read(self, made):
        assert all(cue.span.duration_ms >= 3000 for cue in made.cues if cue.role is Role.TITLE)

    def test_speech_is_the_same_with_and_without_titles(self, made):
        plain = subtool.draft(subtool.read_script(FOLDER / "valid" / "columns.tsv"))
        assert [cue for cue in made.cues if cue.role is Role.SPEECH] == list(plain.cues)

    def test_a_footnote_is_shown_once_though_a_title_stands_in_its_sentence(self):
        text = b"NARRATOR: They came, [GRAPHIC: 1931] and stayed in the town for ever and a day. [1]\n\n[1] A Book.\n"
        sheet = subtool.draft(script_of(text, "x.txt"), titles=True)
        assert len(footnotes.captions(sheet)) == 1

    def test_the_command_line_keeps_them(self, tmp_path):
        out = tmp_path / "out.cues.json"
        done = CliRunner().invoke(
            command, ["draft", str(FERRY), "--titles", "-o", str(out)], catch_exceptions=False
        )
        assert done.exit_code == 0
        roles = [cue["role"] for cue in json.loads(out.read_text("utf-8"))["cues"]]
        assert roles.count("title") == 2


def test_the_footnotes_of_the_sample_are_words_own():
    with zipfile.ZipFile(FOLDER / "same" / "ferry.docx") as archive:
        assert b"<w:footnoteReference " in archive.read("word/document.xml")
        assert b"Ibid., Page 77." in archive.read("word/footnotes.xml")
        assert b"Ibid" not in archive.read("word/document.xml")


def test_a_file_of_python_docx_is_read(tmp_path):
    docx_module = pytest.importorskip("docx")
    made = docx_module.Document()
    made.add_heading("The Weir", 0)
    made.add_paragraph("It was built in 1902.").add_run(" Nobody liked it.").bold = True
    grid = made.add_table(1, 2)
    grid.rows[0].cells[0].text, grid.rows[0].cells[1].text = "Video", "Audio"
    grid.add_row().cells[1].text = "And it leaked."
    path = tmp_path / "weir.docx"
    made.save(path)
    script = subtool.read_script(path)
    assert [sentence.text for sentence in script.sentences] == [
        "It was built in 1902.", "Nobody liked it.", "And it leaked.",
    ]  # fmt: skip
    assert script.title == "The Weir"


# What is refused, by why.
ENTITY = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{}]>'
LAUGHS = ENTITY.format("".join(f'<!ENTITY a{n} "{"&a;" * 10}">' for n in range(9)))
BODY = f"<w:document {W}><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>"
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
SO = paragraph("So.")
DEEP = "<w:p>" * 10_000 + "</w:p>" * 10_000


def encrypted():
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")


def locked():
    data = bytearray(docx(paragraph("So.")))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def zipped(**parts):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return made.getvalue()


def lying():
    """A part that unpacks to more than it says."""
    data = docx(paragraph("So. " * 1000))
    at = data.rfind(b"word/document.xml") - 46 + 24  # in the directory at the end
    return data[:at] + (10).to_bytes(4, "little") + data[at + 4 :]


REFUSED = {
    "a billion laughs": (lambda: docx("", others={"word/document.xml": LAUGHS + BODY}), "entities"),
    "an entity from outside": (lambda: docx("", others={"word/document.xml": OUTSIDE + BODY}), "entities"),
    "entities in a part beside": (lambda: docx(SO, others={"word/styles.xml": LAUGHS + "<x/>"}), "entities"),
    "a zip bomb": (lambda: docx(SO, others={"word/styles.xml": b"<x>" + b" " * 30_000_000}), "unpacks"),
    "many large parts": (
        lambda: docx(SO, others={f"word/p{n}.xml": b"<x>" + b" " * 900_000 for n in range(60)}), "unpacks",
    ),
    "nested too deep": (lambda: docx(DEEP), "deep"),
    "no XML": (lambda: docx("", others={"word/document.xml": "<w:document"}), "damaged"),
    "an empty part": (lambda: docx("", others={"word/document.xml": ""}), "damaged"),
    "a truncated file": (lambda: docx(paragraph("So. " * 500))[:-200], "damaged"),
    "a broken part": (lambda: docx(paragraph("So."))[:900] + bytes(60) + docx(paragraph("So."))[960:], "damaged"),
    "a password": (locked, "password"),
    "a lying header": (lying, "damaged"),
    "an encrypted file": (encrypted, "password"),
    "an old Word file": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000), "old Word"),
    "a damaged PDF": (lambda: b"%PDF-1.7\n" + bytes(4000), "PDF"),
    "rich text without end": (lambda: b"{\\rtf1" + b"{" * 10_000, "deep"),
    "other XML": (lambda: b'<?xml version="1.0"?><cast><name>Anna</name></cast>', "XML"),
    "screenplay entities": (lambda: LAUGHS.encode() + b'<FinalDraft DocumentType="Script"/>', "entities"),
    "a bomb in an OpenDocument": (
        lambda: zipped(mimetype=b"application/vnd.oasis.opendocument.text", content_xml=b"<x>" + b" " * 30_000_000),
        "unpacks",
    ),
    "a workbook": (lambda: zipped(xl__workbook_xml="<x/>"), "Excel"),
    "another zipped file": (lambda: zipped(a_xml="<x/>"), "zipped"),
    "an empty archive": (lambda: b"PK\x03\x04" + bytes(50), "damaged"),
    "a page without end": (lambda: b"<!DOCTYPE html><html><body>" + b"<div>" * 10_000 + b"So.", "deep"),
    "quotations in quotations": (lambda: b"# A\n\n# B\n\n" + b"> " * 10_000 + b"So.", "deep"),
    "an open quotation in a table": (lambda: b'Video,Audio\nx,"So.\ny,z.\n', "never closed"),
    "a large field": (lambda: b"Video,Audio\nx,So.\ny," + b"z" * 200_000, "field"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_script_is_refused_with_a_mend(case, tmp_path):
    make, said = REFUSED[case]
    path = tmp_path / "script.docx"
    path.write_bytes(make())
    with pytest.raises(ScriptError, match=said) as refusal:
        subtool.read_script(path)
    assert refusal.value.at is not None
    assert refusal.value.hint
    done = CliRunner().invoke(command, ["outline", str(path)])
    assert isinstance(done.exception, ScriptError)


FLOODS = {
    "Markdown": ["![", "[^1", "^[", "[a](", "*a ", "<a href='", "a | b\n", "**a_ ", "[^a]: x\n", "> x\n\n", "`a ``b "],
    "HTML": ["<a ", "<", "<p>x", "</div>", "<!--", "<a b='", "<?x ", "<![CDATA[", "<li>x", "<td>", "&#", "<sup>1</sup>",
             '<a href="#x">1</a>', "<br>", "<script>", "<p id='x'>"],
    "Fountain": ["/*", "[[", "[[ x ]] ", "A\nb\n\n", "*a_ ", "_a ", "INT. X\n\n", "(", "@a\n", "~", "> "],
    "table": ["a,b\n", ",", "\n", '"a""b",', "00:00:01,x.\n"],
    "plain": ["A: ", "A:\n\n", "[SFX: x] ", "[A: ", "TITLE: x\n\n", "00:00:01 ", "[00:00:01] x.\n\n", "a*", "¹", "† ",
              "[1-5]", "[1,", "1. x\n\n", "Notes\n\n", "(MUSIC)\n\n", "A (b) (c): d.\n\n", "Ab Cd: e.\n"],
}  # fmt: skip
OPENINGS = {
    "Markdown": "---\ntitle: x\n---\n\nSo it was.\n\n[^1]: x\n\n",
    "HTML": "<!DOCTYPE html><html><body><p>So it was.</p>",
    "Fountain": "Title: x\nAuthor: y\n\nNARRATOR\nSo it was.\n\n",
    "table": "Video,Audio\nx,So it was.\n",
    "plain": "The Weir\n\nSo it was.\n\n",
}


@pytest.mark.parametrize(("kind", "unit"), [(kind, unit) for kind, units in FLOODS.items() for unit in units])
def test_a_flood_is_read_or_refused(kind, unit):
    try:
        script = script_of((OPENINGS[kind] + unit * 1000).encode(), "script")
    except ScriptError as refusal:
        assert refusal.hint  # noqa: PT017 - either is right
    else:
        assert script.sentences


MARKUP = st.sampled_from(
    """
    <p>|</p>|<table><tr><td>|<a href="#x">1</a>|<li id="x">|<br>|<!--|-->|<h1>|[^1]|[^1]: |# |## |> |- |1. |`|```|*|
    **|_|\n\n|\n|\n    |---\n|| a | b ||\n| --- | --- |\n|INT. A - DAY|NARRATOR (V.O.)|[[|]]|/*|*/|= |@x|~|^|A: |
    Title: |,|;|\t|"|Video,Audio|00:00:01|TITLE: |[GRAPHIC: |]|The end.|So it was. |¹|†|op. cit.|Ibid.|\x00|
    \ufeff|WEBVTT\n\n|-->
    """.replace("\n    ", "").split("|")
)


@given(
    st.lists(MARKUP | st.text(max_size=12), max_size=30).map("".join),
    st.sampled_from([".md", ".html", ".csv", ".fountain", ".txt"]),
)
def test_no_text_breaks_a_reader(text, suffix):
    try:
        script = script_of(text.encode("utf-8", "replace"), f"script{suffix}")
    except SubtoolError as refusal:
        assert refusal.hint  # noqa: PT017 - either is right
        return
    assert all(sentence.tokens for sentence in script.sentences)
    assert all(0 <= title.before <= len(script.sentences) for title in script.on_screen)


@given(st.binary(max_size=40), st.integers(0, 3000), st.integers(0, 60))
def test_no_damage_breaks_the_reader_of_word_files(data, at, cut):
    whole = (FOLDER / "same" / "ferry.docx").read_bytes()
    damaged = whole[:at] + data + whole[at + cut :]
    try:
        script_of(damaged, "script.docx")
    except ScriptError as refusal:
        assert refusal.hint  # noqa: PT017 - either is right


# A word is kept whatever stands around it: told by number, so that none can be taken for another.
WORDS = st.lists(st.lists(st.sampled_from(["salt", "road", "1931", "(so)", "“no”", "naïve", "x<y", "a&b", "U.S."]),
                          min_size=1, max_size=8), min_size=1, max_size=5)  # fmt: skip


def spoken(data, name):
    return [token.text for sentence in script_of(data, name).sentences for token in sentence.tokens]


@given(WORDS)
def test_every_word_is_kept_once_and_in_order_by_every_kind(paragraphs):
    rows = [["So", *row, "on."] for row in paragraphs]
    texts = [" ".join(row) for row in rows]
    expected = [word for row in rows for word in row]
    escaped = [text.replace("&", "&amp;").replace("<", "&lt;") for text in texts]
    quoted = [text.replace('"', '""') for text in texts]
    assert spoken(docx("".join(map(paragraph, texts))), "x.docx") == expected
    assert spoken(docx(table(["Video", "Audio"], *(["x", text] for text in texts))), "x.docx") == expected
    assert spoken(("# T\n\n## U\n\n" + "\n\n".join(escaped)).encode(), "x.md") == expected
    assert (
        spoken(f"<!DOCTYPE html><body>{''.join(f'<p>{text}</p>' for text in escaped)}".encode(), "x")
        == expected
    )
    assert (
        spoken(("Video;Audio\n" + "".join(f'x;"{text}"\n' for text in quoted)).encode(), "x.csv") == expected
    )
    fountain = "Title: T\nAuthor: A\n\n" + "".join(f"ELI\n{text}\n\n" for text in texts)
    assert spoken(fountain.encode(), "x.fountain") == expected


def test_notes_are_numbered_as_they_are_cited():
    body = paragraph("One.", note(7)) + paragraph("Two.", note(3, "endnote"), " Three.", note(7))
    script = script_of(docx(body, footnotes={7: "A Book, Page 1."}, endnotes={3: "Ibid., Page 2."}), "x.docx")
    assert [sentence.footnotes for sentence in script.sentences] == [("1",), ("2",), ("1",)]
    assert [entry.full for entry in script.footnotes] == ["A Book, Page 1.", "A Book, Page 2."]


def test_a_cited_note_that_is_not_there_is_said():
    script = script_of(docx(paragraph("One.", note(4))), "x.docx")
    assert [remark.message for remark in script.remarks] == ["footnote 1 is cited but not listed"]
