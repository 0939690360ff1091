"""Any language: espeak-ng speaks the script, and what it says is followed in the sound of the film.

First at a coarse grain through the whole film, then finely around what was found. Between two coarse runs the
synthesiser's voice is fitted to the narrator's, the room and the music by a linear map of its features.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from subtool.errors import MediaError, Place
from subtool.media.read.sound import RATE
from subtool.model import Span, Utterance
from subtool.speech.activity import voiced
from subtool.speech.by_synthesis.dtw import Path, Prices, ReferenceFrames, VoicedFrames, follow
from subtool.speech.by_synthesis.features import HOP_MS, cepstra, loudness
from subtool.speech.by_synthesis.reference import spoken
from subtool.speech.confidence import interpolated, unaccounted
from subtool.speech.narration import Narration
from subtool.speech.onsets import sharpened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from subtool.media.read.sound import Sound
    from subtool.model import Progress, Sentence
    from subtool.speech.by_synthesis.reference import SpokenReference
    from subtool.speech.in_order import Timed

GRAIN = 4  # frames that are one at first
MARGIN = 5  # frames around a voiced stretch
REACH_S = 600  # of the text: so far apart may film and script be
WEIGHTS = np.repeat(np.array([0.5, 1.0, 0.7], np.float32), [1, 12, 13])  # loudness, shape, change
HUM = 0.05  # of the frames are this quiet or quieter: what is left in them lies under all
STIFF = 50.0  # frames that speak for the synthesiser's voice as it is
COARSE = Prices(still=0.03, hurry=0.06, torn=4.0, breath=0.5, run_on=4.0, left_out=30.0, left_out_a_frame=0.1)
FINE = Prices(still=0.03, hurry=0.06, torn=16.0, breath=2.0, run_on=16.0, left_out=1e6, left_out_a_frame=0.0)
GROUP_S = 10  # of text: so much is followed finely at once, with a sentence to either side
AROUND = 50  # frames of the film before and after it
EVEN, STEEP, MOST = (
    -0.25,
    20.0,
    0.97,
)  # the fit at which a sentence is as likely right as not, see `benchmarks/wide.md`
UNSAID = 0.15  # confidence: a sentence that fits so badly is taken not to be there
TOO_LITTLE = 0.1  # of the script's sentences: with fewer found, this is another film ...
OTHER_FILM = 0.5  # ... and so it is when half of those that were found are believed less than this
BY_CHANCE = 1  # sentence of a longer script fits well somewhere in any film


@dataclass(frozen=True, slots=True)
class _Voices:
    """Frames of the film with a voice in them (`numbers`, their features) and of the text as it is spoken."""

    numbers: NDArray[np.int64]
    heard: NDArray[np.float32]
    text: NDArray[np.float32]
    spoken: SpokenReference

    @property
    def after_pause(self) -> NDArray[np.bool_]:
        return np.append(True, np.diff(self.numbers) > 1)

    @property
    def ends(self) -> NDArray[np.int64]:
        return np.append(self.spoken.sentences[1:], len(self.text))


def align_sound(sentences: Sequence[Sentence], sound: Sound, voice: str, progress: Progress) -> Narration:
    """Time every word of the script by the voice in `sound`; `voice` is the name of one of espeak-ng's.

    Raises:
        MediaError: nobody speaks in it, or hardly a sentence of the script.
        EngineError: espeak-ng cannot be loaded.
    """
    speech = voiced(sound, progress)
    voices = _voices(sound, speech, spoken(sentences, voice, progress))
    coarse, voices = _coarse(voices, progress)
    told = {
        number: words
        for number, words in _fine(voices, _ranges(coarse, voices), progress)
        if _belief(words) >= UNSAID
    }
    few = len(told) <= BY_CHANCE < len(sentences) or len(told) < TOO_LITTLE * len(sentences)
    if few or np.median([*map(_belief, told.values())]) < OTHER_FILM:
        raise MediaError(
            f"the script is not what is said in it ({len(told)} of {len(sentences)} sentences may be)",
            at=Place(str(sound.path)),
            hint="is it the right film, track and language?",
        )
    timed = [(sentences[number], words) for number, words in told.items()]
    unspoken = tuple(sentence for number, sentence in enumerate(sentences) if number not in told)
    utterances = tuple(_utterances(timed, speech, sound))
    return Narration(utterances, unspoken, unaccounted(speech, utterances))


def _belief(words: Sequence[Timed]) -> float:
    return max((confidence for _, confidence in words), default=0.0)


def _voices(sound: Sound, speech: Sequence[Span], text: SpokenReference) -> _Voices:
    bands = loudness(sound.samples, RATE)
    kept = np.zeros(len(bands), np.bool_)
    for span in speech:
        kept[max(0, span.start_ms // HOP_MS - MARGIN) : span.end_ms // HOP_MS + MARGIN] = True
    runs = np.split(np.flatnonzero(kept), np.flatnonzero(np.diff(np.flatnonzero(kept)) > 1) + 1)
    numbers = np.concatenate([run[: len(run) // GRAIN * GRAIN] for run in runs])
    heard = bands[numbers]
    louder = np.median(heard.mean(axis=1)) / np.median(text.bands.mean(axis=1))
    under = np.quantile(heard, HUM, axis=0).astype(np.float32)
    shapes = cepstra(bands)[numbers]
    return _Voices(numbers, _even(shapes), _even(cepstra(text.bands * np.float32(louder) + under)), text)


def _even(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each column about 0 and of its own weight, whatever the microphone and the voice; in place, for memory."""
    rows -= rows.mean(axis=0)
    rows *= WEIGHTS / (rows.std(axis=0) + np.float32(1e-6))
    return rows


def _coarse(voices: _Voices, progress: Progress) -> tuple[Path, _Voices]:
    """Where the film goes through the text at the coarse grain, and the voices fitted to each other."""
    heard = VoicedFrames(_merged(voices.heard), voices.after_pause[::GRAIN])
    reach = REACH_S * 1000 // (HOP_MS * GRAIN)
    merged = _merged(voices.text)
    starts = np.minimum(voices.spoken.sentences // GRAIN, len(merged) - 1)
    breaths = np.minimum(voices.spoken.breaths // GRAIN, len(merged) - 1)
    progress("finding the sentences", 0.0)
    first = follow(heard, ReferenceFrames(merged, starts, breaths), COARSE, reach)
    fitted = _Fit.of(heard.frames, merged, first)
    progress("finding the sentences", 0.5)
    path = follow(heard, ReferenceFrames(fitted.apply(merged), starts, breaths), COARSE, reach)
    return path, _Voices(voices.numbers, voices.heard, fitted.apply(voices.text), voices.spoken)


def _merged(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    count = len(rows) // GRAIN
    made: NDArray[np.float32] = rows[: count * GRAIN].reshape(count, GRAIN, -1).mean(axis=1)
    return made


@dataclass(frozen=True, slots=True)
class _Fit:
    """A linear map of the text's features, the last row of which is added."""

    map: NDArray[np.float32]

    @classmethod
    def of(cls, heard: NDArray[np.float32], text: NDArray[np.float32], path: Path) -> _Fit:
        here = path.at >= 0
        size = text.shape[1]
        said = np.hstack([text[path.at[here]], np.ones((int(here.sum()), 1), np.float32)])
        stiff = STIFF * np.eye(size + 1)
        found = np.linalg.solve(said.T @ said + stiff, said.T @ heard[here] + stiff[:, :size])
        return cls(found.astype(np.float32))

    def apply(self, text: NDArray[np.float32]) -> NDArray[np.float32]:
        made: NDArray[np.float32] = text @ self.map[:-1] + self.map[-1]
        return made


def _ranges(path: Path, voices: _Voices) -> dict[int, tuple[int, int]]:
    """The sentences that were found, each with its first and last frame of `voices.heard`, about."""
    starts = np.minimum(voices.spoken.sentences // GRAIN, len(voices.text) // GRAIN - 1)
    here = np.flatnonzero(path.at >= 0)
    owners = np.searchsorted(starts, path.at[here], side="right") - 1
    return {
        int(number): (int(mine[0]) * GRAIN, int(mine[-1] + 1) * GRAIN)
        for number in np.unique(owners)
        if len(mine := here[owners == number])
    }


def _fine(
    voices: _Voices, found: dict[int, tuple[int, int]], progress: Progress
) -> Iterator[tuple[int, list[Timed]]]:
    """Each sentence's words, with their spans; sentences are followed in groups, with their neighbours around."""
    numbers = sorted(found)
    for group in _groups(numbers, voices):
        first, last = max(0, group[0] - 1), min(len(numbers), group[-1] + 2)
        around = numbers[first:last]
        begin = max(0, found[around[0]][0] - AROUND)
        end = min(len(voices.heard), found[around[-1]][1] + AROUND)
        rows = np.concatenate([np.arange(voices.spoken.sentences[n], voices.ends[n]) for n in around])
        sizes = [voices.ends[n] - voices.spoken.sentences[n] for n in around]
        starts = np.cumsum([0, *sizes[:-1]])
        heard = VoicedFrames(voices.heard[begin:end], voices.after_pause[begin:end])
        breaths = np.flatnonzero(np.isin(rows, voices.spoken.breaths))
        path = follow(heard, ReferenceFrames(voices.text[rows], starts, breaths), FINE, len(rows))
        for at in group:
            number = numbers[at]
            shift = int(starts[at - first] - voices.spoken.sentences[number])
            yield number, _words(voices, number, path, shift, begin)
        progress("placing the words", group[-1] / len(numbers))


def _groups(numbers: Sequence[int], voices: _Voices) -> Iterator[list[int]]:
    """Sentences that follow each other, by their place in `numbers`, of about `GROUP_S` each."""
    group: list[int] = []
    size = 0
    for at, number in enumerate(numbers):
        group.append(at)
        size += int(voices.ends[number] - voices.spoken.sentences[number])
        if size * HOP_MS >= GROUP_S * 1000:
            yield group
            group, size = [], 0
    if group:
        yield group


def _words(voices: _Voices, number: int, path: Path, shift: int, begin: int) -> list[Timed]:
    begins = voices.spoken.words[number] + shift
    end = int(voices.ends[number]) + shift
    mine = np.flatnonzero((path.at >= int(voices.spoken.sentences[number]) + shift) & (path.at < end))
    if not len(mine):
        return [(None, 0.0) for _ in begins]
    owners = np.searchsorted(begins, path.at[mine], side="right") - 1
    confidence = _confidence(path.fit[mine])
    made: list[Timed] = []
    for word in range(len(begins)):
        frames = voices.numbers[begin + mine[owners == word]]
        span = Span(int(frames[0]) * HOP_MS, int(frames[-1] + 1) * HOP_MS) if len(frames) else None
        made.append((span, confidence if span else 0.0))
    return made


def _confidence(fit: NDArray[np.float32]) -> float:
    return round(MOST / (1 + math.exp(-STEEP * (float(fit.mean()) - EVEN))), 2)


def _utterances(
    timed: Sequence[tuple[Sentence, list[Timed]]], speech: Sequence[Span], sound: Sound
) -> Iterator[Utterance]:
    told = list(interpolated(timed, speech))
    sharp = iter(sharpened([span for _, words in told for span, _ in words], sound))
    for sentence, words in told:
        yield Utterance(
            sentence,
            tuple(
                token.timed(next(sharp), confidence)
                for token, (_, confidence) in zip(sentence.tokens, words, strict=True)
            ),
        )
