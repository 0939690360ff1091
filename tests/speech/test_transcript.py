"""A film whose original nobody has, written down by a model of the user's: one for CTC, and a Whisper model.

Both are made here: the one is tuned to tones by hand, the other learns the film by heart. CI has no torch;
`make test-neural` runs this.
"""

from __future__ import annotations

import json
import wave
from itertools import islice
from types import SimpleNamespace

import numpy as np
import pytest

import subtool
from subtool.demo.episode import sample
from subtool.errors import ModelError, ScriptError
from subtool.media.read.sound import RATE, Sound
from subtool.model import Span, Timing, silent
from subtool.speech.neural import transcript
from subtool.speech.synthesis import utter
from support.tones import coded, tuned_model

torch = pytest.importorskip("torch", reason="needs the extra: make test-neural")
transformers = pytest.importorskip("transformers", reason="needs the extra: make test-neural")

GERMAN = sample().with_name("de") / sample().name
STARTS, SAID, KNOWN = "<|startoftranscript|>", 9, 5  # sentences: of the tones, and of what is learnt by heart
STEPS = 120  # of learning; after 60 the film is known by heart


def german(folder, count=SAID):
    """The beginning of the sample episode in German."""
    path = folder / "german.txt"
    sentences = subtool.read_script(GERMAN).sentences[:count]
    path.write_text(" ".join(sentence.text for sentence in sentences), encoding="utf-8")
    return path


def film(folder, sound):
    path = folder / "film.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(sound.samples.tobytes())
    return path


def test_the_words_of_a_ctc_model_are_the_original(tmp_path):
    sentences = subtool.read_script(sample()).sentences[:SAID]
    sound, starts = coded(sentences)
    model = tuned_model(tmp_path / "tones")
    sheet = subtool.align(
        german(tmp_path), film(tmp_path, sound), spoken="en", model=str(model), engine="neural"
    )
    assert sheet.original_language == "en"
    assert any("no keeper now" in one.text for one in sheet.original)
    firsts = {sentence.source: start for sentence, start in zip(sentences, starts, strict=False)}
    assert firsts
    placed = [cue for cue in sheet.cues if cue.pair and cue.pair.chance >= 0.9]
    assert len(placed) >= len(sheet.cues) / 2


class Learner:
    """A Whisper model as small as it can be, which learns texts by heart, a word a token."""

    def __init__(self, folder, texts):
        self.folder = folder
        folder.mkdir()
        signs = sorted({f"Ġ{word}" for text in texts for word in text.split()})
        special = ["<|endoftext|>", STARTS, "<|en|>", "<|transcribe|>", "<|notimestamps|>"]
        (folder / "vocab.json").write_text(
            json.dumps({sign: at for at, sign in enumerate([*signs, *special])})
        )
        (folder / "merges.txt").write_text("#version: 0.2\n")
        self.tokens = transformers.WhisperTokenizer(
            str(folder / "vocab.json"),
            str(folder / "merges.txt"),
            unk_token="<|endoftext|>",
            additional_special_tokens=special,
        )
        self.end, self.start, self.language, self.task, self.plain = (len(signs) + at for at in range(5))
        self.features = transformers.WhisperFeatureExtractor(feature_size=80)
        torch.manual_seed(1)
        self.model = transformers.WhisperForConditionalGeneration(
            transformers.WhisperConfig(
                vocab_size=len(signs) + len(special), d_model=32, encoder_layers=1, decoder_layers=1,
                encoder_attention_heads=2, decoder_attention_heads=2, encoder_ffn_dim=32, decoder_ffn_dim=64,
                max_target_positions=448, pad_token_id=self.end, bos_token_id=self.end, eos_token_id=self.end,
                decoder_start_token_id=self.start, dropout=0.0, suppress_tokens=[], begin_suppress_tokens=[],
            )
        )  # fmt: skip

    def learn(self, sounds, texts):
        given = self.features(sounds, sampling_rate=RATE, return_tensors="pt").input_features
        begin = [self.start, self.language, self.task, self.plain]
        lines = [[*begin, *self.spelled(text), self.end] for text in texts]
        longest = max(map(len, lines))
        wanted = torch.tensor([line + [-100] * (longest - len(line)) for line in lines])
        with torch.no_grad():
            heard = self.model.model.encoder(given).last_hidden_state  # it stays as it is: what speaks learns
        best = torch.optim.Adam(self.model.model.decoder.parameters(), lr=1e-2)
        for _ in range(STEPS):
            best.zero_grad()
            said = torch.where(wanted[:, :-1] < 0, self.end, wanted[:, :-1])
            output = self.model(encoder_outputs=(heard,), decoder_input_ids=said).logits
            torch.nn.functional.cross_entropy(
                output.reshape(-1, output.shape[-1]), wanted[:, 1:].reshape(-1)
            ).backward()
            best.step()

    def spelled(self, text):
        return self.tokens.convert_tokens_to_ids([f"Ġ{word}" for word in text.split()])

    def save(self):
        settings = self.model.generation_config
        settings.is_multilingual = True
        settings.lang_to_id = {"<|en|>": self.language}
        settings.task_to_id = {"transcribe": self.task}
        settings.no_timestamps_token_id = self.plain
        for part in (self.tokens, self.features, self.model):
            part.save_pretrained(self.folder)
        return self.folder


@pytest.fixture(scope="module")
def narrated(tmp_path_factory):
    """A film of the sample's first sentences, and a Whisper model that knows it."""
    folder = tmp_path_factory.mktemp("whisper")
    sentences = subtool.read_script(sample()).sentences[:KNOWN]
    scratch = utter.speak(sentences, start_ms=700)
    count = len(scratch.samples) * RATE // utter.RATE
    samples = np.interp(
        np.arange(count) * utter.RATE / RATE, np.arange(len(scratch.samples)), scratch.samples
    )
    sound = Sound(folder / "film.wav", samples.astype(np.int16))
    windows = list(transcript.windows_of(transcript.voiced(sound, silent)))
    texts = [
        " ".join(
            one.sentence.text
            for one in scratch.utterances
            if span.start_ms <= one.span.start_ms + 400 < span.end_ms
        )
        for span in windows
    ]
    plain = str.maketrans("“”’—–é", '""\'--e')
    margin = transcript.MARGIN_MS
    cuts = [
        sound.samples[max(0, span.start_ms - margin) * RATE // 1000 : (span.end_ms + margin) * RATE // 1000]
        .astype(np.float32) / 32768
        for span in windows
    ]  # fmt: skip
    texts = [text.translate(plain).encode("ascii", "ignore").decode() for text in texts]
    learner = Learner(folder / "model", texts)
    learner.learn(cuts, texts)
    return film(folder, sound), learner.save(), scratch.utterances


def test_the_sentences_of_a_whisper_model_are_the_original(narrated, tmp_path):
    path, model, said = narrated
    sheet = subtool.align(german(tmp_path, KNOWN), path, spoken="en", model=str(model))
    assert sheet.original[0].text.startswith("At the western end of Skarvholm")
    starts = {one.sentence.text[:12]: one.span.start_ms for one in said}
    for cue in sheet.cues:
        if cue.timing is Timing.HEARD and cue.pair:
            original = sheet.original[cue.pair.sentence - 1]
            assert abs(cue.span.start_ms - starts[original.text[:12]]) <= 500
    assert any(cue.timing is Timing.HEARD for cue in sheet.cues)
    assert all(
        abs(one.span.start_ms - starts[one.text[:12]]) <= 200
        for one in sheet.original
        if one.span is not None
    )


def test_what_cannot_write_down_a_film_is_refused(narrated, tmp_path):
    path, model, _ = narrated
    script = german(tmp_path, KNOWN)
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match="cannot be used as a model"):
        subtool.align(script, path, spoken="en", model=str(tmp_path / "empty"))
    other = tmp_path / "other.txt"
    other.write_text(" ".join(f"Zeile {number} handelt von etwas ganz anderem." for number in range(12)))
    with pytest.raises(ScriptError, match="not a translation of what the model hears"):
        subtool.align(other, path, spoken="en", model=str(model))


def test_a_model_of_many_languages_is_told_which_one(tmp_path):
    settings = SimpleNamespace(is_multilingual=True, lang_to_id={"<|en|>": 3})
    assert transcript.asked_of(settings, "en-GB", tmp_path) == {"language": "en", "task": "transcribe"}
    assert transcript.asked_of(SimpleNamespace(), "en", tmp_path) == {}
    with pytest.raises(ModelError, match="does not know the language"):
        transcript.asked_of(settings, "zh", tmp_path)


def test_windows_hold_what_is_heard_at_once_and_end_in_a_pause():
    speech = [Span(start, start + 4000) for start in range(0, 120_000, 5000)]
    windows = list(transcript.windows_of([*speech, Span(130_000, 200_000)]))
    assert all(one.duration_ms <= transcript.MOST_MS for one in windows)
    assert windows[0].start_ms == 0
    assert windows[-1].end_ms == 200_000
    assert all(
        one.end_ms <= other.start_ms for one, other in zip(windows, islice(windows, 1, None), strict=False)
    )
