"""Numbers, dates and names that differ from what is said are not heard, and those that are said are."""

from __future__ import annotations

import pytest

from subtool.media.read.sound import read_sound
from subtool.model import silent
from subtool.script.understand.understand import parse
from subtool.speech.engines import engine_for
from support.spoken_film import spoken_film

SAID = {
    "en": """The first keepers came on Tuesday, when nobody was near to help. By 1934 their children went to school.
The old lamp was lit by Robert James, who burned 650 litres a night. In February the harbour froze for ninety days.
""",
    "de": """Am Dienstag kamen die ersten Wärter über das Eis zur Insel. Im Jahr 1934 gingen ihre Kinder zur Schule.
Die alte Lampe brannte in jeder Nacht 650 Liter Öl. Im Februar fror der Hafen neunzig Tage lang zu.
""",
}
CHANGED = {
    "en": {"Tuesday": "Thursday", "1934": "1935", "650": "850", "February": "October"},
    "de": {
        "Dienstag": "Donnerstag",
        "1934": "1935",
        "650": "850",
        "Februar": "Oktober",
        "neunzig": "neunzehn",
    },
}


def sentences_of(text):
    return parse(text).sentences


def confidences(sentences, film, language):
    narration = engine_for(language).align(sentences, read_sound(film), silent)
    return {word.text.strip(",."): word.confidence for one in narration.utterances for word in one.words}


@pytest.mark.parametrize("language", SAID)
def test_a_changed_fact_is_not_heard_and_the_right_one_is(tmp_path, language):
    film = spoken_film(tmp_path, sentences_of(SAID[language]), {"en": "en-us"}.get(language, language)).path
    said = confidences(sentences_of(SAID[language]), film, language)
    assert all(said[fact] > 0.9 for fact in CHANGED[language]), said
    text = SAID[language]
    for fact, wrong in CHANGED[language].items():
        text = text.replace(fact, wrong)
    heard = confidences(sentences_of(text), film, language)
    assert {wrong: heard[wrong] for wrong in CHANGED[language].values()} == dict.fromkeys(
        CHANGED[language].values(), 0.0
    )
