"""Original and translation in each other's place are told by their languages, before anybody listens."""

from __future__ import annotations

import pytest

import subtool
from subtool.errors import MediaError
from subtool.verbs.swapped import refuse_swapped
from support.translated import LANGUAGES, STORY


@pytest.fixture
def texts(tmp_path):
    """The story in English and in German."""
    scripts = []
    for language in ("en", "de"):
        path = tmp_path / f"{language}.txt"
        path.write_text(" ".join(unit[LANGUAGES.index(language)] for unit in STORY), encoding="utf-8")
        scripts.append(subtool.read_script(path, language=language))
    return scripts


@pytest.mark.parametrize("tags", [["de"], ["ger"], ["deu", "fra"]])
def test_a_film_in_the_language_of_the_script_is_refused(texts, tags):
    english, german = texts
    with pytest.raises(MediaError, match="swapped") as refusal:
        refuse_swapped(german, english, tags)
    assert "--original" in refusal.value.hint


@pytest.mark.parametrize("tags", [["en"], ["de", "eng"], [], ["und"], ["de", ""], ["fr"]])
def test_what_the_languages_do_not_tell_is_listened_to(texts, tags):
    english, german = texts
    refuse_swapped(german, english, tags)


def test_the_language_that_is_named_counts(texts, tmp_path):
    english, german = texts
    sound = tmp_path / "film.wav"
    subtool.narrate(german, sound)
    with pytest.raises(MediaError, match="swapped"):
        subtool.align(german, sound, original=english, spoken="de", cache=False)
