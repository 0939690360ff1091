"""A code of tones above a murmuring voice, a letter a tone, and a CTC model that hears it; both made by hand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from subtool import read_script
from subtool.demo.episode import sample
from subtool.media.read.sound import RATE, Sound
from subtool.speech.synthesis import utter
from subtool.text.spoken_forms import readings

SENTENCES = read_script(sample()).sentences[:12]
SIGNS = "abcdefghijklmnopqrstuvwxyz'|"
PITCH = {sign: 4200 + 130 * at for at, sign in enumerate(SIGNS)}  # Hz, above the murmur
TONE, REST, HOP, EAR = 640, 320, 160, 256  # samples: 40 ms of tone, 20 of rest, a frame, what a frame hears
PHASES = 8


def tuned_model(folder):
    """The folder with a model that hears the tones, saved as any other."""
    import torch
    import transformers

    folder.mkdir(exist_ok=True)
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
    import torch

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


def letters_of(token):
    """The signs of a printed word: its letters, each spoken word with its end."""
    return "".join(f"{word}|" for word in readings(token)[0])


def coded(sentences, *, lead_s=1.0, spell=letters_of):
    """A sound in which the sentences are spelled in tones over a voice, and the start of each of their words in ms."""
    pieces, starts, at = [np.zeros(int(lead_s * RATE))], [], int(lead_s * RATE)
    for sentence in sentences:
        for token in sentence.tokens:
            starts.append(at * 1000 // RATE)
            for letter in spell(token.text):
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
