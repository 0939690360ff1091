"""A scratch narration: sentences spoken by espeak-ng, with the times of their words as the synthesiser knows them."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from subtool.errors import EngineError
from subtool.model import Span, Utterance
from subtool.speech.synthesis.espeak import CHARS_UTF8, LOCK, library, set_language
from subtool.speech.synthesis.readable import readable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from subtool.model import Sentence

RATE = 22050  # of every voice of espeak-ng
SENTENCE_MS, PARAGRAPH_MS = 450, 1000  # a narrator's pauses
WORDS_A_MINUTE = 150  # of a documentary narrator, who pauses besides
WORD, LIST_END = 1, 0  # kinds of events, espeak-ng's speak_lib.h
WORD_RATE = 1  # espeakRATE
QUIET = 200  # of 32767: less is the silence around a word


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


@dataclass(frozen=True, slots=True)
class Scratch:
    """A narration: samples of 16 bits at `RATE`, and the words in it with their true times."""

    samples: NDArray[np.int16]
    utterances: tuple[Utterance, ...]

    @property
    def duration_ms(self) -> int:
        return len(self.samples) * 1000 // RATE


def speak(sentences: Sequence[Sentence], *, language: str = "en-us", start_ms: int = 0) -> Scratch:
    """Speak the sentences one after the other, from `start_ms` on, with a narrator's pauses between them.

    Raises:
        EngineError: espeak-ng cannot be loaded, or has no voice for the language.
    """
    parts: list[NDArray[np.int16]] = [np.zeros(start_ms * RATE // 1000, np.int16)]
    utterances = []
    clock = len(parts[0])
    for sentence, following in zip(sentences, [*sentences[1:], None], strict=True):
        sound, starts = say(sentence, language)
        utterances.append(_timed(sentence, starts, len(sound), clock))
        ends = following is None or following.paragraph != sentence.paragraph
        pause = np.zeros((PARAGRAPH_MS if ends else SENTENCE_MS) * RATE // 1000, np.int16)
        parts += [sound, pause]
        clock += len(sound) + len(pause)
    return Scratch(np.concatenate(parts), tuple(utterances))


def say(
    sentence: Sentence, language: str, words_a_minute: int = WORDS_A_MINUTE
) -> tuple[NDArray[np.int16], list[int]]:
    """The sound of a sentence without the silence around it, and the sample at which each token starts."""
    sentence = readable(sentence, language)
    pieces: list[NDArray[np.int16]] = []
    words: list[tuple[int, int]] = []

    def hear(samples: Any, count: int, events: Any) -> int:  # noqa: ANN401 - pointers of ctypes
        if samples and count > 0:
            pieces.append(np.ctypeslib.as_array(samples, (count,)).astype(np.int16))
        event = 0
        while events[event].type != LIST_END:
            if events[event].type == WORD:
                words.append((events[event].text_position - 1, events[event].audio_position * RATE // 1000))
            event += 1
        return 0

    with LOCK:
        set_language(language)
        _synthesise(sentence.text, words_a_minute, hear)
    if not pieces:
        raise EngineError("espeak-ng made no sound", hint="reinstall espeakng-loader")
    sound = np.concatenate(pieces)
    loud = np.flatnonzero(np.abs(sound.astype(np.int32)) > QUIET)
    first, last = (int(loud[0]), int(loud[-1]) + 1) if len(loud) else (0, len(sound))
    return sound[first:last], [max(0, start - first) for start in _starts(sentence, words, len(sound))]


def _synthesise(text: str, words_a_minute: int, hear: Callable[[Any, int, Any], int]) -> None:
    espeak = library()
    kind = ctypes.CFUNCTYPE(
        ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
    )
    callback = kind(hear)
    espeak.espeak_SetParameter(WORD_RATE, words_a_minute, 0)
    espeak.espeak_SetSynthCallback(callback)
    data = text.encode("utf-8") + b"\0"
    failed = espeak.espeak_Synth(data, ctypes.c_size_t(len(data)), 0, 0, 0, CHARS_UTF8, None, None)
    if failed or espeak.espeak_Synchronize():
        raise EngineError("espeak-ng cannot speak", hint="reinstall espeakng-loader")


def _starts(sentence: Sentence, words: Sequence[tuple[int, int]], end: int) -> list[int]:
    """The first event in each token's characters; a token without one parts the stretch of that before by letters.

    The synthesiser says "do not" and "I am" as one word, and tells the beginning of the first.
    """
    known: list[tuple[int, int]] = []  # token, sample
    position = 0
    for number, token in enumerate(sentence.tokens):
        position += number > 0 and not token.glued
        samples = [sample for where, sample in words if position <= where < position + len(token.text)]
        if samples or not number:
            known.append((number, min(samples, default=0)))
        position += len(token.text)
    starts: list[int] = []
    for (first, start), (following, until) in pairwise([*known, (len(sentence.tokens), end)]):
        letters = [len(token.text) for token in sentence.tokens[first:following]]
        length = max(0, until - start)
        starts += [start + length * before // sum(letters) for before in accumulate(letters[:-1], initial=0)]
    return starts


def _timed(sentence: Sentence, starts: Sequence[int], length: int, clock: int) -> Utterance:
    edges = [min(start, length) for start in (*starts, length)]
    spans = [Span((clock + a) * 1000 // RATE, (clock + max(a, b)) * 1000 // RATE) for a, b in pairwise(edges)]
    return Utterance(
        sentence,
        tuple(token.timed(span, 1.0) for token, span in zip(sentence.tokens, spans, strict=True)),
    )
