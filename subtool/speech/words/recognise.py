"""Voiced sound -> words heard, with a language model made of the script itself (pocketsphinx)."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from subtool.media.read.sound import RATE
from subtool.model import Span
from subtool.speech.words.decoders import DecodeTask, Ear

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from subtool.media.read.sound import Sound
    from subtool.model import Progress
    from subtool.speech.words.decoders import Hear

MARGIN_MS = 150  # around a voiced stretch, for the breath before the first sound
LONGEST_MS = 25_000  # decoded at once; longer stretches are cut, for memory
# Of each mixture the two densities that fit best, not four: as exact, at five sixths of the cost.
QUICK = {"topn": 2}


@dataclass(frozen=True, slots=True)
class HeardWord:
    """A word as the recogniser heard it."""

    text: str
    span: Span


def listen(
    sound: Sound, voiced: Sequence[Span], sentences: Sequence[Sequence[str]], hear: Hear, progress: Progress
) -> list[HeardWord]:
    """Recognise what is said in the voiced stretches, expecting the words of `sentences`."""
    words = dict.fromkeys(word for sentence in sentences for word in sentence)
    ear = Ear(tuple(words), model=_language_model(sentences), settings=QUICK)
    wide = [
        Span(max(0, piece.start_ms - MARGIN_MS), min(sound.duration_ms, piece.end_ms + MARGIN_MS))
        for span in voiced
        for piece in _pieces(span)
    ]
    heard = []
    for number, (span, segments) in enumerate(
        zip(wide, hear(ear, (DecodeTask(cut(sound, span)) for span in wide)), strict=True)
    ):
        heard += [HeardWord(word, Span(a, b).shifted(span.start_ms)) for word, a, b in segments]
        progress("listening", number / len(wide))
    return sorted(heard, key=lambda word: word.span)


def cut(sound: Sound, span: Span) -> NDArray[Any]:
    """The samples of a stretch."""
    return sound.samples[span.start_ms * RATE // 1000 : span.end_ms * RATE // 1000]


def _pieces(span: Span) -> Iterator[Span]:
    count = -(-span.duration_ms // LONGEST_MS)
    for index in range(count):
        yield Span(
            span.start_ms + span.duration_ms * index // count,
            span.start_ms + span.duration_ms * (index + 1) // count,
        )


def _language_model(sentences: Sequence[Sequence[str]]) -> str:
    from pocketsphinx.lm import ArpaBoLM

    text = "\n".join(" ".join(sentence) for sentence in sentences if sentence)
    result = io.StringIO()
    with redirect_stdout(io.StringIO()):  # it talks
        model = ArpaBoLM(text=text, add_start=True)
        model.compute()
        model.write(result)
    return result.getvalue()
