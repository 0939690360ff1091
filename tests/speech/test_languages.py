"""Word lists of the languages: whole, in one form, and of use."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from importlib.resources import files

import pytest
from click.testing import CliRunner

import subtool
from subtool.cli import subtool as cli
from subtool.cues.segmentation.breaks import break_costs
from subtool.script.understand.full_stops import full_stops
from subtool.styles import houses
from subtool.styles.house_style import WordClasses

FOLDER = files("subtool.styles").joinpath("data", "word_classes")
LANGUAGES = sorted(
    entry.name.removesuffix(".toml") for entry in FOLDER.iterdir() if entry.name.endswith(".toml")
)


def test_the_languages_of_documentaries_are_there():
    assert {"en", "fr", "de", "es", "it", "pt", "ru"} <= set(LANGUAGES)
    assert all(full_stops(tag).abbreviations for tag in ("en", "fr", "de", "es", "it", "pt", "ru"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_is_in_lower_case_with_its_source_and_no_unknown_class(language):
    text = FOLDER.joinpath(f"{language}.toml").read_text("utf-8")
    assert "# Source:" in text or ". Source:" in text
    data = tomllib.loads(text)
    assert data.keys() <= {field.name for field in fields(WordClasses)}
    for words in data.values():
        assert words == words.lower()
        assert "’" not in words


@pytest.mark.parametrize(
    ("language", "text", "good", "bad"),
    [
        ("fr", "Le vieux port fut construit par les habitants de l’île.", 5, 6),
        ("de", "Der alte Hafen wurde von den Leuten der Insel gebaut.", 3, 5),
        ("es", "El viejo puerto fue construido por los habitantes.", 5, 6),
        ("it", "Il vecchio porto fu costruito dagli abitanti dell’isola.", 5, 6),
        ("pt", "O velho porto foi construído pelos habitantes da ilha.", 5, 6),
        ("ru", "Старую гавань построили люди которые жили на острове.", 4, 7),
        ("ru", "Он вышел из дома потому что шёл дождь.", 4, 3),
        ("de", "Der Bericht des Ausschusses nennt etwa 12 Millionen Mark.", 4, 7),
        ("fr", "Selon le rapport le général Morin commandait la place.", 3, 5),
    ],
)
def test_a_row_breaks_before_a_phrase_rather_than_inside_it(language, text, good, bad):
    """`good` and `bad` count the words of the first row."""
    costs = break_costs(text.split(), houses.word_classes(language))
    assert costs[good - 1] < costs[bad - 1]


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("de", "Hr. Weber kam mit Dr. Kranz. Sie blieben drei Tage.", 2),
        ("fr", "M. Morin vit Mme Renard. Ils parlèrent peu.", 2),
        ("es", "El Sr. Vega llamó a la Dra. Luna. Nadie contestó.", 2),
        ("it", "Il dott. Bruni vide la sig.ra Neri. Non disse nulla.", 2),
        ("pt", "O Sr. Pinto falou com a Dra. Alves. Ninguém respondeu.", 2),
        ("ru", "Проф. Белов и акад. Чернов спорили на ул. Садовой. Никто не слышал.", 2),
    ],
)
def test_an_abbreviation_ends_no_sentence(language, text, count, tmp_path):
    path = tmp_path / "script.txt"
    path.write_text(f"Titel\n\n{text}\n", "utf-8")
    assert len(subtool.read_script(path, language=language).sentences) == count


@pytest.mark.parametrize(
    "same", ["Ebd., S. 12.", "Ivi, p. 12.", "Там же, с. 12.", "Ibíd., p. 12.", "Ibídem, pág. 12."]
)
def test_the_same_source_as_above_in_each_language(same, tmp_path):
    path = tmp_path / "script.txt"
    path.write_text(
        "Title\n\nThe harbour was old. [1]\n\nIt was closed. [2]\n\n"
        f"Notes\n\n[1] A. Bell, A Harbour, 1950, p. 3.\n[2] {same}\n",
        "utf-8",
    )
    script = subtool.read_script(path)
    assert script.footnotes[1].full.startswith("A. Bell, A Harbour, 1950, ")
    assert "12" in script.footnotes[1].full
    assert "p. 3" not in script.footnotes[1].full


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The harbour was empty when the last boat came in, and nobody knew why."),
        ("de", "Der Hafen war leer, als das letzte Boot kam, und niemand wusste, warum."),
        ("fr", "Le port était vide quand le dernier bateau est arrivé, et personne ne savait pourquoi."),
        ("ru", "Гавань была пуста, когда пришла последняя лодка."),
        ("zh", "最后一条船回来的时候，港口空无一人。"),
        ("ar", "كان الميناء خاليا عندما وصل آخر قارب."),
        ("en", "Nobody came."),
        ("en", "1911 came."),
    ],
)
def test_the_language_is_found_from_the_text_unless_it_is_said(language, text, tmp_path):
    path = tmp_path / "script.txt"
    path.write_text(text, "utf-8")
    assert subtool.read_script(path).language == language
    told = CliRunner().invoke(cli, ["draft", str(path), "-o", str(tmp_path / "out.srt")]).stderr
    assert (f"language {language}" in told) is (language != "en")
    assert subtool.read_script(path, language="pt-BR").language == "pt-BR"
