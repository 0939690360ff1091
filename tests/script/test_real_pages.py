"""Scripts as people write them: marks, columns, transcripts and directions in more of their usual forms."""

import pytest

import subtool


def read(folder, text, name="script.txt"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return subtool.read_script(path)


def said(script):
    return " ".join(sentence.text for sentence in script.sentences)


SOURCES = (
    "A. Aalto, Book 1, 1998, p. 12.",
    "A. Aalto, Book 2, 1998, p. 22.",
    "A. Aalto, Book 3, 1998, p. 32.",
)


@pytest.mark.parametrize(
    ("mark", "entry"),
    [
        ("({})", "({}) "),
        ("{}", "{}. "),
        ("[note {}]", "Note {}: "),
        ("［{}］", "［{}］ "),
        ("[fn{}]", "{}. "),
    ],
)
def test_sources_that_are_alike_are_no_running_heads(tmp_path, mark, entry):
    spoken = (
        "It opened early,{} they say. It held 4 mills.{} Nobody knew H2O, and the tenth{} was paid in 1702."
    )
    entries = "".join(f"{entry.format(n)}{text}\n" for n, text in enumerate(SOURCES, start=1))
    script = read(tmp_path, f"The Mine\n\n{spoken.format(*map(mark.format, '123'))}\n\nNotes\n\n{entries}")
    assert said(script) == spoken.format("", "", "")
    assert [number for sentence in script.sentences for number in sentence.footnotes] == ["1", "2", "3"]
    assert [note.text for note in script.footnotes] == list(SOURCES)


def test_letters_and_numerals_in_brackets_are_marks_where_they_are_listed(tmp_path):
    text = (
        "The Mine\n\nIt opened.[i] It held silver.[ii] It closed.[iii]\n\nNotes\n[i] A.\n[ii] B.\n[iii] C.\n"
    )
    script = read(tmp_path, text)
    assert said(script) == "It opened. It held silver. It closed."
    assert [note.number for note in script.footnotes] == ["i", "ii", "iii"]


HEADED = """\
VIDEO                         AUDIO

The old mine in snow          The mine was opened early,
                              and it held silver.

A map of the pass             Nobody came in the winter
                              of that year.

Miners at work                They went home.
"""
UNSPACED = """\
SHOT   PICTURE                 NARRATION
----   -------                 ---------
1      The old mine            The mine was opened early,
       in snow                 and it held silver.
2      A map of the pass       Nobody came in the winter of that year.
3      Miners at work          They went home.
"""


@pytest.mark.parametrize("text", [HEADED, HEADED.split("\n\n", 1)[1], UNSPACED])
def test_columns_may_be_kept_apart_by_spaces(tmp_path, text):
    script = read(tmp_path, text)
    expected = "The mine was opened early, and it held silver. Nobody came in the winter of that year. They went home."
    assert said(script) == expected
    line = next(number for number, content in enumerate(text.split("\n"), start=1) if "Nobody" in content)
    assert script.sentences[1].source.line == line


def test_prose_with_wide_gaps_has_no_columns(tmp_path):
    text = "The mine   was opened early, and\nnobody   came in the winter of\nthat year.   They went   home."
    assert said(read(tmp_path, text)) == " ".join(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "(00:03) It opened early.\n(07:09) It held silver.\n(12:00) They left.\n",
        "Anna B\n00:00:03\nIt opened early.\n\nTom M\n00:07:09\nIt held silver.\n\nAnna B\n00:12:00\nThey left.\n",
        "00:00:03\tAnna\tIt opened early.\n00:07:09\tTom\tIt held silver.\n00:12:00\tAnna\tThey left.\n",
        "**Anna:** [00:03] It opened early.\n\n**Tom:** [07:09] It held silver.\n\n**Anna:** [12:00] They left.\n",
        "Anna  0:03\nIt opened early.\n\nTom  7:09\nIt held silver.\n\nAnna  12:00\nThey left.\n\nTranscribed by A\n",
    ],
)
def test_a_transcript_tells_who_and_when(tmp_path, text):
    script = read(tmp_path, text)
    assert said(script) == "It opened early. It held silver. They left."
    assert [sentence.at_ms for sentence in script.sentences] == [3000, 429_000, 720_000]
    assert len({sentence.speaker for sentence in script.sentences}) == ("Anna" in text) + 1


def test_full_width_brackets_hold_times_too(tmp_path):
    script = read(
        tmp_path, "アンナ（0:03）：鉱山が開いた。\nトム（7:09）：銀があった。\nアンナ（12:00）：去った。\n"
    )
    assert [(sentence.speaker, sentence.at_ms) for sentence in script.sentences] == [
        ("アンナ", 3000), ("トム", 429_000), ("アンナ", 720_000)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "s.md",
            "# Mine\n\nIt opened. *beat* It held *much* silver. *(pause)* Nobody came.\n\n*beat*\n\nThey left.",
        ),
        ("s.txt", "It opened. (Musik) It held much silver. [ii] Nobody came. ♫ strings ♫ They left.\n"),
        (
            "s.md",
            "# Mine\n\n**1. Why?**\n\nIt opened. It held much silver.\n\n**2. Who left?**\n\nNobody came. They left.",
        ),
        (
            "s.txt",
            "THE MINE\n\n1. The Opening\n\nIt opened. It held much silver.\n\n2. The End\n\nNobody came. They left.\n",
        ),
        (
            "s.txt",
            "It opened. It held much silver.\n\nEd. note – names are changed.\n\nNobody came. They left.\n",
        ),
    ],
)
def test_what_nobody_reads_out(tmp_path, name, text):
    assert (
        said(read(tmp_path, text, name)).replace("[ii] ", "")
        == "It opened. It held much silver. Nobody came. They left."
    )


def test_a_word_that_is_only_emphasised_is_said(tmp_path):
    assert (
        said(read(tmp_path, "# Mine\n\nThe *music* of the mine stopped.\n", "s.md"))
        == "The music of the mine stopped."
    )


@pytest.mark.parametrize(
    "tail",
    [
        "Quellen\nAalto, A.: Das Buch, Berlin 1998.\nBerg, B.: Briefe, Wien 2001.",
        "参考资料：\n阿尔托，《银路》，1998年，第3页。\n贝格，《书信》，2001年。",
    ],
)
def test_sources_under_a_heading_are_not_spoken_in_a_short_script_either(tmp_path, tail):
    assert (
        said(read(tmp_path, f"Die Mine\n\nDie Mine wurde geöffnet.\n\n{tail}\n"))
        == "Die Mine wurde geöffnet."
    )


def test_lines_wrapped_by_hand_under_a_title_are_speech(tmp_path):
    text = "The mine was opened in the au-\ntumn by the gov-\nernor, who came\nfrom the har-\nbour."
    assert (
        said(read(tmp_path, text))
        == "The mine was opened in the autumn by the governor, who came from the harbour."
    )


def test_a_link_that_is_defined_under_a_footnote_is_its_text(tmp_path):
    text = "# Mine\n\nIt opened.[^1] See [Aalto].\n\n[^1]: A. Aalto, Book.\n[Aalto]: https://example.org/a\n"
    script = read(tmp_path, text, "s.md")
    assert said(script) == "It opened. See Aalto."
    assert [note.text for note in script.footnotes] == ["A. Aalto, Book."]


CAPTIONS = {
    "film.smi": "<SAMI><BODY><SYNC Start=1000><P>It opened<br>early.<SYNC Start=4000><P>They left.</BODY></SAMI>",
    "film.xml": '<transcript><text start="1" dur="2">It opened early.</text>'
    '<text start="4">They left.</text></transcript>',
    "film.json": '{"events":[{"tStartMs":1000,"segs":[{"utf8":"It opened early."}]},'
    '{"tStartMs":4000,"dDurationMs":2000,"segs":[{"utf8":"They left."}]}]}',
    "film.stl": "//\n00:00:01:00 , 00:00:03:00 , It opened|early.\n00:00:04:00 , 00:00:06:00 , They left.\n",
    "film.txt": "[INFORMATION]\n[TITLE]x\n[END INFORMATION]\n[SUBTITLE]\n"
    "00:00:01.00,00:00:03.00\nIt opened[br]early.\n\n00:00:04.00,00:00:06.00\nThey left.\n",
}


@pytest.mark.parametrize("name", CAPTIONS)
def test_captions_of_every_kind_are_a_script(tmp_path, name):
    script = read(tmp_path, CAPTIONS[name], name)
    assert [sentence.text for sentence in script.sentences] == ["It opened early.", "They left."]
    assert [sentence.at_ms for sentence in script.sentences] == [1000, 4000]
