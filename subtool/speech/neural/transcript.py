"""What a model of the user's hears where nobody has the text: a Whisper model sentences, a CTC model words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from subtool.errors import ModelError, Place
from subtool.media.read.sound import RATE
from subtool.model import Span
from subtool.speech.activity import voiced
from subtool.speech.neural.hub import require_extra
from subtool.speech.neural.model import WHISPER
from subtool.speech.neural.whisper import MARGIN_MS, is_converted, load_whisper
from subtool.speech.voices import primary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from subtool.media.read.sound import Sound
    from subtool.model import Progress
    from subtool.speech.neural.model import Hearing

    Listener = Callable[[Span], str]

MOST_MS = 28_000  # heard at once: a Whisper model hears 30 s


@dataclass(frozen=True, slots=True)
class HeardText:
    """What is said in a stretch of a film, as a model spells it."""

    span: Span
    text: str


def transcript(sound: Sound, folder: Path, language: str, progress: Progress) -> tuple[HeardText, ...]:
    """The text of a sound in a language, stretch by stretch.

    Raises:
        MediaError: nobody speaks in it.
        ModelError: it is not a model that can be used, or it does not know the language.
    """
    progress("loading the model", 0.0)
    speech = voiced(sound, progress)
    whisper = is_whisper(folder)
    stretches = list(windows_of(speech) if whisper else speech)
    of_whisper = _converted if is_converted(folder) else _whisper
    listen = of_whisper(sound, folder, language) if whisper else _letters(sound, folder, language)
    heard = []
    for number, span in enumerate(stretches):
        if text := listen(span).strip():
            heard.append(HeardText(span, text))
        progress("writing down what is said", (number + 1) / len(stretches))
    if not heard:
        hint = "is it a model of the language that is spoken?"
        raise ModelError("hears no word in the film", at=Place(str(folder)), hint=hint)
    return tuple(heard)


def is_whisper(folder: Path) -> bool:
    """Whether the model in a folder writes sentences, as Whisper does.

    Raises:
        ModelError: there is no model in it.
    """
    if is_converted(folder):
        return True
    require_extra()
    import transformers

    try:
        config = transformers.AutoConfig.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError, KeyError) as error:
        raise _unfit(folder, error) from error
    return bool(config.model_type == WHISPER)


def windows_of(speech: Sequence[Span]) -> Iterator[Span]:
    """Stretches of speech put together as far as they are heard at once, parted at the longest pause of the end."""
    spans = [piece for span in speech for piece in _pieces(span)]
    while spans:
        count = sum(span.end_ms - spans[0].start_ms <= MOST_MS for span in spans) or 1
        if count < len(spans):
            half = [place for place in range(1, count + 1) if 2 * place > count]
            count = max(half, key=lambda place: spans[place].start_ms - spans[place - 1].end_ms)
        yield Span(spans[0].start_ms, spans[count - 1].end_ms)
        spans = spans[count:]


def _pieces(span: Span) -> Iterator[Span]:
    for start_ms in range(span.start_ms, span.end_ms, MOST_MS):
        yield Span(start_ms, min(span.end_ms, start_ms + MOST_MS))


def _converted(sound: Sound, folder: Path, language: str) -> Listener:
    model = load_whisper(folder)
    name = model.name_of(language)
    return lambda span: "".join(word.text for word in model.words(sound, span, name))


def _whisper(sound: Sound, folder: Path, language: str) -> Listener:
    import torch
    import transformers

    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    try:
        features = transformers.AutoFeatureExtractor.from_pretrained(folder, local_files_only=True)
        tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
        model: Any = transformers.WhisperForConditionalGeneration.from_pretrained(
            folder,
            local_files_only=True,
            use_safetensors=True,  # a pickle could run anything
        )
    except (OSError, ValueError, KeyError) as error:
        raise _unfit(folder, error) from error
    asked = asked_of(model.generation_config, language, folder)
    model.to("cuda" if torch.cuda.is_available() else "cpu").eval()

    def listen(span: Span) -> str:
        first = max(0, span.start_ms - MARGIN_MS) * RATE // 1000
        samples = sound.samples[first : (span.end_ms + MARGIN_MS) * RATE // 1000].astype(np.float32) / 32768
        given = features(samples, sampling_rate=RATE, return_tensors="pt", return_attention_mask=True)
        with torch.inference_mode():
            tokens = model.generate(
                given.input_features.to(model.device, model.dtype),
                attention_mask=given.attention_mask.to(model.device),
                **asked,
            )
        return str(tokenizer.batch_decode(tokens, skip_special_tokens=True)[0])

    return listen


def asked_of(config: Any, language: str, folder: Path) -> dict[str, str]:  # noqa: ANN401 - a class of the extra
    """What a model that knows many languages is told."""
    known = getattr(config, "lang_to_id", None)
    if not getattr(config, "is_multilingual", bool(known)):
        return {}
    tag = primary(language)
    if known and f"<|{tag}|>" not in known:
        hint = "name the model of another language by --model, or another language by --spoken"
        raise ModelError(f"does not know the language '{language}'", at=Place(str(folder)), hint=hint)
    return {"language": tag, "task": "transcribe"}  # its own translations invent sentences


def _letters(sound: Sound, folder: Path, language: str) -> Listener:
    from subtool.speech.neural.model import load

    model = load(folder, language)
    if model.letters.border is None:
        hint = "it can place the words of a script: --engine neural without --spoken"
        raise ModelError("hears phones, which are not text", at=Place(str(folder)), hint=hint)
    letters_by_number = {number: letter for letter, number in model.letters.letters.items()}

    def listen(span: Span) -> str:
        return _spelled(
            model,
            letters_by_number,
            (chances.argmax(axis=1) for chances in model.log_probabilities(sound, span)),
        )

    return listen


def _spelled(model: Hearing, letters_by_number: dict[int, str], likeliest: Iterator[Any]) -> str:
    """The likeliest letter of each frame, each once however long it is heard."""
    numbers = [number for number, _ in groupby(number for window in likeliest for number in window.tolist())]
    letters = (
        " " if number == model.letters.border else letters_by_number.get(number, "") for number in numbers
    )
    return " ".join("".join(letters).split()).lower()


def _unfit(folder: Path, error: Exception) -> ModelError:
    hint = "name the folder of a Whisper model, or of one for CTC, as wav2vec2 and its kin are"
    cause = (str(error).strip().splitlines() or ["it has no such files"])[0]
    return ModelError(f"cannot be used as a model: {cause}", at=Place(str(folder)), hint=hint)
