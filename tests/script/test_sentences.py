"""Where sentences end in the languages of narrations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtool.script.understand.understand import parse

# Each line of a language is its sentences, parted by " | ".
SENTENCES = [
    (
        "de",
        "Am 3. Mai 1702 schrieb er. | Im 18. Jahrhundert war Salz teuer. | Das war 1891. | Danach kam niemand.",
    ),
    (
        "de",
        "Friedrich II. liebte sie. | Es waren 12. | Danach kam Karl V. | Er schrieb: »Bald.« | Dann schwieg er.",
    ),
    (
        "de",
        "„Wo ist es?“, fragte er. | „Halt!“ | Niemand kam. | Es war z. B. im Jahr 50 v. Chr. | Die Römer kamen.",
    ),
    (
        "da",
        "Den 3. maj 1702 skrev han hjem. | Christian 4. byggede vejen. | »Hvor er saltet?« | Ingen svarede.",
    ),
    (
        "cs",
        "Dne 3. května 1702 psal domů. | Karel IV. ji miloval. | Bylo to roku 1891. | Pak nepřišel nikdo.",
    ),
    ("fi", "Kirje kirjoitettiin 3. toukokuuta 1702. | 1700-luvulla suola oli kallista."),
    ("hu", "Az 1702. május 3-án írt levél elveszett. | II. Lajos elesett."),
    ("tr", "18. yüzyılda tuz pahalıydı. | 3. Selim geldi. | Dr. Ali gitti."),
    (
        "es",
        "Ocurrió en el 50 a. C. | Los romanos llegaron. | El séc. XVIII fue duro. | ¿Quién lo hizo? | Nadie.",
    ),
    ("fr", "Il cria : « Partez ! | Vite ! » | Puis il partit. | « Où ? » demanda-t-elle. | M. Dupont vint."),
    ("fr", "« La neige… » murmura-t-il. | Ils vinrent en 50 av. J.-C. | Les muletiers dormaient."),
    (
        "en",
        "The letter of Jul. 29th was lost. | See Ch. III for it. | Dr. K. M. Lunde came. | “Who?” Anna asked.",
    ),
    ("en", "Plan B. | The next day it rained. | He left the U.S. | He came back. | “Run!” | The men ran."),
    ("ru", "В 1702 г. губернатор писал. | — Кто там? — спросил он. | И. В. Петров ушёл."),
    ("ka", "გზა ნავსადგურიდან იწყება. | არავინ იცის ვინ ააშენა."),
    ("he", "הדרך מתחילה בנמל. | איש אינו יודע מי בנה אותה. | מי בא? | אף אחד."),
    ("hy", "Ճանապարհը սկսվում է նավահանգստից։ | Ոչ ոք չգիտի, թե ով է այն կառուցել։"),
    ("am", "መንገዱ ከወደቡ ይጀምራል። | ማን እንደሠራው ማንም አያውቅም።"),
    ("hi", "यह रास्ता बंदरगाह से शुरू होता है। | किसने बनाया? | किसी को नहीं पता।"),
    ("ar", "من بنى هذا الطريق؟ | لا أحد يعرف ذلك. | كان الثلج كثيرا."),
    ("el", "Ποιος το έχτισε; | Κανείς δεν ξέρει. | Ο κ. Παπαδόπουλος έφυγε."),
    ("zh", "他说：“走！” | 然后走了。 | “谁？” | 没人回答。"),
]


@pytest.mark.parametrize(("language", "text"), SENTENCES)
def test_sentences_end_where_they_do(language: str, text: str) -> None:
    wanted = text.split(" | ")
    script = parse("Salt\n\n" + " ".join(wanted) + "\n", language=language)
    assert [sentence.text for sentence in script.sentences] == wanted


@given(
    st.lists(
        st.sampled_from(["«", "»", "„Halt!“", "3.", "Mai", "er.", "IV.", '"', "…", "a.", "C.", "?"]),
        min_size=1,
    )
)
def test_sentences_hold_every_word_in_order(words: list[str]) -> None:
    script = parse("Salz\n\nEr kam. " + " ".join(words), language="de")
    assert " ".join(sentence.text for sentence in script.sentences).split() == ["Er", "kam.", *words]
