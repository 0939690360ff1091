"""A CTC model of transformers: its letters or phones, and what it hears, window by window."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from subtool.errors import ModelError, Place
from subtool.media.read.sound import RATE
from subtool.speech.neural.alphabet import alphabet
from subtool.speech.neural.phones import Phones, is_phonetic
from subtool.speech.voices import voice_of
from subtool.text.language import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from subtool.media.read.sound import Sound
    from subtool.model import Span
    from subtool.speech.neural.alphabet import Alphabet, Sounds

WINDOW_FRAMES = 1000  # 20 s with the usual 20 ms a frame: memory grows with the square of it
AROUND_FRAMES = 50  # heard on both sides of a window, so that no letter stands at the edge of what is heard

WHISPER = "whisper"  # `model_type` of its configuration
BORDERS = frozenset(("|", " "))  # outputs of models of phones that stand between words, or between phones


@dataclass(frozen=True, slots=True)
class Hearing:
    """A model ready to hear; `hop` samples make a frame."""

    letters: Sounds
    hop: int
    network: Any
    features: Any

    def log_probabilities(self, sound: Sound, span: Span) -> Iterator[NDArray[np.float32]]:
        """A row a frame, a column a letter of the vocabulary, window after window of a stretch of sound."""
        import torch

        begin = span.start_ms * RATE // 1000
        count = -(-(span.end_ms * RATE // 1000 - begin) // self.hop)
        edges = [*range(0, count, WINDOW_FRAMES), count]
        for first, end in pairwise(edges):
            samples = _cut(
                sound.samples,
                begin + (first - AROUND_FRAMES) * self.hop,
                begin + (end + AROUND_FRAMES + 1) * self.hop,
            )
            given = self.features(samples, sampling_rate=RATE, return_tensors="pt")
            with torch.inference_mode():
                logits = self.network(given.input_values.to(self.network.device)).logits[0].float()
                rows = torch.log_softmax(logits, dim=-1).cpu().numpy()
            yield self.letters.grouped(rows[AROUND_FRAMES : AROUND_FRAMES + end - first])


def _cut(samples: NDArray[np.int16], begin: int, end: int) -> NDArray[np.float32]:
    """The samples from -1 to 1, with silence where there are none."""
    here = samples[max(0, begin) : max(0, end)].astype(np.float32) / 32768
    return np.pad(here, (max(0, -begin), max(0, end - max(begin, 0) - len(here))))


def load(folder: Path, language: str = DEFAULT) -> Hearing:
    """The model in a folder; of one that hears phones, the words are spelled as they are said in the language.

    Raises:
        ModelError: it is of another kind, or not whole.
    """
    import torch
    import transformers

    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    try:
        config = transformers.AutoConfig.from_pretrained(folder, local_files_only=True)
        if config.model_type == WHISPER:
            converter = "ct2-transformers-converter --copy_files tokenizer.json"
            hint = f"convert it: {converter} --model {folder} --output_dir DIR"
            cause = "is a Whisper model of transformers, which places words in CTranslate2's form only"
            raise ModelError(cause, at=Place(str(folder)), hint=hint)
        features = transformers.AutoFeatureExtractor.from_pretrained(folder, local_files_only=True)
        sounds = _phones(folder, config, language) or _alphabet(folder, config)
        network = transformers.AutoModelForCTC.from_pretrained(
            folder,
            local_files_only=True,
            use_safetensors=True,  # a pickle could run anything
        )
    except (OSError, ValueError, KeyError) as error:
        raise _unfit(folder, str(error).strip().splitlines()[0]) from error
    hop = getattr(config, "inputs_to_logits_ratio", None)
    if hop is None or features.sampling_rate != RATE:
        raise _unfit(folder, f"it does not hear samples at {RATE} Hz")
    network.to("cuda" if torch.cuda.is_available() else "cpu").eval()
    return Hearing(sounds, hop, network, features)


def _phones(folder: Path, config: Any, language: str) -> Phones | None:  # noqa: ANN401 - a class of the extra
    """The phones of a model; None where it hears letters. Its own tokenizer would want a phonemizer besides."""
    path = folder / "vocab.json"
    vocabulary = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    if not is_phonetic(vocabulary):
        return None
    silent = [number for output, number in vocabulary.items() if output in BORDERS]
    return Phones.of(vocabulary, [config.pad_token_id, *silent], voice_of(language))


def _alphabet(folder: Path, config: Any) -> Alphabet:  # noqa: ANN401
    import transformers

    tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
    vocabulary, border = tokenizer.get_vocab(), getattr(tokenizer, "word_delimiter_token", None)
    if border is None or border not in vocabulary:
        raise _unfit(folder, "it does not hear where a word ends")
    return alphabet(vocabulary, config.pad_token_id, border)


def _unfit(folder: Path, cause: str) -> ModelError:
    hint = "name a folder or a model for CTC, as wav2vec2 and its kin are"
    return ModelError(f"cannot be used as a model: {cause}", at=Place(str(folder)), hint=hint)
