"""A faithful translation differs in nothing, whatever its languages do with numbers; a false one is found."""

from __future__ import annotations

import pytest

from subtool.errors import FormatError
from subtool.translation.counterparts import Counterpart
from subtool.translation.glossary import term_differences, terms_of
from subtool.translation.mistranslation import Texts
from subtool.translation.name_differences import is_slip, name_differences
from subtool.translation.number_differences import number_differences

ALIKE = [
    ("de", "Am 4. Oktober 1862", "en", "On October 4, 1862"),
    ("de", "Am 4.10.1862", "en", "On October 4, 1862"),
    ("de", "2.140 Taler und 1,5 Meter", "en", "2,140 thalers and 1.5 metres"),
    ("de", "Zweihundertdreißig Jahre", "en", "For 230 years"),
    ("de", "In den 1920er Jahren", "en", "In the twenties"),
    ("de", "im 19. Jahrhundert", "en", "in the 1800s"),
    ("de", "im neunzehnten Jahrhundert", "en", "in the 19th century"),
    ("de", "Zweiter Weltkrieg, 1939-45", "en", "World War II, 1939 to 1945"),
    ("de", "um 15 Uhr", "en", "at 3 p.m."),
    ("en", "five miles away", "de", "acht Kilometer entfernt"),
    ("en", "6,000 feet high", "de", "1.800 Meter hoch"),
    ("en", "at 50 °F", "de", "bei 10 Grad"),
    ("de", "12 Schiffe", "en", "a dozen ships"),
    ("de", "50 Prozent", "en", "half of them"),
    ("de", "beide Brüder", "en", "the 2 brothers"),
    ("zh", "一八六二年十月四日", "en", "on October 4, 1862"),
    ("zh", "两三天，十分好", "en", "a few very good days"),
    ("zh", "千百万人民，十五六岁", "en", "the people, fifteen or sixteen years old"),
    ("zh", "五六十年代", "en", "during the 1950s and 60s"),
    ("zh", "290万人", "ru", "2,9 миллиона человек"),
    ("fr", "quatre-vingt-trois hommes", "de", "83 Männer"),
    ("en", "23 ships", "el", "είκοσι τρία πλοία"),  # no list of Greek numbers: silent
    ("de", "vor zwei Wochen", "en", "14 days ago"),
]
UNLIKE = [
    ("de", "Im Jahr 1862", "en", "In 1826", ("1862", "1826")),
    ("de", "am 4. Oktober 1862", "en", "on November 4, 1862", ("Oktober", "November")),
    ("de", "2.140 Taler", "en", "2,410 thalers", ("2.140", "2,410")),
    ("de", "zwei Brüder", "en", "three brothers", ("zwei", "three")),
    ("de", "dreihundert Schiffe", "en", "ships", ("dreihundert", "")),
    ("de", "Schiffe", "en", "45 ships", ("", "45")),
    ("zh", "三百人", "en", "four hundred people", ("三百", "four hundred")),
    ("en", "five miles", "de", "zwanzig Kilometer", ("five", "zwanzig")),
    ("en", "23 ships", "el", "32 πλοία", ("23", "32")),
]


def numbers(source, text, target, translation):
    sides = Texts((text,), source), Texts((translation,), target)
    return [(one.source, one.target) for one in number_differences(*sides, [Counterpart((0,), (0,))])]


@pytest.mark.parametrize(("source", "text", "target", "translation"), ALIKE)
def test_the_same_number_in_another_form_is_no_difference(source, text, target, translation):
    assert numbers(source, text, target, translation) == []
    assert numbers(target, translation, source, text) == []


@pytest.mark.parametrize(("source", "text", "target", "translation", "found"), UNLIKE)
def test_another_number_is_found_with_both_as_they_are_written(source, text, target, translation, found):
    assert numbers(source, text, target, translation) == [found]


def test_a_neighbour_may_have_what_a_passage_lacks():
    passages = [Counterpart((0,), (0,)), Counterpart((1,), (1,))]
    source = Texts(("Er kam 1862.", "Er blieb."), "de")
    target = Texts(("He came.", "In 1862, he stayed."), "en")
    assert list(number_differences(source, target, passages)) == []


GERMAN = (
    "Da kam Rydgård.",
    "Niemand kannte Rydgård.",
    "Rydgård schwieg in Deutschland.",
    "Am Ende ging Rydgård.",
)
ENGLISH = (
    "Then Rydgård came.",
    "Nobody knew Rydgård.",
    "In Germany, he kept silent.",
    "In the end Rydgård left.",
)


@pytest.mark.parametrize("wrong", ["Rydgörd", "Rydhård", "Lindgren"])
def test_a_name_that_is_written_otherwise_is_found(wrong):
    passages = [Counterpart((n,), (n,)) for n in range(4)]
    source = Texts(GERMAN, "de")
    assert list(name_differences(source, Texts(ENGLISH, "en"), passages)) == []
    changed = (*ENGLISH[:3], ENGLISH[3].replace("Rydgård", wrong))
    found = list(name_differences(source, Texts(changed, "en"), passages))
    assert [(one.passage, one.source, one.target) for one in found] == [(3, "Rydgård", wrong)]


def test_endings_are_no_slips():
    assert is_slip("Ferner", "Ferber")
    assert not is_slip("Ferner", "Ferners")
    assert not is_slip("Фернера", "Фернером")
    assert not is_slip("Anna", "Anne")  # too short to tell


TERMS = "de,en\nLeuchtturm,lighthouse\nLeuchtturmwärter,keeper\nLogbuch,log|journal\n"


def lines(text):
    return [line.split(",") for line in text.splitlines()]


@pytest.mark.parametrize(
    ("text", "translation", "missing"),
    [
        ("Der Leuchtturm", "The lighthouse", []),
        ("Zwei Leuchttürme", "Two lighthouses", []),
        ("Der Leuchtturmwärter", "The keeper", []),
        ("Sein Logbuch", "His journal", []),
        ("Der Leuchtturm", "The beacon", [("Leuchtturm", "lighthouse")]),
        ("Sein Logbuch", "His diary", [("Logbuch", "log / journal")]),
    ],
)
def test_terms_are_found_in_their_forms(text, translation, missing):
    sides = Texts((text,), "de"), Texts((translation,), "en")
    found = term_differences(*sides, [Counterpart((0,), (0,))], terms_of(lines(TERMS), "de", "en-GB"))
    assert [(one.source, one.target) for one in found] == missing


def test_terms_of_writing_without_spaces():
    terms = terms_of([["source", "target"], ["灯塔", "lighthouse"]], "zh", "en")
    sides = Texts(("这座灯塔很高",), "zh"), Texts(("The tower is tall",), "en")
    assert [one.source for one in term_differences(*sides, [Counterpart((0,), (0,))], terms)] == ["灯塔"]


def test_columns_are_found_by_language_or_place_and_their_lack_is_told():
    assert terms_of([["Turm", "tower"]], "de", "en")[0].targets == ("tower",)
    assert terms_of(lines("en;,de\ntower,Turm".replace(";", "")), "de", "en")[0].source == "Turm"
    with pytest.raises(FormatError, match="has no column for zh, only de, en"):
        terms_of(lines(TERMS), "zh", "en")
