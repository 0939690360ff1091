"""Voiced sound -> words heard, with a language model made of the script itself (pocketsphinx)."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from subtool.media.sound import RATE
from subtool.model import Span
from subtool.voice.pronounce import lexicon, model_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from subtool.media.sound import Sound
    from subtool.model import Progress

FRAME_MS = 10  # of the acoustic model
MARGIN_MS = 150  # around a voiced stretch, for the breath before the first sound
FLOOR = 6  # of 32767, some 75 dB below a voice
LONGEST_MS = 25_000  # decoded at once; longer stretches are cut, for memory


@dataclass(frozen=True, slots=True)
class Heard:
    """A word as the recogniser heard it."""

    text: str
    span: Span


def decoder(words: Iterable[str], settings: dict[str, object], extra: Sequence[str] = ()) -> Any:  # noqa: ANN401
    """A pocketsphinx decoder that knows `words`; `extra` are further rows of its dictionary.

    pocketsphinx has no types, hence Any.
    """
    from pocketsphinx import Config, Decoder

    rows = list(extra)
    for word, ways in lexicon(words).items():
        rows += [f"{word}({n}) {way}" if n > 1 else f"{word} {way}" for n, way in enumerate(ways, start=1)]
    with TemporaryDirectory(prefix="subtool-") as folder:
        path = Path(folder, "words.dict")
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        config = Config(
            hmm=str(model_folder() / "en-us"),
            dict=str(path),
            lm=None,
            loglevel="FATAL",
            bestpath=False,
            **settings,
        )
        return Decoder(config)


def listen(
    sound: Sound, voiced: Sequence[Span], sentences: Sequence[Sequence[str]], progress: Progress
) -> list[Heard]:
    """Recognise what is said in the voiced stretches, expecting the words of `sentences`."""
    ear = decoder((word for sentence in sentences for word in sentence), {})
    with TemporaryDirectory(prefix="subtool-") as folder:
        path = Path(folder, "script.lm")
        path.write_text(_language_model(sentences), encoding="utf-8")
        ear.add_lm_file("script", str(path))
    ear.activate_search("script")
    heard: list[Heard] = []
    pieces = [piece for span in voiced for piece in _pieces(span)]
    for at, span in enumerate(pieces):
        wide = Span(max(0, span.start_ms - MARGIN_MS), min(sound.duration_ms, span.end_ms + MARGIN_MS))
        for text, start, end in decode(ear, cut(sound, wide)):
            if text in ear_fillers:
                continue
            heard.append(Heard(text, Span(wide.start_ms + start * FRAME_MS, wide.start_ms + end * FRAME_MS)))
        progress("listening", at / len(pieces))
    return sorted(heard, key=lambda word: word.span)


ear_fillers = frozenset(
    {"<s>", "</s>", "<sil>", "(NULL)", "[NOISE]", "[SPEECH]", "[COUGH]", "[SMACK]", "[UH]", "[UM]"}
)


def with_floor(sound: Sound) -> Sound:
    """The sound with a breath of noise, the same every time: digital silence upsets the recogniser's ear."""
    noise = np.random.default_rng(0).integers(-FLOOR, FLOOR, len(sound.samples), np.int16, endpoint=True)
    room = np.iinfo(np.int16).max - FLOOR
    return replace(sound, samples=np.clip(sound.samples, -room, room) + noise)


def decode(ear: Any, samples: NDArray[Any]) -> Iterator[tuple[str, int, int]]:  # noqa: ANN401
    """The segments of one utterance: word, first frame, the frame after the last."""
    ear.start_utt()
    ear.process_raw(samples.tobytes(), full_utt=True)
    ear.end_utt()
    for segment in ear.seg() or ():
        yield segment.word.partition("(")[0] or segment.word, segment.start_frame, segment.end_frame + 1


def cut(sound: Sound, span: Span) -> NDArray[Any]:
    """The samples of a stretch."""
    return sound.samples[span.start_ms * RATE // 1000 : span.end_ms * RATE // 1000]


def _pieces(span: Span) -> Iterator[Span]:
    count = -(-span.duration_ms // LONGEST_MS)
    for at in range(count):
        yield Span(
            span.start_ms + span.duration_ms * at // count,
            span.start_ms + span.duration_ms * (at + 1) // count,
        )


def _language_model(sentences: Sequence[Sequence[str]]) -> str:
    from pocketsphinx.lm import ArpaBoLM

    text = "\n".join(" ".join(sentence) for sentence in sentences if sentence)
    made = io.StringIO()
    with redirect_stdout(io.StringIO()):  # it talks
        model = ArpaBoLM(text=text, add_start=True)
        model.compute()
        model.write(made)
    return made.getvalue()
