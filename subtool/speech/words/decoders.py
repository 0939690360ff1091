"""Decoders of pocketsphinx at work, on as many processors as there are.

What a decoder is made of and what it is to hear are values, so that every process can make its own.
"""

from __future__ import annotations

import pickle
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from subtool.disk.workdir import private_folder
from subtool.speech.words.pronounce import Acoustic, lexicon, shipped
from subtool.speech.workers import processors, workers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from concurrent.futures import Future
    from pathlib import Path

    from numpy.typing import NDArray

FRAME_MS = 10  # of the acoustic model
FLOOR = 6  # of 32767, some 75 dB below a voice: digital silence upsets the ear of the decoder
AHEAD = 4  # takes a processor that wait for their turn
WORTHWHILE_S = 60  # of sound; for less, starting other processes takes longer than it saves
FILLERS = frozenset(
    {"<s>", "</s>", "<sil>", "(NULL)", "[NOISE]", "[SPEECH]", "[COUGH]", "[SMACK]", "[UH]", "[UM]"}
)

Arc = tuple[int, int, float, str] | tuple[int, int, float]
Segment = tuple[str, int, int]  # a word said, from and to in ms of the sound it was heard in


@dataclass(frozen=True, slots=True)
class Grammar:
    """A finite-state grammar from state 0 to state `final`."""

    arcs: tuple[Arc, ...]
    final: int


@dataclass(frozen=True, slots=True)
class Ear:
    """A decoder: the words it knows, further entries of its dictionary, and a language model (ARPA) if it has one."""

    words: tuple[str, ...]
    entries: tuple[str, ...] = ()
    model: str = ""
    settings: Mapping[str, object] = field(default_factory=dict)
    acoustic: Acoustic = field(default_factory=shipped)


@dataclass(frozen=True, slots=True)
class DecodeTask:
    """Sound to be heard at once, by a grammar of its own or else by the language model."""

    samples: NDArray[np.int16]
    grammar: Grammar | None = None


class Hear(Protocol):
    """Says what is said in each take, fillers left out; takes are made when it is their turn."""

    def __call__(self, ear: Ear, takes: Iterable[DecodeTask], /) -> Iterator[list[Segment]]: ...


@contextmanager
def ears(seconds: float) -> Iterator[Hear]:
    """What hears takes of so much sound: in this process for little, in one a processor for much."""
    count = processors()
    if count == 1 or seconds < WORTHWHILE_S:
        yield _here
        return
    with workers(count) as executor, private_folder() as folder:

        def hear(ear: Ear, takes: Iterable[DecodeTask]) -> Iterator[list[Segment]]:
            path = folder / f"{len(list(folder.iterdir()))}.ear"
            path.write_bytes(pickle.dumps(ear))
            pending: deque[Future[list[Segment]]] = deque()
            for take in takes:
                pending.append(executor.submit(_there, path, take))
                if len(pending) > AHEAD * count:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()

        yield hear


def listening(hear: Hear, acoustic: Acoustic) -> Hear:
    """A hearing with an acoustic model of the user's."""

    def heard(ear: Ear, takes: Iterable[DecodeTask]) -> Iterator[list[Segment]]:
        return hear(replace(ear, acoustic=acoustic), takes)

    return heard


def _here(ear: Ear, takes: Iterable[DecodeTask]) -> Iterator[list[Segment]]:
    decoder = _decoder(ear)
    return (_heard(decoder, take) for take in takes)


def _there(path: Path, take: DecodeTask) -> list[Segment]:
    """Runs in a process of its own, which keeps the decoders it has made."""
    return _heard(_kept(path), take)


@lru_cache(maxsize=2)
def _kept(path: Path) -> Any:  # noqa: ANN401 - pocketsphinx has no types
    return _decoder(pickle.loads(path.read_bytes()))  # noqa: S301 - written above, into a private folder


def _decoder(ear: Ear) -> Any:  # noqa: ANN401
    from pocketsphinx import Config, Decoder

    entries = list(ear.entries)
    for word, ways in lexicon(ear.words, ear.acoustic).items():
        entries += [f"{word}({n}) {way}" if n > 1 else f"{word} {way}" for n, way in enumerate(ways, start=1)]
    with private_folder() as folder:
        words, model = folder / "words.dict", folder / "script.lm"
        words.write_text("\n".join(entries) + "\n", encoding="utf-8")
        decoder = Decoder(
            Config(
                hmm=str(ear.acoustic.hmm),
                dict=str(words),
                lm=None,
                loglevel="FATAL",
                bestpath=False,
                **ear.settings,
            )
        )
        if ear.model:
            model.write_text(ear.model, encoding="utf-8")
            decoder.add_lm_file("script", str(model))
    return decoder


def _heard(decoder: Any, take: DecodeTask) -> list[Segment]:  # noqa: ANN401
    if take.grammar:
        decoder.add_fsg("take", decoder.create_fsg("take", 0, take.grammar.final, take.grammar.arcs))
    decoder.activate_search("take" if take.grammar else "script")
    decoder.reinit_feat()  # what was heard before leaves no trace: a take is heard alike, whoever hears it when
    decoder.start_utt()
    decoder.process_raw(with_floor(take.samples).tobytes(), full_utt=True)
    decoder.end_utt()
    return [
        (
            segment.word.partition("(")[0] or segment.word,
            segment.start_frame * FRAME_MS,
            (segment.end_frame + 1) * FRAME_MS,
        )
        for segment in decoder.seg() or ()
        if segment.word not in FILLERS
    ]


def with_floor(samples: NDArray[np.int16]) -> NDArray[np.int16]:
    """The sound with a breath of noise, the same every time."""
    noise = np.random.default_rng(0).integers(-FLOOR, FLOOR, len(samples), np.int16, endpoint=True)
    room = np.iinfo(np.int16).max - FLOOR
    floored: NDArray[np.int16] = np.clip(samples, -room, room) + noise
    return floored
