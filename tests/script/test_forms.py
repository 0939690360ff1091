"""The same things in other forms: marks, labels, notes, cues, names, times and styles as many hands write them."""

import pytest

import subtool
from subtool.model import AsideKind
from subtool.script.understand.understand import parse
from support import wordfile


def read(folder, text, name):
    path = folder / name
    if text is not None:
        path.write_text(text, encoding="utf-8")
    return subtool.read_script(path)


def said(script):
    return " ".join(sentence.text for sentence in script.sentences)


@pytest.mark.parametrize(
    ("mark", "entry"),
    [
        ("#ref{}", "#ref{} "),
        (" #{}", "#{} "),
        ("<{}>", "<{}> "),
        ("{})", "{}) "),
        ("$^{{{}}}$", "{}. "),
        ('<sup><a href="#n">{}</a></sup>', "{}. "),
        ("[note {}]", "[note {}] "),
        ("{{{}}}", "{{{}}} "),
    ],
)
def test_a_mark_is_known_by_its_list_whatever_its_form(mark, entry):
    one, two, three = (mark.format(number) for number in "123")
    spoken = f"The kiln burned for a week.{one} It held 4 tons of B2 lime.{two} Nobody slept near it{three}. It cooled."
    sources = "".join(f"{entry.format(number)}K. Sand, Kilns, 1922, p. {number}.\n" for number in "123")
    script = parse(f"The Kiln\n\n{spoken}\n\nNotes\n\n{sources}")
    assert said(script) == (
        "The kiln burned for a week. It held 4 tons of B2 lime. Nobody slept near it. It cooled."
    )
    assert [number for sentence in script.sentences for number in sentence.footnotes] == ["1", "2", "3"]


@pytest.mark.parametrize("sign", ["({})", "[{}]"])
@pytest.mark.parametrize("order", ["abc", ("i", "ii", "iii")])
def test_letters_and_numerals_in_any_brackets(sign, order):
    marks = [sign.format(letter) for letter in order]
    text = "The kiln burned.{} It held lime.{} It cooled.{} Nobody came.".format(*marks)
    listed = "".join(f"{letter}. K. Sand, Kilns.\n" for letter in order)
    script = parse(f"The Kiln\n\n{text}\n\nNotes\n\n{listed}")
    assert said(script) == "The kiln burned. It held lime. It cooled. Nobody came."
    assert [number for sentence in script.sentences for number in sentence.footnotes] == list(order)


def test_a_key_is_known_beside_another_one():
    script = parse("Lime\n\nIt burned [REF-1]. It held lime.[REF-2] Nobody slept [EV_9, REF-1].\n")
    assert said(script) == "It burned. It held lime. Nobody slept."


def test_a_source_in_brackets_is_not_spoken():
    script = parse(
        "Lime\n\nIt burned (Source: Board of Lime, 1872). It cooled [citation needed]. Nobody came.\n"
    )
    assert said(script) == "It burned. It cooled. Nobody came."


@pytest.mark.parametrize(
    "note",
    [
        "Note to editor: cut this in half.",
        "*Editor's note: the town is called Sandvik today.*",
        "Nota da tradução: the town is called Sandvik today.",
        "Redaktörens anmärkning: the town is called Sandvik today.",
        "Translator's Note\n\nThe town is called Sandvik today.",
        "TODO measure the kiln",
        "QUERY: who owned it?",
    ],
)
def test_notes_of_editors_are_known_by_their_words(note):
    script = parse(f"The Kiln\n\nIt burned for a week.\n\n{note}\n\nIt cooled in a day. Nobody came.\n")
    assert said(script) == "It burned for a week. It cooled in a day. Nobody came."


@pytest.mark.parametrize(
    "cue",
    [
        "Music up",
        "Sfx - doors",
        "[SFX] doors and steps",
        "Theme fades in: strings",
        "L/S: the yard",
        "CLOSE ON: a hand",
    ],
)
def test_a_cue_in_any_form_is_not_spoken(cue):
    script = parse(f"The Kiln\n\nIt burned for a week.\n\n{cue}\n\nIt cooled in a day.\n")
    assert said(script) == "It burned for a week. It cooled in a day."


def test_a_sentence_that_begins_like_a_cue_is_spoken():
    text = "Music was played in the yard. Sound carries far. [MUSIC] It burned for a week."
    assert said(parse(f"The Kiln\n\n{text}\n")) == text.replace("[MUSIC] ", "")


def test_what_is_a_direction_between_sentences_is_one_inside_them():
    script = parse(
        "The Kiln\n\nIt burned. [soft drums] It cooled. They came, [soft drums] and saw it (the kiln).\n"
    )
    assert said(script) == "It burned. It cooled. They came, and saw it (the kiln)."


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        (
            "原因很简单：没有油。\n\n船到了。\n\n原因很简单：没有钱。",
            "原因很简单：没有油。 船到了。 原因很简单：没有钱。",
        ),
        ("答えは：油がない。\n\n答えは：金がない。", "答えは：油がない。 答えは：金がない。"),
        (
            "والنتيجة: لم يعد أحد.\n\nوالنتيجة: انطفأ المصباح.",
            "والنتيجة: لم يعد أحد. والنتيجة: انطفأ المصباح.",
        ),
    ],
)
def test_a_part_of_a_sentence_that_comes_again_is_no_name(text, spoken):
    script = parse(text)
    assert said(script) == spoken
    assert {sentence.speaker for sentence in script.sentences} == {None}


def test_two_who_speak_in_turn_are_names_without_capitals():
    script = parse("王明：灯亮了。\n\n李华：是的。\n\n王明：船呢？\n\n李华：明天来。\n")
    assert [sentence.speaker for sentence in script.sentences] == ["王明", "李华", "王明", "李华"]


@pytest.mark.parametrize(
    "form",
    [
        "SPEAKER_0{who} [{h}:{m}:{s}.250]: {said}",
        "{name} – {m}:{s} – {said}",
        "[{h}h{m}m{s}s] {name}: {said}",
        "{name} ({m}'{s}\"): {said}",
        "({name}, {h}:{m}:{s}) {said}",
        "<{name}> [{h}:{m}:{s}] {said}",
        "{name} (guest) [{h}:{m}:{s}]: {said}",
        "## {name} ({m}:{s})\n\n{said}",
    ],
)
def test_speakers_and_times_in_more_layouts(tmp_path, form):
    turns = [
        ("Ina Holm", 3, "It burned."),
        ("Per Vik", 11, "It cooled."),
        ("Ina Holm", 75, "Who came?"),
        ("Per Vik", 90, "Nobody."),
    ]
    text = "\n\n".join(
        form.format(name=name, who=len(name) % 2, h="00", m=f"{at // 60:02}", s=f"{at % 60:02}", said=words)
        for name, at, words in turns
    )
    script = read(tmp_path, f"{text}\n", "talk.md" if "##" in form else "talk.txt")
    assert said(script) == "It burned. It cooled. Who came? Nobody."
    assert [(sentence.at_ms or 0) // 1000 for sentence in script.sentences] == [3, 11, 75, 90]
    assert len({sentence.speaker for sentence in script.sentences}) == 2


def test_a_panel_of_captions_may_go_on_small():
    script = parse("0:03 welcome to the kiln\n0:05 we talk of lime\n1:02 and of fire\n7:09 thank you\n")
    assert [sentence.at_ms for sentence in script.sentences] == [3000, 5000, 62_000, 429_000]


def test_the_head_may_hold_a_cast_and_contents():
    script = parse(
        "THE KILN\n\nCAST\nNARRATOR – a woman of sixty\nPER – her son\n\nContents\n1. Fire ..... 2\n2. Ash ...... 9\n\n"
        "It burned for a week.\n\nIt cooled in a day.\n"
    )
    assert said(script) == "It burned for a week. It cooled in a day."


def test_a_slug_over_labelled_narration_makes_no_screenplay():
    script = parse(
        "The Kiln\n\nNARRATOR: It burned.\n\nEXT. YARD - DAY\nIt cooled in a day.\n\nNobody came for it.\n"
    )
    assert said(script) == "It burned. It cooled in a day. Nobody came for it."


def test_word_styles_strike_hide_and_head(tmp_path):
    styles = (
        '<w:style w:type="character" w:styleId="Cut"><w:rPr><w:strike/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Cut2"><w:basedOn w:val="Cut"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Off"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Big"><w:rPr><w:b/></w:rPr></w:style>'
    )
    cut = '<w:r><w:rPr><w:rStyle w:val="Cut2"/></w:rPr><w:t xml:space="preserve">Cut words. </w:t></w:r>'
    body = "".join(
        [
            wordfile.paragraph(wordfile.run("The Kiln")),
            wordfile.paragraph(wordfile.run("It burned. "), cut, wordfile.run("It cooled.")),
            wordfile.paragraph(wordfile.run("Hidden words."), style="Off"),
            wordfile.paragraph(wordfile.run("The Ash"), style="Big"),
            wordfile.paragraph(wordfile.run("Nobody came.")),
        ]
    )
    path = tmp_path / "script.docx"
    path.write_bytes(
        wordfile.docx(
            body, others={"word/styles.xml": f"{wordfile.HEAD}<w:styles {wordfile.W}>{styles}</w:styles>"}
        )
    )
    script = read(tmp_path, None, "script.docx")
    assert said(script) == "It burned. It cooled. Nobody came."
    assert AsideKind.HEADING in {aside.kind for aside in script.asides if aside.text == "The Ash"}


def test_a_page_strikes_out_by_its_styles(tmp_path):
    page = (
        "<html><head><style>.c3{text-decoration:line-through}.c4{font-weight:700}</style></head><body><h1>The Kiln</h1>"
        '<p>It burned. <span class="c3">Cut words.</span> It cooled.</p><p><span class="c4">The Ash</span></p>'
        "<p>Nobody came. <s>More.</s></p></body></html>"
    )
    assert said(read(tmp_path, page, "script.html")) == "It burned. It cooled. Nobody came."


def test_a_table_that_lays_out_a_page_has_its_menus_left_out(tmp_path):
    page = (
        '<html><body><table><tr><td colspan="2"><a href="/">Start</a> | <a href="/a">Kilns</a></td></tr><tr><td>'
        "<p>Topics</p>"
        '<p><a href="/b">Lime</a></p></td><td><h2>The Kiln</h2><p>It burned for a week, and nobody slept near it.</p>'
        "<p>It cooled in a day, and then it burned again.</p></td></tr></table></body></html>"
    )
    script = read(tmp_path, page, "script.html")
    assert said(script).startswith("It burned for a week")
    assert "Topics" not in said(script)


def test_a_screenplay_in_latex(tmp_path):
    text = (
        "\\documentclass{screenplay}\n\\begin{document}\n\\intslug[night]{Yard}\nDoors open.\n"
        "\\begin{dialogue}[low]{INA}\n"
        "It burned.\n\\paren{beat}\nIt cooled.\n\\end{dialogue}\nSmoke.\n\\end{document}\n"
    )
    script = read(tmp_path, text, "film.tex")
    assert said(script) == "It burned. It cooled."
    assert {sentence.speaker for sentence in script.sentences} == {"INA"}


def test_latex_without_a_preamble_is_known(tmp_path):
    script = read(
        tmp_path, "\\section{Fire}\n\nIt \\emph{burned}.\\footnote{K. Sand, 1922.} It cooled.\n", "script.txt"
    )
    assert said(script) == "It burned. It cooled."


def test_a_task_is_none_of_the_narration_unless_it_is_a_sentence(tmp_path):
    text = "# The Kiln\n\n- [ ] measure it\n- [x] It burned for a week.\n\nIt cooled in a day.\n"
    assert said(read(tmp_path, text, "script.md")) == "It burned for a week. It cooled in a day."


def test_a_table_whose_head_says_nothing_has_one_column_of_sentences(tmp_path):
    text = "# Kiln\n\n| A | B |\n|---|---|\n| Fire | It burned for a week. |\n| Ash | It cooled in a day. |\n"
    assert said(read(tmp_path, text, "script.md")) == "It burned for a week. It cooled in a day."


@pytest.mark.parametrize(
    "tags",
    [
        ("[clm-0006]", "[clm-0007]"),
        ("[sand1922]", "[vik2004]"),
        ("[S1:p4]", "[S2:p9]"),
        ("[#12]", "[#13]"),
        ("<<C1>>", "<<C2>>"),
        ("[Sand n.d.]", "[Vik n.d., p. 3]"),
        ("[10.1000/x1]", "[10.1000/x2]"),
    ],
)
def test_codes_that_come_again_in_brackets_are_marks(tags):
    one, two = tags
    script = parse(
        f"The Kiln\n\nIt burned {one}. It cooled.{two} Nobody came {one}. In the [19th] century it fell.\n"
    )
    assert said(script) == "It burned. It cooled. Nobody came. In the [19th] century it fell."


@pytest.mark.parametrize(
    ("form", "voices"),
    [
        ("{} - {}", {"NARRATOR", "INA"}),
        ("{}\t{}", {"NARRATOR", "INA"}),
        ("[{}] {}", {"NARRATOR", "INA"}),
        ("<{}> {}", {"NARRATOR", "INA"}),
        ("{}\n{}", {"NARRATOR", "INA"}),
        ("_{}_: {}", {"NARRATOR", "INA"}),
    ],
)
def test_a_voice_is_named_as_the_narrator_is(form, voices):
    said_by = [
        ("NARRATOR", "It burned for a week."),
        ("INA", "It cooled in a day."),
        ("NARRATOR", "Nobody came for it."),
    ]
    script = parse("The Kiln\n\n" + "\n\n".join(form.format(*turn) for turn in said_by) + "\n")
    assert said(script) == "It burned for a week. It cooled in a day. Nobody came for it."
    assert {sentence.speaker for sentence in script.sentences} == voices


def test_in_a_talk_in_turns_a_guest_need_not_come_again():
    script = parse(
        "The Kiln\n\nHost: It burned for a week.\n\nGuest 1: It cooled.\n\nHost: Nobody came for it.\n"
    )
    assert [sentence.speaker for sentence in script.sentences] == ["Host", "Guest 1", "Host"]


def test_seasons_before_a_colon_are_nobodys_names():
    text = "Spring: the kiln is dry. Summer: it burns for a week.\n\nAutumn: it cools. Winter: nobody comes for it."
    assert said(parse(f"The Kiln\n\n{text}\n")) == text.replace("\n\n", " ")


def test_a_clip_in_which_somebody_speaks_is_spoken():
    script = parse(
        "The Kiln\n\nVO: It burned.\n\nSOT (Ina Holm, baker): It cooled in a day.\n\nSOT: fire, 1931\n\n"
        "VO: Nobody came.\n"
    )
    assert said(script) == "It burned. It cooled in a day. Nobody came."
    assert script.sentences[1].speaker == "Ina Holm"


def test_facts_of_a_head_may_stand_in_columns():
    script = parse(
        "THE KILN\n\nProd. no.: 12/345\nDirector      P. Vik\nTX            12 May 2021\n\n"
        "It burned for a week.\n\nIt cooled.\n"
    )
    assert said(script) == "It burned for a week. It cooled."
