"""The neural engine with a real model that hears a code: each letter is a tone above a murmuring voice.

The model is made here, by hand: its weights are tuned to the tones. CI has no torch; `make test-neural` runs this.
"""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from click.testing import CliRunner

from subtool.cli import subtool
from subtool.errors import ModelError
from subtool.model import Span, silent
from subtool.text.spoken_forms import readings
from support.tones import SENTENCES, SIGNS, coded, tuned_model

torch = pytest.importorskip("torch", reason="needs the extra: make test-neural")
transformers = pytest.importorskip("transformers", reason="needs the extra: make test-neural")

from subtool.media.read.sound import RATE  # noqa: E402
from subtool.speech.neural import model as hearing  # noqa: E402
from subtool.speech.neural import transcript  # noqa: E402
from subtool.speech.neural.engine import align_letters  # noqa: E402


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A folder with a model that hears the tones, saved as any other."""
    return tuned_model(tmp_path_factory.mktemp("tones"))


def starts_of(narration):
    return [word.span.start_ms for utterance in narration.utterances for word in utterance.words]


def test_words_are_found_where_they_are_spelled(model):
    sound, starts = coded(SENTENCES)
    narration = align_letters(SENTENCES, sound, model, silent)
    assert [utterance.sentence for utterance in narration.utterances] == list(SENTENCES)
    off = sorted(abs(a - b) for a, b in zip(starts_of(narration), starts, strict=True))
    assert off[len(off) // 2] <= 20
    assert off[len(off) * 95 // 100] <= 60  # what finds speech misses pieces of the murmur
    words = [word for utterance in narration.utterances for word in utterance.words]
    assert all(a.span.end_ms <= b.span.start_ms for a, b in pairwise(words))
    assert sum(word.confidence > 0.9 for word in words) > 0.9 * len(words)


def test_what_a_model_says_late_is_put_where_the_voice_is(model, monkeypatch):
    heard = hearing.Hearing.log_probabilities

    def late(self, sound, span):
        rows = np.concatenate(list(heard(self, sound, span)))
        frames = 80 * RATE // 1000 // self.hop
        yield np.concatenate([np.repeat(rows[:1], frames, axis=0), rows[:-frames]])

    sound, starts = coded(SENTENCES)
    monkeypatch.setattr(hearing.Hearing, "log_probabilities", late)
    narration = align_letters(SENTENCES, sound, model, silent)
    assert [utterance.sentence for utterance in narration.utterances] == list(SENTENCES)
    off = [found - start for found, start in zip(starts_of(narration), starts, strict=True)]
    assert abs(np.median(off)) <= 20


def test_what_is_left_out_and_what_is_added_are_told(model):
    said = [*SENTENCES[:3], replace(SENTENCES[10], paragraph=9), *SENTENCES[3:6], *SENTENCES[7:9]]
    sound, _ = coded(said)
    narration = align_letters(SENTENCES[:9], sound, model, silent)
    assert narration.unspoken == (SENTENCES[6],)
    assert narration.unscripted


def test_a_stretch_longer_than_a_window_is_heard_as_one(model):
    sound, _ = coded(SENTENCES[:6])
    ready = hearing.load(model)
    rows = np.concatenate(list(ready.log_probabilities(sound, Span(0, sound.duration_ms))))
    assert len(rows) > hearing.WINDOW_FRAMES
    heard = "".join(SIGNS[at - 2] for before, at in pairwise(rows.argmax(axis=1)) if at > 1 and at != before)
    words = [word for s in SENTENCES[:6] for token in s.tokens for word in readings(token.text)[0]]
    assert heard.rstrip("|").split("|") == words


PHONES = "p b t d k ɡ m n ŋ f v θ ð s z ʃ h l ɹ w ʊ æ ɛ ɪ iː ə ɚ aɪ".split()  # noqa: SIM905 - read as such


@pytest.fixture(scope="module")
def phone_model(tmp_path_factory):
    """The same model, whose tones are phones: a folder as those of wav2vec2-lv-60-espeak, without a phonemizer."""
    folder = tuned_model(tmp_path_factory.mktemp("phones"))
    outputs = {"<pad>": 0, "<unk>": 1, **{phone: number for number, phone in enumerate(PHONES, 2)}}
    (folder / "vocab.json").write_text(json.dumps(outputs), encoding="utf-8")
    kind = {
        "tokenizer_class": "Wav2Vec2PhonemeCTCTokenizer",
        "phonemizer_lang": "en-us",
        "pad_token": "<pad>",
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(kind), encoding="utf-8")
    return folder


def test_a_model_of_phones_finds_the_words_as_they_are_said(phone_model):
    phones = hearing.load(phone_model).letters
    assert phones.border is None

    def spell(token):
        return "".join(SIGNS[n - 1] for word in readings(token)[0] for n in phones.spelled(word))

    sound, starts = coded(SENTENCES, spell=spell)
    narration = align_letters(SENTENCES, sound, phone_model, silent)
    assert [utterance.sentence for utterance in narration.utterances] == list(SENTENCES)
    off = sorted(abs(a - b) for a, b in zip(starts_of(narration), starts, strict=True))
    assert off[len(off) // 2] <= 20
    assert off[len(off) * 9 // 10] <= 60
    assert any("does not know the sound" in remark.message for remark in narration.remarks)


def test_a_model_of_phones_writes_nothing_down(phone_model, tmp_path):
    sound, _ = coded(SENTENCES[:2])
    with pytest.raises(ModelError, match="hears phones, which are not text"):
        transcript.transcript(sound, phone_model, "en", silent)


def test_a_whisper_model_of_transformers_is_told_how_it_can_be_used(tmp_path):
    (tmp_path / "config.json").write_text('{"model_type": "whisper"}', encoding="utf-8")
    with pytest.raises(ModelError, match="in CTranslate2's form only") as refused:
        hearing.load(tmp_path)
    assert "ct2-transformers-converter" in str(refused.value)


def test_what_is_no_model_is_named(tmp_path):
    script = tmp_path / "script.txt"
    script.write_text("A Title\n\nIt rained all day.", encoding="utf-8")
    call = ["align", str(script), "film.wav", "-o", str(tmp_path / "o.srt"), "--engine", "neural"]
    for more, cause in [
        ([], "needs a model"),
        (["--model", "./nowhere"], "no such model"),
    ]:
        refused = CliRunner().invoke(subtool, [*call, *more])
        assert isinstance(refused.exception, ModelError)
        assert cause in str(refused.exception)
