"""The neural engine with a real model that hears a code: each letter is a tone above a murmuring voice.

The model is made here, by hand: its weights are tuned to the tones. CI has no torch; `make test-neural` runs this.
"""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from subtool import read_script
from subtool.cli import subtool
from subtool.demo.episode import sample
from subtool.errors import ModelError
from subtool.media.read.sound import RATE, Sound
from subtool.model import Span, silent
from subtool.speech.synthesis import utter
from subtool.text.spoken_forms import readings

torch = pytest.importorskip("torch", reason="needs the extra: make test-neural")
transformers = pytest.importorskip("transformers", reason="needs the extra: make test-neural")

from subtool.speech.neural.engine import align_letters  # noqa: E402

SENTENCES = read_script(sample()).sentences[:12]
SIGNS = "abcdefghijklmnopqrstuvwxyz'|"
PITCH = {sign: 4200 + 130 * at for at, sign in enumerate(SIGNS)}  # Hz, above the murmur
TONE, REST, HOP, EAR = 640, 320, 160, 256  # samples: 40 ms of tone, 20 of rest, a frame, what a frame hears
PHASES = 8


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A folder with a model that hears the tones, saved as any other."""
    folder = tmp_path_factory.mktemp("tones")
    signs = {"<pad>": 0, "<unk>": 1, **{sign: at for at, sign in enumerate(SIGNS, 2)}}
    (folder / "vocab.json").write_text(json.dumps(signs))
    transformers.Wav2Vec2CTCTokenizer(
        str(folder / "vocab.json"), bos_token=None, eos_token=None
    ).save_pretrained(folder)
    transformers.Wav2Vec2FeatureExtractor(sampling_rate=RATE, do_normalize=False).save_pretrained(folder)
    config = transformers.Wav2Vec2Config(
        vocab_size=len(signs), pad_token_id=0, hidden_size=32, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=8, conv_dim=[len(SIGNS) * PHASES], conv_kernel=[EAR], conv_stride=[HOP],
        num_feat_extract_layers=1, layer_norm_eps=0.1, feat_extract_norm="layer", conv_bias=True,
        num_conv_pos_embeddings=2, num_conv_pos_embedding_groups=1,
    )  # fmt: skip
    made = transformers.Wav2Vec2ForCTC(config)
    with torch.no_grad():
        tune(made)
    made.save_pretrained(folder)
    return folder


def tune(made):
    """All weights that do not serve the tones are nought."""
    for name, weights in made.named_parameters():
        if "layer_norm.weight" not in name and "original1" not in name:  # a direction cannot be nought
            weights.zero_()
    time = torch.arange(EAR) / RATE
    window = torch.hann_window(EAR)
    part = made.wav2vec2
    for at, sign in enumerate(SIGNS):
        for phase in range(PHASES):
            turn = 2 * torch.pi * (PITCH[sign] * time + phase / PHASES)
            part.feature_extractor.conv_layers[0].conv.weight[at * PHASES + phase, 0] = (
                window * torch.sin(turn) / 300
            )
            part.feature_projection.projection.weight[at, at * PHASES + phase] = 1.0
        made.lm_head.weight[at + 2, at] = 6.0
    made.lm_head.bias[0] = 12.0


def coded(sentences, *, lead_s=1.0):
    """A sound in which the sentences are spelled in tones over a voice, and the start of each of their words in ms."""
    pieces, starts, at = [np.zeros(int(lead_s * RATE))], [], int(lead_s * RATE)
    for sentence in sentences:
        for token in sentence.tokens:
            starts.append(at * 1000 // RATE)
            for letter in "".join(f"{word}|" for word in readings(token.text)[0]):
                tone = (
                    np.sin(2 * np.pi * PITCH[letter] * np.arange(TONE) / RATE) * 0.2 * np.hanning(TONE) ** 0.5
                )
                pieces += [tone, np.zeros(REST)]
                at += TONE + REST
        pieces.append(np.zeros(RATE))
        at += RATE
    tones = np.concatenate(pieces)
    return Sound(Path("code.wav"), ((tones + murmur(tones)) * 30000).astype(np.int16)), starts


def murmur(tones):
    """A voice below the tones, wherever they are: what finds speech wants to hear one."""
    said = utter.speak(SENTENCES, start_ms=0).samples.astype(np.float64)
    said = said[np.abs(said) > 0]
    said = np.interp(np.arange(0, len(said) - 1, utter.RATE / RATE), np.arange(len(said)), said)
    voice = np.resize(said, len(tones))
    bands = np.fft.rfft(voice)
    bands[np.fft.rfftfreq(len(voice), 1 / RATE) > 3500] = 0
    voice = np.fft.irfft(bands, len(voice))
    sounding = np.convolve(np.abs(tones) > 0, np.ones(2 * REST), "same") > 0
    return voice / np.abs(voice).max() * 0.5 * sounding


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


def test_what_is_left_out_and_what_is_added_are_told(model):
    said = [*SENTENCES[:3], replace(SENTENCES[10], paragraph=9), *SENTENCES[3:6], *SENTENCES[7:9]]
    sound, _ = coded(said)
    narration = align_letters(SENTENCES[:9], sound, model, silent)
    assert narration.unspoken == (SENTENCES[6],)
    assert narration.unscripted


def test_a_stretch_longer_than_a_window_is_heard_as_one(model):
    from subtool.speech.neural import model as hearing

    sound, _ = coded(SENTENCES[:6])
    ready = hearing.load(model)
    rows = np.concatenate(list(ready.log_probabilities(sound, Span(0, sound.duration_ms))))
    assert len(rows) > hearing.WINDOW_FRAMES
    heard = "".join(SIGNS[at - 2] for before, at in pairwise(rows.argmax(axis=1)) if at > 1 and at != before)
    words = [word for s in SENTENCES[:6] for token in s.tokens for word in readings(token.text)[0]]
    assert heard.rstrip("|").split("|") == words


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
