"""Marks, labels, heads and tails of shapes that no list has, known by what stands around them."""

import pytest

import subtool
from subtool.model import AsideKind
from subtool.script.understand.understand import parse


def said(script):
    return " ".join(sentence.text for sentence in script.sentences)


def cited(script):
    return [number for sentence in script.sentences for number in sentence.footnotes]


@pytest.mark.parametrize(
    ("marks", "entries"),
    [
        (("*", "†", "§"), ("* {}", "† {}", "§ {}")),
        (("ᵃ", "ᵇ", "ᶜ"), ("ᵃ {}", "ᵇ {}", "ᶜ {}")),
        (("i", "ii", "iii"), ("i {}", "ii {}", "iii {}")),
        (("[注1]", "[注2]", "[注3]"), ("[注1] {}", "[注2] {}", "[注3] {}")),
        ((" (see note 1)", " (siehe Anm. 2)", " (cf. fn 3)"), ("1. {}", "2. {}", "3. {}")),
        ((" [1, p. 4]", " [2, S. 7–9]", " [3: fol. 2]"), ("[1] {}", "[2] {}", "[3] {}")),
    ],
)
def test_marks_cite_their_list(marks, entries):
    text = "The tide mill ground all night.{} It had 4 stones.{} The miller slept by day.{} Nobody paid."
    if marks[0].startswith(" ") and "[" not in marks[0]:
        text = text.replace(".{}", "{}.")
    listed = "\n".join(entry.format(f"Mill rolls, box {number}.") for number, entry in enumerate(entries, 1))
    script = parse(f"The Mill\n\n{text.format(*marks)}\n\nNotes\n\n{listed}\n")
    assert said(script) == (
        "The tide mill ground all night. It had 4 stones. The miller slept by day. Nobody paid."
    )
    assert len(cited(script)) == 3


def test_pages_of_authors_are_marks_where_they_come_again():
    cites = parse(
        "It ground (Moen 12). It stopped (Moen 40). It fell (Lie and Moen 7). He (Moen) wept (in May).\n"
    )
    assert said(cites) == "It ground. It stopped. It fell. He (Moen) wept (in May)."
    once = "They flew to the moon (Apollo 11). They drove west (Route 66)."
    assert said(parse(f"{once}\n")) == once


def test_an_address_in_brackets_is_not_said():
    script = parse("It ground (https://mill.example/rolls.pdf). It stopped [www.mill.example/end].\n")
    assert said(script) == "It ground. It stopped."


def test_a_label_among_labels_is_over_speech_where_it_has_sentences():
    script = parse(
        "ERZÄHLERIN: Die Mühle stand am Deich.\nSKIZZE: Querschnitt des Rades\nERZÄHLERIN: Sie mahlte bei Ebbe.\n"
        "Müllerin Ott: Wir schliefen am Tag.\nMUSIK: Cello\nERZÄHLERIN: Dann kam der Sturm.\n"
    )
    assert {sentence.speaker for sentence in script.sentences} == {"ERZÄHLERIN", "Müllerin Ott"}
    assert "Querschnitt" not in said(script)
    assert any("nothing under it is a sentence" in aside.reason for aside in script.asides)


def test_letters_are_tracks_beside_narration():
    script = parse("N: The mill stood.\nV: Wheel, wide.\nN: It ground.\nA: Water, near.\nN: It fell.\n")
    assert said(script) == "The mill stood. It ground. It fell."


def test_labels_over_their_lines_own_them():
    script = parse(
        "VO:\nThe mill stood.\nSFX:\nWater, near.\nVO:\nIt ground.\nLOWER THIRD:\nIda Moen, miller\n"
    )
    assert said(script) == "The mill stood. It ground."


def test_words_in_turn_with_one_that_names_nobody_are_said():
    script = parse(
        "Myths of mills.\n\nMyth: They stop.\nFact: They turn.\n\nMyth: They sing.\nFact: They hum.\n"
    )
    assert {sentence.speaker for sentence in script.sentences} == {None}
    assert "Myth: They sing." in said(script)
    talk = parse("Question: Who ground?\nIda: We did.\nQuestion: At night?\nIda: Always.\n")
    assert "Ida" in {sentence.speaker for sentence in talk.sentences}


@pytest.mark.parametrize(
    "sentence",
    ["By noon the square was full.", "Von Bremen aus fuhren Schiffe.", "Par la mer ils revinrent."],
)
def test_a_sentence_that_opens_as_a_byline_is_said(sentence):
    script = parse(f"The Square\n\n{sentence}\n\nNobody had counted them.\n\n{sentence}\n")
    assert said(script).count(sentence) == 2


def test_who_made_it_is_not_said():
    script = parse("The Mill\nBy Ida Moen\n\nIt ground by night.\n\nBy Ida Moen and Olav Lie.\n")
    assert said(script) == "It ground by night."


def test_head_of_facts_not_all_of_which_are_known():
    head = "《潮磨》\n\n总导演：林海\n撰稿：陈默\n版本：第三稿\n时长：48分钟"
    script = parse(f"{head}\n\n磨坊建成那年，江水涨到了门槛。\n")
    assert said(script) == "磨坊建成那年，江水涨到了门槛。"


def test_tail_without_empty_lines():
    script = parse(
        "Die Mühle\n\nSie mahlte bei Ebbe. Dann kam der Sturm.\n\nAm Morgen war sie fort.\n\n"
        "Übersetzung: Pia Lund\nQuellen:\nStadtarchiv Husum, Bd. 3\nH. Ott: Mühlen. Kiel 1906.\n"
    )
    assert said(script) == "Sie mahlte bei Ebbe. Dann kam der Sturm. Am Morgen war sie fort."


def test_the_end_may_have_a_sentence_below_it():
    text = "The Mill\n\nIt ground by night.\n\nIt had four stones.\n\nThe sea took it.\n\n-- END --\n\n"
    script = parse(f"{text}Read at Moen Sound, 2 May 2020.\n")
    assert said(script) == "It ground by night. It had four stones. The sea took it."
    assert any("looks spoken" in doubt.message for doubt in script.doubts)


def test_notes_that_their_editor_signs():
    script = parse(
        "The metres are feet in the original. – Ed.\n\nIt ground (the mill, not the sea. – Transl.).\n"
    )
    assert said(script) == "It ground."


def test_a_date_over_the_title(tmp_path):
    path = tmp_path / "mill.md"
    path.write_text(
        "---\nauthor: Ida\n---\n\n*Published May 1, 2022 · 6 min read*\n\n# The Mill\n\nIt ground by night.\n\n"
        "It fell.\n\nNobody wept.\n\n## Sources & credits\n\n- Mill rolls, 1651\n"
    )
    script = subtool.read_script(path)
    assert script.title == "The Mill"
    assert said(script) == "It ground by night. It fell. Nobody wept."
    assert AsideKind.TITLE in {aside.kind for aside in script.asides}


def test_capitals_say_nothing_where_all_stands_in_capitals():
    script = parse("IN THE WINTER OF\nNINETEEN TWELVE\nTHE MILL STOOD STILL.\n\nCHILDREN SKATED\nUNDER IT.\n")
    assert said(script) == "IN THE WINTER OF NINETEEN TWELVE THE MILL STOOD STILL. CHILDREN SKATED UNDER IT."


def test_a_line_that_ends_a_sentence_in_a_year_is_no_title():
    script = parse("The mill opened in 1840. It was a wheel\nin a wall. Nobody paid.\n\nIt fell.\n")
    assert said(script).startswith("The mill opened in 1840.")


@pytest.mark.parametrize(
    "text",
    [
        (
            "00:00:03:12 - 00:00:08:01\n{a}\nWe ground.\n\n00:00:09:00 - 00:00:10:20\n{b}\nWho paid?\n\n"
            "00:12:15:00 - 00:12:18:10\n{a}\nNobody.\n"
        ),
        "[00:00:03] {a} We ground.\n\n[00:00:09] {b} Who paid?\n\n[00:12:15] {a} Nobody.\n\n[00:12:20] {b} Never?\n",
        "#00:00:03-1# {a}: We ground.\n#00:00:09-4# {b}: Who paid?\n#00:12:15-0# {a}: Nobody.\n",
        (
            "Talk\n\nKEYWORDS\nmill, tide\n\nSPEAKERS\n{a}, {b}\n\n{a}  00:03\nWe ground.\n\n{b}  00:09\nWho paid?\n\n"
            "{a}  12:15\nNobody.\n"
        ),
    ],
)
def test_names_and_times_of_transcripts(text):
    script = parse(text.format(a="Ida Moen", b="Olav Lie"))
    assert {sentence.speaker for sentence in script.sentences} == {"Ida Moen", "Olav Lie"}
    assert said(script).startswith("We ground. Who paid? Nobody.")
    assert script.sentences[2].at_ms == 735_000


@pytest.mark.parametrize(
    ("torn", "whole"),
    [("storm-\ntossed", "storm-tossed"), ("ele-\nphant", "elephant"), ("ex-\npected", "expected")],
)
def test_a_dictionary_says_what_is_a_compound(torn, whole):
    script = parse(f"The keeper of the mill and the\nmiller had seen no {torn} thing of that kind.\n")
    assert f"no {whole} thing" in said(script)


@pytest.mark.parametrize(
    ("text", "unsaid"),
    [
        ("It ground. [Insertar mapa] It fell.", "Insertar"),
        ("♪ Low strings, building ♪\n\nIt ground. It fell.", "strings"),
        ("雪下了三天。（镜头切换）第七天，太阳出来了。", "镜头"),
        ("It ground.\n\ncut to map\n\nIt fell.", "cut to"),
        ("Im Tal (leise) läuteten die Glocken.", "leise"),
    ],
)
def test_directions(text, unsaid):
    assert unsaid not in said(parse(f"{text}\n"))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (
            "Dr. med. Weiß schrieb alles auf. Niemand hat das je gelesen, und die Mühle war fort.",
            "Dr. med. Weiß schrieb alles auf.",
        ),
        ("Il treno partì. L'on. Bianchi e il dott. Verdi rimasero.", "Il treno partì."),
        ("Sota alkoi klo 9.20. Kylässä oli hiljaista silloin.", "Sota alkoi klo 9.20."),
        ("Sultan 2. Abdülhamid tahttan indi. Kimse ağlamadı burada.", "Sultan 2. Abdülhamid tahttan indi."),
        ("सन् 1857 में डॉ. राय दिल्ली आए। कोई नहीं बचा था।", "सन् 1857 में डॉ. राय दिल्ली आए।"),
        ("“你们去哪里？”他问。没有人回答。", "“你们去哪里？”他问。"),
    ],
)
def test_first_sentence(text, first):
    assert parse(f"{text}\n").sentences[0].text == first


def test_hidden_text_of_a_page_is_not_said(tmp_path):
    path = tmp_path / "mill.html"
    path.write_text(
        "<style>.c3{display:none}</style><p><span class='c3'>not for air</span>It ground.</p><p>It fell.</p>"
    )
    assert said(subtool.read_script(path)) == "It ground. It fell."
